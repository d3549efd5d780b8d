"""Every time limit, by a clock that stands still just before and at it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.domain import attendance, proof, registrations, reminders, scheduling, waitlist
from events.domain.errors import ActRefused, OfferLapsed, SignUpClosed
from events.domain.offer_times import offer_end
from events.domain.tick import tick
from events.domain.zoned import first_instant, instants, not_at_night, same_wall_distance
from events.models import Because, Occurrence, Registration, Turn
from mail.models import Message
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.people import comes, office, signs_up
from tests.events.postman import Postman
from tests.factories import NOW, OccurrenceFactory, RegistrationFactory, open_occurrence

pytestmark = pytest.mark.usefixtures("in_english")

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN).astimezone(UTC)


def kept(claim: Registration | Turn) -> Registration | Turn:
    claim.refresh_from_db()
    return claim


def offered(occurrence: Occurrence, at: datetime, clock) -> Registration:
    """An offer made and told at this time."""
    clock.stop(at)
    anna = Registration.objects.confirmed().filter(occurrence=occurrence).first()
    registrations.cancel(anna.pk, actor=PERSON)
    Postman().idle()
    return Registration.objects.get(occurrence=occurrence, state="offered")


def full(**fields) -> Occurrence:
    occurrence = open_occurrence(capacity=1, **fields)
    for name in ("Anna", "Bo", "Clara"):
        comes(occurrence, name)
    Postman().idle()
    return occurrence


# The sign-up window is [opens_at, closes_at)


def test_sign_up_opens_at_the_moment_and_not_before(clock):
    occurrence = open_occurrence(opens_at=NOW + HOUR)
    clock.stop(NOW + HOUR - SECOND)
    with pytest.raises(SignUpClosed):
        signs_up(occurrence, "Anna")
    clock.stop(NOW + HOUR)
    assert signs_up(occurrence, "Anna")


def test_sign_up_closes_at_the_moment_and_not_before(clock):
    occurrence = open_occurrence()
    clock.stop(occurrence.closes_at - SECOND)
    assert signs_up(occurrence, "Anna")
    clock.stop(occurrence.closes_at)
    with pytest.raises(SignUpClosed):
        signs_up(occurrence, "Bo")


# An unconfirmed hold: 2 hours from when its mail left, 24 hours at most


def test_a_hold_lasts_two_hours_from_when_its_mail_left(clock):
    held = signs_up(open_occurrence(), "Anna")
    clock.stop(NOW + 5 * HOUR)
    Postman().idle()
    assert kept(held).held_until == NOW + 7 * HOUR
    clock.stop(NOW + 7 * HOUR - SECOND)
    tick()
    assert kept(held).state == "unconfirmed"
    clock.stop(NOW + 7 * HOUR)
    tick()
    assert (kept(held).state, held.ended_because) == ("lapsed", Because.LAPSED)


def test_a_hold_counts_from_when_the_mail_left_and_not_from_when_that_was_seen(clock):
    held = signs_up(open_occurrence(), "Anna")
    Postman().deliver()
    clock.stop(NOW + HOUR)
    tick()
    assert kept(held).held_until == NOW + 2 * HOUR


def test_a_hold_is_good_until_its_last_second_and_its_late_link_makes_a_new_claim(clock):
    occurrence = open_occurrence()
    claims = [signs_up(occurrence, name) for name in ("Anna", "Bo")]
    Postman().idle()
    clock.stop(NOW + 2 * HOUR - SECOND)
    assert proof.confirm(claims[0].pk) == claims[0]
    clock.stop(NOW + 2 * HOUR)
    assert proof.confirm(claims[1].pk) != claims[1]


def test_a_hold_whose_mail_never_leaves_ends_after_24_hours(clock):
    held = signs_up(open_occurrence(), "Anna")
    clock.stop(NOW + DAY - SECOND)
    tick()
    assert kept(held).state == "unconfirmed"
    clock.stop(NOW + DAY)
    tick()
    assert kept(held).state == "lapsed"


def until_the_start(**fields) -> Occurrence:
    """A date in three hours, for which one can sign up until it begins."""
    start = NOW + 3 * HOUR
    times = {"starts_at": start, "closes_at": start, "offers_until": start}
    return open_occurrence(**times, **fields)


def test_a_hold_ends_with_the_start(clock):
    date = until_the_start()
    unsent = signs_up(date, "Anna")
    assert unsent.held_until == date.starts_at
    clock.stop(NOW + 2 * HOUR)
    Postman().idle()
    assert kept(unsent).held_until == date.starts_at
    clock.stop(date.starts_at)
    assert proof.confirm(unsent.pk) == unsent
    assert kept(unsent).ended_because == Because.LAPSED
    assert not Message.objects.filter(kind="place").exists()
    check()


def test_a_hold_is_cut_when_its_date_moves_to_an_earlier_time(clock):
    date = open_occurrence()
    told = signs_up(date, "Anna")
    Postman().idle()
    unsent = signs_up(date, "Bo")
    start = NOW + HOUR
    scheduling.move(date.pk, actor=office(), revision=1, starts_at=start, ends_at=start + 6 * HOUR)
    assert kept(told).held_until == kept(unsent).held_until == start
    check()


def test_a_mail_that_leaves_late_does_not_lengthen_the_24_hours(clock):
    held = signs_up(open_occurrence(), "Anna")
    clock.stop(NOW + 23 * HOUR)
    Postman().idle()
    assert kept(held).held_until == NOW + DAY


@pytest.mark.parametrize("minutes", [30, 90])
def test_the_length_of_a_hold_is_a_setting(clock, settings, minutes):
    settings.HOLD_MINUTES = minutes
    held = signs_up(open_occurrence(), "Anna")
    Postman().idle()
    assert kept(held).held_until == NOW + timedelta(minutes=minutes)


def test_a_hold_ends_when_its_mail_fails(clock):
    held = signs_up(open_occurrence(), "Anna")
    Postman(fails={"anna@student.test"}).idle()
    assert kept(held).ended_because == Because.BOUNCED


def test_an_offer_ends_when_its_mail_bounces_and_goes_to_the_next(clock):
    occurrence = full()
    first = offered(occurrence, NOW + HOUR, clock)
    Message.objects.filter(pk=first.hold_mail_id).update(bounced_at=NOW + HOUR)
    tick()
    assert kept(first).ended_because == Because.BOUNCED
    assert Registration.objects.filter(state="offered").count() == 1
    check()


# An unproven turn: 24 hours


def test_an_unproven_turn_ends_after_24_hours(clock):
    turn = signs_up(open_occurrence(), "Anna", prove_first=True)
    clock.stop(NOW + DAY - SECOND)
    tick()
    assert kept(turn).ended_at is None
    clock.stop(NOW + DAY)
    tick()
    assert kept(turn).ended_because == Because.UNPROVEN


# Offers: 48 hours, 12 in the last week, never at night, never past offers_until


@pytest.mark.parametrize(
    ("given", "ends"),
    [
        (local(2026, 11, 23, 12), local(2026, 11, 25, 12)),
        (local(2026, 11, 23, 21), local(2026, 11, 26, 10)),
        (local(2026, 11, 23, 20, 59), local(2026, 11, 25, 20, 59)),
        (local(2026, 11, 24, 3), local(2026, 11, 26, 10)),
        (local(2026, 11, 24, 10), local(2026, 11, 26, 10)),
        (local(2026, 12, 3, 8, 59), local(2026, 12, 5, 10)),
        (local(2026, 12, 3, 9), local(2026, 12, 5, 10)),
        (local(2026, 12, 3, 9, 1), local(2026, 12, 4, 10)),
        (local(2026, 12, 4, 8), local(2026, 12, 4, 20)),
        (local(2026, 12, 4, 9), local(2026, 12, 5, 10)),
        (local(2026, 12, 8, 20), local(2026, 12, 9, 9)),
    ],
)
def test_when_an_offer_ends(db, given, ends):
    """The visit begins on Thursday 10 December at 9:00, so the last week from the 3rd at 9:00."""
    assert offer_end(OccurrenceFactory(), given) == ends


@pytest.mark.parametrize(
    ("given", "ends"),
    [
        (local(2027, 3, 26, 12), local(2027, 3, 28, 13)),
        (local(2027, 3, 26, 9, 30), local(2027, 3, 28, 10, 30)),
        (local(2027, 3, 26, 8), local(2027, 3, 28, 10)),
        (local(2027, 3, 26, 20, 30), local(2027, 3, 29, 10)),
        (local(2027, 10, 29, 12), local(2027, 10, 31, 11)),
        (local(2027, 10, 29, 10, 30), local(2027, 10, 31, 10)),
    ],
)
def test_an_offer_is_48_real_hours_over_a_clock_change_and_the_night_is_local(db, given, ends):
    far = datetime(2027, 12, 1, 8, tzinfo=UTC)
    assert offer_end(OccurrenceFactory(starts_at=far), given) == ends


def test_an_offer_counts_from_when_its_mail_left(clock):
    occurrence = full()
    clock.stop(NOW + HOUR)
    anna = Registration.objects.confirmed().get()
    registrations.cancel(anna.pk, actor=PERSON)
    mine = Registration.objects.get(state="offered")
    assert mine.held_until == occurrence.offers_until
    clock.stop(NOW + 3 * HOUR)
    Postman().idle()
    assert kept(mine).held_until == NOW + 51 * HOUR


def test_an_offer_is_good_until_its_last_second(clock):
    first = offered(full(), NOW, clock)
    clock.stop(NOW + 48 * HOUR - SECOND)
    assert waitlist.accept(first.pk).is_confirmed


def test_an_offer_that_is_over_goes_to_the_next_and_its_mail_says_so(clock):
    occurrence = full()
    first = offered(occurrence, NOW, clock)
    clock.stop(NOW + 48 * HOUR)
    with pytest.raises(OfferLapsed):
        waitlist.accept(first.pk)
    tick()
    assert kept(first).state == "lapsed"
    assert first.turn.ended_because == Because.LAPSED
    second = Registration.objects.get(state="offered")
    assert second.contact.email == "clara@student.test"
    assert Message.objects.get(kind="offer_lapsed").to == "bo@student.test"


def test_the_last_offer_is_made_an_hour_before_the_offers_end(clock):
    occurrence = full()
    offered(occurrence, occurrence.offers_until - HOUR, clock)
    assert Registration.objects.get(state="offered").held_until == occurrence.offers_until


def test_in_the_last_hour_nothing_is_offered(clock):
    occurrence = full()
    clock.stop(occurrence.offers_until - HOUR + SECOND)
    registrations.cancel(Registration.objects.confirmed().get().pk, actor=PERSON)
    tick()
    assert not Registration.objects.holding().exists()
    check()


def test_when_the_offers_end_the_waiting_are_told_that_the_list_is_over(clock):
    occurrence = full()
    clock.stop(occurrence.offers_until - SECOND)
    tick()
    assert Turn.objects.live().count() == 2
    clock.stop(occurrence.offers_until)
    tick()
    assert [t.ended_because for t in Turn.objects.all()] == [Because.LIST_OVER] * 2
    assert Message.objects.filter(kind="list_over").count() == 2


def test_a_running_offer_is_cut_when_the_offers_end_earlier(clock):
    occurrence = full()
    first = offered(occurrence, NOW, clock)
    window = {"opens_at": occurrence.opens_at, "closes_at": NOW + 2 * HOUR}
    told = {"actor": office(), "revision": 1, "offers_until": NOW + 5 * HOUR}
    scheduling.change_window(occurrence.pk, **told, **window)
    assert kept(first).held_until == NOW + 5 * HOUR
    assert Message.objects.filter(kind="offer").count() == 2
    clock.stop(NOW + 5 * HOUR)
    tick()
    assert kept(first).state == "lapsed"


# Reminder, thanks, check-in, move


def test_a_reminder_is_due_three_days_before_and_once(clock):
    place = RegistrationFactory(proven_at=NOW - 2 * DAY)
    start = place.occurrence.starts_at
    clock.stop(start - 3 * DAY - SECOND)
    assert reminders.remind() == 0
    clock.stop(start - 3 * DAY)
    assert [reminders.remind(), reminders.remind()] == [1, 0]
    assert Message.objects.get().kind == "reminder"


def test_nobody_is_reminded_of_a_place_they_just_got(clock):
    start = RegistrationFactory(proven_at=NOW + 17 * DAY).occurrence.starts_at
    clock.stop(NOW + 18 * DAY - SECOND)
    assert reminders.remind() == 0
    clock.stop(NOW + 18 * DAY)
    assert start > NOW + 18 * DAY
    assert reminders.remind() == 1


def test_after_a_move_one_is_reminded_again(clock):
    place = RegistrationFactory(proven_at=NOW - 2 * DAY)
    it = place.occurrence
    clock.stop(it.starts_at - 3 * DAY)
    reminders.remind()
    times = {"starts_at": it.starts_at + 9 * DAY, "ends_at": it.ends_at + 9 * DAY}
    scheduling.move(it.pk, actor=office(), revision=1, **times)
    assert reminders.remind() == 0
    clock.stop(it.starts_at + 6 * DAY)
    assert reminders.remind() == 1


def test_those_who_came_are_thanked_two_days_after_the_end(clock):
    came, missed = RegistrationFactory(), RegistrationFactory()
    for place in (came, missed):
        clock.stop(place.occurrence.starts_at)
    attendance.check_in(came.pk, came.occurrence.first_day, actor=office())
    clock.stop(came.occurrence.ends_at + 2 * DAY - SECOND)
    assert reminders.remind() == 0
    clock.stop(came.occurrence.ends_at + 2 * DAY)
    assert [reminders.remind(), reminders.remind()] == [1, 0]
    assert Message.objects.get().to == came.contact.email


def test_check_in_begins_at_midnight_local_on_the_first_day(clock):
    place = RegistrationFactory()
    day = place.occurrence.first_day
    clock.stop(local(2026, 12, 10, 0) - SECOND)
    with pytest.raises(ActRefused, match="first day"):
        attendance.check_in(place.pk, day, actor=office())
    clock.stop(local(2026, 12, 10, 0))
    assert attendance.check_in(place.pk, day, actor=office()).present


def test_the_list_is_closed_from_the_start_on(clock):
    occurrence = OccurrenceFactory()
    clock.stop(occurrence.starts_at - SECOND)
    with pytest.raises(ActRefused):
        attendance.close_list(occurrence.pk, actor=office())
    clock.stop(occurrence.starts_at)
    assert attendance.close_list(occurrence.pk, actor=office()).list_closed_at == clock.now()


def test_one_cancels_until_the_start_and_the_office_also_after_it(clock):
    place, other = RegistrationFactory(), RegistrationFactory()
    clock.stop(place.occurrence.starts_at)
    with pytest.raises(ActRefused, match="begun"):
        registrations.cancel(place.pk, actor=PERSON)
    assert registrations.cancel(place.pk, actor=office(), reason="Ill").ended_at
    clock.stop(other.occurrence.starts_at - SECOND)
    assert registrations.cancel(other.pk, actor=PERSON).ended_at


# Clock changes


def test_a_time_that_a_clock_change_skips_or_repeats_is_known_as_such():
    skips, repeats, plain = map(
        datetime.fromisoformat, ("2027-03-28 02:30", "2027-10-31 02:30", "2027-06-01 09:00")
    )
    assert instants(skips, COPENHAGEN) == []
    assert len(instants(repeats, COPENHAGEN)) == 2
    assert instants(plain, COPENHAGEN) == [datetime(2027, 6, 1, 7, tzinfo=UTC)]
    skipped = first_instant(skips, COPENHAGEN)
    assert skipped == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (local(2027, 3, 27, 21), local(2027, 3, 28, 10)),
        (local(2027, 3, 28, 3), local(2027, 3, 28, 10)),
        (local(2027, 10, 30, 20, 59), local(2027, 10, 30, 20, 59)),
        (local(2027, 10, 30, 22), local(2027, 10, 31, 10)),
    ],
)
def test_the_night_ends_at_ten_by_the_clock_on_the_wall(at, until):
    assert not_at_night(at, COPENHAGEN) == until


def test_what_moves_over_a_clock_change_keeps_its_hour_on_the_wall():
    was, now = local(2027, 3, 20, 9), local(2027, 4, 3, 9)
    closes = local(2027, 3, 17, 23)
    moved = same_wall_distance(closes, was=was, now=now, zone=COPENHAGEN)
    assert moved == local(2027, 3, 31, 23)
