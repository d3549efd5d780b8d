"""The log of what the office's people did. It holds numbers and reasons, never names."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from office.actor import Actor


def note(instance: models.Model, action: str, actor: Actor, **data: Any) -> None:
    """Log an act of somebody of the office; what people do themselves stands in their rows."""
    if actor.is_coordinator:
        log(instance, action, user=actor.user, data={k: v for k, v in data.items() if v})


def telling(rows: models.QuerySet[Any]) -> models.QuerySet[ModelLogEntry]:
    """Lines about these rows that say more than who did what, and when."""
    about = ContentType.objects.get_for_model(rows.model)
    numbers = rows.order_by().annotate(number=Cast("pk", models.CharField())).values("number")
    lines = ModelLogEntry.objects.filter(content_type=about, object_id__in=numbers)
    return lines.exclude(data={})


def blank(rows: models.QuerySet[Any]) -> None:
    """Leave who did what, and when: reasons are free text in which a name may stand."""
    telling(rows).update(data={})
