from django.db import models


class Work(models.Model):
    """When one piece of the worker's work was last finished, and how it went."""

    name = models.CharField(max_length=60, unique=True)
    finished_at = models.DateTimeField()
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
