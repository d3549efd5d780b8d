from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from events.models.occurrence import Occurrence
from events.models.registration import Registration


class Food(models.TextChoices):
    """What somebody does not eat; why is not asked."""

    MEAT = "meat", _("no meat")
    PORK = "pork", _("no pork")
    FISH = "fish", _("no fish")
    SHELLFISH = "shellfish", _("no shellfish")
    MILK = "milk", _("no milk")
    EGG = "egg", _("no egg")
    GLUTEN = "gluten", _("no gluten")
    NUTS = "nuts", _("no nuts")


class OfAPlaceQuerySet(models.QuerySet[Any]):
    """Rows that are kept while somebody has a place, and so many days after the end."""

    def of(self, registration: Registration) -> OfAPlaceQuerySet:
        """What the person of this place told for it."""
        return self.filter(
            contact=registration.contact_id, occurrence=registration.occurrence_id
        ).order_by()

    def overdue(self, at: datetime) -> OfAPlaceQuerySet:
        """Those to delete: their day has come, or nobody has the place any more."""
        mine = Registration.objects.confirmed().filter(
            contact=OuterRef("contact"), occurrence=OuterRef("occurrence")
        )
        over = models.Q(occurrence__ends_at__lte=self._ended_by(at))
        return self.filter(over | ~Exists(mine))

    def _ended_by(self, at: datetime) -> datetime:
        """Where the last day that is so old ended, as days are counted in the office."""
        zone = ZoneInfo(settings.TIME_ZONE)
        days = self.model.KEPT - timedelta(days=1)
        return datetime.combine(timezone.localdate(at, zone) - days, time(), tzinfo=zone)


class OfAPlace(models.Model):
    """What a person told for one occurrence, with the consent they read.

    Never in lists, exports, mails, search or logs.
    """

    KEPT: ClassVar[timedelta]
    wagtail_reference_index_ignore = True

    objects = OfAPlaceQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def deleted_on(cls, occurrence: Occurrence) -> date:
        """The day that begins with their deletion, as days are counted in the office."""
        last_moment = occurrence.ends_at - timedelta(microseconds=1)
        return timezone.localdate(last_moment, ZoneInfo(settings.TIME_ZONE)) + cls.KEPT


class Need(OfAPlace):
    """What somebody does not eat (`Food`), or needs to get about."""

    KEPT = timedelta(days=14)

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
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def about_food(self) -> bool:
        return bool(self.does_not_eat or self.food_note)

    @property
    def foods(self) -> list[Food]:
        """What is ticked, in the order of the ticks."""
        return [food for food in Food if food in self.does_not_eat]


class EmergencyContact(OfAPlace):
    """Whom to call if something happens to somebody."""

    KEPT = timedelta(days=7)

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
