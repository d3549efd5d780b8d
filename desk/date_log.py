"""What the office did to a date and to everybody on it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from desk import words
from desk.person_url import person_url
from events.models import Event, Occurrence, Registration, Turn


@dataclass(frozen=True)
class LogLine:
    """One act: when, who, what, about whom, why, and the other date where there is one."""

    when: str
    who: str
    what: str
    reason: str
    about: str = ""
    url: str = ""
    other: str = ""
    other_url: str = ""


def entries(occurrence: Occurrence) -> QuerySet[ModelLogEntry]:
    """Everything, the newest first."""
    mine = Q(content_type=_type(Occurrence), object_id=str(occurrence.pk))
    mine |= Q(content_type=_type(Event), object_id=str(occurrence.event_id))
    for model in (Registration, Turn):
        rows = model._default_manager.filter(occurrence=occurrence)
        keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
        mine |= Q(content_type=_type(model), object_id__in=keys)
    return ModelLogEntry.objects.filter(mine).order_by("-timestamp", "-pk")


def about(rows: QuerySet[ModelLogEntry], which: str) -> QuerySet[ModelLogEntry]:
    """Those about "people", or those about the "date" and its event."""
    people = Q(content_type__in=[_type(Registration), _type(Turn)])
    return rows.filter(people if which == "people" else ~people)


def people_of(rows: QuerySet[ModelLogEntry]) -> list[User]:
    """Who of the office did any of it."""
    found = User.objects.filter(pk__in=rows.order_by().values("user").distinct())
    return sorted(found, key=lambda it: words.user_name(it).casefold())


def lines(page: list[ModelLogEntry], occurrence: Occurrence) -> list[LogLine]:
    """Some entries in words, in a fixed number of queries."""
    claims = _claims(page)
    others = _others(page)
    return [_line(entry, occurrence, claims, others) for entry in page]


def _line(
    entry: ModelLogEntry,
    occurrence: Occurrence,
    claims: dict[tuple[int, str], Any],
    others: dict[int, Occurrence],
) -> LogLine:
    claim = claims.get((entry.content_type_id, entry.object_id))
    other = others.get(entry.data.get("other", 0))
    return LogLine(
        when=words.moment(entry.timestamp, occurrence.zone),
        who=str(entry.user_display_name),
        what=str(entry.message),
        reason=str(entry.comment),
        about=words.name_of(claim) if claim else _what(entry),
        url=person_url(claim) if claim else "",
        other=str(other or ""),
        other_url=reverse("dates:log", args=[other.pk]) if other else "",
    )


def _what(entry: ModelLogEntry) -> str:
    """The event's own acts are told apart from the date's."""
    return _("the event") if entry.content_type_id == _type(Event).pk else ""


def _claims(page: list[ModelLogEntry]) -> dict[tuple[int, str], Any]:
    found: dict[tuple[int, str], Any] = {}
    for model in (Registration, Turn):
        its = _type(model).pk
        keys = [it.object_id for it in page if it.content_type_id == its]
        rows = model._default_manager.filter(pk__in=keys).select_related("contact")
        found |= {(its, str(row.pk)): row for row in rows}
    return found


def _others(page: list[ModelLogEntry]) -> dict[int, Occurrence]:
    keys = {it.data.get("other") for it in page} - {None}
    return Occurrence.objects.select_related("event").in_bulk(keys) if keys else {}


def action_choices(rows: QuerySet[ModelLogEntry]) -> list[tuple[str, str]]:
    """The acts that there are, by what they are called."""
    found = rows.order_by().values_list("action", flat=True).distinct()
    labels = dict(registry.get_choices())
    return sorted(((it, str(labels.get(it, it))) for it in found), key=lambda it: it[1])


def _type(model: Any) -> ContentType:
    return ContentType.objects.get_for_model(model)
