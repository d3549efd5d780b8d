"""At the door: taps of several phones, merged."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from events.domain import attendance, door, registrations
from events.domain.door import Fate, Tap
from events.models import CheckIn, Occurrence, Registration
from office.actor import helper
from tests.events.people import office
from tests.factories import OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.usefixtures("in_english")

HELPER = helper(7)


@pytest.fixture
def camp(clock) -> Occurrence:
    """A camp of three days that began an hour ago, with three places taken."""
    occurrence = OccurrenceFactory(camp=True)
    RegistrationFactory.create_batch(3, occurrence=occurrence)
    clock.stop(occurrence.starts_at + timedelta(hours=1))
    return occurrence


def tap(place: Registration, minute: float = 0, **more) -> Tap:
    """On the first day, so many minutes after the camp began."""
    camp = place.occurrence
    told = {
        "tap": uuid4(),
        "registration": place.pk,
        "day": camp.first_day,
        "present": True,
        "tapped_at": camp.starts_at + timedelta(minutes=minute),
    }
    return Tap(**{**told, **more})


def merge(camp: Occurrence, *taps: Tap, **more) -> list[str]:
    return [it.fate.value for it in door.merge(camp.pk, taps, actor=HELPER, **more)]


def why(camp: Occurrence, it: Tap, **more) -> str:
    (answer,) = door.merge(camp.pk, [it], actor=HELPER, **more)
    assert answer.fate == Fate.REFUSED
    return answer.sentence


def here(camp: Occurrence) -> set[tuple[int, str]]:
    rows = CheckIn.objects.filter(registration__occurrence=camp).present()
    return {(pk, str(day)) for pk, day in rows.values_list("registration_id", "day")}


def test_a_tap_sent_twice_is_one_row(camp):
    one = tap(camp.registrations.first())
    assert merge(camp, one) == ["accepted"]
    assert merge(camp, one, one) == ["known", "known"]
    row = CheckIn.objects.get()
    assert (row.tap, row.recorded_by, row.present) == (one.tap, "helper:7", True)


def test_the_newest_tap_wins_whichever_phone_sends_first(camp):
    place = camp.registrations.first()
    merge(camp, tap(place, 20, present=False))
    merge(camp, tap(place, 10))
    assert here(camp) == set()
    merge(camp, tap(place, 30))
    assert here(camp) == {(place.pk, str(camp.first_day))}
    assert CheckIn.objects.count() == 3


def test_each_tap_is_answered_and_a_wrong_one_harms_no_other(camp):
    stays, left, other = camp.registrations.order_by("pk")
    registrations.cancel(left.pk, actor=office(), reason="Ill")
    stranger = RegistrationFactory()
    someday = camp.last_day + timedelta(days=1)
    taps = [
        tap(stays),
        tap(left),
        tap(stays, registration=stranger.pk),
        tap(other, day=someday),
        tap(other),
    ]
    answers = door.merge(camp.pk, taps, actor=HELPER)
    assert [it.tap for it in answers] == [it.tap for it in taps]
    assert [it.fate.value for it in answers] == ["accepted", *["refused"] * 3, "accepted"]
    assert "ended" in answers[1].sentence
    assert "not on the list" in answers[2].sentence
    assert "day" in answers[3].sentence
    assert {pk for pk, _day in here(camp)} == {stays.pk, other.pk}


def test_a_wrong_clock_of_the_phone_changes_no_order(camp, clock):
    """One phone is a day ahead, one three hours behind; the second to tap wins."""
    first, second = camp.registrations.order_by("pk")[:2]
    for place, ahead in ((first, timedelta(days=1)), (second, timedelta(hours=-3))):
        shift = door.shift(phone_now=clock.now() + ahead, at=clock.now())
        by_the_phone = camp.starts_at + timedelta(minutes=10) + ahead
        yes = tap(place, 10, tapped_at=by_the_phone + shift)
        merge(camp, yes)
        assert CheckIn.objects.get(tap=yes.tap).tapped_at == camp.starts_at + timedelta(minutes=10)
        merge(camp, tap(place, 11, present=False))
    assert here(camp) == set()


def test_no_tap_is_of_the_future_or_of_before_the_first_day(camp, clock):
    place = camp.registrations.first()
    merge(camp, tap(place, 60 * 24), tap(place, -60 * 24 * 9))
    early, late = CheckIn.objects.order_by("tapped_at")
    assert early.tapped_at == attendance.first_moment(camp)
    assert late.tapped_at == clock.now()


def test_before_the_first_day_nobody_is_checked_in(camp, clock):
    clock.stop(attendance.first_moment(camp) - timedelta(minutes=1))
    assert "first day" in why(camp, tap(camp.registrations.first()))


def test_what_was_tapped_before_the_list_closed_counts_when_it_is_sent_after(camp, clock):
    place = camp.registrations.first()
    before = tap(place, 59)
    attendance.close_list(camp.pk, actor=office())
    clock.move(timedelta(hours=3))
    assert merge(camp, before) == ["accepted"]
    assert here(camp) == {(place.pk, str(camp.first_day))}
    assert "closed" in why(camp, tap(place, 60))
    entry = ModelLogEntry.objects.get(action="events.late_taps")
    assert entry.data == {"present": 1, "undone": 0, "helper": 7}
    assert "after the list was closed" in entry.message
    assert entry.comment == "Helper's link 7"


def test_what_was_tapped_once_the_helpers_time_was_over_is_refused(camp, clock):
    place = camp.registrations.first()
    until = camp.starts_at + timedelta(minutes=30)
    assert merge(camp, tap(place, 29), until=until) == ["accepted"]
    assert "over" in why(camp, tap(place, 30), until=until)


def test_the_log_names_the_link_and_nobody(camp):
    merge(camp, *map(tap, camp.registrations.all()))
    entry = ModelLogEntry.objects.get(action="events.taps")
    assert entry.comment == "Helper's link 7"
    assert "3 check-ins" in entry.message
    assert not any(
        it.contact.name in f"{entry.data}{entry.label}" for it in camp.registrations.all()
    )


def test_thirty_taps_ask_the_database_as_often_as_one(camp, django_assert_num_queries):
    places = [*camp.registrations.all(), *RegistrationFactory.create_batch(27, occurrence=camp)]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as one:
        merge(camp, tap(places[0]))
    with django_assert_num_queries(len(one)):
        merge(camp, *map(tap, places))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_repetition_of_batches_gives_the_same(camp, data):
    """Two phones, people tapped on several days; batches lost on the way and sent again."""
    CheckIn.objects.all().delete()
    places, days = list(camp.registrations.all()), camp.days
    minutes = data.draw(st.lists(st.integers(0, 50), min_size=1, max_size=12, unique=True))
    taps = [
        tap(
            data.draw(st.sampled_from(places)),
            minute,
            tap=UUID(int=data.draw(st.integers(1, 2**100)) * 64 + n),
            day=data.draw(st.sampled_from(days)),
            present=data.draw(st.booleans()),
        )
        for n, minute in enumerate(minutes)
    ]
    sent = data.draw(st.permutations([*taps, *data.draw(st.lists(st.sampled_from(taps)))]))
    while sent:
        n = data.draw(st.integers(1, len(sent)))
        merge(camp, *sent[:n])
        sent = sent[n:]
    newest = {(it.registration, str(it.day)): it for it in sorted(taps, key=lambda t: t.tapped_at)}
    assert here(camp) == {key for key, it in newest.items() if it.present}
    assert set(CheckIn.objects.values_list("tap", flat=True)) == {it.tap for it in taps}
