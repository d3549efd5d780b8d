"""Mails in words: what they are about, and why they did not arrive."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mail.domain.delivery import TRIES
from mail.models import HELD_BACK, Message, Suppression
from signup.mail_words import kind_in_words

HELD = {
    Suppression.Reason.BOUNCED: gettext_lazy(
        "Not sent: an earlier mail to this address came back, so the address is not written to."
    ),
    Suppression.Reason.COMPLAINED: gettext_lazy(
        "Not sent: the person marked an earlier mail of ours as unwanted."
    ),
    Suppression.Reason.NOT_ME: gettext_lazy(
        "Not sent: whoever reads this address said that it was not them who signed up."
    ),
}


def about(mail: Message) -> str:
    """What it is about: its kind, and the event's title while it is known."""
    kind, title = kind_in_words(mail.kind), mail.facts.get("title", "")
    return f"{kind}: {title}" if title else kind


def is_missed(mail: Message) -> bool:
    """Whether it did not arrive, as far as we know."""
    return bool(mail.bounced_at) or mail.state == "failed" or mail.why.startswith(HELD_BACK)


def why_missed(mail: Message) -> str:
    """Why it did not arrive."""
    if mail.why.startswith(HELD_BACK):
        return str(HELD[Suppression.Reason(mail.why.removeprefix(HELD_BACK))])
    if mail.dead_at:
        return _("The address does not work: the mail was sent back, or refused at once.")
    if mail.bounced_at:
        return _(
            "It was sent back, though the address may work: the mailbox is full, or our mail was "
            "blocked."
        )
    if mail.why.startswith("cannot be made"):
        return _("The mail could not be written, which is a fault of the program.")
    if mail.attempts >= TRIES:
        return _("It could not be handed over for a day: no mail server took it.")
    return _("The receiving server refused it, though the address may work.")
