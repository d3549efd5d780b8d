"""Who came is asked, and a list that is marked closes by itself."""

from datetime import timedelta

import pytest

from events.domain import attendance, erasure, hosting, hosting_acts
from events.models import (
    Hosting,
    Registration,
)
from tests.events.hosts import (
    DAY,
    HOUR,
    Practice,
    before,
    comes,
)
from tests.events.people import marked, office
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("in_english")
CAME = "host_who_came"


@pytest.fixture
def visit(clock) -> Practice:
    return Practice()


def mark(registration: Registration, *, present: bool = True) -> None:
    date = registration.occurrence
    marked(registration.pk, date.first_day, present=present, actor=office())


def test_who_came_is_asked_an_hour_after_the_end(visit, clock):
    visit.hears()
    comes(visit, 2)
    before(visit, clock, DAY)
    visit.hears()
    clock.stop(visit.date.ends_at + HOUR - timedelta(seconds=1))
    assert visit.hears() == []
    clock.stop(visit.date.ends_at + HOUR)
    assert visit.hears_of() == [CAME]
    assert visit.hears() == []


def test_nobody_is_asked_when_nobody_was_coming_or_all_are_marked(visit, clock):
    empty = Practice()
    visit.hears()
    people = comes(visit, 2)
    before(visit, clock, DAY)
    visit.hears()
    clock.stop(visit.date.ends_at)
    for registration in people:
        mark(registration, present=False)
    clock.stop(visit.date.ends_at + HOUR)
    assert visit.hears() == empty.hears() == []
    assert not Hosting.objects.exclude(asked_at=None).exists()


def test_nobody_is_asked_once_the_page_is_closed(visit, clock):
    visit.hears()
    comes(visit)
    before(visit, clock, DAY)
    visit.hears()
    clock.stop(visit.date.ends_at + 7 * DAY)
    assert visit.hears() == []
    clock.stop(visit.date.ends_at + 7 * DAY - timedelta(seconds=1))
    assert visit.hears_of() == [CAME]


def test_the_question_is_withdrawn_when_all_are_marked_before_it_leaves(visit, clock):
    visit.hears()
    [registration] = comes(visit)
    before(visit, clock, DAY)
    visit.hears()
    clock.stop(visit.date.ends_at + HOUR)
    hosting.follow()
    mark(registration)
    assert visit.hears() == []


def closes(visit: Practice) -> bool:
    hosting.follow()
    return visit.now().list_closed_at is not None


@pytest.fixture
def over(visit, clock) -> Practice:
    """The visit is over, two had a place."""
    visit.hears()
    visit.people = comes(visit, 2)
    clock.stop(visit.date.ends_at + HOUR)
    visit.hears()
    return visit


def test_a_list_closes_three_days_after_the_last_mark(over, clock):
    mark(over.people[0])
    clock.move(4 * DAY)
    assert not closes(over)
    mark(over.people[1], present=False)
    clock.move(3 * DAY - timedelta(seconds=1))
    assert not closes(over)
    clock.move(timedelta(seconds=1))
    assert closes(over)
    assert Registration.objects.attended().get() == over.people[0]
    assert Registration.objects.no_show().get() == over.people[1]


def test_of_an_erased_person_nothing_is_asked(over, clock):
    mark(over.people[0])
    erasure.erase(over.people[1].contact_id, actor=office())
    assert list(Hosting.objects.get().people) == [over.people[0]]
    clock.move(3 * DAY)
    assert closes(over)


def test_a_long_visits_list_does_not_close_before_its_end(clock):
    visit = Practice(ends_at=NOW + 25 * DAY)
    [registration] = comes(visit)
    visit.hears()
    clock.stop(visit.date.starts_at + HOUR)
    for day in visit.date.days:
        marked(registration.pk, day, present=True, actor=office())
    visit.hears()
    clock.stop(visit.date.ends_at - timedelta(seconds=1))
    assert not closes(visit)
    clock.stop(visit.date.ends_at)
    assert closes(visit)


def test_a_list_of_long_ago_is_left_in_peace(over, clock):
    clock.stop(over.date.ends_at + 87 * DAY)
    for registration in over.people:
        mark(registration)
    hosting.follow()
    clock.move(3 * DAY)
    assert not closes(over)


def test_another_mark_starts_the_three_days_again(over, clock):
    for registration in over.people:
        mark(registration)
    clock.move(2 * DAY)
    assert not closes(over)
    mark(over.people[0], present=False)
    clock.move(2 * DAY)
    assert not closes(over)
    clock.move(DAY)
    assert closes(over)


def test_a_list_stays_open_when_a_coordinator_objects_or_reopens_it(over, clock):
    for registration in over.people:
        mark(registration)
    hosting_acts.keep_open(over.hosting.pk, actor=office())
    clock.move(3 * DAY)
    assert not closes(over)
    hosting_acts.let_close(over.hosting.pk, actor=office())
    assert closes(over)
    attendance.reopen_list(over.date.pk, actor=office())
    assert not closes(over)


def test_a_new_person_on_the_list_keeps_it_open_until_marked(over, clock):
    for registration in over.people:
        mark(registration)
    hosting.follow()
    assert over.hosting.marked_at
    [late] = comes(over)
    hosting.follow()
    assert over.hosting.marked_at is None
    clock.move(4 * DAY)
    assert not closes(over)
    mark(late)
    clock.move(3 * DAY)
    assert closes(over)
