"""What somebody of the office has to know and do today, as lines that lead to where it is done.

The admin's first page and the morning mail show the same. Nothing here knows a request.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.domain import today_dates, today_hosts, today_money, today_spots
from desk.domain.today_dates import Found
from events.domain.overdue import oldest_due
from events.models import HostOffer
from mail.models import Message

LATE = timedelta(minutes=10)
"""Something due for so long says that the worker does not run."""
RECENT = timedelta(days=14)

TITLES: dict[str, Any] = {
    "mailings": gettext_lazy("About to leave"),
    "hosts": gettext_lazy("Host practices"),
    "week": gettext_lazy("The next seven days"),
    "give": gettext_lazy("Places somebody waited for"),
    "walk_ins": gettext_lazy("Came without a place"),
    "spots": gettext_lazy("To distribute"),
    "lists": gettext_lazy("Lists to close"),
    "deposits": gettext_lazy("Deposits still due"),
    "unanswered": gettext_lazy("Answers that are missing"),
    "offers": gettext_lazy("Offers running"),
    "unseen": gettext_lazy("Dates nobody can see"),
    "fills": gettext_lazy("Filling up"),
    "short": gettext_lazy("Few sign-ups"),
}
"""The parts in their order."""
PERMISSIONS = {
    "mailings": "events.view_mailing",
    "hosts": "events.change_hosting",
    "spots": "events.change_spot",
    "week": "events.view_registration",
    "walk_ins": "events.change_walkin",
    "lists": "events.change_occurrence",
    "deposits": today_money.SEE,
    "unanswered": "events.view_answer",
    "give": "events.view_registration",
    "offers": "events.view_registration",
}
TO_CHANGE_DATES = "events.change_occurrence"


@dataclass(frozen=True)
class Line:
    """What to do, about what, and the address (a path) where it is done."""

    act: str
    about: str
    detail: str
    url: str
    responsible: str = ""


@dataclass(frozen=True)
class Part:
    """Lines of one kind, the soonest first."""

    name: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Today:
    """What concerns the whole office, then one's own events, then everybody else's."""

    office: list[Line]
    mine: list[Part]
    others: list[Part]

    @property
    def is_empty(self) -> bool:
        return not (self.office or self.mine or self.others)


def today(user: Any, at: datetime, *, says_worker: bool = True) -> Today:
    """All that this user may see of it, in a number of queries that no number of rows changes.

    What the worker itself sends does not say that the worker does not run.
    """
    wanted = {name for name in TITLES if may_see(user, name)}
    found = [it for it in today_dates.find(wanted, at) if it.part in wanted]
    found += today_hosts.find(at) if "hosts" in wanted else []
    found += today_spots.find(at) if "spots" in wanted else []
    found += today_money.find(at) if "deposits" in wanted else []
    mine = [it for it in found if it.coordinator_id == user.pk]
    others = [it for it in found if it.coordinator_id != user.pk]
    office = [*(_worker(at) if says_worker else []), *_failed(user, at), *_host_offers(user)]
    office += [Line(*it) for it in today_money.of_office(user)]
    return Today(office, _parts(mine, user), _parts(others, user))


def may_see(user: Any, part: str) -> bool:
    return bool(user.has_perm(PERMISSIONS.get(part, TO_CHANGE_DATES)))


def _parts(found: list[Found], user: Any) -> list[Part]:
    parts = []
    for name, title in TITLES.items():
        lines = [_line(it, user) for it in found if it.part == name]
        if lines:
            parts.append(Part(name, str(title), lines))
    return parts


def _line(found: Found, user: Any) -> Line:
    """Who may not see the people of a date is led to its check-ins."""
    url = found.url
    if found.part == "week" and not user.has_perm("events.view_registration"):
        url = reverse("dates:attendance", args=[found.occurrence.pk])
    responsible = "" if found.coordinator_id == user.pk else found.responsible
    return Line(found.act, str(found.occurrence), found.detail, url, responsible)


def _worker(at: datetime) -> Iterator[Line]:
    since = oldest_due(at)
    if since is not None and since <= at - LATE:
        yield Line(
            act=_("Tell whoever runs the server"),
            about=_("the worker does not run"),
            detail=_("Mails and places have waited for more than ten minutes."),
            url=reverse("mails:index"),
        )


def _failed(user: Any, at: datetime) -> Iterator[Line]:
    """Mails that did not arrive."""
    if not user.has_perm("mail.view_message"):
        return
    recent = Message.objects.to_deal_with().filter(queued_at__gt=at - RECENT)
    if failed := recent.count():
        yield Line(
            act=_("Look at failed mails"),
            about=ngettext(
                "%(n)d mail of the last two weeks did not arrive",
                "%(n)d mails of the last two weeks did not arrive",
                failed,
            )
            % {"n": failed},
            detail="",
            url=reverse("missed:index"),
        )


def _host_offers(user: Any) -> Iterator[Line]:
    """Days practices offer that wait for an answer."""
    if not user.has_perm("events.change_hostoffer"):
        return
    if waiting := HostOffer.objects.filter(state=HostOffer.State.NEW).count():
        yield Line(
            act=_("Answer practices"),
            about=ngettext(
                "%(n)d offer to receive somebody",
                "%(n)d offers to receive somebody",
                waiting,
            )
            % {"n": waiting},
            detail="",
            url=reverse("offers:index"),
        )
