"""The mails about a registration or a turn: each a function from a message's facts to a Letter."""

from events.letters import changes, place, proof, waitlist
from events.letters.claim import link, still_holds, still_true
from mail import kinds
from mail.kinds import Kind


def register() -> None:
    """Enter every kind of ours in the outbox's table."""
    holding = {"prove": proof.prove, "offer": waitlist.offer}
    for name, render in holding.items():
        kinds.register(name, Kind(render, still_holds, link, must_know=name == "offer"))
    for name, render in (RENDERS | MUST_KNOW).items():
        kinds.register(name, Kind(render, still_true, link, must_know=name in MUST_KNOW))


MUST_KNOW = {
    "place": place.place,
    "cancelled": place.cancelled,
    "removed": place.removed,
    "called_off": changes.called_off,
    "moved": changes.moved,
    "changed": changes.changed,
}
RENDERS = {
    "link": proof.link_again,
    "waiting": waitlist.waiting,
    "offer_lapsed": waitlist.offer_lapsed,
    "list_over": waitlist.list_over,
    "reminder": place.reminder,
    "thanks": place.thanks,
}
