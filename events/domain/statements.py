"""Whether the people on a date have accepted its statements, such as that of confidentiality."""

from __future__ import annotations

from events.domain import asking
from events.domain.asking import BEFORE, Sheet
from events.models import AnswerKind, Occurrence


def signed(occurrence: Occurrence) -> dict[int, bool]:
    """By registration with a confirmed place: whether what they have to accept is accepted.

    Who is asked to accept nothing is not in it. What may be left unaccepted counts only where
    nothing must be. Three statements, whatever the number of people.
    """
    told = {it.registration.pk: _signed(it.sheet) for it in asking.sheets([occurrence])}
    return {pk: said for pk, said in told.items() if said is not None}


def _signed(sheet: Sheet) -> bool | None:
    asked = [it for it in sheet.asked if it.kind == AnswerKind.STATEMENT and it.moment in BEFORE]
    must = [it for it in asked if it.required] or asked
    return all(sheet.values.get(it.pk) is True for it in must) if must else None
