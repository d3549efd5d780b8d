from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from events.models.occurrence import Occurrence
from events.models.registration import Registration


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def current(self) -> CheckInQuerySet:
        """The newest tap of each registration and day."""
        newer = CheckIn.objects.filter(
            Q(registration=OuterRef("registration"), day=OuterRef("day")),
            Q(tapped_at__gt=OuterRef("tapped_at"))
            | Q(tapped_at=OuterRef("tapped_at"), pk__gt=OuterRef("pk")),
        )
        return self.filter(~Exists(newer))

    def newest(self, day: date) -> CheckIn | None:
        """Of one registration: the tap that counts on a day."""
        return self.filter(day=day).current().first()

    def marked(self, occurrence: int, day: date) -> CheckInQuerySet:
        """What stands of a date's people on a day, there or not: one row for each marked."""
        return self.current().filter(registration__occurrence=occurrence, day=day)

    def present(self) -> CheckInQuerySet:
        """Seen there, and not undone."""
        return self.current().filter(present=True)


class CheckIn(models.Model):
    """A tap: seen there on a day, or not. Append-only; the newest of a day counts.

    `tap` is the number the phone gave it, so that sending it twice makes one. `hours` says how long
    somebody was there, where that is not the whole day.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="check_ins"
    )
    day = models.DateField()
    present = models.BooleanField()
    tapped_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    tap = models.UUIDField(default=uuid.uuid4, unique=True)
    hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["tapped_at", "pk"]
        indexes = [models.Index(fields=["registration", "day"], name="check_in_of_day")]

    def __str__(self) -> str:
        return str(_("check-in")) + f" {self.pk}"


class Intention(models.Model):
    """ "How likely is it that you become a GP? 0-10": one answer, optional, asked for years."""

    class Moment(models.TextChoices):
        SIGN_UP = "sign_up", _("at sign-up")
        AFTER = "after", _("after the event")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="intentions")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="intentions")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    value = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__lte=10), name="intention_0_to_10"),
            models.UniqueConstraint(
                fields=["contact", "occurrence", "moment"], name="one_intention_per_moment"
            ),
        ]

    def __str__(self) -> str:
        return str(_("intention")) + f" {self.pk}"
