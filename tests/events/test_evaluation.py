"""What is told of an evaluation, when, and what is forgotten of it and of all answers."""

from datetime import timedelta

import pytest

from events.domain import answers_end, erasure, evaluation, retention
from events.models import Answer
from office.actor import SYSTEM
from tests.factories import (
    AnswerFactory,
    ContactFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.usefixtures("clock", "in_english")

DAY = timedelta(days=1)


@pytest.fixture
def date(db):
    return OccurrenceFactory()


def asks(date, kind="choice", **fields):
    fields.setdefault("options", ["Good", "Bad"] if kind in ("choice", "choices") else [])
    return QuestionFactory(event=date.event, moment="after_attending", kind=kind, **fields)


def says(date, question, *values):
    return [AnswerFactory(occurrence=date, question=question, value=it) for it in values]


def shares(result):
    return {it.label: it.count for it in result.shares}


@pytest.mark.parametrize("n", [0, 1, 4])
def test_fewer_than_five_answers_are_only_counted(date, n):
    for kind, value in [("choice", "Good"), ("text", "A secret"), ("number", 7)]:
        says(date, asks(date, kind), *[value] * n)

    for result in [*evaluation.of_date(date), *evaluation.of_event(date.event)]:
        assert (result.count, result.is_shown, result.missing) == (n, False, 5 - n)
        assert (result.shares, result.texts, result.average) == ([], [], "")


def test_from_five_on_choices_and_numbers_are_told_as_numbers(date):
    says(date, asks(date), *["Good"] * 4, "Bad")
    says(date, asks(date, "choices"), ["Good"], ["Good", "Bad"], ["Bad"], ["Bad"], ["Bad"])
    says(date, asks(date, "yes_no"), True, True, False, True, True)
    says(date, asks(date, "number"), 1, 2, 2, 2.5, 5)

    choice, choices, yes_no, number = evaluation.of_date(date)

    assert shares(choice) == {"Good": 4, "Bad": 1}
    assert shares(choices) == {"Good": 2, "Bad": 4}
    assert shares(yes_no) == {"Yes": 4, "No": 1}
    assert (number.average, shares(number)) == ("2.5", {"1": 1, "2": 2, "2.5": 1, "5": 1})
    assert choice.count == 5


def test_an_answer_since_taken_off_the_list_is_counted_too(date):
    question = asks(date, options=["Good", "So-so"])
    says(date, question, *["Bad"] * 5)

    assert shares(evaluation.of_date(date)[0]) == {"Good": 0, "So-so": 0, "Bad": 5}


def test_many_different_numbers_are_told_by_their_average(date):
    says(date, asks(date, "number"), *range(13))

    (result,) = evaluation.of_date(date)

    assert (result.average, result.shares) == ("6", [])


def test_texts_are_told_in_an_order_that_tells_nothing(date):
    said = [f"Text {n}" for n in range(8)]
    first, second = asks(date, "text"), asks(date, "long_text")
    says(date, first, *said)
    says(date, second, *said)

    one, other = evaluation.of_date(date)

    assert sorted(one.texts) == sorted(other.texts) == said
    assert one.texts != said
    assert one.texts != other.texts


def test_a_retired_question_is_told_while_it_has_answers(date, clock):
    says(date, asks(date, retired_at=clock.now()), "Good")
    asks(date, retired_at=clock.now())

    assert [it.count for it in evaluation.of_date(date)] == [1]


def test_an_event_tells_all_its_dates_together(date):
    question, other = asks(date), OccurrenceFactory(event=date.event)
    says(date, question, *["Good"] * 3)
    says(other, question, *["Bad"] * 3)

    (result,) = evaluation.of_event(date.event)

    assert (result.count, shares(result)) == (6, {"Good": 3, "Bad": 3})
    assert not evaluation.of_date(date)[0].is_shown


def test_the_sum_less_the_dates_that_are_shown_tells_nobody(date):
    question, other = asks(date), OccurrenceFactory(event=date.event)
    says(date, question, *["Good"] * 5)
    says(other, question, "Bad")

    (result,) = evaluation.of_event(date.event)

    assert (result.count, result.left_out, shares(result)) == (5, 1, {"Good": 5, "Bad": 0})


def test_an_evaluation_takes_two_statements(date, django_assert_num_queries):
    for _ in range(3):
        says(date, asks(date), *["Good"] * 6)

    with django_assert_num_queries(2):
        evaluation.of_date(date)
    with django_assert_num_queries(2):
        evaluation.of_event(date.event)


# Forgetting


def everything_said(date, contact):
    """An answer of each kind, before and after; returns those that stay as counts."""
    before = QuestionFactory(event=date.event)
    AnswerFactory(occurrence=date, question=before, contact=contact)
    kinds = {"choice": "Good", "choices": ["Good"], "yes_no": True, "number": 3}
    counted = [
        AnswerFactory(occurrence=date, question=asks(date, kind), contact=contact, value=value)
        for kind, value in kinds.items()
    ]
    for kind in ("text", "long_text"):
        AnswerFactory(occurrence=date, question=asks(date, kind), contact=contact, value="Ida")
    return counted


def test_of_an_erased_person_only_counts_stay_and_nobody_is_named(date):
    contact = ContactFactory()
    counted = everything_said(date, contact)
    other = AnswerFactory(occurrence=date)

    erasure.erase(contact.pk, actor=SYSTEM)

    assert set(Answer.objects.filter(contact=None)) == set(counted)
    assert list(Answer.objects.filter(contact__isnull=False)) == [other]
    stays = Answer.objects.filter(contact=None)
    assert set(stays.values_list("recorded_at", flat=True)) == {date.ends_at}


@pytest.mark.parametrize(
    ("days", "has_place", "kept"),
    [(364, True, True), (365, True, False), (90, False, True), (91, False, False)],
)
def test_answers_are_kept_a_year_or_three_months_where_there_was_no_place(
    clock, date, days, has_place, kept
):
    contact = ContactFactory()
    if has_place:
        RegistrationFactory(occurrence=date, contact=contact)
    counted = everything_said(date, contact)
    clock.stop(date.ends_at + days * DAY)

    assert retention.plan(clock.now()).answers == (0 if kept else 7)
    answers_end.clean(clock.now())

    assert Answer.objects.filter(contact=contact).count() == (7 if kept else 0)
    assert Answer.objects.filter(contact=None).count() == (0 if kept else len(counted))
    assert retention.plan(clock.now()).answers == 0
