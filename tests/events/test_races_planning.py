"""Two coordinators at once: on the same dates, and with the same copy."""

import uuid
from datetime import timedelta

import pytest

from events.domain import planning, scheduling, series, several
from events.domain.errors import StaleForm
from events.models import Event, Occurrence
from mail.models import Message
from tests.events.invariants import check
from tests.events.people import comes, office
from tests.events.test_races import at_once, errors, running
from tests.factories import OccurrenceFactory, open_occurrence

__all__ = ["running"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WEEK = timedelta(weeks=1)


def test_two_move_the_same_dates_in_opposite_order_and_one_of_them_is_stale(running):
    first = open_occurrence()
    dates = [first, *OccurrenceFactory.create_batch(4, event=first.event)]
    comes(first, "Anna")
    actor = office()

    def moves(order, by):
        new = {
            it.pk: (1, {"starts_at": it.starts_at + by, "ends_at": it.ends_at + by}) for it in order
        }
        return lambda: several.change_several(new, actor=actor)

    results = at_once([moves(dates, WEEK), moves(dates[::-1], 2 * WEEK)])

    assert [type(error) for error in errors(results)] == [StaleForm]
    starts = {it.starts_at - first.starts_at for it in Occurrence.objects.all()}
    assert starts in ({WEEK}, {2 * WEEK})
    assert Message.objects.filter(kind="moved").count() == 1
    check()


def test_a_form_sent_twice_at_the_same_moment_makes_each_copy_once(running):
    like = OccurrenceFactory()
    actor, key = office(), uuid.uuid4()
    days = [like.first_day + n * WEEK for n in range(1, 4)]
    told = {"actor": actor, "page_key": key, "title": "Copy", "weeks": 52, "dates": [like.pk]}
    makes = [
        lambda: planning.copy_date(like.pk, actor=actor, starts_at=like.starts_at + WEEK),
        lambda: series.repeat(like.pk, days, actor=actor),
        lambda: planning.copy_event(like.event_id, **told),
    ]

    assert errors(at_once([make for make in makes for _ in range(4)])) == []
    assert like.event.occurrences.count() == 4
    assert Event.objects.get(page_key=key).occurrences.count() == 1


def test_a_new_date_whose_form_is_sent_twice_at_the_same_moment_is_added_once(running):
    like = OccurrenceFactory()
    names = ("starts_at", "ends_at", "opens_at", "closes_at", "offers_until", "capacity")
    typed = {name: getattr(like, name) for name in names}
    actor, key = office(), uuid.uuid4()

    def add():
        return scheduling.draft(like.event, actor=actor, form_key=key, **typed)

    assert errors(at_once([add] * 4)) == []
    assert like.event.occurrences.count() == 2
