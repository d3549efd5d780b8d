"""The desk's screens about questions and answers: what they do, and what they cost."""

import csv
import io

import pytest
from django.urls import reverse

from events.domain.question_rules import Ask
from events.domain.questions import make
from events.models import Answer, Event, Question, QuestionSet
from mail.models import Message
from office.actor import SYSTEM
from tests.desk.asking import ask_everything
from tests.factories import (
    AnswerFactory,
    ContactFactory,
    EventFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.usefixtures("clock")

TYPED = {
    "moment": "after_place",
    "kind": "choice",
    "wording": "How do you come?",
    "options": "Bus\r\nCar",
    "required": "on",
    "due_days": "7",
}


@pytest.fixture
def event(db) -> Event:
    return EventFactory()


@pytest.fixture
def date(event):
    return OccurrenceFactory(event=event)


def of(event, name, *args):
    return reverse(f"dates:{name}", args=[event.pk, *args])


def text(answer):
    return answer.content.decode()


def test_a_question_is_added_changed_and_taken_away(desk, event):
    desk.post(of(event, "question_add"), TYPED)
    question = event.questions.get()
    assert (question.options, question.due_days, question.required) == (["Bus", "Car"], 7, True)

    desk.post(of(event, "question_edit", question.pk), TYPED | {"wording": "How do you travel?"})
    question.refresh_from_db()
    assert question.wording == "How do you travel?"

    assert "it is deleted" in text(desk.get(of(event, "question_retire", question.pk)))
    desk.post(of(event, "question_retire", question.pk))
    assert not event.questions.exists()


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_kept(desk, event):
    answer = desk.post(of(event, "question_add"), TYPED | {"options": "Bus"})

    assert answer.context["form"].errors.keys() == {"options"}
    assert "How do you come?" in text(answer)
    assert not event.questions.exists()


def test_a_condition_is_chosen_as_a_question_and_its_answer(desk, event):
    bus = make(event, Ask("after_place", "choice", "How?", options=("Bus", "Car")), actor=SYSTEM)
    more = {"kind": "text", "wording": "Which stop?", "condition": f"{bus.pk}:Bus"}

    desk.post(of(event, "question_add"), TYPED | more)

    stop = event.questions.get(wording="Which stop?")
    assert (stop.only_if, stop.only_if_answer) == (bus, "Bus")


def test_changing_an_answered_question_says_what_will_happen_and_what_has(desk, event, date):
    question = QuestionFactory(event=event, wording="Which bed?")
    AnswerFactory(occurrence=date, question=question)
    address = of(event, "question_edit", question.pk)

    assert "everybody is asked anew" in text(desk.get(address))
    answer = desk.post(address, TYPED | {"kind": "text"}, follow=True)

    assert "retired with its answers" in text(answer)
    assert Question.objects.count() == 2


def test_a_stopped_question_offers_the_switch_and_a_reason(desk, event):
    stopped = TYPED | {"wording": "Any allergies?"}

    answer = desk.post(of(event, "question_add"), stopped)
    assert "Ask what people do not eat instead" in text(answer)
    assert "harmless_because" in answer.context["form"].fields
    assert not event.questions.exists()

    desk.post(of(event, "questions_ask_needs"), {"switch": ["asks_food"]})
    event.refresh_from_db()
    assert event.asks_food
    desk.post(of(event, "question_add"), stopped | {"harmless_because": "A workshop's name"})
    assert event.questions.get().wording == "Any allergies?"


def test_questions_are_moved_copied_and_kept_as_a_set(desk, event):
    for wording in ("One?", "Two?"):
        make(event, Ask("after_place", "text", wording), actor=SYSTEM)
    second = event.questions.get(wording="Two?")

    desk.post(of(event, "question_move", second.pk), {"way": "up"})
    assert [it.wording for it in event.questions.asked()] == ["Two?", "One?"]
    desk.post(of(event, "questions_keep"), {"keep-name": "Camps"})
    kept = QuestionSet.objects.get()
    other = EventFactory()
    desk.post(of(other, "questions_from_set"), {"set-source": kept.pk})
    third = EventFactory()
    desk.post(of(third, "questions_from_event"), {"event-source": event.pk})

    for owner in (kept, other, third):
        assert [it.wording for it in owner.questions.asked()] == ["Two?", "One?"]


def test_ask_now_says_how_many_and_writes_to_them(desk, event, date):
    QuestionFactory(event=event)
    RegistrationFactory(occurrence=date)
    address = reverse("dates:ask_now", args=[date.pk])

    assert "1 person with a place" in text(desk.get(address))
    desk.post(address)

    assert Message.objects.get().kind == "questions"


def test_the_answers_of_a_date_tell_who_has_not_answered_and_who_said_what(desk, event, date):
    bus = QuestionFactory(event=event, kind="choice", options=["Bus", "Car"])
    silent, told = (
        RegistrationFactory(occurrence=date, contact=ContactFactory(name=name))
        for name in ("Silent Holm", "Told Lind")
    )
    AnswerFactory(occurrence=date, question=bus, contact=told.contact, value="Bus")
    address = reverse("dates:answers", args=[date.pk])

    everybody = text(desk.get(address))
    missing = text(desk.get(address, {"show": "missing"}))
    by_bus = text(desk.get(address, {"question": bus.pk, "answer": "Bus"}))

    assert "1 of 2 have answered all." in everybody
    assert ("Silent Holm" in missing, "Told Lind" in missing) == (True, False)
    assert ("Silent Holm" in by_bus, "Told Lind" in by_bus) == (False, True)
    assert silent


def exported(answer):
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";" if ";" in content else ","))


def test_nobody_s_evaluation_is_told_anywhere_by_name(desk, event, date):
    asked = QuestionFactory(event=event)
    how = QuestionFactory(event=event, moment="after_attending", kind="long_text")
    for n in range(4):
        somebody = RegistrationFactory(occurrence=date, contact__name=f"Somebody {n}")
        AnswerFactory(occurrence=date, question=asked, contact=somebody.contact)
        AnswerFactory(occurrence=date, question=how, contact=somebody.contact, value=f"Secret {n}")
    answers = reverse("dates:answers", args=[date.pk])
    of_event = reverse("dates:evaluation_of_event", args=[event.pk])

    for address in (answers, of_event):
        assert "Secret" not in text(desk.get(address))
    assert "Secret" not in str(exported(desk.get(answers, {"export": "csv"})))
    fifth = AnswerFactory(occurrence=date, question=how, value="Secret 4")
    assert "Secret 1" in text(desk.get(of_event))
    for address in (of_event, reverse("dates:evaluation", args=[date.pk])):
        rows = exported(desk.get(address, {"export": "csv"}))
        assert len(rows) == 6
        assert fifth.contact.name not in str(rows)
        assert "Somebody" not in str(rows)
    assert "Secret" not in str(exported(desk.get(answers, {"export": "csv"})))
    assert "Secret" not in text(desk.get(reverse("contacts:edit", args=[somebody.contact_id])))


@pytest.mark.usefixtures("office_is_kept")
def test_the_tab_costs_the_same_however_many_answers_there_are(
    desk, event, date, django_assert_max_num_queries
):
    address = reverse("dates:answers", args=[date.pk])
    ask_everything(date, people=1)
    questions = [QuestionFactory(event=event) for _ in range(40 - event.questions.count())]
    people = [RegistrationFactory(occurrence=date) for _ in range(300)]
    Answer.objects.bulk_create(
        AnswerFactory.build(
            occurrence=date, question=question, contact=it.contact, wording="?", version=1
        )
        for question in questions
        for it in people[: 2000 // len(questions)]
    )
    desk.get(address)

    with django_assert_max_num_queries(20):
        assert desk.get(address).status_code == 200
    with django_assert_max_num_queries(20):
        desk.get(reverse("dates:edit", args=[date.pk]))
    with django_assert_max_num_queries(20):
        desk.get(of(event, "questions"))
