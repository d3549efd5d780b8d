from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Watch(models.Model):
    """What somebody of the office wants to be told by mail. Without a row: all of it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watch"
    )
    morning = models.BooleanField(
        _("a mail every working day, with what is to be done"), default=True
    )
    alerts = models.BooleanField(
        _("at once: late cancellations, offers that did not arrive"), default=True
    )

    def __str__(self) -> str:
        return f"watch {self.pk}"
