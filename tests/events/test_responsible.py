"""Who answers for an event, and handing it over."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.domain import responsible
from events.domain.errors import ActRefused
from tests.events.people import office
from tests.factories import NOW, CoordinatorFactory, EventFactory, OccurrenceFactory, UserFactory

pytestmark = pytest.mark.usefixtures("in_english")


def test_those_may_be_responsible_who_can_act_on_dates(db):
    mette = CoordinatorFactory(first_name="Mette")
    anna = CoordinatorFactory(first_name="Anna")
    CoordinatorFactory(is_active=False)
    UserFactory()

    assert list(responsible.may_be_responsible()) == [anna, mette]


def test_all_of_mine_are_handed_over_and_each_is_logged(clock):
    of, to = CoordinatorFactory(), CoordinatorFactory()
    events = EventFactory.create_batch(2, coordinator=of)
    other = EventFactory(coordinator=CoordinatorFactory())
    actor = office()

    handed = responsible.hand_over(of, to, actor=actor, only_coming=False)
    again = responsible.hand_over(of, to, actor=actor, only_coming=False)

    assert (handed, again) == (events, [])
    other.refresh_from_db()
    assert other.coordinator not in (of, to)
    logged = ModelLogEntry.objects.filter(action="events.make_responsible").order_by("pk")
    assert [(entry.user, entry.data) for entry in logged] == [
        (actor.user, {"old": of.pk, "new": to.pk})
    ] * 2


def test_only_what_is_still_to_come_is_handed_over_if_so_asked(clock):
    of, to = CoordinatorFactory(), CoordinatorFactory()
    coming = OccurrenceFactory(event__coordinator=of).event
    over = OccurrenceFactory(
        event__coordinator=of, starts_at=NOW - timedelta(days=9), opens_at=NOW - timedelta(days=99)
    ).event
    OccurrenceFactory(event__coordinator=of, state="called_off", called_off_at=NOW)
    OccurrenceFactory(event__coordinator=of, trial_for=of, trial_until=NOW)

    assert responsible.hand_over(of, to, actor=office(), only_coming=True) == [coming]
    over.refresh_from_db()
    assert over.coordinator == of


def test_nothing_is_handed_to_oneself_or_to_somebody_who_cannot_act(clock):
    of = CoordinatorFactory()
    event = EventFactory(coordinator=of)
    with pytest.raises(ActRefused, match="already"):
        responsible.hand_over(of, of, actor=office(), only_coming=False)
    for stranger in (UserFactory(), CoordinatorFactory(is_active=False)):
        with pytest.raises(ActRefused, match="cannot act"):
            responsible.hand_over(of, stranger, actor=office(), only_coming=False)
    event.refresh_from_db()
    assert event.coordinator == of


def test_nobody_may_be_responsible_too(clock):
    event = EventFactory(coordinator=CoordinatorFactory())
    assert responsible.make_responsible([event.pk], None, actor=office()) == [event]
    assert responsible.make_responsible([event.pk], None, actor=office()) == []
