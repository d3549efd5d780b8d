"""Places kept back: the public and the waitlist do not get them until their time has come."""

from datetime import timedelta

import pytest

from events.domain import by_hand, registrations, scheduling
from events.domain.changing import change
from events.domain.errors import ActRefused, SignUpClosed, StaleForm, WrongTime
from events.domain.keeping_back import keep_back
from events.domain.showing import show
from events.domain.tick import tick
from events.models import Occurrence, Registration, RegistrationState
from office import clock as office_clock
from tests.events.invariants import check
from tests.events.people import comes, office, signs_up, typed
from tests.factories import open_occurrence

WEEK = timedelta(days=7)


def kept(places=1, **fields):
    """An open date of which so many places are kept back for a week."""
    date = open_occurrence(**fields)
    until = office_clock.now() + WEEK
    return keep_back(date.pk, actor=office(), revision=1, places=places, until=until)


def added(date, name):
    return by_hand.add(date.pk, typed(name), actor=office(), language="da", reason="Rang us")


def shown(date):
    return show(Occurrence.objects.with_page().with_counts().get(pk=date.pk), office_clock.now())


def test_a_newcomer_waits_while_the_last_place_is_kept_back(clock):
    date = kept(capacity=2)
    assert isinstance(comes(date, "Anna"), Registration)
    assert not isinstance(comes(date, "Bo"), Registration)
    assert shown(date).joins_waitlist
    check()


def test_what_is_kept_back_goes_to_the_waiting_when_its_time_has_come(clock):
    date = kept(capacity=1)
    comes(date, "Anna")
    clock.move(WEEK - timedelta(seconds=1))
    tick()
    assert not Registration.objects.exists()
    clock.move(timedelta(seconds=1))
    tick()
    assert Registration.objects.get().state == RegistrationState.OFFERED
    check()


def test_without_a_waitlist_a_date_with_all_places_kept_back_is_full(clock):
    date = kept(capacity=1, waitlist_limit=0)
    assert not shown(date).can_sign_up
    with pytest.raises(SignUpClosed):
        signs_up(date, "Anna")


def test_the_office_gives_a_place_it_kept_back(clock):
    date = kept(capacity=2, places=2)
    comes(date, "Bo")
    added(date, "Anna")
    date.refresh_from_db()
    assert date.kept_back == 1
    assert not Registration.objects.filter(contact__name="Bo Holm").exists()
    added(date, "Clara")
    date.refresh_from_db()
    assert (date.kept_back, date.kept_back_until) == (0, None)
    check()


def test_a_place_given_back_is_everybodys(clock):
    date = kept(capacity=1)
    place = added(date, "Anna")
    waits = comes(date, "Bo")
    registrations.cancel(place.pk, actor=office(), reason="Ill")
    waits.refresh_from_db()
    assert waits.offer is not None


def test_keeping_less_back_offers_the_rest_at_once(clock):
    date = kept(capacity=2, places=2)
    waits = comes(date, "Anna")
    keep_back(date.pk, actor=office(), revision=date.revision, places=0, until=None)
    waits.refresh_from_db()
    assert waits.offer is not None
    check()


def test_it_takes_no_place_from_anybody(clock):
    date = open_occurrence(capacity=2)
    for name in ("Anna", "Bo"):
        comes(date, name)
    until = clock.now() + WEEK
    keep_back(date.pk, actor=office(), revision=1, places=2, until=until)
    assert Registration.objects.confirmed().count() == 2
    check()


@pytest.mark.parametrize(
    ("places", "until", "why"),
    [
        (11, WEEK, ActRefused),
        (1, None, WrongTime),
        (1, -WEEK, WrongTime),
        (1, 52 * WEEK, WrongTime),
    ],
)
def test_what_cannot_be_meant_is_refused(clock, places, until, why):
    date = open_occurrence(capacity=10)
    until = until and clock.now() + until
    with pytest.raises(why):
        keep_back(date.pk, actor=office(), revision=1, places=places, until=until)


def test_a_stale_form_is_refused_and_twice_is_once(clock):
    date = kept()
    again = {"actor": office(), "places": 1, "until": date.kept_back_until}
    keep_back(date.pk, revision=date.revision, **again)
    date.refresh_from_db()
    assert date.revision == 2
    with pytest.raises(StaleForm):
        keep_back(date.pk, revision=1, **again)


def test_a_moved_date_keeps_them_as_long_before_its_start(clock):
    date = kept()
    until, start = date.kept_back_until, date.starts_at + WEEK
    moved = scheduling.move(
        date.pk, actor=office(), revision=2, starts_at=start, ends_at=date.ends_at + WEEK
    )
    assert moved.kept_back_until == until + WEEK


@pytest.mark.parametrize("later", [timedelta(0), WEEK])
def test_what_is_kept_back_is_free_once_nobody_could_be_offered_it(clock, later):
    """Neither a move nor an earlier end of the waitlist leaves the time behind that end."""
    date = kept(capacity=2)
    soon = office_clock.now() + timedelta(days=2)
    new = {"closes_at": soon, "offers_until": soon}
    if later:
        new |= {"starts_at": date.starts_at + later, "ends_at": date.ends_at + later}
    changed = change(date.pk, new, actor=office(), revision=date.revision)
    assert changed.kept_back_until == soon
