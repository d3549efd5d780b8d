from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact


class Consent(models.Model):
    """A yes or a no to one purpose, with the wording shown. Append-only: the newest counts."""

    class Purpose(models.TextChoices):
        WRITE_TO_ME = "write_to_me", _("write to me about events and jobs in general practice")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=30, choices=Purpose.choices)
    granted = models.BooleanField()
    wording = models.TextField()
    source = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        get_latest_by = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return str(_("consent")) + f" {self.pk}"
