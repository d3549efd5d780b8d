"""Who came: check-ins per day, and the closing of the list."""

from datetime import timedelta
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from events.domain import attendance, attendance_corrections, registrations
from events.domain.attendance_corrections import Mark
from events.domain.errors import ActRefused, ClaimEnded
from events.models import CheckIn, Occurrence, Registration
from office.actor import of_host
from tests.events.people import marked, office
from tests.factories import OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def camp(clock) -> Occurrence:
    """A camp of three days that has begun, with two places taken."""
    occurrence = OccurrenceFactory(camp=True)
    RegistrationFactory.create_batch(2, occurrence=occurrence)
    clock.stop(occurrence.starts_at)
    return occurrence


def test_a_check_in_counts_once_a_day_and_its_undo_takes_it_back(camp):
    place, actor = camp.registrations.first(), office()
    first, second, third = camp.days
    for day in (first, first, second):
        attendance.check_in(place.pk, day, actor=actor)
    assert CheckIn.objects.present().count() == 2
    for _ in range(2):
        attendance.undo_check_in(place.pk, second, actor=actor)
    assert CheckIn.objects.present().count() == 1
    assert CheckIn.objects.count() == 3
    assert attendance.undo_check_in(place.pk, third, actor=actor) is None
    attendance.check_in(place.pk, second, actor=actor)
    assert CheckIn.objects.present().count() == 2
    assert ModelLogEntry.objects.order_by("pk").last().user == actor.user


def test_who_came_and_who_did_not(camp):
    came, missed = camp.registrations.order_by("pk")
    attendance.check_in(came.pk, camp.days[2], actor=office())
    assert list(Registration.objects.attended()) == [came]
    assert not Registration.objects.no_show().exists()
    for _ in range(2):
        attendance.close_list(camp.pk, actor=office())
    assert list(Registration.objects.no_show()) == [missed]
    attendance.reopen_list(camp.pk, actor=office())
    assert not Registration.objects.no_show().exists()


def test_somebody_who_comes_late_moves_from_no_show_to_attended(camp):
    place = camp.registrations.first()
    attendance.close_list(camp.pk, actor=office())
    assert place in Registration.objects.no_show()
    here = {camp.days[0]: Mark(present=True)}
    attendance_corrections.correct(place.pk, here, actor=office(), reason="Came with the ferry")
    assert place in Registration.objects.attended()
    assert place not in Registration.objects.no_show()


def test_only_a_confirmed_place_on_a_day_of_the_date_is_checked_in(camp):
    place = camp.registrations.first()
    with pytest.raises(ActRefused, match="day"):
        attendance.check_in(place.pk, camp.days[2] + timedelta(days=1), actor=office())
    registrations.cancel(place.pk, actor=office(), reason="Ill")
    with pytest.raises(ClaimEnded):
        attendance.check_in(place.pk, camp.days[0], actor=office())
    assert not CheckIn.objects.exists()


def test_a_mark_says_that_somebody_came_or_did_not_and_twice_writes_nothing_new(camp):
    came, missed = camp.registrations.order_by("pk")
    day = camp.first_day
    for _ in range(2):
        marked(came.pk, day, present=True, actor=of_host(4))
        marked(missed.pk, day, present=False, actor=office())
    rows = CheckIn.objects.marked(camp.pk, day).order_by("registration")
    said = [(row.registration_id, row.present, row.recorded_by) for row in rows]
    assert said == [(came.pk, True, "host:4"), (missed.pk, False, office().name)]
    assert CheckIn.objects.count() == 2
    assert list(Registration.objects.attended()) == [came]
    assert ModelLogEntry.objects.get().action == "events.mark_absent"


def test_the_newest_mark_of_a_day_counts_and_keeps_its_hours(camp, clock):
    place = camp.registrations.first()
    marked(place.pk, camp.first_day, present=False, actor=of_host(4))
    clock.move(timedelta(minutes=1))
    marked(place.pk, camp.first_day, present=True, actor=of_host(5), hours=Decimal("2.50"))
    standing = CheckIn.objects.marked(camp.pk, camp.first_day).get()
    assert (standing.present, standing.hours, standing.recorded_by) == (
        True,
        Decimal("2.50"),
        "host:5",
    )
    assert not CheckIn.objects.marked(camp.pk, camp.days[1]).exists()


def test_a_mark_is_refused_where_a_check_in_would_be(camp, clock):
    place = camp.registrations.first()
    with pytest.raises(ActRefused, match="not one of this date"):
        marked(place.pk, camp.last_day + timedelta(days=1), present=False, actor=of_host(4))
    registrations.cancel(camp.registrations.last().pk, actor=office(), reason="Ill")
    with pytest.raises(ClaimEnded):
        marked(camp.registrations.last().pk, camp.first_day, present=False, actor=of_host(4))
    clock.stop(camp.starts_at - timedelta(days=1))
    with pytest.raises(ActRefused, match="begins on the first day"):
        marked(place.pk, camp.first_day, present=False, actor=of_host(4))
    assert not CheckIn.objects.exists()
