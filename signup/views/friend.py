"""Coming with a friend, on a registration's own page: a link to share, a name to be placed with.

Nothing here says whether the friend is signed up (docs/decisions/0005), nor who it is in full: a
link can come into other hands.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from contacts.models.contact import short_name
from events.domain import friends
from events.domain.facts import event_url
from events.models import Friend, Registration
from signup.forms.friend import FriendForm
from signup.views import claim as shared


def sections(claim: Registration, at: datetime, **typed: Any) -> dict[str, Any]:
    """What the page shows of it; `typed` is a form that was sent and did not fit."""
    if at >= claim.occurrence.starts_at or claim.occurrence.is_called_off:
        return {}
    told: dict[str, Any] = {"share_address": event_url(claim.occurrence, claim.language)}
    if friends.is_asked(claim.occurrence, at):
        told["friend_form"] = typed.get("friend_form") or FriendForm()
        told["friend_named"] = _named(claim)
    return told


def _named(claim: Registration) -> str:
    """First name and initial; "" where nobody is named."""
    named = Friend.objects.filter(registration=claim).values_list("name", flat=True).first()
    return short_name(named or "")


def acts(show: shared.Show) -> dict[str, shared.Act]:
    """The button of the form; `show` is the page it stands on."""

    def friend(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
        form = FriendForm(request.POST)
        if not form.is_valid():
            return show(request, claim, at, friend_form=form)
        friends.name(claim.pk, form.cleaned_data["friend"])
        return shared.to(claim, "friend")

    return {"friend": friend, "forget_friend": forget}


def forget(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    friends.name(claim.pk, "")
    return shared.to(claim, "forgot_friend")
