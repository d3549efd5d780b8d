"""How long the worker is behind with money."""

from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet

from payments.domain import refunding, working_off
from payments.models import Payment


def oldest_due(at: datetime) -> datetime | None:
    """Since when the oldest refund, notice of Stripe or payment begun has waited; None if nothing
    is due."""
    begun = Payment.objects.begun().filter(due_at__lte=at)
    found = map(_since, (refunding.due(at), working_off.due(at), begun))
    return min((since for since in found if since), default=None)


def _since(rows: QuerySet[Any]) -> datetime | None:
    since: datetime | None = rows.order_by().aggregate(since=Min("due_at"))["since"]
    return since
