"""People for tests of the engine: what they typed, and shortcuts from typing to a place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User

from events.domain import attendance, proof
from events.domain.errors import ActRefused
from events.domain.places import Places
from events.domain.sign_up import sign_up
from events.domain.submitted import Submitted
from events.models import CheckIn, Occurrence, Registration, Turn
from office.actor import Actor, coordinator


def address(name: str) -> str:
    return f"{name.lower()}@student.test"


def typed(name: str, /, **more: Any) -> Submitted:
    """What somebody types on the form; the address follows from the name."""
    told: Submitted = {"name": f"{name} Holm", "email": address(name), "stage": "ka"}
    return {**told, **more}  # type: ignore[typeddict-item]


def claim_of(occurrence: Occurrence, name: str) -> Registration | Turn:
    """The newest claim made by an address, proven or not."""
    who = address(name)
    rows: list[Registration | Turn] = []
    for model in (Registration, Turn):
        mine = model.objects.filter(occurrence=occurrence)
        rows += [c for c in mine.select_related("contact") if c.address == who]
    if not rows:  # the address is blocked: the form says nothing and claims nothing
        raise ActRefused("This address claimed nothing.")
    return max(rows, key=lambda c: (getattr(c, "created_at", None) or c.joined_at, c.pk))


def signs_up(occurrence: Occurrence, name: str, **more: Any) -> Registration | Turn:
    """Type and send the form; the claim stays unproven."""
    sign_up(occurrence.pk, typed(name), language="da", **more)
    return claim_of(occurrence, name)


def comes(occurrence: Occurrence, name: str, **more: Any) -> Registration | Turn:
    """Sign up and press the mailed link; what the person has now."""
    claim = signs_up(occurrence, name, **more)
    act = proof.confirm if isinstance(claim, Registration) else proof.prove
    act(claim.pk)
    claim.refresh_from_db()
    return claim


def marked(registration: int, day: date, **said: Any) -> CheckIn:
    """Somebody said whether a person was there on a day: `present`, `hours`, `actor`."""
    with Places.lock(registration=registration) as places:
        return attendance.mark(places, registration, day, **said)


def office() -> Actor:
    """Somebody of the office."""
    user, _made = User.objects.get_or_create(username="karen")
    return coordinator(user)
