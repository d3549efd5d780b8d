"""The addresses of the screens about questions: the same for an event's and for a set's."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from desk.forms.questions import FromEventForm
from desk.views.question_acts import (
    AskNeeds,
    CopyQuestions,
    KeepAsSet,
    MoveQuestion,
    PreviewQuestions,
)
from desk.views.questions import AddQuestion, EditQuestion, QuestionList, RetireQuestion


def patterns(base: str, **of: Any) -> list[URLPattern]:
    """The addresses of all these screens under `base`; `of` says whose questions they are."""
    one = f"{base}questions/<int:question>/"
    return [
        path(f"{base}questions/", QuestionList.as_view(**of), name="questions"),
        path(f"{base}questions/new/", AddQuestion.as_view(**of), name="question_add"),
        path(f"{base}questions/preview/", PreviewQuestions.as_view(**of), name="questions_preview"),
        path(f"{base}questions/from-set/", CopyQuestions.as_view(**of), name="questions_from_set"),
        path(
            f"{base}questions/from-event/",
            CopyQuestions.as_view(form_class=FromEventForm, prefix="event", **of),
            name="questions_from_event",
        ),
        path(f"{base}questions/ask-needs/", AskNeeds.as_view(**of), name="questions_ask_needs"),
        path(f"{base}questions/keep/", KeepAsSet.as_view(**of), name="questions_keep"),
        path(one, EditQuestion.as_view(**of), name="question_edit"),
        path(f"{one}retire/", RetireQuestion.as_view(**of), name="question_retire"),
        path(f"{one}move/", MoveQuestion.as_view(**of), name="question_move"),
    ]
