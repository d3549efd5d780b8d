"""What stands on top of a date's participants: its facts, and the acts on the date itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from desk import words
from events.domain.trial import can_be_tried
from events.models import Occurrence


@dataclass(frozen=True)
class Button:
    """An act to offer: a link to its form, or, with `posts`, the act itself."""

    label: str
    url: str
    posts: bool = False
    serious: bool = False


def facts(occurrence: Occurrence, at: datetime, stages: dict[str, str]) -> list[tuple[str, Any]]:
    """What there is to say about a date, label by label; `stages` are the stages' labels."""
    it, zone = occurrence, occurrence.zone
    shown = [
        (_("When"), f"{words.span(it)} ({it.event.zone})"),
        (_("Where"), it.location),
        (_("Host practice"), it.host),
        (_("Municipality"), it.municipality),
        (_("Places on the waitlist"), it.waitlist_limit),
        (_("Kept back"), words.kept_back(it, at)),
        (_("Sign-up opens"), words.moment(it.opens_at, zone)),
        (_("Sign-up closes"), words.moment(it.closes_at, zone)),
        (_("Waitlist runs until"), words.moment(it.offers_until, zone)),
        (_("Who may come"), "; ".join(words.audience(it, stages)) or _("everybody")),
        (_("Deposit"), words.deposit(it)),
        (_("Hours a day"), words.length(it.hours_a_day)),
        (_("Called off because"), it.called_off_because),
        (_("List closed"), words.moment(it.list_closed_at, zone)),
    ]
    return [(label, value) for label, value in shown if value not in (None, "")]


def acts(occurrence: Occurrence, at: datetime, *, anybody_ever: bool) -> list[Button]:
    """What can be done about the date now; `anybody_ever`: somebody has claimed something on it."""
    if occurrence.is_called_off:
        return _plans(occurrence)
    over = at >= occurrence.ends_at
    drafted = occurrence.state == "draft"
    tried = _form(occurrence, "try_out", _("Try it yourself"))
    return [
        *([_post(occurrence, "open", _("Open the date"))] if drafted else []),
        *(close_or_reopen(occurrence) if at >= occurrence.starts_at else []),
        *([] if over else _changes(occurrence)),
        *([tried] if can_be_tried(occurrence, at) else []),
        *_plans(occurrence),
        *_ways_back(occurrence, over=over, anybody_ever=anybody_ever),
    ]


def knows_deposits(occurrence: Occurrence) -> bool:
    """Whether the desk speaks of a deposit here: keys are there, or it asks for one already."""
    return bool(settings.PAYMENTS_ON or occurrence.deposit)


def close_or_reopen(occurrence: Occurrence) -> list[Button]:
    if not occurrence.is_scheduled:
        return []
    if occurrence.list_closed_at:
        return [_post(occurrence, "reopen_list", _("Reopen the list"))]
    return [_form(occurrence, "close_list", _("Close the list"))]


def pages_of(occurrence: Occurrence) -> QuerySet[Page]:
    """The event's page and its translations."""
    return Page.objects.filter(translation_key=occurrence.event.page_key)


def _changes(occurrence: Occurrence) -> list[Button]:
    deposit = _form(occurrence, "deposit", _("Change the deposit"))
    return [
        _form(occurrence, "move", _("Move")),
        _form(occurrence, "location", _("Change the place")),
        _form(occurrence, "capacity", _("Change the number of places")),
        _form(occurrence, "keep_back", _("Keep places back")),
        _form(occurrence, "window", _("Change when sign-up is open")),
        _form(occurrence, "audience", _("Change who may come")),
        *([deposit] if knows_deposits(occurrence) else []),
        Button(_("Title and contact person"), reverse("dates:event", args=[occurrence.event_id])),
    ]


def _plans(occurrence: Occurrence) -> list[Button]:
    """To a next one: a called-off date is not taken up again, but it is copied."""
    return [
        _form(occurrence, "copy", _("Copy")),
        _form(occurrence, "repeat", _("Repeat")),
        Button(_("Copy the event"), reverse("dates:copy_event", args=[occurrence.event_id])),
        _form(occurrence, "event_file", _("File for the records")),
        _form(occurrence, "prints", _("Print lists and certificates")),
        _form(occurrence, "sources", _("Where people come from")),
    ]


def _ways_back(occurrence: Occurrence, *, over: bool, anybody_ever: bool) -> list[Button]:
    if anybody_ever:
        call_off = _form(occurrence, "call_off", _("Call off"), serious=True)
        return [] if over else [call_off]
    drafted = occurrence.state == "draft"
    back = [] if drafted else [_post(occurrence, "back", _("Back to draft"))]
    return [*back, _form(occurrence, "discard", _("Discard"), serious=True)]


def _form(occurrence: Occurrence, name: str, label: str, *, serious: bool = False) -> Button:
    return Button(label, reverse(f"dates:{name}", args=[occurrence.pk]), serious=serious)


def _post(occurrence: Occurrence, name: str, label: str) -> Button:
    return Button(label, reverse(f"dates:{name}", args=[occurrence.pk]), posts=True)
