"""The figures of a year, against lives whose figures are known."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.domain import consent, stages
from contacts.domain.stages import Stage
from contacts.models import Consent
from events.domain import erasure, figures
from events.domain.figures import OF_PEOPLE, Figures, Period, semester
from events.models import Because, CheckIn, Host, RegistrationState
from office.actor import SYSTEM
from office.models import Municipality, Region
from office.models.reference import Membership
from tests.factories import (
    NOW,
    ContactFactory,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
)

pytestmark = pytest.mark.usefixtures("clock")

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))

# What became of somebody on a date, and what that counts as. Whether a place whose holder was
# never checked in counts as a no-show depends on the list.
FATES = {
    "came": {"filled", "attended"},
    "stayed_away": {"filled", "no_show"},
    "gave_back": {"cancelled"},
    "was_removed": {"cancelled"},
    "came_after_giving_back": {"filled", "attended"},
    "never_answered": set(),
    "waits": {"waited", "turned_away"},
    "gave_up_waiting": {"waited", "turned_away"},
    "declined_an_offer": {"waited"},
    "came_from_the_waitlist": {"waited", "filled", "attended"},
    "waited_twice": {"waited", "turned_away"},
    "erased_before": {"cancelled"},
}
CLAIMED = ["closed", "open_list", "called_off", "trial", "last_year"]
WAYS = [*CLAIMED, "draft"]


def past(**fields):
    starts_at = fields.pop("starts_at", NOW - timedelta(days=30))
    return OccurrenceFactory(
        starts_at=starts_at, opens_at=starts_at - timedelta(days=90), capacity=20, **fields
    )


def make_date(way, event):
    fields = {
        "closed": {"list_closed_at": NOW},
        "open_list": {},
        "called_off": {"state": "called_off", "called_off_at": NOW},
        "draft": {"state": "draft"},
        "trial": {"trial_until": NOW},
        "last_year": {"starts_at": NOW - timedelta(days=366)},
    }
    return past(event=event, **fields[way])


def ended(why, **fields):
    return {
        "state": RegistrationState.CANCELLED,
        "ended_at": NOW,
        "ended_because": why,
        "sequence": 1,
        **fields,
    }


def live(occurrence, contact, fate):
    who = {"occurrence": occurrence, "contact": contact}
    if fate == "never_answered":
        fields = ended(Because.LAPSED, state=RegistrationState.LAPSED, sequence=-1)
        RegistrationFactory(
            occurrence=occurrence, contact=None, proven_at=None, email=contact.email, **fields
        )
    if fate in ("gave_back", "came_after_giving_back"):
        RegistrationFactory(**who, **ended(Because.CANCELLED))
    if fate == "was_removed":
        RegistrationFactory(**who, **ended(Because.REMOVED))
    if fate == "erased_before":
        RegistrationFactory(**who, **ended(Because.ERASED))
    if fate in ("gave_up_waiting", "waited_twice"):
        TurnFactory(**who, ended_at=NOW, ended_because=Because.LEFT)
    if fate in ("waits", "waited_twice"):
        TurnFactory(**who)
    if fate == "declined_an_offer":
        offer = RegistrationFactory(**who, **ended(Because.DECLINED, sequence=-1))
        TurnFactory(**who, offer=offer, ended_at=NOW, ended_because=Because.DECLINED)
    if fate in ("came", "stayed_away", "came_after_giving_back", "came_from_the_waitlist"):
        place = RegistrationFactory(**who, sequence=1)
        if fate == "came_from_the_waitlist":
            TurnFactory(**who, offer=place, ended_at=NOW, ended_because=Because.ACCEPTED)
        if fate != "stayed_away":
            check_in(place)


def check_in(place):
    CheckIn.objects.create(
        registration=place,
        day=place.occurrence.first_day,
        present=True,
        tapped_at=NOW,
        recorded_at=NOW,
    )


lives = st.dictionaries(
    st.tuples(st.sampled_from(CLAIMED), st.integers(0, 5)),
    st.sampled_from(sorted(FATES)),
    max_size=14,
)


@given(lives=lives, erased=st.sets(st.integers(0, 5)))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_figures_are_what_the_lives_add_up_to(db, lives, erased):
    with transaction.atomic():
        event = EventFactory()
        dates = {way: make_date(way, event) for way in WAYS}
        people = [ContactFactory() for _ in range(6)]
        for (way, person), fate in lives.items():
            live(dates[way], people[person], fate)
        for person in erased:
            blank_for_good(people[person])
        counted = Figures(YEAR, NOW)
        total = counted.total()
        times = counted.contacts()
        transaction.set_rollback(True)

    expected = Counter()
    attended = Counter()
    for (way, person), fate in lives.items():
        if way in ("closed", "open_list"):
            counts = FATES[fate] - ({"no_show"} if way == "open_list" else set())
            expected.update(counts)
        if way in ("closed", "open_list", "called_off", "last_year") and "attended" in FATES[fate]:
            attended[person, way != "last_year"] += 1
    assert {name: total.count(name) for name in OF_PEOPLE} == {n: expected[n] for n in OF_PEOPLE}
    this_year = {person for person, lately in attended if lately}
    often = [attended[who, True] + attended[who, False] for who in this_year]
    assert times["came"] == len(this_year)
    assert (times["came_twice"], times["came_often"]) == (
        often.count(2),
        sum(many > 2 for many in often),
    )
    assert [total.count(name) for name in ("events", "dates", "held", "called_off", "places")] == [
        1,
        3,
        2,
        1,
        40,
    ]


def blank_for_good(contact):
    """What stands of somebody in the end. (Their claims to what has begun stay.)"""
    contact.email = contact.name = contact.phone = ""
    contact.erased_at = NOW
    contact.save()


def test_a_person_erased_afterwards_stays_counted_where_they_studied(db):
    from office.domain.reference import load_country

    load_country("dk")
    place = RegistrationFactory(occurrence=past(list_closed_at=NOW), sequence=1)
    begun = place.occurrence.starts_at - timedelta(days=9)
    stages.record(place.contact, Stage("ka", "KU", "", date(2022, 9, 1)), source="x", at=begun)
    check_in(place)

    erasure.erase(place.contact_id, actor=SYSTEM)

    (part,) = Figures(YEAR, NOW).parts
    assert part.counts == {"filled", "attended"}
    assert (part.stage.school, semester(part)) == ("KU", 9)


def test_the_stage_is_what_was_told_by_the_first_day(db):
    place = RegistrationFactory(occurrence=past())
    start = place.occurrence.starts_at
    for at, semester_shift in [(-20, 0), (-10, 1), (10, 3)]:
        stage = Stage("ka", "KU", "", date(2025, 9, 1), semester_shift)
        stages.record(place.contact, stage, source="x", at=start + timedelta(days=at))

    (part,) = Figures(YEAR, NOW).parts
    assert semester(part) == 4


def test_the_region_is_the_one_of_the_day(db):
    køge = Municipality.objects.create(country="DK", code="0259", name="Køge")
    for name, since, until in [
        ("Sjælland", "2007-01-01", "2026-12-31"),
        ("Østdanmark", "2027-01-01", None),
    ]:
        region = Region.objects.create(country="DK", name=name, valid_from=since, valid_until=until)
        Membership.objects.create(
            municipality=køge, region=region, valid_from=since, valid_until=until
        )
    before = OccurrenceFactory(municipality=køge)
    host = Host.objects.create(name="Lægehuset", municipality=køge)
    after = OccurrenceFactory(camp=True, host=host)
    counted = Figures(Period(date(2026, 1, 1), date(2027, 12, 31)), NOW)

    assert [counted.region(it) for it in (before, after)] == ["Sjælland", "Østdanmark"]


def test_a_year_begins_and_ends_at_the_offices_midnight(db):
    eve = figures.Period(date(2026, 12, 31), date(2026, 12, 31))
    inside = OccurrenceFactory(starts_at=eve.end - timedelta(minutes=1))
    OccurrenceFactory(starts_at=eve.end)

    assert Figures(eve, NOW).dates == [inside]
    assert eve.end.isoformat() == "2027-01-01T00:00:00+01:00"


def test_contacts_and_consents_of_the_period_are_counted_once_a_person(db):
    both, no = ContactFactory(), ContactFactory(created_at=NOW - timedelta(days=800))
    write = Consent.Purpose.WRITE_TO_ME
    for granted in (True, False, True):
        consent.record(both, write, granted=granted, wording="", source="x", at=NOW)
    consent.record(no, write, granted=True, wording="", source="x", at=NOW - timedelta(days=500))

    counted = Figures(YEAR, NOW).contacts()

    assert (counted["new_contacts"], counted["consents"], counted["withdrawn"]) == (1, 1, 1)


def test_it_asks_as_much_for_many_rows_as_for_one(db):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            counted = Figures(YEAR, NOW)
            counted.total(), counted.contacts()
            [counted.region(it) and it.area for it in counted.dates]
        return len(seen)

    køge = Municipality.objects.create(country="DK", code="0259", name="Køge")
    RegistrationFactory(occurrence=past(municipality=køge))
    one = asked()
    for _ in range(3):
        RegistrationFactory.create_batch(4, occurrence=past(municipality=køge))
        TurnFactory(occurrence=past(municipality=køge))

    assert asked() == one <= 10
