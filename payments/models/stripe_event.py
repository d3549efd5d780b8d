from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StripeEvent(models.Model):
    """What Stripe told us, once per its id; worked off from here. `about` keeps what we use."""

    stripe_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=60)
    livemode = models.BooleanField()
    about: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    came_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    worked_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["came_at", "pk"]
        verbose_name = _("event of Stripe")
        verbose_name_plural = _("events of Stripe")
        indexes = [
            models.Index("due_at", condition=Q(worked_at=None), name="stripe_event_to_work_off")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
