"""Who came: check-ins per day, and the closing of the list."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.domain import attendance, registrations
from events.domain.errors import ActRefused, ClaimEnded
from events.models import CheckIn, Occurrence, Registration
from tests.events.people import office
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
    attendance.check_in(place.pk, camp.days[0], actor=office())
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
