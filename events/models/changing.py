"""Rows that know when they last changed, for calendars that ask whether anything did."""

from collections.abc import Iterable
from typing import Any

from django.db import models


class Changing(models.Model):
    """`changed_at` moves with every save. `QuerySet.update()` has to set it itself."""

    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save, and `changed_at` with it also when only some fields are named."""
        if update_fields is not None:
            update_fields = {*update_fields, "changed_at"}
        super().save(*args, update_fields=update_fields, **kwargs)
