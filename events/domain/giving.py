"""What giving a place by hand asks for, whoever gets it and wherever they come from."""

from __future__ import annotations

from django.utils.translation import gettext as _

from events.domain.errors import ActRefused, AlreadySignedUp, NeedsReason
from events.domain.places import Claim, Places
from events.models import Because, RegistrationState, Turn
from office.actor import Actor


def needs_reason(reason: str) -> None:
    """Raises NeedsReason."""
    if not reason.strip():
        raise NeedsReason


def not_over(places: Places) -> None:
    """Raises ActRefused."""
    if not places.occurrence.is_scheduled or places.at >= places.occurrence.ends_at:
        raise ActRefused(_("Nobody can be added: this date is not on, or is over."))


def make_room(places: Places, claim: Claim | None, actor: Actor) -> None:
    """End what the person has here already; a place they hold is not given twice."""
    if isinstance(claim, Turn):
        places.end_turn(claim, Because.ADDED, actor=actor)
    elif claim and claim.state == RegistrationState.CONFIRMED:
        raise AlreadySignedUp
    elif claim:
        places.end(claim, Because.ADDED, actor=actor)
