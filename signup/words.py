"""What a claim's page says first: what it is called, and one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain.wording import moment_words, time_words
from events.models import Because, Occurrence
from signup.domain.claims import Claim
from signup.domain.phases import Phase


@dataclass(frozen=True)
class Said:
    heading: str
    lead: str


AT_THE_DOOR = gettext_lazy("It begins at %(time)s. Show your code at the door, or say your name.")
PLACE: dict[Phase, tuple[Any, Any]] = {
    Phase.AHEAD: (
        gettext_lazy("You have a place"),
        gettext_lazy("We look forward to seeing you on %(start)s."),
    ),
    Phase.TOMORROW: (gettext_lazy("See you tomorrow"), AT_THE_DOOR),
    Phase.TODAY: (gettext_lazy("See you today"), AT_THE_DOOR),
    Phase.RUNNING: (gettext_lazy("It has begun"), gettext_lazy("It ends on %(end)s.")),
    Phase.OVER: (
        gettext_lazy("You had a place"),
        gettext_lazy(
            "It is over. Once it is marked that you were there, your certificate stands here."
        ),
    ),
    Phase.ATTENDED: (
        gettext_lazy("Thank you for coming"),
        gettext_lazy("It is marked that you were there, and your certificate is ready."),
    ),
    Phase.MISSED: (
        gettext_lazy("You had a place"),
        gettext_lazy(
            "It is not marked that you were there. Were you? Tell us, and we put it right."
        ),
    ),
}
ENDINGS: dict[str, Any] = {
    Because.ACCEPTED: gettext_lazy("You took the place."),
    Because.DECLINED: gettext_lazy("You said no to the place, and it is free for others."),
    Because.LAPSED: gettext_lazy("The time ran out, and the place is no longer kept for you."),
    Because.LEFT: gettext_lazy("You have left."),
    Because.CANCELLED: gettext_lazy("You have cancelled, and your place is free for others."),
    Because.UNPROVEN: gettext_lazy("It was not confirmed within 24 hours."),
    Because.ADDED: gettext_lazy("The office gave you a place. The mail about it has its link."),
    Because.LIST_OVER: gettext_lazy("The waitlist is over: no more places are offered."),
    Because.CALLED_OFF: gettext_lazy("It is not held, and you need do nothing."),
    Because.REMOVED: gettext_lazy("The office has ended your sign-up."),
    Because.BOUNCED: gettext_lazy(
        "Our mail did not reach you, so the place is no longer kept for you."
    ),
    Because.LIST_FULL: gettext_lazy("The waitlist was full when you confirmed."),
    Because.ALREADY: gettext_lazy("You had signed up already."),
    Because.MOVED: gettext_lazy("The office has given you a place on another date."),
}


def of_place(phase: Phase, occurrence: Occurrence) -> Said:
    heading, lead = PLACE[phase]
    return Said(str(heading), str(lead) % _times(occurrence))


def of_question(occurrence: Occurrence, was: datetime | None) -> Said:
    """*Still coming?*, asked before the start and when the date has moved."""
    times = _times(occurrence)
    if was is None:
        return Said(_("Are you still coming?"), _("It begins on %(start)s.") % times)
    times["was"] = moment_words(was, occurrence.zone)
    lead = _("The date has moved. It begins on %(start)s, and no longer on %(was)s.")
    return Said(_("Can you still come?"), lead % times)


def of_offer(occurrence: Occurrence, until: datetime, at: datetime) -> Said:
    said = _("It is kept for you until %(until)s: that is in %(left)s.")
    words = {"until": moment_words(until, occurrence.zone), "left": timeuntil(until, at)}
    return Said(_("A place is offered to you"), said % words)


def of_awaiting(occurrence: Occurrence, until: datetime, at: datetime) -> Said:
    said = _("It is kept for you until %(until)s: that is in %(left)s.")
    words = {"until": moment_words(until, occurrence.zone), "left": timeuntil(until, at)}
    return Said(_("Pay the deposit, and the place is yours"), said % words)


def of_unpaid() -> Said:
    """The place waited for its deposit until the time was over."""
    return Said(
        _("The time to pay is over"),
        _(
            "The place is no longer kept for you. Did you pay at the last moment? Then it is yours "
            "after all if it is still free; if not, the money comes back by itself. We write to "
            "you."
        ),
    )


def of_turn(occurrence: Occurrence, position: int) -> Said:
    said = _(
        "When a place comes free and it is your turn, we write to you, and you have some time to "
        "answer. The waitlist runs until %(until)s."
    )
    until = moment_words(occurrence.offers_until, occurrence.zone)
    return Said(
        _("You are number %(n)d in the waitlist") % {"n": position}, said % {"until": until}
    )


def of_end(claim: Claim) -> Said:
    """Why a claim ended, and the reason the office gave."""
    because = claim.ended_because or Because.LAPSED
    is_off = because == Because.CALLED_OFF
    heading = _("This date has been called off") if is_off else _("You are not signed up")
    reason = claim.occurrence.called_off_because if is_off else claim.reason
    return Said(heading, f"{ENDINGS.get(because, '')} {reason}".strip())


def _times(occurrence: Occurrence) -> dict[str, str]:
    zone = occurrence.zone
    return {
        "start": moment_words(occurrence.starts_at, zone),
        "time": time_words(occurrence.starts_at, zone),
        "end": moment_words(occurrence.ends_at, zone),
    }
