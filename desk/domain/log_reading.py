"""The log as a person reads it: what each line is about, looked up for many lines at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.models import Event, Occurrence
from office import folding

TOGETHER = 200


@dataclass(frozen=True)
class About:
    """Which event or colleague a line is about, where that is, and the number of the row."""

    subject: str
    url: str = ""
    number: str = ""

    def __str__(self) -> str:
        return " · ".join(part for part in (self.subject, self.number) if part)


def entries() -> QuerySet[ModelLogEntry]:
    """Every act but those on pages, which Wagtail shows with each page."""
    return ModelLogEntry.objects.select_related("user", "content_type")


def described(lines: Iterable[ModelLogEntry]) -> Iterator[ModelLogEntry]:
    """The lines, each with its `about`. Asks the database a few times for each 200."""
    left = iter(lines)
    while some := list(islice(left, TOGETHER)):
        places = _places(some)
        for line in some:
            line.about = places.get((line.content_type_id, line.object_id)) or About(line.label)
            yield line


def found_by(rows: QuerySet[ModelLogEntry], text: str) -> QuerySet[ModelLogEntry]:
    """By parts of the number or the reason, or of the title of their event."""
    said = folding.found_by(rows.order_by(), text, "label", KeyTextTransform("reason", "data"))
    found = Q(pk__in=said.values("pk"))
    events = folding.found_by(Event.objects.order_by(), text, "title")
    found |= _of(Event, events)
    for model, path in _in_events().items():
        found |= _of(model, model._default_manager.filter(**{f"{path}__in": events}))
    return rows.filter(found)


def _in_events() -> dict[Any, str]:
    """The models with acts in the log whose rows belong to an event, and how they reach it."""
    paths: dict[Any, str] = {}
    for kind in ContentType.objects.filter(pk__in=_kinds_in_use()):
        model = kind.model_class()
        if model is Occurrence:
            paths[model] = "event"
        elif _has(model, "occurrence"):
            paths[model] = "occurrence__event"
        elif _has(model, "event"):
            paths[model] = "event"
    return paths


def _kinds_in_use() -> QuerySet[Any]:
    return ModelLogEntry.objects.order_by().values("content_type").distinct()


def _of(model: Any, rows: QuerySet[Any]) -> Q:
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)


def _places(lines: Iterable[ModelLogEntry]) -> dict[tuple[int | None, str], About]:
    by_kind: dict[int | None, dict[str, str]] = defaultdict(dict)
    for line in lines:
        if line.object_id.isdigit() and line.object_id != "0":
            by_kind[line.content_type_id][line.object_id] = line.label
    found = {}
    for kind, labels in by_kind.items():
        model = ContentType.objects.get_for_id(kind).model_class() if kind else None
        for pk, about in _abouts(model, labels):
            found[kind, pk] = about
    return found


def _abouts(model: Any, labels: dict[str, str]) -> Iterator[tuple[str, About]]:
    if model is User:
        for user in User.objects.filter(pk__in=labels):
            yield str(user.pk), About(user.get_full_name() or user.get_username())
    elif model is Event:
        for event in Event.objects.filter(pk__in=labels):
            yield str(event.pk), About(event.title)
    elif model is Occurrence:
        for date in _dates(labels).values():
            yield str(date.pk), _about_date(date)
    elif _has(model, "occurrence"):
        yield from _on_dates(model, labels)


def _on_dates(model: Any, labels: dict[str, str]) -> Iterator[tuple[str, About]]:
    pairs = model._default_manager.filter(pk__in=labels).values_list("pk", "occurrence")
    dates = _dates(date for _pk, date in pairs)
    for pk, date in pairs:
        if date in dates:
            yield str(pk), _about_date(dates[date], labels[str(pk)])


def _dates(pks: Iterable[Any]) -> dict[int, Occurrence]:
    return Occurrence.objects.select_related("event").in_bulk(set(map(int, filter(None, pks))))


def _about_date(date: Occurrence, number: str = "") -> About:
    return About(str(date), reverse("dates:log", args=[date.pk]), number)


def _has(model: Any, name: str) -> bool:
    try:
        return bool(model and model._meta.get_field(name).is_relation)
    except FieldDoesNotExist:
        return False
