"""Questions on a registration's own page: until the deadline, and after attending."""

from datetime import timedelta

import pytest

from events.domain import attendance, evaluation
from events.models import Answer, Registration
from office.actor import coordinator
from tests.factories import (
    AnswerFactory,
    CoordinatorFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
)
from tests.signup.people import link, press

pytestmark = pytest.mark.usefixtures("clock", "reference")


@pytest.fixture
def mine(db) -> Registration:
    return RegistrationFactory(language="en")


def asks(registration, **fields):
    return QuestionFactory(event=registration.occurrence.event, **fields)


def name(question):
    return f"q{question.pk}v{question.version}"


def page(client, registration):
    return client.get(link(registration)).content.decode()


def send(client, registration, act="tell_answers", **typed):
    answer = client.post(link(registration), {"act": act, **typed}, follow=True)
    return answer.content.decode()


def values():
    return {it.question_id: it.value for it in Answer.objects.all()}


def came(registration, clock):
    clock.stop(registration.occurrence.starts_at + timedelta(hours=1))
    day = registration.occurrence.first_day
    attendance.check_in(registration.pk, day, actor=coordinator(CoordinatorFactory()))


def test_a_page_without_questions_says_nothing_of_them(client, mine):
    assert "Questions to you" not in page(client, mine)


def test_the_page_says_how_many_questions_wait_and_until_when(client, mine):
    asks(mine, moment="sign_up")
    asks(mine, due_days=10)
    asks(mine, due_days=5)

    shown = page(client, mine)

    assert "3 questions wait for your answer, until Monday 30 November 2026 at 23:59." in shown
    assert "Until Saturday 5 December 2026 at 23:59." in shown


def test_answers_are_kept_and_can_be_changed_until_the_deadline(client, mine, clock):
    question = asks(mine, due_days=10)

    assert "Your answers are saved." in send(client, mine, **{name(question): "The upper bed"})
    assert "You have answered all." in page(client, mine)
    assert 'value="The upper bed"' in page(client, mine)
    send(
        client,
        mine,
        **{name(question): "The lower bed", f"initial-{name(question)}": "The upper bed"},
    )
    assert values() == {question.pk: "The lower bed"}

    clock.move(timedelta(days=10))
    shown = page(client, mine)
    assert "No longer to be changed here" in shown
    assert "The lower bed" in shown
    assert f'name="{name(question)}"' not in shown
    assert "look at them again" in send(client, mine, **{name(question): "Too late"}).lower()
    assert values() == {question.pk: "The lower bed"}


def test_after_the_end_the_page_shows_only_what_was_answered(client, mine, clock):
    bed, _nights = asks(mine, wording="Which bed?"), asks(mine, wording="How many nights?")
    AnswerFactory(question=bed, occurrence=mine.occurrence, contact=mine.contact, value="Upper")
    clock.stop(mine.occurrence.starts_at + timedelta(minutes=1))
    assert "How many nights?" in page(client, mine)
    clock.stop(mine.occurrence.ends_at)
    shown = page(client, mine)
    assert "Which bed?" in shown
    assert "How many nights?" not in shown


def test_who_answers_nothing_is_not_told_that_answers_are_kept(client, mine):
    bed, _nights = asks(mine), asks(mine)

    shown = send(client, mine, **{name(bed): ""})

    assert "Your answers are saved." not in shown
    assert "You have not answered yet. 2 questions wait for your answer" in shown
    shown = send(client, mine, **{name(bed): "Upper"})
    assert "Your answers are saved." in shown
    assert "1 question waits" in shown
    assert "You have not answered yet." not in shown


def test_what_fits_is_kept_and_what_does_not_stays_as_typed(client, mine):
    bed, nights, other = asks(mine), asks(mine, kind="number"), asks(mine)

    shown = send(client, mine, **{name(bed): "Upper", name(nights): "a few"})

    assert values() == {bed.pk: "Upper"}
    assert 'value="a few"' in shown
    assert "Everything else is kept already." in shown
    assert "2 questions wait" in shown
    assert f'name="{name(other)}"' in shown


def test_an_answer_that_is_emptied_is_taken_back(client, mine):
    question = asks(mine, required=False)
    AnswerFactory(question=question, occurrence=mine.occurrence, contact=mine.contact, value="Yes")

    send(client, mine, **{name(question): "", f"initial-{name(question)}": "Yes"})

    assert values() == {}


def test_two_tabs_do_not_undo_each_other(client, mine):
    first, second = asks(mine, required=False), asks(mine, required=False)
    empty = {f"initial-{name(it)}": "" for it in (first, second)}

    send(client, mine, **empty, **{name(first): "One", name(second): ""})
    send(client, mine, **empty, **{name(first): "", name(second): "Two"})

    assert values() == {first.pk: "One", second.pk: "Two"}


def test_what_was_kept_is_not_sent_as_new_when_the_rest_is_corrected(client, mine):
    bed, nights = asks(mine), asks(mine, kind="number")
    shown = send(client, mine, **{name(bed): "Upper", name(nights): "a few"})
    assert f'<input type="hidden" name="initial-{name(bed)}" value="Upper"' in shown

    Answer.objects.update(value="Lower")
    kept = {name(bed): "Upper", f"initial-{name(bed)}": "Upper"}
    send(client, mine, **kept, **{name(nights): "2", f"initial-{name(nights)}": "a few"})

    assert values() == {bed.pk: "Lower", nights.pk: 2}


def test_a_condition_on_an_answer_that_is_closed_counts_by_what_was_said(client, mine, clock):
    bus = asks(mine, kind="yes_no", due_days=15)
    stop = asks(mine, due_days=1, only_if=bus, only_if_answer="yes")
    other = asks(mine, due_days=1, only_if=bus, only_if_answer="no")
    AnswerFactory(question=bus, occurrence=mine.occurrence, contact=mine.contact, value=True)
    clock.move(timedelta(days=6))

    shown = page(client, mine)

    assert f'name="{name(stop)}"' in shown
    assert name(other) not in shown
    assert "data-only-if" not in shown


def test_only_somebody_with_a_place_can_answer(client, mine):
    question = asks(mine)
    press(client, mine, "cancel")

    assert "has ended" in send(client, mine, **{name(question): "Upper"})
    assert values() == {}


def test_the_page_costs_no_more_statements_with_forty_questions(
    client, mine, settings, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        page(client, mine)
    for _ in range(40):
        question = asks(mine)
        AnswerFactory(question=question, occurrence=mine.occurrence, contact=mine.contact)
    with django_assert_max_num_queries(15):
        page(client, mine)


# After attending


def test_the_evaluation_is_asked_of_those_who_came(client, mine, clock):
    asks(mine, moment="after_attending")
    clock.stop(mine.occurrence.starts_at + timedelta(hours=1))
    assert "How was it?" not in page(client, mine)

    came(mine, clock)

    assert "How was it?" in page(client, mine)
    assert "without names" in page(client, mine)


def test_the_evaluation_of_a_camp_waits_for_its_last_day(client, clock):
    mine = RegistrationFactory(occurrence=OccurrenceFactory(camp=True), language="en")
    asks(mine, moment="after_attending")
    came(mine, clock)
    assert "How was it?" not in page(client, mine)

    clock.stop(mine.occurrence.ends_at - timedelta(hours=1))

    assert "How was it?" in page(client, mine)


def test_what_was_said_in_an_evaluation_is_shown_to_nobody_on_the_page(client, mine, clock):
    how = asks(mine, moment="after_attending", kind="choice", options=["Splendid", "Dull"])
    why = asks(mine, moment="after_attending")
    came(mine, clock)

    thanks = send(client, mine, "evaluate", **{name(how): "Dull", name(why): "Too long a day"})

    assert "Thank you for your answers." in thanks
    assert values() == {how.pk: "Dull", why.pk: "Too long a day"}
    shown = page(client, mine)
    assert "You have answered." in shown
    assert "Too long a day" not in shown
    assert " checked" not in shown.replace("are checked in", "")
    send(client, mine, "evaluate", **{name(how): "Splendid"})
    assert values() == {how.pk: "Splendid", why.pk: "Too long a day"}


def test_an_empty_evaluation_is_not_sent(client, mine, clock):
    asks(mine, moment="after_attending")
    came(mine, clock)

    assert "Answer at least one question." in send(client, mine, "evaluate")


def test_an_evaluation_is_not_taken_from_somebody_who_did_not_come(client, mine, clock):
    question = asks(mine, moment="after_attending")
    clock.stop(mine.occurrence.ends_at)

    send(client, mine, "evaluate", **{name(question): "Good"})

    assert values() == {}
    assert evaluation.of_date(mine.occurrence)[0].count == 0
