"""A system check that asks the database: nobody can pay a deposit without Stripe's keys."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connection

from events.models import Occurrence, OccurrenceState
from office import clock


def deposits_can_be_paid(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: object,
) -> list[CheckMessage]:
    """Whether dates ask for a deposit that nobody can pay."""
    if settings.PAYMENTS_ON or not databases:
        return []
    asking = _asking()
    if not asking:
        return []
    return [
        Error(
            f"{asking} dates ask for a deposit, and nobody can pay it: Stripe's keys are missing.",
            hint="Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRETS again, or set these deposits "
            "to 0 in the admin.",
            id="payments.E001",
        )
    ]


def _asking() -> int:
    """How many; none before the first migration."""
    try:
        ahead = Occurrence.objects.filter(deposit__gt=0, ends_at__gt=clock.now())
        return ahead.exclude(state=OccurrenceState.CALLED_OFF).count()
    except DatabaseError:
        connection.close()
        return 0
