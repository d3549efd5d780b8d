"""The mails to the office itself: every morning, and at once when something cannot wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from desk.domain import morning, readers
from events.domain.wording import day_words
from events.letters.words import what_when_and_where
from events.models import Hosting, Registration
from mail import kinds
from mail.kinds import Kind
from mail.letter import Item, Letter, Section
from mail.models import Message

NEXT = {
    "offered": gettext_lazy("The place has been offered to the next in line."),
    "taken": gettext_lazy("The next in line has taken the place."),
    "waiting": gettext_lazy(
        "Somebody waits, and nobody was offered the place: call, and give it by hand."
    ),
    "nobody": gettext_lazy("Nobody waits for it."),
}


def register() -> None:
    enter = [
        (morning.KIND, "morning", gettext_lazy("morning mail"), _morning),
        ("late_cancellation", "alerts", gettext_lazy("late cancellation"), _late_cancellation),
        ("offer_unreached", "alerts", gettext_lazy("an offer did not arrive"), _offer_unreached),
        ("mailing_failed", "alerts", gettext_lazy("a mailing did not arrive"), _mailing_failed),
    ]
    for kind, wish, label, render in enter:
        kinds.register(kind, Kind(render, _still_true(wish), _link, label=label))
    label = gettext_lazy("a host practice cancels")
    kinds.register("host_cancelled", Kind(_host_cancelled, _still_cancelled, _link, label=label))


def _still_true(wish: str) -> Callable[[Message], str]:
    def still_true(message: Message) -> str:
        day = message.facts.get("day")
        if day and morning.is_over(day):
            return gettext_noop("its day is over")
        return readers.still_reads(message, wish)

    return still_true


def _still_cancelled(message: Message) -> str:
    said = Hosting.objects.filter(pk=message.facts.get("hosting"), cancelled_at__isnull=False)
    if not said.exists():
        return gettext_noop("the practice has taken it back")
    return readers.still_reads(message, "alerts")


def _link(message: Message) -> str:
    return _url(message.facts.get("path") or reverse("wagtailadmin_home"))


def _url(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


# Every morning


def _morning(message: Message) -> Letter:
    facts = message.facts
    day = day_words(date.fromisoformat(facts["day"]))
    return Letter(
        subject=_("%(day)s: %(acts)s") % {"day": day, "acts": facts["acts"]},
        lines=[_hello(facts["name"]), *([] if facts["own"] or facts["others"] else [_nothing()])],
        sections=[*_sections(facts["own"]), *_of_others(facts)],
        button=_("Open the desk"),
        after=[*_left(facts["left"]), _why(), _privacy()],
    )


def _hello(name: str) -> str:
    return _("Good morning, %(name)s") % {"name": name} if name else _("Good morning")


def _nothing() -> str:
    return _(
        "Nothing is to be done, and no date is in the next seven days. A good day to plan ahead."
    )


def _sections(told: list[dict[str, Any]]) -> list[Section]:
    return [Section(it["heading"], [_item(item) for item in it["items"]]) for it in told]


def _item(told: dict[str, str]) -> Item:
    return Item(told["text"], told["detail"], _url(told["path"]))


def _of_others(facts: dict[str, Any]) -> list[Section]:
    """Under headings of their own, where there are own lines above them."""
    sections = _sections(facts["others"])
    if not facts["own"]:
        return sections
    whose = _("%(part)s, events of others")
    return [Section(whose % {"part": it.heading}, it.items) for it in sections]


def _left(n: int) -> list[str]:
    said = ngettext("%(n)d more line is at the desk.", "%(n)d more lines are at the desk.", n)
    return [said % {"n": n}] if n else []


def _why() -> str:
    return _(
        "You get this on working days at 7, because you may see who is signed up. "
        "At the desk, under your account, you can leave it out."
    )


def _privacy() -> str:
    return _("Participants are not named in this mail.")


# At once


def _late_cancellation(message: Message) -> Letter:
    who = {"who": _who(message)}
    return _alert(
        message,
        _("Late cancellation: %(title)s") % {"title": message.facts["title"]},
        [_("%(who)s has given the place back.") % who, str(NEXT[message.facts["next"]])],
        _("See the waitlist"),
    )


def _offer_unreached(message: Message) -> Letter:
    who = {"who": _who(message)}
    return _alert(
        message,
        _("An offer did not arrive: %(title)s") % {"title": message.facts["title"]},
        [
            _("The offer of a place to %(who)s came back, and has ended.") % who,
            _("If you have a phone number, call: the address may have a typing error."),
            str(NEXT[message.facts["next"]]),
        ],
        _("See the waitlist"),
    )


def _host_cancelled(message: Message) -> Letter:
    facts = message.facts
    what = (
        _("The visit has been called off by that, and everybody with a place was told.")
        if facts["is_called_off"]
        else _("Nobody else has been told: find another practice, or call it off.")
    )
    said = _("%(practice)s has had to cancel: %(reason)s")
    return _alert(
        message,
        _("%(practice)s cancels: %(title)s")
        % {"practice": facts["practice"], "title": facts["title"]},
        [said % {"practice": facts["practice"], "reason": _because(facts["hosting"])}, what],
        _("See the date"),
    )


def _because(hosting: int) -> str:
    """Looked up when the mail is made: it is free text, which may have been deleted since."""
    found = Hosting.objects.filter(pk=hosting).first()
    return found.cancelled_because if found else ""


def _mailing_failed(message: Message) -> Letter:
    facts = message.facts
    title = facts.get("title") or _("a mail from the office")
    told = {"missed": facts["missed"], "count": facts["count"]}
    return _alert(
        message,
        _("A mail did not arrive at many: %(title)s") % {"title": title},
        [_("%(missed)d of %(count)d mails did not arrive. Why stands at each of them.") % told],
        _("See the failed mails"),
    )


def _alert(message: Message, subject: str, lines: list[str], button: str) -> Letter:
    return Letter(
        subject=subject,
        facts=what_when_and_where(message),
        lines=[*lines, *_responsible(message)],
        button=button,
        after=[_("At the desk, under your account, you can leave such mails out.")],
    )


def _responsible(message: Message) -> list[str]:
    who = message.facts.get("responsible")
    return [_("Responsible: %(who)s.") % {"who": who}] if who else []


def _who(message: Message) -> str:
    """First name and an initial, as long as the person is known."""
    rows = Registration.objects.select_related("contact")
    found = rows.filter(pk=message.facts["registration"]).first()
    parts = found.contact.name.split() if found and found.contact else []
    if not parts:
        return _("Somebody")
    return f"{parts[0]} {parts[-1][0]}." if len(parts) > 1 else parts[0]
