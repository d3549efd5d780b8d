from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from events.models.occurrence import Occurrence


class Need(models.Model):
    """What somebody does not eat, or needs to get about: given by consent, for one occurrence.

    Never in lists, exports, mails, search or logs; deleted 14 days after the end.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="needs")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="needs")
    does_not_eat = models.JSONField(default=list, blank=True)
    food_note = models.CharField(max_length=300, blank=True)
    access_note = models.CharField(max_length=300, blank=True)
    consent_wording = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("food and access needs")
        verbose_name_plural = _("food and access needs")
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "contact"], name="needs_once"),
        ]

    def __str__(self) -> str:
        return f"{_('needs')} {self.pk}"


class EmergencyContact(models.Model):
    """Whom to call if something happens to somebody. Deleted 7 days after the end."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="emergency_contacts"
    )
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, related_name="emergency_contacts"
    )
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=30)
    consent_wording = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("emergency contact")
        verbose_name_plural = _("emergency contacts")
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "contact"], name="one_emergency_contact"),
        ]

    def __str__(self) -> str:
        return f"{_('emergency contact')} {self.pk}"
