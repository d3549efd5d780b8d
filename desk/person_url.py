"""Where everything is that the desk knows and does about one person on one date."""

from __future__ import annotations

from django.urls import reverse

from events.models import Registration, Turn


def person_url(claim: Registration | Turn) -> str:
    kind = "registration" if isinstance(claim, Registration) else "turn"
    return reverse("dates:person", args=[claim.occurrence_id, kind, claim.pk])
