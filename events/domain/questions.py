"""Acts on questions: make, change, retire, put in order; with sets of them: copy, keep, discard.

What somebody has answered keeps its words: it is retired, and a successor asked in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.domain import needs
from events.domain import question_rules as rules
from events.domain.asking import in_order
from events.domain.errors import ActRefused
from events.domain.heard import is_answered
from events.domain.log import note
from events.domain.question_rules import Ask, BadQuestion
from events.models import Event, Question, QuestionSet
from office import clock
from office.actor import Actor

Owner = Event | QuestionSet

SWITCHES = ("asks_food", "asks_access", "asks_emergency")


@dataclass(frozen=True)
class Changed:
    """What is asked now, and the question it took the place of, if that had answers."""

    question: Question
    retired: Question | None = None


def make(owner: Owner, ask: Ask, *, actor: Actor, harmless_because: str = "") -> Question:
    """Ask something, last of its moment. Raises BadQuestion, Sensitive."""
    ask = rules.checked(ask)
    rules.refuse_sensitive(ask, harmless_because)
    with transaction.atomic():
        others = _locked(owner)
        made = Question(**_owned_by(owner), order=_last(others), **ask.fields())
        rules.check_conditions([*others, made])
        made.save()
        _renumber([*others, made])
        _note(made, "events.make_question", actor, reason=harmless_because)
        return made


def change(question: int, ask: Ask, *, actor: Actor, harmless_because: str = "") -> Changed:
    """Change what is asked. Once answered, its words, kind and answers stay as they are: the
    question is retired and a new one made in its place, of which the rest depends.

    Raises BadQuestion, Sensitive, ActRefused for a question retired since.
    """
    ask = rules.checked(ask)
    with transaction.atomic():
        found, others = _found(question)
        if rules.words_differ(found, ask):
            rules.refuse_sensitive(ask, harmless_because)
        if ask == Ask.of(found):
            return Changed(found)
        if rules.needs_successor(found, ask) and is_answered(found):
            return _succeed(found, others, ask, actor, harmless_because)
        return Changed(_changed(found, others, ask, actor, harmless_because))


def retire(question: int, *, actor: Actor) -> Question | None:
    """Ask it no more. With answers it is kept, retired; without, it is gone (None).

    Raises ActRefused while another is asked only of those who answer this one so or so.
    """
    with transaction.atomic():
        found = Question.objects.select_for_update().filter(pk=question).first()
        if found is None or found.retired_at:
            return found
        _hangs_nothing_on(found)
        _note(found, "events.retire_question", actor)
        if is_answered(found) or found.followed_by.exists():
            _retire(found)
            return found
        found.answers.all().delete()  # of somebody who tried the sign-up
        found.delete()
        return None


def move(question: int, *, up: bool, actor: Actor) -> Question:
    """Ask it one earlier or later among those of its moment; at the end it stays.

    Raises ActRefused where it would come before what it depends on.
    """
    with transaction.atomic():
        found, others = _found(question)
        row = in_order([*others, found])
        place, mine = row.index(found), found.moment
        other = place + (-1 if up else 1)
        if not (0 <= other < len(row)) or row[other].moment != mine:
            return found
        row[place], row[other] = row[other], row[place]
        _number(row)
        rules.check_conditions(row)
        _renumber(row)
        _note(found, "events.move_question", actor)
        return found


def copy(source: Owner, target: Owner, *, actor: Actor) -> list[Question]:
    """Ask in `target` what `source` asks, conditions and all. What it asks already is not doubled,
    so copying twice is copying once. Returns what was made.
    """
    with transaction.atomic():
        there = _locked(target)
        twins = {_identity(it): it for it in there}
        became: dict[int, Question] = {}
        made: list[Question] = []
        for question in in_order(source.questions.asked()):
            if twin := twins.get(_identity(question)):
                became[question.pk] = twin
                continue
            twin = _copied(question, target, became, order=_last(there) + len(made))
            became[question.pk] = twin
            made.append(twin)
        if made:
            _renumber([*there, *made])
            note(target, "events.copy_questions", actor, count=len(made))
        return made


def make_set(name: str, *, actor: Actor) -> QuestionSet:
    """An empty set. Raises BadQuestion for a name that is taken or none."""
    with transaction.atomic():
        made = QuestionSet.objects.create(name=_free_name(name))
        note(made, "events.make_set", actor)
        return made


def rename_set(questions: int, name: str, *, actor: Actor) -> QuestionSet:
    """Raises BadQuestion for a name that is taken or none."""
    with transaction.atomic():
        found = QuestionSet.objects.select_for_update().get(pk=questions)
        if found.name != name:
            found.name = _free_name(name, but=found)
            found.save()
            note(found, "events.rename_set", actor)
        return found


def keep_as_set(event: Event, name: str, *, actor: Actor) -> QuestionSet:
    """Keep what an event asks as a set to use again. Raises BadQuestion for a taken name."""
    with transaction.atomic():
        made = make_set(name, actor=actor)
        copy(event, made, actor=actor)
        return made


def discard_set(questions: int, *, actor: Actor) -> None:
    """Delete a set. Events keep their copies."""
    with transaction.atomic():
        found = QuestionSet.objects.select_for_update().filter(pk=questions).first()
        if found is None:
            return
        note(found, "events.discard_set", actor)
        found.questions.update(only_if=None, only_if_answer="")
        found.delete()


def ask_for_needs(event: Event, switches: set[str], *, actor: Actor) -> Event:
    """Ask as it has to be asked, by consent, what an ordinary question must not (`Sensitive`)."""
    on = {name: getattr(event, name) or name in switches for name in SWITCHES}
    asks = {name.removeprefix("asks_"): it for name, it in on.items()}
    return needs.ask(event.pk, actor=actor, **asks)


# Rows


def _free_name(name: str, but: QuestionSet | None = None) -> str:
    name = " ".join(name.split())
    others = QuestionSet.objects.exclude(pk=but.pk) if but else QuestionSet.objects.all()
    if not name:
        raise BadQuestion(_("Give the set a name."), "name")
    if others.filter(name__iexact=name).exists():
        raise BadQuestion(_("There is a set of this name already."), "name")
    return name


def _owned_by(owner: Owner) -> dict[str, Any]:
    return {"event": owner} if isinstance(owner, Event) else {"set": owner}


def _locked(owner: Owner) -> list[Question]:
    """What it asks, kept as it is until the transaction ends; locked in one order by everybody."""
    rows: QuerySet[Question] = Question.objects.filter(**_owned_by(owner), retired_at=None)
    return in_order(rows.select_for_update(of=("self",)).order_by("pk"))


def _found(question: int) -> tuple[Question, list[Question]]:
    """An asked question and its neighbours, locked."""
    there = Question.objects.select_related("event", "set").filter(pk=question).first()
    owner = there and (there.event or there.set)
    row = _locked(owner) if owner else []
    mine = [it for it in row if it.pk == question]
    if not mine:
        raise ActRefused(_("This question is no longer asked."))
    return mine[0], [it for it in row if it.pk != question]


def _changed(
    found: Question, others: list[Question], ask: Ask, actor: Actor, harmless_because: str
) -> Question:
    if rules.needs_successor(found, ask):
        found.version += 1
    if ask.moment != found.moment:
        found.order = _last(others)
    for name, value in ask.fields().items():
        setattr(found, name, value)
    rules.check_conditions([*others, found])
    found.save()
    _renumber([*others, found])
    _note(found, "events.change_question", actor, reason=harmless_because)
    return found


def _succeed(
    old: Question, others: list[Question], ask: Ask, actor: Actor, harmless_because: str
) -> Changed:
    new = Question(event=old.event, order=old.order, version=old.version + 1, **ask.fields())
    new.save()
    for follower in others:
        if follower.only_if_id == old.pk:
            follower.only_if = new
    rules.check_conditions([*others, new])
    for follower in others:
        if follower.only_if_id == new.pk:
            follower.save(update_fields=["only_if"])
    _retire(old)
    _renumber([*others, new])
    _note(new, "events.succeed_question", actor, reason=harmless_because)
    return Changed(new, old)


def _retire(question: Question) -> None:
    question.retired_at = clock.now()
    question.save(update_fields=["retired_at"])


def _hangs_nothing_on(question: Question) -> None:
    if follower := question.followed_by.filter(retired_at=None).first():
        raise ActRefused(
            _(
                "“%(other)s” is asked only of those who give a certain answer here. "
                "Change that first."
            )
            % {"other": follower.wording}
        )


def _copied(
    question: Question, target: Owner, became: dict[int, Question], *, order: int
) -> Question:
    ask = Ask.of(question)
    fields = ask.fields() | {"only_if_id": None, "only_if_answer": ""}
    if condition := became.get(question.only_if_id or 0):
        fields |= {"only_if_id": condition.pk, "only_if_answer": question.only_if_answer}
    return Question.objects.create(
        **_owned_by(target), order=order, version=question.version, **fields
    )


def _identity(question: Question) -> tuple[str, str, str]:
    return question.moment, question.kind, question.wording


def _last(row: list[Question]) -> int:
    return max((it.order for it in row), default=0) + 1


def _number(row: list[Question]) -> None:
    for n, question in enumerate(row, 1):
        question.order = n


def _renumber(row: list[Question]) -> None:
    """Number what is asked through all moments, so that the order alone tells it."""
    ordered = in_order(row)
    _number(ordered)
    Question.objects.bulk_update(ordered, ["order"])


def _note(question: Question, action: str, actor: Actor, *, reason: str = "") -> None:
    """In the log of the event or set; the question is named by number."""
    owner = question.event or question.set
    if owner:
        note(owner, action, actor, reason=reason, question=question.pk)
