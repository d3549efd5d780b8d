"""The office's books as files: sums by year and event, and what differs from Stripe's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk import words
from desk.deposit_file import major
from desk.deposit_lines import SEE
from desk.export import Column, Export
from payments.models import Difference, Payment, Reconciliation


def sums_file(rows: Iterable[dict[str, Any]]) -> Export:
    """A row for each line of the screen; nobody is in it."""
    columns = [
        Column(_("Year"), lambda it: it["year"], True),
        Column(_("Event"), lambda it: it["event"]),
        Column(_("Payments"), lambda it: it["n"], True),
        Column(_("Paid in"), lambda it: major(it["paid"]), True),
        Column(_("Given back"), lambda it: major(it["back"]), True),
        Column(_("Withheld"), lambda it: major(it["held"] or 0), True),
        Column(_("Currency"), lambda it: it["currency"]),
    ]
    return Export(_("Sums by year and event"), columns, rows, Payment, permission=SEE)


def differences_file(rows: Iterable[Difference], night: Reconciliation) -> Export:
    """What was found in a night, with whom it is about."""
    columns = [
        Column(_("What"), lambda it: capfirst(it.get_kind_display())),
        Column(_("Who"), _who),
        Column(_("At Stripe"), lambda it: it.about),
        Column(_("Ours"), lambda it: major(it.ours), True),
        Column(_("Stripe's"), lambda it: major(it.theirs), True),
        Column(_("Currency"), lambda it: it.currency),
        Column(_("When"), lambda it: it.at, is_moment=True),
    ]
    return Export(_("Differences"), columns, rows, night)


def _who(it: Difference) -> str:
    return words.name_of(it.payment.registration) if it.payment else ""
