"""Whether a deposit is due, asked of one place and of all in a query: the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from events.models import Because, Occurrence, OccurrenceState, Registration, RegistrationState
from events.models.states import HELD, HOLDING
from payments.domain.checkout import is_due
from payments.domain.standing import due
from payments.models import PaymentState
from tests.factories import NOW, OccurrenceFactory, RegistrationFactory
from tests.payments.rows import back, paid

pytestmark = pytest.mark.django_db

MOMENT = timedelta(minutes=1)
STARTS, UNTIL = [NOW + MOMENT, NOW], [NOW + MOMENT, NOW]
PAID = ["never", "begun", "not paid", "paid", "given back", "waived"]


def dates() -> Iterator[Occurrence]:
    for state, deposit, starts_at in product(OccurrenceState, [0, 30000], STARTS):
        off = NOW if state == OccurrenceState.CALLED_OFF else None
        known = {"state": state, "deposit": deposit, "starts_at": starts_at}
        yield OccurrenceFactory(called_off_at=off, **known)
    trial = NOW + timedelta(days=1)
    yield OccurrenceFactory(deposit=30000, starts_at=STARTS[0], trial_until=trial)


def places(date: Occurrence) -> Iterator[Registration]:
    for state in RegistrationState:
        if date.is_trial and state == RegistrationState.AWAITING_PAYMENT:
            continue  # nobody is asked for money there
        asked = state in (RegistrationState.AWAITING_PAYMENT, RegistrationState.CONFIRMED)
        for until, how in product(UNTIL if state in HELD else [None], PAID if asked else PAID[:1]):
            place = RegistrationFactory(occurrence=date, held_until=until, **_in(state))
            _pay(place, how)
            yield place


def _in(state: RegistrationState) -> dict[str, Any]:
    if state == RegistrationState.UNCONFIRMED:
        return {"state": state, "contact": None, "proven_at": None}
    if state in HOLDING:
        return {"state": state}
    return {"state": state, "ended_at": NOW, "ended_because": Because.CANCELLED}


def _pay(place: Registration, how: str) -> None:
    if how in ("begun", "not paid"):
        state = PaymentState.OPEN if how == "begun" else PaymentState.UNPAID
        paid(place, state=state, paid_at=None, amount=30000)
    elif how == "waived":
        paid(place, way="waived", amount=0, actor="system", why="A speaker")
    elif how != "never":
        payment = paid(place, amount=30000)
        if how == "given back":
            back(payment, 30000)


def told(place: Registration) -> tuple[Any, ...]:
    date = place.occurrence
    return place.state, place.held_until, date.state, date.deposit, date.starts_at, date.is_trial


def test_one_place_and_all_in_a_query_have_the_same_answer(clock):
    every = [place for date in dates() for place in places(date)]
    found = set(due(NOW).values_list("pk", flat=True))
    differ = [told(it) for it in every if is_due(it, NOW) != (it.pk in found)]
    assert differ == []
    assert 0 < len(found) < len(every)
