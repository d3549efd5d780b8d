"""What host practices do in the demo's history, and where the people on a camp are to be."""

from __future__ import annotations

from datetime import date, datetime, time

from demo.domain import people
from demo.domain.dates import ZONE, Calendar
from events.domain import host_offers, hosting, hosting_acts, spots
from events.domain.host_offers import Given
from events.domain.spots import Values
from events.models import Host, HostContact, Hosting, Occurrence, SpotKind
from office import clock
from office.actor import Actor, of_host


def say_who_came(occurrence: Occurrence, detail: str) -> None:
    """By the mailed link: all came but those named | the lines back."""
    hosting.follow()
    came, lines = detail.split("|")
    missing = {people.contact(key).pk for key in came.split()[2:]}
    visit = Hosting.objects.get(occurrence=occurrence, ended_at=None)
    contact = HostContact.objects.filter(host=visit.host_id).order_by("-pk")[0]
    day = clock.now().astimezone(ZONE).date()
    said = {(it.pk, day): it.contact_id not in missing for it in visit.people}
    actor = of_host(contact.pk)
    hosting_acts.mark(visit.pk, said, actor=actor)
    hosting_acts.write_back(visit.pk, lines=lines, gladly_again=True, actor=actor)


def offer_days(calendar: Calendar, detail: str) -> None:
    """Practice | places | visits | first day | last day | weekdays | a word to the office."""
    practice, places, visits, first, last, weekdays, note = detail.split("|")
    contact = HostContact.objects.filter(host__name=practice).order_by("-pk")[0]
    given = Given(
        places=int(places),
        dates=int(visits),
        first_day=_day(calendar, first),
        last_day=_day(calendar, last),
        weekdays=weekdays,
        starts=time(8, 30),
        ends=time(14, 30),
        note=note,
    )
    host_offers.offer(contact.pk, given, actor=of_host(contact.pk))


def add_spot(occurrence: Occurrence, calendar: Calendar, detail: str, actor: Actor) -> None:
    """Kind | name or practice | room for | times (from, until), where it has some."""
    kind, name, room, *times = detail.split("|")
    starts, ends = [*map(calendar.at, times), None, None][:2]
    values = Values(
        capacity=int(room),
        name="" if kind == SpotKind.HOST else name,
        host=Host.objects.get(name=name) if kind == SpotKind.HOST else None,
        starts_at=starts,
        ends_at=ends,
    )
    spots.add_many(occurrence.pk, SpotKind(kind), [values], actor=actor)


def _day(calendar: Calendar, text: str) -> date:
    at: datetime = calendar.at(f"{text} 12:00")
    return at.astimezone(ZONE).date()
