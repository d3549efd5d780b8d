"""*Still coming?*: when it is asked, what an answer does, and how often it can be given."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.domain import coming, registrations, reminders, scheduling
from events.domain.errors import ActRefused, ClaimEnded
from events.models import Registration, Turn
from mail.models import Message
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.people import office
from tests.events.postman import Postman
from tests.factories import NOW, RegistrationFactory, TurnFactory

pytestmark = pytest.mark.usefixtures("in_english")

DAY = timedelta(days=1)


@pytest.fixture
def place(clock) -> Registration:
    return RegistrationFactory(proven_at=NOW - 2 * DAY)


def now(registration: Registration) -> Registration:
    registration.refresh_from_db()
    return registration


def move(registration: Registration, by: timedelta) -> None:
    it = registration.occurrence
    it.refresh_from_db()
    times = {"starts_at": it.starts_at + by, "ends_at": it.ends_at + by}
    scheduling.move(it.pk, actor=office(), revision=it.revision, **times)


def reminded(registration: Registration, clock) -> Registration:
    clock.stop(registration.occurrence.starts_at - 3 * DAY)
    assert reminders.remind() == 1
    return now(registration)


def test_three_days_before_everybody_with_a_place_is_asked(place, clock):
    assert not coming.is_open(place, clock.now())
    asked = reminded(place, clock)
    assert asked.asked_coming_at == clock.now()
    assert coming.is_open(asked, clock.now())
    assert not coming.is_open(asked, asked.occurrence.starts_at)


def test_yes_is_said_once_and_changes_nothing_else(place, clock):
    asked = reminded(place, clock)
    first = coming.say_yes(asked.pk, actor=PERSON)
    said_at = clock.now()
    clock.move(timedelta(hours=1))
    coming.say_yes(asked.pk, actor=PERSON)
    said = now(place)
    assert said.still_coming_at == said_at
    assert (said.revision, said.sequence) == (first.revision, place.sequence)
    assert not coming.is_open(said, clock.now())
    assert Message.objects.count() == 1


def test_no_frees_the_place_at_once_for_the_next_in_line(place, clock):
    waits = TurnFactory(occurrence=place.occurrence)
    type(place.occurrence).objects.update(capacity=1)
    asked = reminded(place, clock)
    registrations.cancel(asked.pk, actor=PERSON)
    assert Turn.objects.get(pk=waits.pk).offer.state == "offered"
    with pytest.raises(ClaimEnded):
        coming.say_yes(asked.pk, actor=PERSON)
    Postman().idle()
    check(idle=True)


def test_a_move_asks_anew_whatever_was_said_before(place, clock):
    asked = reminded(place, clock)
    coming.say_yes(asked.pk, actor=PERSON)
    clock.move(timedelta(hours=1))
    move(place, 9 * DAY)
    assert now(place).is_asked_coming
    assert place.asked_coming_at == clock.now()


def test_who_was_asked_less_than_a_day_ago_is_not_asked_again_yet(place, clock):
    clock.stop(place.occurrence.starts_at - 10 * DAY)
    move(place, -8 * DAY)
    coming.say_yes(place.pk, actor=PERSON)
    assert reminders.remind() == 0
    clock.move(DAY)
    assert reminders.remind() == 1
    assert now(place).is_asked_coming


def test_a_change_of_the_place_asks_nobody(place, clock):
    scheduling.change_location(place.occurrence_id, actor=office(), revision=1, location="The barn")
    assert now(place).asked_coming_at is None


def test_a_coordinator_notes_it_for_somebody_on_the_phone_and_takes_it_back(place):
    coming.say_yes(place.pk, actor=office())
    assert now(place).still_coming_at
    coming.take_back(place.pk, actor=office())
    coming.take_back(place.pk, actor=office())
    assert now(place).still_coming_at is None
    assert sorted(ModelLogEntry.objects.values_list("action", flat=True)) == [
        "events.not_said_coming",
        "events.still_coming",
    ]


def test_once_it_has_begun_attendance_says_who_came(place, clock, in_english):
    clock.stop(place.occurrence.starts_at)
    for verb in (coming.say_yes, coming.take_back):
        with pytest.raises(ActRefused, match="attendance"):
            verb(place.pk, actor=office())
