"""What a mail has to ask of the claim it is about, right before it leaves."""

from __future__ import annotations

from typing import cast

from django.db.models import Model
from django.utils.translation import gettext_noop

from events.models import Registration, Turn
from mail.domain import links
from mail.models import Message
from office import clock

MODELS: dict[str, type[Model]] = {"registration": Registration, "turn": Turn}
"""What the claims of messages name; other messages are about something else."""
ELSEWHERE = gettext_noop("its reader has another address now")


def find(message: Message) -> Registration | Turn | None:
    """The registration or turn a message is about; None once it was deleted."""
    name, _, pk = message.claim.partition(":")
    model = MODELS.get(name)
    rows = model._default_manager.select_related("contact") if model else None
    found = rows.filter(pk=int(pk)).first() if rows else None
    return cast("Registration | Turn | None", found)


def still_true(message: Message) -> str:
    """Why the message must not leave any more, or nothing: its claim has not changed since, and
    its person still reads where it goes."""
    if not message.to:
        return gettext_noop("the person was erased")
    claim = find(message)
    if claim is None:
        return gettext_noop("its claim was deleted")
    if claim.address != message.to:
        return ELSEWHERE
    return "" if claim.revision == message.revision else gettext_noop("its claim has changed since")


def still_holds(message: Message) -> str:
    """The same for a mail that asks for an answer: its hold must not be over either."""
    if why := still_true(message):
        return why
    claim = find(message)
    if isinstance(claim, Turn):
        return "" if claim.is_live else gettext_noop("its turn has ended")
    over = claim is None or claim.held_until is None or claim.held_until <= clock.now()
    return gettext_noop("its hold is over") if over else ""


def link(message: Message) -> str:
    """The claim's own page, by the link version that is good now; for its own person alone."""
    claim = find(message)
    if claim is None or claim.address != message.to:
        return ""
    purpose = "registration" if isinstance(claim, Registration) else "turn"
    return links.url(purpose, claim.pk, claim.link_version)
