"""An event's questions on a registration's own page: before the start, and after attending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from events.domain import evaluation
from events.domain.answering import answer, is_open
from events.domain.answers import in_words
from events.domain.asking import BEFORE, Sheet, deadline, sheet
from events.domain.wording import deadline_words
from events.models import Moment, Question, Registration
from signup.forms import AnswersForm, EvaluationForm
from signup.forms.known_questions import known
from signup.views import claim as shared


@dataclass(frozen=True)
class Closed:
    """A question that can no longer be answered, and what was said."""

    question: Question
    words: str


@dataclass(frozen=True)
class Section:
    """The questions before the start: the form for those still open, and the others as they are."""

    form: AnswersForm
    closed: list[Closed]
    waiting: int
    until: str


@dataclass(frozen=True)
class Evaluation:
    form: EvaluationForm
    is_told: bool
    fewest: int = evaluation.FEWEST


def sections(claim: Registration, at: datetime, **typed: Any) -> dict[str, Any]:
    """What the page shows of both; `typed` are forms that were sent and did not fit."""
    asked = known(claim.occurrence.event_id)
    if not asked or claim.contact_id is None:
        return {}
    mine = sheet(claim.contact_id, claim.occurrence, asked)
    return {
        "answers": _before(claim, mine, at, typed.get("answers_form")),
        "evaluation": _afterwards(claim, mine, at, typed.get("evaluation_form")),
    }


def _before(
    claim: Registration, mine: Sheet, at: datetime, typed: AnswersForm | None
) -> Section | None:
    form = typed or _form(claim, mine, at)
    closed = _closed(claim, mine, form, at)
    if not form.asked and not closed:
        return None
    waiting = mine.still_open(claim.occurrence, at)
    ends = [deadline(it, claim.occurrence) for it in waiting or form.asked]
    return Section(form, closed, len(waiting), _words(claim, min(ends, default=at)))


def _closed(claim: Registration, mine: Sheet, form: AnswersForm, at: datetime) -> list[Closed]:
    """Once all is over, only what was answered."""
    asked = (it for it in mine.asked if it.moment in BEFORE and it not in form.asked)
    closed = [Closed(it, in_words(it.kind, mine.values.get(it.pk))) for it in asked]
    return [it for it in closed if it.words or claim.occurrence.ends_at > at]


def _form(
    claim: Registration, mine: Sheet, at: datetime, data: QueryDict | None = None
) -> AnswersForm:
    """The questions still open; each says until when, where that differs."""
    before = (it for it in mine.questions if it.moment in BEFORE)
    asked = [it for it in before if is_open(it, claim, at, attended=False)]
    ends = {it.pk: deadline(it, claim.occurrence) for it in asked}
    is_one = len(set(ends.values())) < 2
    said = {pk: _("Until %(until)s.") % {"until": _words(claim, end)} for pk, end in ends.items()}
    return AnswersForm(data, mine, dict.fromkeys(ends, "") if is_one else said)


def _words(claim: Registration, until: datetime) -> str:
    return deadline_words(until, claim.occurrence.zone)


def _afterwards(
    claim: Registration, mine: Sheet, at: datetime, typed: EvaluationForm | None
) -> Evaluation | None:
    asked = {it.pk for it in mine.questions if it.moment == Moment.AFTER_ATTENDING}
    if not asked or not evaluation.is_open(claim, at):
        return None
    form = typed or EvaluationForm(None, mine)
    return Evaluation(form, is_told=bool(asked & mine.values.keys())) if form.asked else None


def acts(show: shared.Show) -> dict[str, shared.Act]:
    """The buttons of the two sections; `show` is the page they stand on."""

    def tell(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
        form = _form(claim, _sheet(claim), at, request.POST)
        fits = form.is_valid()
        new = form.changed()
        told = answer(claim.pk, new)
        if fits:
            is_nothing = not new and told.still_open(claim.occurrence, at)
            return shared.to(claim, "no_answers" if is_nothing else "answers")
        form.show_as_kept()
        return show(request, claim, at, answers_form=form)

    def evaluate(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
        form = EvaluationForm(request.POST, _sheet(claim))
        if not form.is_valid():
            return show(request, claim, at, evaluation_form=form)
        answer(claim.pk, {int(pk): it for pk, it in form.answers().items()})
        return shared.to(claim, "evaluation")

    return {"tell_answers": tell, "evaluate": evaluate}


def _sheet(claim: Registration) -> Sheet:
    return sheet(claim.contact_id or 0, claim.occurrence, known(claim.occurrence.event_id))
