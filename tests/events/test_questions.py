"""Acts on questions: what is answered keeps its words, conditions hold, sets are copied."""

from dataclasses import replace

import pytest
from django.db import IntegrityError
from django.db.transaction import atomic
from wagtail.models import ModelLogEntry

from events.domain import heard, questions
from events.domain.errors import ActRefused
from events.domain.question_rules import Ask, BadQuestion, Sensitive
from events.models import Answer, Event, Question, QuestionSet
from office.actor import coordinator
from tests.factories import (
    NOW,
    AnswerFactory,
    CoordinatorFactory,
    EventFactory,
    OccurrenceFactory,
    QuestionFactory,
    TurnFactory,
)

pytestmark = pytest.mark.usefixtures("clock", "in_english")

BED = Ask(moment="after_place", kind="text", wording="Which bed?", required=True, due_days=14)
BUS = Ask(moment="after_place", kind="choice", wording="How do you come?", options=("Bus", "Car"))
EVALUATION = Ask(moment="after_attending", kind="choice", wording="How was it?", options=("A", "B"))


@pytest.fixture
def event(db) -> Event:
    return EventFactory()


@pytest.fixture
def actor(db):
    return coordinator(CoordinatorFactory())


@pytest.fixture
def make(event, actor):
    def make(ask: Ask, owner=event, **more) -> Question:
        made = questions.make(owner, ask, actor=actor, **more)
        made.refresh_from_db()
        return made

    return make


def answered(question: Question, value: object = "Bus") -> Answer:
    return AnswerFactory(
        question=question, occurrence=OccurrenceFactory(event=question.event), value=value
    )


def wordings(owner) -> list[str]:
    return [it.wording for it in owner.questions.asked()]


def logged() -> list[tuple[str, dict]]:
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", "data"))


# Making


def test_a_question_is_made_last_of_its_moment(event, make):
    for wording, moment in [
        ("Meeting point?", "after_place"),
        ("How was it?", "after_attending"),
        ("Why do you come?", "sign_up"),
        ("Which bed?", "after_place"),
    ]:
        make(Ask(moment=moment, kind="text", wording=wording))

    assert wordings(event) == ["Why do you come?", "Meeting point?", "Which bed?", "How was it?"]


def test_words_are_tidied(make):
    made = make(
        replace(BUS, wording="  How \x00 do\tyou \r\n come? ", options=(" Bus", "Bus", "", "Car"))
    )

    assert made.wording == "How do you\ncome?"
    assert made.options == ["Bus", "Car"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"wording": " \x07 "}, "wording"),
        ({"wording": "x" * 2001}, "wording"),
        ({"help_text": "x" * 301}, "help_text"),
        ({"kind": "choice", "options": ("Only one",)}, "options"),
        ({"kind": "choices", "options": tuple(map(str, range(51)))}, "options"),
        ({"kind": "choice", "options": ("x" * 201, "y")}, "options"),
        ({"kind": "statement", "moment": "after_attending"}, "kind"),
        ({"only_if": 4711, "only_if_answer": "Bus"}, "condition"),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(make, more, field):
    with pytest.raises(BadQuestion) as refused:
        make(replace(BED, **more))

    assert refused.value.field == field
    assert not Question.objects.exists()


def test_a_statement_must_be_accepted_and_an_evaluation_need_not_be_answered(make):
    statement = make(
        Ask(moment="sign_up", kind="statement", wording="I keep what I hear to myself.")
    )
    evaluation = make(replace(EVALUATION, required=True, due_days=3))

    assert statement.required
    assert (evaluation.required, evaluation.due_days) == (False, None)


# Changing


def test_what_nobody_has_answered_is_changed_where_it_stands(make, actor):
    question = make(BED)

    changed = questions.change(question.pk, replace(BED, wording="Which room?"), actor=actor)

    question.refresh_from_db()
    assert changed == questions.Changed(question)
    assert (question.wording, question.version) == ("Which room?", 2)


@pytest.mark.parametrize(
    "new",
    [
        replace(BUS, wording="How do you travel?"),
        replace(BUS, kind="choices"),
        replace(BUS, options=("Bus", "Train")),
        replace(BUS, moment="after_attending"),
    ],
)
def test_what_was_answered_is_retired_and_a_successor_takes_its_place(event, make, actor, new):
    question, after = make(BUS), make(BED)
    answer = answered(question)

    changed = questions.change(question.pk, new, actor=actor)

    question.refresh_from_db()
    answer.refresh_from_db()
    assert changed.retired == question
    assert (question.wording, question.options, question.version) == (
        BUS.wording,
        ["Bus", "Car"],
        1,
    )
    assert question.retired_at == NOW
    assert (answer.question, answer.wording) == (question, BUS.wording)
    assert changed.question.version == 2
    assert set(event.questions.asked()) == {changed.question, after}
    if new.moment == BUS.moment:
        assert wordings(event) == [new.wording, after.wording]


@pytest.mark.parametrize(
    "new",
    [
        replace(BUS, help_text="From the station"),
        replace(BUS, required=True),
        replace(BUS, due_days=3),
        replace(BUS, options=("Train", "Car", "Bus")),
        replace(BUS, moment="sign_up"),
    ],
)
def test_what_takes_nothing_from_an_answer_is_changed_in_place(make, actor, new):
    question = make(BUS)
    answered(question)

    changed = questions.change(question.pk, new, actor=actor)

    assert changed.retired is None
    question.refresh_from_db()
    assert (question.version, question.retired_at) == (1, None)


def test_an_answer_typed_and_not_yet_proven_counts_as_one(make, actor):
    question, other = make(BUS), make(BED)
    typed = {"answers": {str(question.pk): {"version": 1, "value": "Bus"}}}
    date = OccurrenceFactory(event=question.event)
    TurnFactory(occurrence=date, contact=None, email="bo@mail.dk", proven_at=None, submitted=typed)

    assert heard.counts(question.event) == {question.pk: 1}
    assert questions.change(question.pk, replace(BUS, wording="New?"), actor=actor).retired
    assert not questions.change(other.pk, replace(BED, wording="New?"), actor=actor).retired


def test_the_same_change_twice_is_one(make, actor):
    question = make(BUS)
    new = replace(BUS, wording="How do you travel?")
    questions.change(question.pk, new, actor=actor)
    before = logged()

    questions.change(question.pk, new, actor=actor)

    question.refresh_from_db()
    assert question.version == 2
    assert logged() == before


def test_a_retired_question_is_changed_no_more(make, actor):
    question = make(BUS)
    answered(question)
    questions.retire(question.pk, actor=actor)

    with pytest.raises(ActRefused, match="no longer asked"):
        questions.change(question.pk, BED, actor=actor)


def test_answers_are_counted_in_three_statements(event, make, django_assert_num_queries):
    question = make(BUS)
    for _ in range(3):
        answered(question)

    with django_assert_num_queries(3):
        assert heard.counts(event) == {question.pk: 3}


# Retiring


def test_an_answered_question_is_retired_and_another_is_deleted(event, make, actor):
    asked, silent = make(BUS), make(BED)
    answered(asked)

    assert questions.retire(asked.pk, actor=actor) == asked
    assert questions.retire(silent.pk, actor=actor) is None

    assert list(Question.objects.all()) == [asked]
    assert wordings(event) == []
    assert Answer.objects.get().question == asked


def test_retiring_twice_is_retiring_once(make, actor):
    asked, silent = make(BUS), make(BED)
    answered(asked)
    for _ in range(2):
        questions.retire(asked.pk, actor=actor)
        questions.retire(silent.pk, actor=actor)

    assert [action for action, _ in logged()].count("events.retire_question") == 2


def test_what_another_depends_on_is_not_retired_first(make, actor):
    bus = make(BUS)
    make(replace(BED, wording="Which stop?", only_if=bus.pk, only_if_answer="Bus"))

    with pytest.raises(ActRefused, match="Which stop"):
        questions.retire(bus.pk, actor=actor)


# Order and conditions


def test_a_question_moves_up_and_down_within_its_moment(event, make, actor):
    first = make(replace(BED, wording="1"))
    make(replace(BED, wording="2"))
    third = make(replace(BED, wording="3"))
    make(replace(EVALUATION, wording="4"))

    questions.move(third.pk, up=True, actor=actor)
    assert wordings(event) == ["1", "3", "2", "4"]
    questions.move(first.pk, up=False, actor=actor)
    assert wordings(event) == ["3", "1", "2", "4"]
    for _ in range(3):
        questions.move(first.pk, up=False, actor=actor)
    assert wordings(event) == ["3", "2", "1", "4"]


def test_a_question_does_not_move_before_what_it_depends_on(event, make, actor):
    bus = make(BUS)
    stop = make(replace(BED, wording="Which stop?", only_if=bus.pk, only_if_answer="Bus"))

    for pk, up in [(stop.pk, True), (bus.pk, False)]:
        with pytest.raises(ActRefused, match="has to be asked after it"):
            questions.move(pk, up=up, actor=actor)
    assert wordings(event) == [BUS.wording, "Which stop?"]


def test_a_condition_names_an_answer_of_an_earlier_question_of_the_same_event(make, actor):
    bus, text = make(BUS), make(BED)
    elsewhere = make(BUS, owner=EventFactory())
    yes_no = make(Ask(moment="after_place", kind="yes_no", wording="Do you snore?"))
    for only_if, answer in [
        (bus.pk, "Train"),
        (text.pk, "x"),
        (elsewhere.pk, "Bus"),
        (yes_no.pk, "Bus"),
    ]:
        with pytest.raises(BadQuestion):
            make(replace(BED, wording="Why?", only_if=only_if, only_if_answer=answer))
        with pytest.raises(BadQuestion, match="asked after"):
            make(
                replace(BED, moment="sign_up", wording="Why?", only_if=bus.pk, only_if_answer="Bus")
            )

    make(replace(BED, wording="Why?", only_if=bus.pk, only_if_answer="Bus"))
    make(replace(EVALUATION, only_if=yes_no.pk, only_if_answer="yes"))


def test_questions_do_not_wait_for_each_other(make, actor):
    bus = make(BUS)
    again = make(replace(BUS, wording="And back?", only_if=bus.pk, only_if_answer="Bus"))

    for pk in (again.pk, bus.pk):
        with pytest.raises(BadQuestion):
            questions.change(bus.pk, replace(BUS, only_if=pk, only_if_answer="Bus"), actor=actor)


def test_an_answer_that_another_waits_for_is_not_taken_away(make, actor):
    bus = make(BUS)
    make(replace(BED, wording="Which stop?", only_if=bus.pk, only_if_answer="Bus"))

    with pytest.raises(BadQuestion, match="Which stop"):
        questions.change(bus.pk, replace(BUS, options=("Train", "Car")), actor=actor)


@pytest.mark.parametrize("is_answered", [True, False])
def test_who_waits_for_an_answer_waits_for_the_successors(make, actor, is_answered):
    bus = make(BUS)
    stop = make(replace(BED, wording="Which stop?", only_if=bus.pk, only_if_answer="Bus"))
    if is_answered:
        answered(bus)

    new = questions.change(bus.pk, replace(BUS, wording="How do you travel?"), actor=actor).question

    stop.refresh_from_db()
    assert stop.only_if == new
    assert (new != bus) is is_answered


# What is not for an ordinary question


def test_a_question_for_allergies_is_stopped_with_the_choice_to_ask_as_it_must_be_asked(
    event, make, actor
):
    with pytest.raises(Sensitive) as refused:
        make(replace(BED, wording="Any allergies? Do you use a wheelchair?"))

    assert refused.value.switches == {"asks_food", "asks_access"}
    assert not Question.objects.exists()
    for _ in range(2):
        questions.ask_for_needs(event, refused.value.switches, actor=actor)
    event.refresh_from_db()
    assert (event.asks_food, event.asks_access, event.asks_emergency) == (True, True, False)
    assert [action for action, _ in logged()] == ["events.ask_needs"]


def test_what_was_stopped_wrongly_goes_through_with_a_reason_that_is_logged(event, make, actor):
    workshop = replace(BUS, wording="Which workshop?", options=("Allergies", "Asthma"))
    with pytest.raises(Sensitive):
        make(workshop, harmless_because="  ")

    made = make(workshop, harmless_because="It is the title of a workshop")

    assert logged()[-1] == (
        "events.make_question",
        {"reason": "It is the title of a workshop", "question": made.pk},
    )


def test_a_change_is_looked_at_and_what_was_let_through_once_stays(make, actor):
    question = make(replace(BED, wording="Halal?"), harmless_because="The name of a band")
    other = make(BED)

    with pytest.raises(Sensitive):
        questions.change(other.pk, replace(BED, help_text="Is it kosher?"), actor=actor)
    questions.change(question.pk, replace(BED, wording="Halal?", required=False), actor=actor)

    question.refresh_from_db()
    assert not question.required


# Sets


def test_a_set_is_copied_with_its_conditions_and_only_once(event, make, actor):
    kept = QuestionSet.objects.create(name="Camps")
    bus = make(BUS, owner=kept)
    make(replace(BED, wording="Which stop?", only_if=bus.pk, only_if_answer="Bus"), owner=kept)
    make(EVALUATION)

    made = questions.copy(kept, event, actor=actor)
    assert questions.copy(kept, event, actor=actor) == []

    assert wordings(event) == [BUS.wording, "Which stop?", EVALUATION.wording]
    assert (made[1].only_if, made[1].only_if_answer) == (made[0], "Bus")
    assert wordings(kept) == [BUS.wording, "Which stop?"]


def test_what_is_asked_already_is_not_doubled_and_still_carries_conditions(event, make, actor):
    other = EventFactory()
    bus = make(BUS, owner=other)
    make(replace(BED, only_if=bus.pk, only_if_answer="Bus"), owner=other)
    mine = make(BUS)

    (made,) = questions.copy(other, event, actor=actor)

    assert made.only_if == mine


def test_neither_answers_nor_retired_questions_are_copied(event, make, actor):
    gone, stays = make(BUS), make(BED)
    answered(gone)
    answered(stays)
    questions.retire(gone.pk, actor=actor)
    other = EventFactory()

    questions.copy(event, other, actor=actor)

    assert wordings(other) == [BED.wording]
    assert not Answer.objects.filter(question__event=other).exists()


def test_an_events_questions_are_kept_as_a_set_whose_name_is_its_own(event, make, actor):
    make(BED)

    kept = questions.keep_as_set(event, "  Camps  in winter ", actor=actor)

    assert (kept.name, wordings(kept)) == ("Camps in winter", [BED.wording])
    for name in ("camps in winter", " "):
        with pytest.raises(BadQuestion):
            questions.keep_as_set(event, name, actor=actor)


def test_a_set_is_discarded_and_its_copies_stay(event, make, actor):
    kept = QuestionSet.objects.create(name="Camps")
    bus = make(BUS, owner=kept)
    make(replace(BED, only_if=bus.pk, only_if_answer="Bus"), owner=kept)
    questions.copy(kept, event, actor=actor)

    for _ in range(2):
        questions.discard_set(kept.pk, actor=actor)

    assert not QuestionSet.objects.exists()
    assert len(wordings(event)) == 2


def test_the_log_names_questions_by_number(event, make, actor):
    question = make(BED)
    questions.change(question.pk, replace(BED, wording="Which room?"), actor=actor)
    questions.retire(question.pk, actor=actor)

    assert logged() == [
        ("events.make_question", {"question": question.pk}),
        ("events.change_question", {"question": question.pk}),
        ("events.retire_question", {"question": question.pk}),
    ]
    assert {it.content_type.model for it in ModelLogEntry.objects.all()} == {"event"}


def test_a_question_belongs_to_an_event_or_a_set(event):
    camps = QuestionSet.objects.create(name="Camps")
    QuestionFactory(event=None, set=camps)
    for both_or_neither in ({"event": event, "set": camps}, {"event": None, "set": None}):
        with pytest.raises(IntegrityError, match="question_of_an_event_or_a_set"), atomic():
            QuestionFactory(**both_or_neither)
