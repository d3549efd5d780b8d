"""Answers: what is kept of them, and who has yet to give them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from contacts.models import Contact
from events.domain import asking
from events.domain.answers import in_words, record, to_value, unanswered, unanswered_on
from events.models import Answer, Moment
from tests.factories import (
    NOW,
    AnswerFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
    TurnFactory,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def occurrence(db):
    return OccurrenceFactory()


def asks(occurrence, **fields):
    return QuestionFactory(event=occurrence.event, **fields)


def comes(occurrence, **fields):
    return RegistrationFactory(occurrence=occurrence, **fields)


def says(registration, question, value):
    return AnswerFactory(
        contact=registration.contact,
        occurrence=registration.occurrence,
        question=question,
        value=value,
    )


def given(question, value, **more):
    return {question.pk: {"version": question.version, "value": value, **more}}


def tells(registration, answers, **more):
    with transaction.atomic():
        return record(registration.contact, registration.occurrence, answers, at=NOW, **more)


def missing(occurrence):
    return list(unanswered(occurrence).order_by("pk"))


# Who has not answered


def test_whoever_has_a_place_and_has_not_said_what_they_must_is_unanswered(occurrence):
    question = asks(occurrence)
    silent, told = comes(occurrence), comes(occurrence)
    says(told, question, "At the bridge")

    assert missing(occurrence) == [silent]


def test_without_questions_nobody_is_unanswered(occurrence):
    comes(occurrence)

    assert missing(occurrence) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"required": False},
        {"retired_at": NOW},
        {"moment": Moment.AFTER_ATTENDING},
    ],
)
def test_what_need_not_be_answered_now_is_not_missed(occurrence, fields):
    asks(occurrence, **fields)
    comes(occurrence)

    assert missing(occurrence) == []


def test_an_unanswered_question_of_the_sign_up_is_missed_too(occurrence):
    asks(occurrence, moment=Moment.SIGN_UP)
    registration = comes(occurrence)

    assert missing(occurrence) == [registration]


def test_only_those_with_a_confirmed_place_are_missed(occurrence):
    asks(occurrence)
    TurnFactory(occurrence=occurrence)
    comes(occurrence, state="cancelled", ended_at=NOW, ended_because="cancelled")
    comes(occurrence, state="offered", held_until=NOW)
    comes(occurrence, contact__erased_at=NOW, contact__email="", contact__name="")

    assert missing(occurrence) == []


def test_a_no_and_a_zero_are_answers(occurrence):
    bus, nights = asks(occurrence, kind="yes_no"), asks(occurrence, kind="number")
    registration = comes(occurrence)
    says(registration, bus, False)
    says(registration, nights, 0)

    assert missing(occurrence) == []


@pytest.mark.parametrize(
    ("kind", "answer", "met", "other"),
    [
        ("choice", "Bus", "Bus", "Car"),
        ("choices", "Bus", ["Train", "Bus"], ["Train"]),
        ("yes_no", "yes", True, False),
        ("yes_no", "no", False, True),
    ],
)
def test_a_question_with_a_condition_is_missed_only_where_it_is_met(
    occurrence, kind, answer, met, other
):
    first = asks(occurrence, kind=kind, options=["Bus", "Train", "Car"], required=False)
    asks(occurrence, only_if=first, only_if_answer=answer)
    asked, spared = comes(occurrence), comes(occurrence)
    comes(occurrence)
    says(asked, first, met)
    says(spared, first, other)

    assert missing(occurrence) == [asked]


def test_an_answer_that_no_longer_counts_meets_no_condition(occurrence):
    first = asks(occurrence, kind="choice", options=["Bus", "Car"], required=False)
    second = asks(occurrence, kind="yes_no", only_if=first, only_if_answer="Bus", required=False)
    asks(occurrence, only_if=second, only_if_answer="yes")
    registration = comes(occurrence)
    says(registration, first, "Car")
    says(registration, second, True)

    assert missing(occurrence) == []


def test_an_answer_on_another_date_does_not_count(occurrence):
    question = asks(occurrence)
    registration = comes(occurrence)
    AnswerFactory(
        contact=registration.contact,
        occurrence=OccurrenceFactory(event=occurrence.event),
        question=question,
    )

    assert missing(occurrence) == [registration]


def test_many_dates_are_asked_in_as_few_statements_as_one(occurrence, django_assert_num_queries):
    dates = [occurrence, *(OccurrenceFactory() for _ in range(3))]
    expected = {}
    for date in dates:
        asks(date)
        expected[date.pk] = [comes(date).pk, comes(date).pk]

    with django_assert_num_queries(3):
        assert unanswered_on(dates) == expected
    with django_assert_num_queries(3):
        unanswered_on(dates[:1])


def test_where_nothing_must_be_answered_one_statement_is_enough(
    occurrence, django_assert_num_queries
):
    asks(occurrence, required=False)
    comes(occurrence)

    with django_assert_num_queries(1):
        assert unanswered_on([occurrence]) == {}


# Until when


@pytest.mark.parametrize(
    ("days", "until"),
    [
        (None, datetime(2026, 12, 10, 8, tzinfo=UTC)),
        (0, datetime(2026, 12, 10, 8, tzinfo=UTC)),
        (1, datetime(2026, 12, 9, 23, tzinfo=UTC)),
        (14, datetime(2026, 11, 26, 23, tzinfo=UTC)),
        (60, datetime(2026, 10, 11, 22, tzinfo=UTC)),
    ],
)
def test_a_deadline_is_the_end_of_a_local_day_and_never_past_the_start(occurrence, days, until):
    assert asking.deadline(asks(occurrence, due_days=days), occurrence) == until


# Writing down


def test_an_answer_keeps_the_wording_and_the_version_it_was_given_to(occurrence):
    question = asks(occurrence, wording="Which bed?", version=3)
    registration = comes(occurrence)

    tells(registration, given(question, "The upper one"))

    answer = Answer.objects.get()
    assert (answer.value, answer.wording, answer.version) == ("The upper one", "Which bed?", 3)
    assert (answer.contact, answer.recorded_at) == (registration.contact, NOW)


def test_a_later_answer_replaces_an_earlier_one_and_nothing_takes_it_back(occurrence):
    question = asks(occurrence)
    registration = comes(occurrence)

    tells(registration, given(question, "At the station"))
    tells(registration, given(question, "At the bridge"))
    assert Answer.objects.get().value == "At the bridge"

    tells(registration, given(question, None))
    assert not Answer.objects.exists()


def test_an_answer_to_other_words_than_are_asked_now_is_not_taken(occurrence):
    question = asks(occurrence, version=2)

    sheet = tells(comes(occurrence), {question.pk: {"version": 1, "value": "Yes"}})

    assert not Answer.objects.exists()
    assert sheet.lacking == [question]


def test_an_answer_to_a_question_retired_meanwhile_is_kept(occurrence):
    question = asks(occurrence, retired_at=NOW)

    sheet = tells(comes(occurrence), given(question, "Yes"))

    assert Answer.objects.get().question == question
    assert sheet.questions == []


def test_an_answer_to_another_events_question_is_not_taken(occurrence):
    tells(comes(occurrence), given(QuestionFactory(), "Yes"))

    assert not Answer.objects.exists()


def test_an_answer_whose_condition_is_not_met_is_dropped_also_later(occurrence):
    bus = asks(occurrence, kind="yes_no")
    stop = asks(occurrence, only_if=bus, only_if_answer="yes")
    registration = comes(occurrence)

    tells(registration, given(bus, False) | given(stop, "Roskilde"))
    assert [it.question for it in Answer.objects.all()] == [bus]

    tells(registration, given(bus, True) | given(stop, "Roskilde"))
    assert Answer.objects.count() == 2
    tells(registration, given(bus, False))
    assert [it.question for it in Answer.objects.all()] == [bus]


def test_what_may_not_be_answered_any_more_stays_as_it_was(occurrence):
    question = asks(occurrence)
    registration = comes(occurrence)
    tells(registration, given(question, "At the station"))

    tells(registration, given(question, "At the bridge"), may=lambda it: False)

    assert Answer.objects.get().value == "At the station"


def test_writing_down_takes_two_statements(occurrence, django_assert_num_queries):
    questions = [asks(occurrence) for _ in range(40)]
    registration = comes(occurrence)
    answers = {it.pk: {"version": 1, "value": "Yes"} for it in questions}
    contact = Contact.objects.get()
    date = registration.occurrence

    with transaction.atomic(), django_assert_num_queries(2):
        record(contact, date, answers, at=NOW + timedelta(hours=1))
    assert Answer.objects.count() == 40


# In words


@pytest.mark.parametrize(
    ("kind", "plain", "kept", "words"),
    [
        ("text", "Bo & Ib", "Bo & Ib", "Bo & Ib"),
        ("text", "", None, ""),
        ("number", Decimal("2"), 2, "2"),
        ("number", Decimal("-1.50"), -1.5, "-1.5"),
        ("number", Decimal("0"), 0, "0"),
        ("choices", [], None, ""),
        ("choices", ["A", "B, C"], ["A", "B, C"], "A; B, C"),
        ("yes_no", False, False, "No"),
        ("date", datetime(2027, 1, 2).date(), "2027-01-02", "2 January 2027"),  # noqa: DTZ001
        ("statement", False, None, ""),
        ("statement", True, True, "accepted"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_answers_are_kept_as_json_and_told_in_words(kind, plain, kept, words):
    assert to_value(kind, plain) == kept
    assert in_words(kind, kept) == words


def test_a_value_of_another_kind_is_told_as_it_is():
    assert in_words("choices", "Bus") == "Bus"
    assert in_words("date", "soon") == "soon"
    assert in_words("number", True) == "True"
