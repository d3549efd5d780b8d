from django.db import models


class Tally(models.Model):
    """How often something was asked in one window of time. The key is a keyed hash: whose it was
    cannot be read from it."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    forget_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"tally {self.key[:8]}"
