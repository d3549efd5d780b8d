"""Two tabs, and a coordinator who rewords while people answer: real threads on PostgreSQL."""

import pytest

from events.domain import answering, question_mails, questions
from events.domain.question_rules import Ask
from events.models import Answer, Question
from mail.models import Message
from tests.events.people import office
from tests.events.test_races import at_once
from tests.factories import OccurrenceFactory, QuestionFactory, RegistrationFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def date(clock):
    return OccurrenceFactory()


def says(registration, question, value):
    given = {question.pk: {"version": 1, "value": value}}
    return lambda: answering.answer(registration.pk, given)


def test_answers_from_many_tabs_at_once_all_stand_and_none_is_doubled(date):
    mine = RegistrationFactory(occurrence=date)
    asked = [QuestionFactory(event=date.event) for _ in range(4)]

    results = at_once([says(mine, it, f"{n}") for it in asked for n in range(3)])

    assert not [it for it in results if isinstance(it, Exception)]
    assert {it.question for it in Answer.objects.all()} == set(asked)
    assert Answer.objects.count() == 4


def test_no_answer_ever_stands_beside_words_its_person_did_not_read(date):
    asked = QuestionFactory(event=date.event, wording="Old?")
    people = [RegistrationFactory(occurrence=date) for _ in range(8)]
    new = Ask(moment="after_place", kind="text", wording="New?", required=True)

    results = at_once(
        [
            *(says(it, asked, "Yes") for it in people[:4]),
            lambda: questions.change(asked.pk, new, actor=office()),
            *(says(it, asked, "Yes") for it in people[4:]),
        ]
    )

    assert not [it for it in results if isinstance(it, Exception)]
    assert {it.wording for it in Answer.objects.all()} <= {"Old?"}
    old = Question.objects.get(pk=asked.pk)
    assert old.wording == ("Old?" if Answer.objects.exists() else "New?")


def test_ask_now_pressed_twice_at_once_writes_once(date):
    office()
    QuestionFactory(event=date.event)
    for _ in range(3):
        RegistrationFactory(occurrence=date)

    results = at_once([lambda: question_mails.ask_now(date.pk, actor=office())] * 3)

    assert sorted(results) == [0, 0, 3]
    assert Message.objects.filter(kind="questions").count() == 3
