"""Food, access and emergency contact on a registration's own page.

The page never shows what was told: whoever gets hold of a link would read of somebody's health.
It says that something was told, deletes it at one press, and takes it anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from events.domain import needs
from events.models import EmergencyContact, Need, Registration
from office.actor import PERSON
from signup.forms import EmergencyForm, NeedsForm
from signup.views import claim as shared


@dataclass(frozen=True)
class Section:
    """One of the two: its empty form (none once it is over), and whether something is kept."""

    form: Any
    is_told: bool
    deleted_on: date


def sections(claim: Registration, at: datetime, **typed: Any) -> dict[str, Section]:
    """What the page shows of the two; `typed` are forms that were sent and did not fit."""
    event = claim.occurrence.event
    food_or_access = event.asks_food or event.asks_access
    both = {
        "needs": _section(
            claim, at, Need, NeedsForm, asked=food_or_access, typed=typed.get("needs_form")
        ),
        "emergency": _section(
            claim,
            at,
            EmergencyContact,
            EmergencyForm,
            asked=event.asks_emergency,
            typed=typed.get("emergency_form"),
        ),
    }
    return {name: it for name, it in both.items() if it.form or it.is_told}


def _section(
    claim: Registration, at: datetime, model: Any, form: Any, *, asked: bool, typed: Any
) -> Section:
    occurrence = claim.occurrence
    is_asked = asked and at < occurrence.ends_at
    empty = form(occurrence=occurrence) if is_asked else None
    return Section(typed or empty, model.objects.of(claim).exists(), model.deleted_on(occurrence))


def acts(show: shared.Show) -> dict[str, shared.Act]:
    """The buttons of the two sections; `show` is the page they stand on."""

    def tell(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
        form = NeedsForm(request.POST, occurrence=claim.occurrence)
        if not form.is_valid():
            return show(request, claim, at, needs_form=form)
        needs.tell(claim.pk, form.told, wording=form.wording, actor=PERSON)
        return shared.to(claim, "needs")

    def tell_emergency(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
        form = EmergencyForm(request.POST, occurrence=claim.occurrence)
        if not form.is_valid():
            return show(request, claim, at, emergency_form=form)
        named = {name: form.cleaned_data[name] for name in ("name", "phone")}
        needs.tell_emergency(claim.pk, **named, wording=form.wording, actor=PERSON)
        return shared.to(claim, "emergency")

    return {
        "tell_needs": tell,
        "tell_emergency": tell_emergency,
        "forget_needs": forget,
        "forget_emergency": forget_emergency,
    }


def forget(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    needs.withdraw(claim.pk, actor=PERSON)
    return shared.to(claim, "forgot_needs")


def forget_emergency(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    needs.withdraw_emergency(claim.pk, actor=PERSON)
    return shared.to(claim, "forgot_emergency")
