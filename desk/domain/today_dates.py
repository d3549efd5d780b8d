"""What there is to do about dates: found in a few queries, told in a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from desk import words
from events.domain import walk_ins
from events.domain.asking import Sheet, deadline, sheets
from events.models import (
    Hosting,
    Mailing,
    Occurrence,
    OccurrenceState,
    Registration,
    RegistrationState,
    Turn,
)

WEEK = timedelta(days=7)
NEAR = timedelta(days=28)
"""So soon before a date it is short if fewer than half of its places are taken."""
FULL = 0.8
"""From this part of its places on a date is said to fill up."""
AHEAD = timedelta(days=370)
LONG_AGO = timedelta(days=90)
"""Lists older than this are left in peace."""
SOON = timedelta(days=1)
SAYS_WITHIN = timedelta(days=3)
"""A practice that was asked who came has so long to say it; then the office asks for itself."""


@dataclass(frozen=True)
class Found:
    """Something to do about a date. `part` says under which heading it stands."""

    part: str
    occurrence: Occurrence
    act: str
    detail: str
    url: str

    @property
    def coordinator_id(self) -> int | None:
        return self.occurrence.event.coordinator_id

    @property
    def responsible(self) -> str:
        return words.responsible(self.occurrence)


def find(wanted: set[str], at: datetime) -> Iterator[Found]:
    """Everything to do about dates, the soonest date first; only what is wanted is asked for."""
    dates = _coming(at)
    week = [it for it in dates if it.is_scheduled and it.starts_at <= at + WEEK]
    later = [it for it in dates if it.is_scheduled and it.starts_at > at + WEEK]
    yield from (_of_the_week(it, at) for it in week)
    yield from _to_give(dates, at)
    yield from _unseen([it for it in dates if _is_unseen(it, at)])
    yield from (_fills(it) for it in later if _is_filling(it, at))
    yield from (_short(it) for it in later if _is_short(it, at))
    if "mailings" in wanted:
        yield from _mailings(at)
    if "walk_ins" in wanted:
        yield from _walk_ins()
    if "lists" in wanted:
        yield from _lists(at)
    if "offers" in wanted:
        yield from _offers({it.pk: it for it in dates})
    if "unanswered" in wanted:
        yield from _unanswered(dates, at)


def _coming(at: datetime) -> list[Any]:
    waited = Turn.objects.waited_to_the_end().filter(contact__erased_at=None)
    in_vain = waited.filter(occurrence=OuterRef("pk"))
    states = [OccurrenceState.DRAFT, OccurrenceState.SCHEDULED]
    rows = Occurrence.objects.upcoming(at).filter(state__in=states, starts_at__lte=at + AHEAD)
    rows = rows.select_related("event__coordinator").with_page().with_counts()
    return list(rows.annotate(in_vain=Exists(in_vain)).in_order())


def _tab(name: str, occurrence: Occurrence) -> str:
    return reverse(f"dates:{name}", args=[occurrence.pk])


def _taken(date: Any) -> str:
    told = ngettext(
        "%(taken)d of %(n)d place taken", "%(taken)d of %(n)d places taken", date.capacity
    ) % {"taken": date.held, "n": date.capacity}
    if not date.waiting:
        return told
    waiting = ngettext("%(n)d waiting", "%(n)d waiting", date.waiting) % {"n": date.waiting}
    return f"{told}, {waiting}"


def _of_the_week(date: Any, at: datetime) -> Found:
    detail = f"{words.span(date)}, {_taken(date)}"
    few = _("Few sign-ups")
    if date.held * 2 < date.capacity:
        detail += f". {few}."
    act = _("Running") if date.starts_at <= at else _("Coming")
    return Found("week", date, act, detail, _tab("edit", date))


def _to_give(dates: list[Any], at: datetime) -> Iterator[Found]:
    for date in dates:
        free = date.capacity - date.held
        if date.is_scheduled and date.in_vain and free > 0 and not date.is_offering(at):
            detail = ngettext(
                "%(n)d place is free, the offers have ended, and somebody waited.",
                "%(n)d places are free, the offers have ended, and somebody waited.",
                free,
            )
            said = detail % {"n": free}
            yield Found("give", date, _("Give the place"), said, _tab("waitlist", date))


def _is_filling(date: Any, at: datetime) -> bool:
    filled = date.capacity and date.held >= FULL * date.capacity
    return bool(at < date.offers_until and (filled or date.waiting))


def _fills(date: Any) -> Found:
    return Found("fills", date, _("More places?"), _taken(date), _tab("capacity", date))


def _is_short(date: Any, at: datetime) -> bool:
    return bool(date.starts_at <= at + NEAR and date.held * 2 < date.capacity)


def _short(date: Any) -> Found:
    return Found("short", date, _("Make it known"), _taken(date), _tab("edit", date))


def _is_unseen(date: Any, at: datetime) -> bool:
    """A draft whose sign-up should have begun, or a date whose page the world cannot open."""
    if date.is_scheduled:
        return not date.page_live
    return bool(date.opens_at <= at)


def _unseen(dates: list[Any]) -> Iterator[Found]:
    editors = _editors({it.event.page_key for it in dates if it.is_scheduled})
    for date in dates:
        if date.is_scheduled:
            url = editors.get(date.event.page_key) or _tab("edit", date)
            yield Found("unseen", date, _("Publish the page"), _("The page is not public."), url)
        else:
            when = words.moment(date.opens_at, date.zone)
            said = _("Still a draft; sign-up was to open %(when)s") % {"when": when}
            yield Found("unseen", date, _("Open the date"), said, _tab("edit", date))


def _editors(keys: set[Any]) -> dict[Any, str]:
    """Where each event's page is edited: the original, not a translation."""
    if not keys:
        return {}
    pages = Page.objects.filter(translation_key__in=keys).order_by("-pk")
    edit = "wagtailadmin_pages:edit"
    return {key: reverse(edit, args=[pk]) for key, pk in pages.values_list("translation_key", "pk")}


def _mailings(at: datetime) -> Iterator[Found]:
    waiting = Mailing.objects.pending().filter(leaves_at__lte=at + SOON)
    for mailing in waiting.select_related("occurrence__event__coordinator").order_by("leaves_at"):
        date = mailing.occurrence
        if date is None:  # to one person, about no date
            continue
        when = words.moment(mailing.leaves_at, date.zone)
        told = {"to": mailing.get_recipients_display(), "when": when}
        url = reverse("mailings:edit", args=[mailing.pk])
        detail = _("A mail to %(to)s leaves %(when)s") % told
        yield Found("mailings", date, _("Look or stop"), detail, url)


def _walk_ins() -> Iterator[Found]:
    waiting = walk_ins.waiting().filter(occurrence=OuterRef("pk")).order_by().values("occurrence")
    counted = Subquery(waiting.annotate(n=Count("pk")).values("n"))
    rows = Occurrence.objects.select_related("event__coordinator").annotate(walked_in=counted)
    for date in rows.filter(Q(walked_in__gt=0)).in_order():
        n: int = date.walked_in  # type: ignore[attr-defined]
        said = ngettext("%(n)d person waits for a place.", "%(n)d people wait for a place.", n)
        yield Found("walk_ins", date, _("Settle"), said % {"n": n}, _tab("attendance", date))


def _lists(at: datetime) -> Iterator[Found]:
    """Not those that a practice is filling in, or that close by themselves."""
    waits = Q(marked_at__isnull=False) | Q(asked_at__gt=at - SAYS_WITHIN)
    by_itself = Hosting.objects.filter(
        waits, occurrence=OuterRef("pk"), of_spot=None, ended_at=None, objected_at=None
    )
    over = Occurrence.objects.filter(
        state=OccurrenceState.SCHEDULED,
        ends_at__lte=at,
        ends_at__gt=at - LONG_AGO,
        list_closed_at=None,
    ).exclude(Exists(by_itself))
    rows = over.select_related("event__coordinator").with_counts().filter(Q(confirmed__gt=0))
    for date in rows.in_order():
        n: int = date.confirmed  # type: ignore[attr-defined]
        had = ngettext("%(n)d had a place.", "%(n)d had a place.", n) % {"n": n}
        yield Found("lists", date, _("Close the list"), had, _tab("attendance", date))


def _offers(dates: dict[int, Any]) -> Iterator[Found]:
    offered = Registration.objects.filter(state=RegistrationState.OFFERED, occurrence__in=dates)
    rows = offered.order_by().values("occurrence").annotate(n=Count("pk"), first=Min("held_until"))
    for row in sorted(rows, key=lambda it: it["first"]):
        date = dates[row["occurrence"]]
        said = ngettext(
            "%(n)d offer, until %(when)s", "%(n)d offers, the first until %(when)s", row["n"]
        )
        told = {"n": row["n"], "when": words.moment(row["first"], date.zone)}
        yield Found("offers", date, _("See the offers"), said % told, _tab("waitlist", date))


def _unanswered(dates: list[Any], at: datetime) -> Iterator[Found]:
    """Where somebody's time to answer is over, and they have not."""
    known = {date.pk: date for date in dates if date.is_scheduled}
    late = Counter(
        it.registration.occurrence_id
        for it in sheets(known.values(), only_required=True)
        if _is_late(it.sheet, known[it.registration.occurrence_id], at)
    )
    for pk, n in late.items():
        said = ngettext("%(n)d has not answered in time.", "%(n)d have not answered in time.", n)
        date = known[pk]
        yield Found("unanswered", date, _("Ask them"), said % {"n": n}, _tab("answers", date))


def _is_late(sheet: Sheet, date: Occurrence, at: datetime) -> bool:
    return any(deadline(question, date) <= at for question in sheet.lacking)
