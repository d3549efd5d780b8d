"""Reference data: rows loaded per country (`manage.py load_country`), never assumed by code."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """A region or county, for as long as it exists."""

    country = models.CharField(max_length=2)
    code = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["country", "name"]
        constraints = [
            models.UniqueConstraint("country", "name", "valid_from", name="region_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality. Its code is text: Danish codes begin with a zero."""

    country = models.CharField(max_length=2)
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    regions: models.ManyToManyField[Region, Membership] = models.ManyToManyField(
        Region, through="Membership", related_name="municipalities"
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.UniqueConstraint("country", "code", name="municipality_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A municipality's time in a region."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="memberships"
    )
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="memberships")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("municipality", "valid_from", name="one_region_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} in {self.region_id}"


class MedicalSchool(models.Model):
    """A university that trains doctors; `campuses` are its tracks in other cities."""

    country = models.CharField(max_length=2)
    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=100)
    city = models.CharField(max_length=60)
    semesters = models.PositiveSmallIntegerField(default=12)
    campuses = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class CareerStage(models.Model):
    """A step from student to GP. `key` is stable; `is_student` asks for university and semester.

    `first_semester` is where the stage's own semester 1 stands among all (a master's: 7).
    """

    country = models.CharField(max_length=2)
    order = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=20)
    label_da = models.CharField(max_length=100)
    label_en = models.CharField(max_length=100)
    label_nb = models.CharField(max_length=100)
    is_student = models.BooleanField(default=False)
    first_semester = models.PositiveSmallIntegerField(default=1)
    for_events = models.BooleanField(default=True)

    class Meta:
        ordering = ["country", "order"]
        constraints = [models.UniqueConstraint("country", "key", name="stage_key_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The stage's name in the language now in use."""
        language = (get_language() or "da")[:2]
        return getattr(self, f"label_{language}", "") or self.label_da


def in_force(on: date) -> Q:
    """Rows whose `valid_from` and `valid_until` (a last day, inclusive) hold on this day."""
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))
