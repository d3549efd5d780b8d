"""Where a claim stands, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Because
from signup.domain.claims import Claim, Standing

HEADINGS = {
    Standing.CONFIRMED: gettext_lazy("You have a place"),
    Standing.OFFERED: gettext_lazy("A place is offered to you"),
    Standing.ENDED: gettext_lazy("You are not signed up"),
}
ENDINGS: dict[str, Any] = {
    Because.ACCEPTED: gettext_lazy("You took the place."),
    Because.DECLINED: gettext_lazy("You said no to the place, and it went on to the next in line."),
    Because.LAPSED: gettext_lazy("The time ran out, and the place went on to the next in line."),
    Because.LEFT: gettext_lazy("You have left."),
    Because.CANCELLED: gettext_lazy("You have cancelled, and your place is free for the next."),
    Because.UNPROVEN: gettext_lazy("It was not confirmed within 24 hours."),
    Because.ADDED: gettext_lazy("The office gave you a place. The mail about it has its link."),
    Because.LIST_OVER: gettext_lazy("The waitlist is over: no more places are offered."),
    Because.CALLED_OFF: gettext_lazy("This date has been called off."),
    Because.REMOVED: gettext_lazy("The office has ended your sign-up."),
    Because.BOUNCED: gettext_lazy("Our mail did not reach you, so the place went on to the next."),
    Because.LIST_FULL: gettext_lazy("The waitlist was full when you confirmed."),
    Because.ALREADY: gettext_lazy("You had signed up already."),
    Because.MOVED: gettext_lazy("The office has given you a place on another date."),
}


def heading(standing: Standing, position: int = 0, *, is_over: bool = False) -> str:
    """What a claim's page is called."""
    if is_over and standing == Standing.CONFIRMED:
        return _("You had a place")
    if standing == Standing.WAITING:
        return _("You are number %(n)d in the waitlist") % {"n": position}
    return str(HEADINGS.get(standing, ""))


def why(claim: Claim) -> str:
    """Why a claim ended, as a sentence, and the reason the office gave."""
    because = claim.ended_because or Because.LAPSED
    reason = claim.occurrence.called_off_because if because == Because.CALLED_OFF else claim.reason
    return f"{ENDINGS.get(because, '')} {reason}".strip()
