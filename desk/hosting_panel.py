"""The practices of a date as the desk sees them: who was told what, who cancels, who said who came.

Read in a fixed number of queries, however many practices a camp has.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk import words
from desk.history import fate
from events.domain import host_link_again
from events.domain.hosting import CLOSES_AFTER
from events.models import (
    Allocation,
    CheckIn,
    HostContact,
    Hosting,
    HostInvite,
    HostLink,
    Occurrence,
)
from mail.models import Message
from signup.mail_words import kind_in_words

MAILS_SHOWN = 6


@dataclass(frozen=True)
class Mail:
    """One mail to a contact, and what became of it."""

    pk: int
    kind: str
    at: str
    fate: str
    opened: str


@dataclass(frozen=True)
class Person:
    """A contact of the practice."""

    contact: HostContact
    mails: list[Mail]


@dataclass(frozen=True)
class Marks:
    """What has been said of its people, one by one and day by day."""

    asked: int
    came: int
    missed: int

    @property
    def said(self) -> int:
        return self.came + self.missed


@dataclass(frozen=True)
class Line:
    """A practice's part in the date."""

    hosting: Hosting
    at: datetime
    people: list[Person]
    marks: Marks

    @property
    def name(self) -> str:
        """The practice; on a camp with its day and hours."""
        spot = self.hosting.spot
        if spot is None or spot.starts_at is None:
            return self.hosting.host.name
        start = spot.starts_at.astimezone(self.hosting.occurrence.zone)
        day, time = date_format(start, "D j F"), date_format(start, "TIME_FORMAT")
        return f"{self.hosting.host.name}, {day} {time}"

    @property
    def is_cancelled(self) -> bool:
        """The practice must cancel, and somebody of the office has to do something about it."""
        return bool(self.hosting.cancelled_at) and not self.hosting.occurrence.is_called_off

    @property
    def is_urgent(self) -> bool:
        """Whether there is something to see or do at once."""
        return bool(self.hosting.cancelled_at or self.hosting.lines or not self.people)

    @property
    def has_begun(self) -> bool:
        return self.at >= self.hosting.starts_at

    @property
    def is_over(self) -> bool:
        return self.at >= self.hosting.ends_at

    @property
    def can_send(self) -> bool:
        return self.hosting.has_part and self.at < self.hosting.links_end_at

    @property
    def can_object(self) -> bool:
        """Whether its list may close by itself: that of a visit, while it is open."""
        it = self.hosting
        return not it.of_spot and it.occurrence.is_scheduled and not it.occurrence.list_closed_at

    @property
    def told(self) -> str:
        told, zone = self.hosting.told_people, self.hosting.occurrence.zone
        if told is None:
            return _("Not told yet who comes: that is a week before.")
        said = ngettext("Told of %(n)d person", "Told of %(n)d people", len(told))
        when = words.moment(self.hosting.told_week_at, zone)
        return said % {"n": len(told)} + (f", {when}" if when else "")

    @property
    def marked(self) -> str:
        if not self.has_begun:
            return ""
        marks = self.marks
        if not marks.asked:
            return _("Nobody had a place.")
        said = _("%(said)d of %(all)d answered: %(came)d came, %(missed)d did not")
        return said % {
            "said": marks.said, "all": marks.asked, "came": marks.came, "missed": marks.missed
        }  # fmt: skip

    @property
    def closing(self) -> str:
        return closing(self.hosting, self.at) if self.can_object else ""

    @property
    def again(self) -> str:
        if self.hosting.gladly_again is None:
            return ""
        return _("would gladly see them again") if self.hosting.gladly_again else _("rather not")


def lines(occurrence: Occurrence, at: datetime) -> list[Line]:
    """Every practice with a part in the date, or whose part ended when it was called off."""
    if not getattr(occurrence, "has_hosting", True):
        return []
    rows = Hosting.objects.filter(occurrence=occurrence).select_related("host", "spot")
    found = []
    for hosting in rows.order_by("spot__starts_at", "pk"):
        hosting.occurrence = occurrence
        if hosting.has_part or hosting.was_called_off:
            found.append(hosting)
    read = _Read(occurrence, found) if found else None
    return [_line(it, read, at) for it in found if read]


def closing(hosting: Hosting, at: datetime) -> str:
    """A sentence on whether and when the list of a visit closes by itself."""
    if hosting.objected_at:
        return _("You keep the list open: it does not close by itself.")
    if hosting.marked_at is None:
        return _(
            "When somebody has said of everybody whether they came, the list closes by itself "
            "three days later."
        )
    closes_at = max(hosting.marked_at + CLOSES_AFTER, hosting.ends_at)
    when = words.moment(closes_at, hosting.occurrence.zone)
    return _("All are answered: the list closes by itself on %(when)s.") % {"when": when}


def closing_of(occurrence: Occurrence, at: datetime) -> str:
    """The same for the date's own visit; empty where it has none, or the list is closed."""
    if occurrence.list_closed_at or not occurrence.is_scheduled or not occurrence.host_id:
        return ""
    mine = {"occurrence": occurrence, "host": occurrence.host_id, "of_spot": None, "ended_at": None}
    hosting = Hosting.objects.filter(**mine).first()
    if hosting is None:
        return ""
    hosting.occurrence = occurrence
    return closing(hosting, at)


class _Read:
    """The rows about all practices of a date, each kind in one statement."""

    def __init__(self, occurrence: Occurrence, hostings: list[Hosting]) -> None:
        self.zone = occurrence.zone
        self.contacts: dict[int, list[HostContact]] = defaultdict(list)
        hosts = {it.host_id for it in hostings}
        for contact in HostContact.objects.filter(host__in=hosts, left_at=None):
            self.contacts[contact.host_id].append(contact)
        self.mails = self._read_mails([it.pk for it in hostings])
        self.confirmed = set(occurrence.registrations.met().values_list("pk", flat=True))
        self.placed: dict[int, set[int]] = defaultdict(set)
        placed = Allocation.objects.filter(spot__in=[it.of_spot for it in hostings if it.of_spot])
        for spot, registration in placed.values_list("spot", "registration"):
            self.placed[spot].add(registration)
        taps = CheckIn.objects.filter(registration__occurrence=occurrence).current()
        self.taps = {(it.registration_id, it.day): it.present for it in taps}

    def _read_mails(self, hostings: list[int]) -> dict[tuple[int | None, int], list[Mail]]:
        """The newest mails of each visit and contact, newest first."""
        links = HostLink.objects.filter(hosting__in=hostings)
        by_pk = {it.pk: it for it in links}
        claims = {host_link_again.claim(it): (it.hosting_id, it.contact_id) for it in links}
        for invite in HostInvite.objects.filter(hosting__in=hostings):
            claims[invite.claim] = (invite.hosting_id, invite.contact_id)
        found: dict[tuple[int | None, int], list[Mail]] = defaultdict(list)
        for message in Message.objects.about(*claims).order_by("-pk"):
            mails = found[claims[message.claim]]
            if len(mails) < MAILS_SHOWN:
                mails.append(self._mail(message, by_pk))
        return found

    def _mail(self, message: Message, links: dict[int, HostLink]) -> Mail:
        name, _colon, pk = message.claim.partition(":")
        its = int(pk) if name == "host-link" else message.facts.get("link", 0)
        link = links.get(its)
        return Mail(
            message.pk,
            kind_in_words(message.kind),
            words.moment(message.ended_at or message.queued_at, self.zone),
            fate(message),
            words.moment(link.opened_at, self.zone) if link else "",
        )

    def guests(self, hosting: Hosting) -> set[int]:
        """The registrations of those who come."""
        return self.confirmed & self.placed[hosting.of_spot] if hosting.of_spot else self.confirmed

    def marks(self, hosting: Hosting) -> Marks:
        wanted = [(it, day) for it in self.guests(hosting) for day in hosting.days]
        said = [self.taps[it] for it in wanted if it in self.taps]
        return Marks(len(wanted), said.count(True), said.count(False))


def _line(hosting: Hosting, read: _Read, at: datetime) -> Line:
    contacts = read.contacts[hosting.host_id]
    people = [Person(it, read.mails[hosting.pk, it.pk]) for it in contacts]
    return Line(hosting, at, people, read.marks(hosting))
