from django.db import models


class Clock(models.Model):
    """How far the clock is moved: one row, read only where `CLOCK_MOVABLE` is set (tests, demo)."""

    offset_seconds = models.FloatField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_clock")]

    def __str__(self) -> str:
        return "clock"
