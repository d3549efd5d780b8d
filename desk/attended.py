"""What a contact has attended, date by date and in all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext

from contacts.models import Contact
from events.domain.hours import Attended, attended
from events.domain.wording import length_words
from events.models import Registration


@dataclass(frozen=True)
class Date:
    """One date somebody was at: on which days, for how long."""

    place: Registration
    there: Attended

    @property
    def title(self) -> str:
        return str(self.place.occurrence)

    @property
    def url(self) -> str:
        return reverse("dates:attendance_of", args=[self.place.occurrence_id, self.place.pk])

    @property
    def words(self) -> str:
        """ "Fri 15/1, Sat 16/1: 9.5 hours" """
        days = ", ".join(date_format(it.day, "D j/n") for it in self.there.days)
        total = self.there.total
        return days if total is None else f"{days}: {length_words(total)}"


@dataclass(frozen=True)
class InAll:
    """All of them, the newest first."""

    dates: list[Date]

    @property
    def words(self) -> str:
        """ "2 dates, 15.5 hours; of 1 date the hours are not known" """
        known = [it.there.total for it in self.dates if it.there.total is not None]
        unknown = len(self.dates) - len(known)
        said = ngettext("%d date", "%d dates", len(self.dates)) % len(self.dates)
        if known:
            said = f"{said}, {length_words(sum(known, Decimal()))}"
        if unknown:
            more = ngettext(
                "of %d date the hours are not known", "of %d dates the hours are not known", unknown
            )
            said = f"{said}; {more % unknown}"
        return said


def in_all(contact: Contact) -> InAll:
    """What somebody was at, by their newest marks."""
    rows = contact.registrations.real().confirmed().select_related("occurrence__event")
    there = attended(rows)
    found = [Date(row, there[row.pk]) for row in rows if there[row.pk].days]
    return InAll(sorted(found, key=lambda it: it.place.occurrence.starts_at, reverse=True))
