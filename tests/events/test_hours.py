"""For how many hours somebody attended, and setting it right."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from wagtail.models import ModelLogEntry

from events.domain import attendance, erasure
from events.domain.attendance_corrections import Mark, correct
from events.domain.errors import ActRefused, StaleForm
from events.domain.hours import attended, count_hours, day_length
from events.models import CheckIn, Occurrence, Registration
from tests.events.people import marked, office
from tests.events.test_races import at_once
from tests.factories import OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def camp(clock) -> Occurrence:
    """A camp of three days on its last day, with two places taken."""
    occurrence = OccurrenceFactory(camp=True)
    RegistrationFactory.create_batch(2, occurrence=occurrence)
    clock.stop(occurrence.ends_at)
    return occurrence


@pytest.fixture
def visit(clock) -> Occurrence:
    """A visit from 9 to 15 that has begun, with one place taken."""
    occurrence = OccurrenceFactory()
    RegistrationFactory(occurrence=occurrence)
    clock.stop(occurrence.starts_at + timedelta(hours=1))
    return occurrence


def of(place):
    return attended([place])[place.pk]


def test_a_visit_counts_its_own_length(visit):
    place = visit.registrations.get()
    assert of(place).total == 0
    attendance.check_in(place.pk, visit.first_day, actor=office())
    assert of(place).total == Decimal(6)
    count_hours(visit.pk, Decimal("4.5"), actor=office(), revision=1)
    place.refresh_from_db()
    assert of(place).total == Decimal("4.5")


def test_a_camps_days_count_what_the_office_says_and_until_then_nobody_knows(camp):
    place = camp.registrations.first()
    for day in camp.days[:2]:
        attendance.check_in(place.pk, day, actor=office())
    assert of(place).total is None
    assert [it.day for it in of(place).days] == camp.days[:2]
    count_hours(camp.pk, Decimal(7), actor=office(), revision=1)
    place.refresh_from_db()
    assert of(place).total == Decimal(14)


def test_hours_of_a_part_of_a_day_come_before_those_of_the_date(camp):
    place = camp.registrations.first()
    marked(place.pk, camp.days[0], present=True, hours=Decimal("2.5"), actor=office())
    assert of(place).total == Decimal("2.5")
    attendance.check_in(place.pk, camp.days[1], actor=office())
    assert of(place).total is None


def test_a_day_that_was_taken_back_counts_nothing(visit):
    place = visit.registrations.get()
    attendance.check_in(place.pk, visit.first_day, actor=office())
    attendance.undo_check_in(place.pk, visit.first_day, actor=office())
    assert of(place).days == []


def test_the_hours_of_many_are_read_in_one_query(camp, django_assert_num_queries):
    RegistrationFactory.create_batch(8, occurrence=camp)
    for place in camp.registrations.all():
        attendance.check_in(place.pk, camp.days[0], actor=office())
    places = list(Registration.objects.select_related("occurrence__event"))
    with django_assert_num_queries(1):
        found = attended(places)
    assert all(len(it.days) == 1 for it in found.values())


def test_how_many_hours_count_is_logged_once_and_never_more_than_a_day(camp):
    for _ in range(2):
        count_hours(camp.pk, Decimal(7), actor=office(), revision=1)
    assert ModelLogEntry.objects.filter(action="events.count_hours").count() == 1
    with pytest.raises(StaleForm):
        count_hours(camp.pk, Decimal(8), actor=office(), revision=1)
    for wrong in (Decimal(0), Decimal(25)):
        with pytest.raises(ActRefused, match="24"):
            count_hours(camp.pk, wrong, actor=office(), revision=2)
    count_hours(camp.pk, None, actor=office(), revision=2)
    camp.refresh_from_db()
    assert day_length(camp) is None


def test_a_correction_of_a_closed_list_says_why(camp):
    place = camp.registrations.first()
    attendance.close_list(camp.pk, actor=office())
    marks = {camp.days[0]: Mark(present=True, hours=Decimal(3)), camp.days[1]: Mark(present=False)}
    with pytest.raises(ActRefused, match="why"):
        correct(place.pk, marks, actor=office())
    assert not CheckIn.objects.exists()

    actor = office()
    correct(place.pk, marks, actor=actor, reason="The bus was late")

    entry = ModelLogEntry.objects.get(action="events.correct_attendance")
    assert (entry.user, entry.data["reason"]) == (actor.user, "The bus was late")
    assert of(place).total == Decimal(3)
    assert place in Registration.objects.attended()


def test_a_correction_that_changes_nothing_leaves_no_trace(camp):
    place = camp.registrations.first()
    marks = {camp.days[0]: Mark(present=True)}
    correct(place.pk, marks, actor=office())
    attendance.close_list(camp.pk, actor=office())
    assert correct(place.pk, marks, actor=office()) == []
    assert CheckIn.objects.count() == 1
    assert not ModelLogEntry.objects.filter(action="events.correct_attendance").exists()


def test_a_correction_is_done_whole_or_not_at_all(camp):
    place = camp.registrations.first()
    marks = {
        camp.days[0]: Mark(present=True),
        camp.days[2] + timedelta(days=1): Mark(present=True),
    }
    with pytest.raises(ActRefused, match="day"):
        correct(place.pk, marks, actor=office())
    assert not CheckIn.objects.exists()


def test_why_somebody_was_corrected_goes_with_them(camp):
    place = camp.registrations.first()
    marks = {camp.days[0]: Mark(present=True)}
    correct(place.pk, marks, actor=office(), reason="Asta herself told us")
    erasure.erase(place.contact_id, actor=office())
    assert ModelLogEntry.objects.get(action="events.correct_attendance").data == {}
    assert of(place).days


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_correct_at_once_the_later_holds_and_both_are_in_the_log(camp):
    place, day, actor = camp.registrations.first(), camp.days[0], office()
    attendance.close_list(camp.pk, actor=actor)
    said = {"first": Decimal(2), "second": Decimal(5)}

    def correcting(reason):
        marks = {day: Mark(present=True, hours=said[reason])}
        return partial(correct, place.pk, marks, actor=actor, reason=reason)

    results = at_once([correcting(reason) for reason in said])

    log = ModelLogEntry.objects.filter(action="events.correct_attendance").order_by("pk")
    assert [len(taps) for taps in results] == [1, 1]
    assert {entry.data["reason"] for entry in log} == set(said)
    assert of(place).total == said[log.last().data["reason"]]
