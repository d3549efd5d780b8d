from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.occurrence import Occurrence
from events.models.registration import Registration

ENDS_AT = time(4)
"""On the night after the last day, on the event's clock."""


class HelperPass(models.Model):
    """Lets one named device take attendance on one date, until 04:00 after its last day.

    The first browser that opens its link keeps it (`device` is the digest of what that browser was
    given). Nobody is logged in; a revoked pass opens and takes nothing any more.
    """

    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.CASCADE, related_name="helper_passes"
    )
    name = models.CharField(_("whose phone"), max_length=60)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    device = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("helper's link")
        verbose_name_plural = _("helpers' links")
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, device="")
                | (Q(opened_at__isnull=False) & ~Q(device="")),
                name="helper_pass_opened_by_a_device",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def ends_at(self) -> datetime:
        morning_after = self.occurrence.last_day + timedelta(days=1)
        return datetime.combine(morning_after, ENDS_AT, self.occurrence.zone)


class WalkIn(models.Model):
    """Somebody at the door who stands on no list, until a coordinator has seen to it.

    Made into a `registration` with a check-in, or dismissed; what was typed is blanked then.
    `tap` is the number the phone gave it, so that sending it twice makes one.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="walk_ins")
    tap = models.UUIDField(default=uuid.uuid4, unique=True)
    day = models.DateField()
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    tapped_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    settled_at = models.DateTimeField(null=True, blank=True)
    registration = models.ForeignKey(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["tapped_at", "pk"]
        verbose_name = _("walk-in")
        verbose_name_plural = _("walk-ins")

    def __str__(self) -> str:
        return f"{_('walk-in')} {self.pk}"
