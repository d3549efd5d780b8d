"""A payment that cannot be settled: everybody else's deposit goes back nevertheless."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.db.models import Model

from events.domain import registrations
from office.actor import PERSON
from payments import tasks
from payments.models import GivenBackBecause
from tests.factories import open_occurrence
from tests.payments.books import books
from tests.payments.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_what_others_are_owed_is_found_and_sent(world: World, spoil: Callable[[Model], None]):
    date = open_occurrence(deposit=30000)
    bad, good = (world.paid(date, f"{it}@student.test") for it in ("anna", "bo"))
    for it in (bad, good):
        registrations.cancel(it.pk, actor=PERSON)
    spoil(bad.payments.get())
    with pytest.raises(DatabaseError, match="is spoilt"):
        tasks.work.call()
    world.stripe.webhooks.settle()
    assert books(bad.payments.get()) == []
    assert [it[:2] for it in books(good.payments.get())] == [(GivenBackBecause.LEFT_IN_TIME, 30000)]
    assert world.theirs() == 30000
