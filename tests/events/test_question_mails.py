"""Ask now of late questions, the reminder before a deadline, and what other mails say of them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import ModelLogEntry

from events.domain import attendance, question_mails, registrations, reminders, scheduling
from events.domain.errors import ActRefused
from events.models import Registration
from mail.domain import delivery
from mail.models import Message
from office.actor import PERSON
from tests.events.people import comes, office
from tests.events.postman import Postman
from tests.factories import (
    AnswerFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock", "in_english")

DAY = timedelta(days=1)


@pytest.fixture
def date(db):
    return open_occurrence()


def asks(date, **fields):
    return QuestionFactory(event=date.event, **fields)


def answers(registration, question, value="Yes"):
    return AnswerFactory(
        contact=registration.contact,
        occurrence=registration.occurrence,
        question=question,
        value=value,
    )


def written(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("claim", flat=True))


def text(message, language="en"):
    message.language = language
    return delivery.build(message).body


def claims(*registrations):
    return sorted(it.claim for it in registrations)


# The mail about the place


def test_the_mail_about_a_place_says_how_many_questions_wait_and_until_when(date):
    asks(date, due_days=10)
    asks(date, required=False)
    comes(date, "Anna")

    said = text(Message.objects.get(kind="place"))

    assert (
        "2 questions wait for your answer on the page, until Monday 30 November 2026 at 23:59."
        in said
    )


def test_without_questions_it_says_nothing_of_them(date):
    comes(date, "Anna")

    assert "question" not in text(Message.objects.get(kind="place"))


def test_what_is_too_late_or_comes_after_attending_does_not_wait(date):
    asks(date, due_days=60)
    asks(date, moment="after_attending")
    comes(date, "Anna")

    assert "question" not in text(Message.objects.get(kind="place"))


# Ask now


def test_ask_now_writes_once_to_everybody_who_has_something_to_answer(date):
    question = asks(date, required=False)
    silent, told = (RegistrationFactory(occurrence=date) for _ in range(2))
    answers(told, question)
    RegistrationFactory(occurrence=date, state="offered", held_until=date.starts_at)

    assert [question_mails.ask_now(date.pk, actor=office()) for _ in range(2)] == [1, 0]

    assert written("questions") == [silent.claim]
    assert "1 question waits" in text(Message.objects.get())
    assert ModelLogEntry.objects.get(action="events.ask_now").data == {"count": 1}


def test_another_late_question_is_a_new_reason_to_write(date):
    asks(date)
    registration = RegistrationFactory(occurrence=date)
    question_mails.ask_now(date.pk, actor=office())
    asks(date)

    assert [question_mails.ask_now(date.pk, actor=office()) for _ in range(2)] == [1, 0]
    assert written("questions") == claims(registration, registration)


def test_a_mail_that_was_withdrawn_is_written_again(date):
    asks(date)
    RegistrationFactory(occurrence=date)
    question_mails.ask_now(date.pk, actor=office())
    Registration.objects.update(revision=2)
    Postman().idle()

    assert question_mails.ask_now(date.pk, actor=office()) == 1


@pytest.mark.parametrize(
    "fields", [{"state": "draft"}, {"starts_at": datetime(2026, 11, 1, tzinfo=ZoneInfo("UTC"))}]
)
def test_nobody_is_asked_about_a_date_that_is_not_on(fields):
    if "starts_at" in fields:
        fields["opens_at"] = fields["starts_at"] - 30 * DAY
    date = OccurrenceFactory(**fields)
    asks(date)
    RegistrationFactory(occurrence=date)

    with pytest.raises(ActRefused):
        question_mails.ask_now(date.pk, actor=office())
    assert not Message.objects.exists()


# The reminder


@pytest.fixture
def due(date, clock):
    """A question due on 30 November; call it to stop the clock so long before that day ends."""
    asks(date, due_days=10)
    end = datetime(2026, 12, 1, tzinfo=ZoneInfo("Europe/Copenhagen"))
    return lambda before: clock.stop(end - before)


def test_who_lacks_a_required_answer_is_reminded_three_days_before_once(date, due):
    silent, told = (RegistrationFactory(occurrence=date) for _ in range(2))
    answers(told, date.event.questions.get())
    asks(date, required=False, due_days=10)

    due(3 * DAY + timedelta(seconds=1))
    assert question_mails.remind() == 0
    due(3 * DAY)
    assert [question_mails.remind() for _ in range(2)] == [1, 0]

    assert written("questions_reminder") == [silent.claim]
    assert "2 questions wait" in text(Message.objects.get())


@pytest.mark.parametrize("before", [timedelta(0), -DAY])
def test_after_the_deadline_nobody_is_reminded(date, due, before):
    RegistrationFactory(occurrence=date)
    due(before)

    assert question_mails.remind() == 0


def test_a_place_newer_than_a_day_is_not_reminded_yet(date, due, clock):
    due(3 * DAY)
    RegistrationFactory(occurrence=date, proven_at=clock.now() - DAY + timedelta(seconds=1))
    assert question_mails.remind() == 0

    clock.move(timedelta(seconds=1))
    assert question_mails.remind() == 1


def test_each_deadline_is_reminded_of_once_also_after_a_move(date, due, clock):
    RegistrationFactory(occurrence=date)
    due(3 * DAY)
    assert question_mails.remind() == 1
    asks(date, due_days=2)
    due(DAY)
    assert question_mails.remind() == 0
    clock.stop(date.starts_at - 4 * DAY)
    assert [question_mails.remind() for _ in range(2)] == [1, 0]

    date.refresh_from_db()
    scheduling.move(
        date.pk,
        actor=office(),
        revision=date.revision,
        starts_at=date.starts_at + 7 * DAY,
        ends_at=date.ends_at + 7 * DAY,
    )
    clock.move(7 * DAY)
    assert [question_mails.remind() for _ in range(2)] == [1, 0]


def test_nobody_is_reminded_of_a_date_called_off_or_a_place_given_back(date, due):
    registration = RegistrationFactory(occurrence=date)
    registrations.cancel(registration.pk, actor=PERSON)
    off = OccurrenceFactory(event=date.event, state="called_off", called_off_at=date.opens_at)
    RegistrationFactory(occurrence=off)
    due(3 * DAY)

    assert question_mails.remind() == 0


def test_looking_for_reminders_takes_few_statements(date, due, django_assert_num_queries):
    for _ in range(5):
        OccurrenceFactory(event=date.event)
    with django_assert_num_queries(3):
        question_mails.remind()
    due(3 * DAY)
    for _ in range(5):
        RegistrationFactory(occurrence=date)
    question_mails.remind()
    with django_assert_num_queries(7):
        assert question_mails.remind() == 0


# Other mails


def test_the_question_whether_one_still_comes_says_what_waits(date, clock):
    asks(date)
    comes(date, "Anna")
    clock.stop(date.starts_at - 2 * DAY)
    reminders.remind()

    assert "1 question waits" in text(Message.objects.get(kind="reminder"))


@pytest.mark.parametrize("evaluates", [True, False])
def test_the_thanks_say_that_the_page_asks_how_it_was(date, clock, evaluates):
    if evaluates:
        asks(date, moment="after_attending")
    place = comes(date, "Anna")
    clock.stop(date.starts_at)
    attendance.check_in(place.pk, date.first_day, actor=office())
    clock.stop(date.ends_at + 2 * DAY)
    reminders.remind()

    assert ("asks how it was" in text(Message.objects.get(kind="thanks"))) is evaluates
