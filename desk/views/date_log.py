"""What the office did to a date and the people on it."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from desk.views.tabs import OccurrenceTab
from events.models import Occurrence, Registration, Turn


class Log(OccurrenceTab):
    tab = "log"
    template_name = "desk/occurrence/log.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "done": log_of(self.occurrence),
            "date_type": _type(Occurrence).pk,
        }


def log_of(occurrence: Occurrence, *more: Model) -> QuerySet[ModelLogEntry]:
    """What was done to this date and everybody on it, and to what else is named, last first."""
    mine = Q(pk=None)
    for row in (occurrence, *more):
        mine |= Q(content_type=_type(type(row)), object_id=str(row.pk))
    for model in (Registration, Turn):
        rows = model._default_manager.filter(occurrence=occurrence)
        keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
        mine |= Q(content_type=_type(model), object_id__in=keys)
    return ModelLogEntry.objects.filter(mine).select_related("user").order_by("-timestamp")


def _type(model: Any) -> ContentType:
    return ContentType.objects.get_for_model(model)
