"""A date whose event asks everything there is, and the desk's addresses about it."""

from django.urls import reverse

from events.models import Occurrence, QuestionSet
from tests.factories import AnswerFactory, QuestionFactory, RegistrationFactory

KINDS = {
    "text": "At the station",
    "long_text": "It is a long story.\nIt was a dark night.",
    "number": 2,
    "choice": "Bus",
    "choices": ["Bus", "Car"],
    "yes_no": True,
    "date": "2026-12-10",
    "statement": True,
}


def ask_everything(occurrence: Occurrence, people: int = 6) -> None:
    """Every kind before the start and, save the statement, after attending; `people` with a place
    have answered all, one has answered nothing."""
    event = occurrence.event
    asked = []
    for moment in ("sign_up", "after_place", "after_attending"):
        for kind, value in KINDS.items():
            if (moment, kind) == ("after_attending", "statement"):
                continue
            options = ["Bus", "Car", "On foot"] if kind in ("choice", "choices") else []
            wording = f"What about {kind.replace('_', ' ')}, {moment.replace('_', ' ')}?"
            more = {"wording": wording, "options": options, "required": kind != "number"}
            asked.append((QuestionFactory(event=event, moment=moment, kind=kind, **more), value))
    bus = next(it for it, _value in asked if it.kind == "choice")
    last = {"only_if": bus, "only_if_answer": "Bus", "wording": "Which stop?", "due_days": 7}
    QuestionFactory(event=event, moment="after_place", **last)
    for _ in range(people):
        somebody = RegistrationFactory(occurrence=occurrence)
        for question, value in asked:
            said = {"contact": somebody.contact, "occurrence": occurrence, "value": value}
            AnswerFactory(question=question, **said)
    RegistrationFactory(occurrence=occurrence)
    retired = QuestionFactory(event=event, wording="What did we ask?", retired_at=event.created_at)
    AnswerFactory(question=retired, occurrence=occurrence, contact=somebody.contact)


def addresses_about(occurrence: Occurrence) -> list[str]:
    event = occurrence.event
    kept = QuestionSet.objects.create(name="Camps")
    mine = event.questions.asked().first()
    theirs = QuestionFactory(event=None, set=kept)
    return [
        reverse("dates:answers", args=[occurrence.pk]),
        reverse("dates:answers", args=[occurrence.pk]) + "?show=missing",
        reverse("dates:ask_now", args=[occurrence.pk]),
        reverse("dates:evaluation_of_event", args=[event.pk]),
        *(
            reverse(f"dates:{name}", args=[event.pk])
            for name in ("questions", "question_add", "questions_keep", "questions_preview")
        ),
        *(
            reverse(f"dates:question_{name}", args=[event.pk, mine.pk])
            for name in ("edit", "retire")
        ),
        reverse("question_sets:index"),
        reverse("question_sets:add"),
        *(
            reverse(f"question_sets:{name}", args=[kept.pk])
            for name in ("edit", "rename", "discard", "history", "question_add")
        ),
        reverse("question_sets:question_edit", args=[kept.pk, theirs.pk]),
    ]
