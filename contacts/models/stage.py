from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact


class StageRecord(models.Model):
    """Where a contact said they were, and when. Append-only: the newest counts.

    `study_start` is the first day of the month studies began; `semester_shift` is what the
    person corrected the computed semester by (leave, a research year).
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="stages")
    stage = models.SlugField(_("stage"), max_length=20)
    school = models.CharField(_("university"), max_length=60, blank=True)
    campus = models.CharField(_("campus"), max_length=60, blank=True)
    study_start = models.DateField(_("start of study"), null=True, blank=True)
    semester_shift = models.SmallIntegerField(default=0)
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=60)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        get_latest_by = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(study_start=None) | Q(study_start__day=1),
                name="study_starts_on_a_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('stage')} {self.pk}"
