"""The demo's sets of questions, and each event's copy of the set for its kind."""

from __future__ import annotations

from django.contrib.auth.models import User

from demo.domain.files import Row, rows
from events.domain import questions
from events.domain.question_rules import Ask
from events.models import Event, Kind, QuestionSet
from office.actor import coordinator

SETS = {Kind.CAMP: "Camps", Kind.VISIT: "Praksisbesøg"}


def make_questions(user: User) -> None:
    """Both sets, and what every event asks."""
    actor = coordinator(user)
    for kind, name in SETS.items():
        made = questions.make_set(name, actor=actor)
        for row in rows("questions"):
            if row["set"] == name:
                questions.make(made, _ask(row), actor=actor)
        _copy(made, kind, user)


def _copy(made: QuestionSet, kind: Kind, user: User) -> None:
    for event in Event.objects.filter(kind=kind).order_by("pk"):
        questions.copy(made, event, actor=coordinator(user))


def _ask(row: Row) -> Ask:
    return Ask(
        moment=row["moment"],
        kind=row["kind"],
        wording=row["wording"],
        help_text=row["help"],
        options=tuple(row["options"].split("|")),
        required=row["required"] == "yes",
        due_days=int(row["due_days"]) if row["due_days"] else None,
    )
