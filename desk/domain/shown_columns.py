"""Which columns somebody of the office sees in tables of people."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Subquery

from desk.models import ShownColumns

MOST = 500
"""So many are kept; those chosen longest ago are forgotten first."""


def chosen_by(user: User) -> Subquery:
    """The keys, for a query that is made anyway; None where nobody has chosen yet."""
    return Subquery(ShownColumns.objects.filter(user=user).values("keys"))


@transaction.atomic
def choose(user: User, keys: Iterable[str], *, offered: Collection[str]) -> None:
    """Show these of the columns offered. What could not be chosen here stays as it was: the
    questions of other events."""
    row, _made = ShownColumns.objects.select_for_update().get_or_create(user=user)
    others = [key for key in row.keys if key not in offered]
    row.keys = [*(key for key in keys if key in offered), *others][:MOST]
    row.save()
