"""Mails that every date of an event sends by itself: when, once, and never late."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.domain import attendance, automatic, mailing_out, scheduling
from events.domain.errors import ActRefused, StaleForm
from events.domain.mailings import WAIT
from events.models import AutomaticMail, Event, Mailing, Occurrence, Recipients
from mail.models import Message
from tests.events.people import office
from tests.factories import (
    NOW,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock", "in_english")

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
TOLD = {"recipients": Recipients.CONFIRMED, "subject": "The bus", "text": "It leaves at 8."}
START, END = AutomaticMail.Anchor.START, AutomaticMail.Anchor.END


def rule(event: Event, offset: timedelta = -3 * DAY, **more) -> AutomaticMail:
    told = {"anchor": START, "at_time": time(9), **TOLD, **more}
    return automatic.make(event, actor=office(), offset=offset, **told)


@pytest.fixture
def date(clock) -> Occurrence:
    """On 10 December 2026, 9:00 to 15:00 in Copenhagen, with one person."""
    return RegistrationFactory(occurrence=open_occurrence()).occurrence


def copenhagen(day: int, hour: int, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Europe/Copenhagen")).astimezone(UTC)


def work() -> int:
    queued = automatic.queue_due()
    mailing_out.send_due()
    return queued


def sent() -> int:
    return Message.objects.filter(kind="mailing").count()


# When it leaves


@pytest.mark.parametrize(
    ("anchor", "offset", "at_time", "leaves"),
    [
        (START, -3 * DAY, time(9), copenhagen(7, 9)),
        (START, timedelta(0), time(7), copenhagen(10, 7)),
        (START, -2 * HOUR, None, copenhagen(10, 7)),
        (END, 2 * DAY, time(10), copenhagen(12, 10)),
        (END, HOUR, None, copenhagen(10, 16)),
    ],
)
def test_it_leaves_so_long_before_or_after_by_the_clock_there(
    date, clock, anchor, offset, at_time, leaves
):
    rule(date.event, offset, anchor=anchor, at_time=at_time)
    clock.stop(leaves - SECOND)
    assert (work(), sent()) == (0, 0)
    clock.stop(leaves)
    assert (work(), sent()) == (1, 1)
    assert (work(), sent()) == (0, 1)


def test_a_date_that_ends_at_midnight_ends_on_the_day_before(date):
    date.ends_at = copenhagen(11, 0)
    assert automatic.leaves_at(rule(date.event, DAY, anchor=END), date) == copenhagen(11, 9)


@pytest.mark.parametrize(
    ("starts", "leaves"),
    [
        (datetime(2027, 3, 29, 7, tzinfo=UTC), datetime(2027, 3, 27, 8, tzinfo=UTC)),
        (datetime(2026, 10, 26, 8, tzinfo=UTC), datetime(2026, 10, 24, 7, tzinfo=UTC)),
    ],
)
def test_across_a_change_of_the_clocks_it_stays_nine(clock, starts, leaves):
    date = OccurrenceFactory.build(event=EventFactory(), starts_at=starts)
    assert automatic.leaves_at(rule(date.event, -2 * DAY), date) == leaves


def test_a_moved_date_takes_it_along(date, clock):
    rule(date.event)
    times = {"starts_at": date.starts_at + 7 * DAY, "ends_at": date.ends_at + 7 * DAY}
    scheduling.move(date.pk, actor=office(), revision=1, **times)
    clock.stop(copenhagen(7, 9))
    assert work() == 0
    clock.stop(copenhagen(14, 9))
    assert work() == 1


def test_a_date_that_moves_after_it_left_does_not_send_it_again(date, clock):
    rule(date.event)
    clock.stop(copenhagen(7, 9))
    assert work() == 1
    times = {"starts_at": date.starts_at + 7 * DAY, "ends_at": date.ends_at + 7 * DAY}
    scheduling.move(date.pk, actor=office(), revision=1, **times)
    clock.stop(copenhagen(14, 9))
    assert work() == 0


# When it does not leave


def test_a_time_that_was_past_when_the_mail_was_made_is_not_made_up_for(date, clock):
    clock.stop(copenhagen(7, 9) + SECOND)
    rule(date.event)
    assert work() == 0
    assert automatic.planned([date])[0].was_past


def test_a_time_that_was_past_when_the_date_was_opened_is_not_made_up_for(date, clock):
    rule(date.event)
    draft = OccurrenceFactory(event=date.event, state="draft")
    RegistrationFactory(occurrence=draft)
    clock.stop(copenhagen(8, 9))
    scheduling.open_occurrence(draft.pk, actor=office())
    work()
    assert [it.occurrence_id for it in Mailing.objects.all()] == [date.pk]


def test_a_new_time_or_switching_on_again_counts_from_then(date, clock):
    made = rule(date.event, is_on=False)
    clock.stop(copenhagen(8, 9))
    assert work() == 0
    automatic.change(made.pk, actor=office(), seen=made.fingerprint, is_on=True)
    assert work() == 0
    made.refresh_from_db()
    changed = automatic.change(made.pk, actor=office(), seen=made.fingerprint, offset=-DAY)
    assert changed.since == clock.now()
    clock.stop(copenhagen(9, 9))
    assert work() == 1


def test_a_new_text_does_not_begin_anew(date, clock):
    made = rule(date.event)
    clock.move(DAY)
    changed = automatic.change(made.pk, actor=office(), seen=made.fingerprint, text="At 9.")
    assert changed.since == NOW
    clock.stop(copenhagen(7, 9))
    work()
    assert Mailing.objects.get().text == "At 9."


def test_a_date_that_was_called_off_or_is_tried_out_sends_none(date, clock):
    rule(date.event)
    trial = OccurrenceFactory(event=date.event, trial_for=office().user, trial_until=NOW)
    RegistrationFactory(occurrence=trial)
    scheduling.call_off(date.pk, actor=office(), revision=1, reason="Snow")
    clock.stop(copenhagen(7, 9))
    assert work() == 0


def test_a_mail_before_the_start_is_late_until_the_start_and_no_longer(date, clock):
    rule(date.event)
    clock.stop(date.starts_at)
    assert work() == 0
    clock.stop(date.starts_at - SECOND)
    assert work() == 1


def test_a_mail_afterwards_is_not_sent_after_a_month(date, clock):
    rule(date.event, DAY, anchor=END)
    clock.stop(copenhagen(11, 9) + automatic.TOO_LATE)
    assert work() == 0
    clock.stop(copenhagen(11, 9) + automatic.TOO_LATE - SECOND)
    assert work() == 1


def test_who_did_not_come_is_written_to_once_the_list_is_closed(date, clock):
    rule(date.event, DAY, anchor=END, recipients=Recipients.NOT_ATTENDED)
    clock.stop(copenhagen(12, 9))
    assert work() == 0
    attendance.close_list(date.pk, actor=office())
    clock.move(WAIT)
    assert (work(), sent()) == (1, 1)


@pytest.fixture
def closed(date, clock) -> Occurrence:
    """The list is closed after the time of the mail to those who did not come."""
    rule(date.event, DAY, anchor=END, recipients=Recipients.NOT_ATTENDED)
    clock.stop(copenhagen(12, 9))
    return attendance.close_list(date.pk, actor=office())


def test_once_the_list_is_closed_it_can_be_stopped_for_five_minutes(closed, clock):
    clock.move(WAIT - SECOND)
    assert work() == 0
    [plan] = automatic.planned([closed])
    assert plan.is_to_come(clock.now())
    automatic.skip(plan.rule.pk, closed.pk, actor=office())
    automatic.take_back_skip(plan.rule.pk, closed.pk, actor=office())
    automatic.skip(plan.rule.pk, closed.pk, actor=office())
    clock.move(HOUR)
    assert (work(), sent()) == (0, 0)


def test_a_list_that_is_opened_again_within_them_sends_none_until_it_is_closed(closed, clock):
    clock.move(SECOND)
    attendance.reopen_list(closed.pk, actor=office())
    clock.move(HOUR)
    assert work() == 0
    attendance.close_list(closed.pk, actor=office())
    clock.move(WAIT - SECOND)
    assert work() == 0
    clock.move(SECOND)
    assert (work(), sent()) == (1, 1)


def test_a_list_closed_before_its_time_changes_nothing_about_it(date, clock):
    rule(date.event, DAY, anchor=END, recipients=Recipients.NOT_ATTENDED)
    clock.stop(date.ends_at)
    attendance.close_list(date.pk, actor=office())
    clock.stop(copenhagen(11, 9) - SECOND)
    assert work() == 0
    clock.stop(copenhagen(11, 9))
    assert (work(), sent()) == (1, 1)


# Left out for one date


def test_it_can_be_left_out_for_one_date_and_sent_after_all(date, clock):
    other = RegistrationFactory(occurrence__event=date.event).occurrence
    mail = rule(date.event)
    for _ in range(2):
        automatic.skip(mail.pk, date.pk, actor=office())
        automatic.skip(mail.pk, other.pk, actor=office())
    automatic.take_back_skip(mail.pk, other.pk, actor=office())
    clock.stop(copenhagen(7, 9))
    assert work() == 1
    assert Mailing.objects.get(sent_at__isnull=False).occurrence == other
    with pytest.raises(ActRefused, match="has left"):
        automatic.skip(mail.pk, other.pk, actor=office())
    with pytest.raises(ActRefused, match="time has passed"):
        automatic.take_back_skip(mail.pk, date.pk, actor=office())


# Making and changing


def test_a_stale_form_changes_nothing(date):
    made = rule(date.event)
    seen = made.fingerprint
    automatic.change(made.pk, actor=office(), seen=seen, text="At 9.")
    with pytest.raises(StaleForm):
        automatic.change(made.pk, actor=office(), seen=seen, text="At 10.")


def test_nobody_can_be_chosen_and_a_time_of_day_needs_whole_days(date):
    with pytest.raises(ActRefused, match="group"):
        rule(date.event, recipients=Recipients.CHOSEN)
    with pytest.raises(ActRefused, match="whole days"):
        rule(date.event, -5 * HOUR)
    assert not AutomaticMail.objects.exists()


def test_what_has_left_outlives_the_automatic_mail(date, clock):
    mail = rule(date.event)
    clock.stop(copenhagen(7, 9))
    work()
    automatic.remove(mail.pk, actor=office())
    automatic.remove(mail.pk, actor=office())
    assert Mailing.objects.get().automatic is None
    assert not AutomaticMail.objects.exists()


def test_a_copied_event_sends_the_same_from_now_on(date, clock):
    rule(date.event)
    clock.move(DAY)
    other = EventFactory()
    automatic.copy(date.event, other)
    copied = other.automatic_mails.get()
    assert (copied.text, copied.since) == (TOLD["text"], clock.now())
    assert date.event.automatic_mails.count() == 1


def test_many_dates_take_no_more_statements(date, clock, django_assert_num_queries):
    rule(date.event)
    dates = list(Occurrence.objects.select_related("event"))
    with django_assert_num_queries(2):
        automatic.planned(dates)
    OccurrenceFactory.create_batch(10, event=date.event)
    with django_assert_num_queries(4):
        assert automatic.queue_due() == 0
