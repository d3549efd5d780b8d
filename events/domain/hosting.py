"""What practices have to be told, found from rows, so that no act can forget it.

The worker compares what stands with what each practice was told, and does what is due under the
date's lock, where it looks again: so it is safe twice at once, and after any crash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from events.domain import attendance, hosting_mails, hosting_rows
from events.domain.errors import ActRefused
from events.domain.hosting_rows import DAY, WEEK, Part, Rows
from events.domain.places import Places
from events.models import Hosting
from office import clock
from office.actor import SYSTEM
from office.one_by_one import one_by_one

ASKED_AFTER = timedelta(hours=1)
"""*Who came?* is asked this long after the end."""
CLOSES_AFTER = timedelta(days=3)
"""A visit's list closes by itself this long after the last of its people was marked."""
ROUNDS = 4
"""One act makes the next one due: a hosting its invites, these who comes."""

Act = Callable[[Places], object]


def follow() -> int:
    """Do what is due for every practice; returns for how many dates. Safe twice at once."""
    dates = sorted({date for date, _act in _due(hosting_rows.load(clock.now()))})
    return one_by_one(dates, _see_to)


def leave(places: Places) -> None:
    """The date is about to be deleted: let its practices know."""
    for hosting in Hosting.objects.filter(occurrence=places.occurrence, ended_at=None):
        hosting.occurrence = places.occurrence
        _end(hosting, places, because="back_to_draft")


def _see_to(pk: int) -> bool:
    try:
        with Places.lock(pk) as places:
            for _round in range(ROUNDS):
                acts = [act for _date, act in _due(hosting_rows.load(places.at, pk))]
                for act in acts:
                    act(places)
                if not acts:
                    break
    except ActRefused:  # discarded since
        return False
    return True


def _due(rows: Rows) -> Iterator[tuple[int, Act]]:
    """What there is to do, each with its date."""
    for hosting in rows.hostings:
        for act in _due_of(hosting, rows):
            yield hosting.occurrence_id, act
    for part in sorted(_lacking(rows), key=str):
        yield part[0], partial(_begin, part)


def _lacking(rows: Rows) -> set[Part]:
    return rows.wanted - {(it.occurrence_id, it.host_id, it.of_spot) for it in rows.hostings}


def _due_of(hosting: Hosting, rows: Rows) -> Iterator[Act]:
    if not hosting.is_on and not hosting.stays_away:
        if rows.at < hosting.ends_at:
            yield partial(_end, hosting)
        return
    invites = list(_invites(hosting, rows)) if rows.at < hosting.ends_at else []
    yield from invites
    if not invites and hosting.cancelled_at is None:
        yield from _of_people(hosting, rows)
    yield from _of_the_list(hosting, rows)


# The practice's part


def _begin(part: Part, places: Places) -> None:
    date, host, spot = part
    Hosting.objects.create(occurrence_id=date, host_id=host, spot_id=spot, made_at=places.at)


def _end(hosting: Hosting, places: Places, because: str = "") -> None:
    """The practice has no part in it any more; a spot is free for another one."""
    because = because or _why(hosting)
    for invite in hosting.invites.select_related("contact"):
        hosting_mails.take_out(invite, hosting, "host_called_off", places.at, because=because)
    hosting.ended_at, hosting.spot = places.at, None
    hosting.save(update_fields=["ended_at", "spot"])


def _why(hosting: Hosting) -> str:
    if hosting.cancelled_at:
        return "you_cancelled"
    if hosting.occurrence.is_called_off:
        return "called_off"
    return "back_to_draft" if hosting.has_part else "not_you"


# Its calendars


def _invites(hosting: Hosting, rows: Rows) -> Iterator[Act]:
    """Each contact has an invite that says what is so; who left has none."""
    known = {it.contact_id: it for it in rows.invites_of(hosting)}
    for contact in rows.contacts_of(hosting):
        invite = known.pop(contact.pk, None)
        if invite is None or invite.told != hosting_mails.to_tell(hosting, contact):
            yield partial(_invite, hosting, contact.pk)
    for invite in known.values():
        if invite.told is not None:
            yield partial(_take_out, hosting, invite.pk)


def _invite(hosting: Hosting, contact: int, places: Places) -> None:
    hosting_mails.invite(hosting, contact, places.at)


def _take_out(hosting: Hosting, invite: int, places: Places) -> None:
    left = hosting.invites.select_related("contact").get(pk=invite)
    hosting_mails.take_out(left, hosting, "host_left", places.at)


# Who comes, who came


def _of_people(hosting: Hosting, rows: Rows) -> Iterator[Act]:
    at, start = rows.at, hosting.starts_at
    if start - WEEK <= at < hosting.ends_at:
        is_due = _is_due(hosting, at)
        if is_due or sorted(rows.people_of(hosting)) != hosting.told_people:
            yield partial(_tell, hosting, rows, is_due)
    elif hosting.ends_at + ASKED_AFTER <= at < hosting.links_end_at and _is_to_ask(hosting, rows):
        yield partial(_ask, hosting, rows)


def _is_due(hosting: Hosting, at: datetime) -> bool:
    """A week and a day before the start; once more each when the date has moved to a later day."""
    start = hosting.starts_at
    week, day = hosting.told_week_at, hosting.told_day_at
    of_week = week is None or week < start - WEEK
    return of_week or (at >= start - DAY and (day is None or day < start - DAY))


def _tell(hosting: Hosting, rows: Rows, is_due: bool, places: Places) -> None:
    people = rows.people_of(hosting)
    hosting_mails.who_comes(hosting, rows.invites_of(hosting), people, places.at, is_due=is_due)
    hosting.told_people = sorted(people)
    hosting.told_week_at = places.at
    if places.at >= hosting.starts_at - DAY:
        hosting.told_day_at = places.at
    hosting.save(update_fields=["told_people", "told_week_at", "told_day_at", "revision"])


def _is_to_ask(hosting: Hosting, rows: Rows) -> bool:
    is_open = hosting.occurrence.list_closed_at is None and hosting.asked_at is None
    return is_open and bool(rows.people_of(hosting)) and rows.marked_at(hosting) is None


def _ask(hosting: Hosting, rows: Rows, places: Places) -> None:
    hosting_mails.who_came(hosting, rows.invites_of(hosting), places.at)
    hosting.asked_at = places.at
    hosting.save(update_fields=["asked_at"])


# The list of a visit


def _of_the_list(hosting: Hosting, rows: Rows) -> Iterator[Act]:
    """When all are marked it closes by itself, unless a coordinator objects."""
    if hosting.of_spot or hosting.occurrence.list_closed_at:
        return
    marked_at = rows.marked_at(hosting)
    if marked_at != hosting.marked_at:
        yield partial(_mark, hosting, marked_at)
    elif marked_at and marked_at + CLOSES_AFTER <= rows.at and _may_close(hosting, rows.at):
        yield partial(_close, hosting)


def _may_close(hosting: Hosting, at: datetime) -> bool:
    return hosting.objected_at is None and at >= hosting.ends_at


def _mark(hosting: Hosting, marked_at: datetime | None, _places: Places) -> None:
    hosting.marked_at = marked_at
    hosting.save(update_fields=["marked_at"])


def _close(hosting: Hosting, _places: Places) -> None:
    attendance.close_list(hosting.occurrence_id, actor=SYSTEM)
