"""The mails of the engine: what each says, and when it may leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from events.letters import (
    address,
    changes,
    deposit,
    host,
    host_claim,
    host_link,
    host_year,
    mailing,
    moving,
    place,
    proof,
    questions,
    spots,
    waitlist,
)
from events.letters.claim import link, still_holds, still_true
from events.letters.words import letter
from mail import kinds
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from mail.standard import Standard


def enter(
    name: str,
    standard: Standard,
    *,
    must_know: bool = False,
    method: str = "",
    still_true: Callable[[Message], str] = still_true,
    link: Callable[[Message], str] = link,
    button: Callable[[Message], str] = lambda message: "",
) -> None:
    """Enter a kind of mail about a claim, with its standard words.

    `method` is that of its invite, `link` what its button leads to; `button` may give another label
    than the standard's.
    """

    def render(message: Message) -> Letter:
        return letter(message, standard, method=method, button=button(message))

    kinds.register(name, Kind(render, still_true, link, must_know, standard))


def register() -> None:
    """Enter every kind of ours in the outbox's table, in the order of a person's way."""
    kinds.register("prove", Kind(proof.prove, still_holds, link, standard=proof.PROVE))
    enter("place", place.PLACE, must_know=True, method="REQUEST")
    enter("pay", deposit.PAY, must_know=True, still_true=still_holds)
    enter("payment_lapsed", deposit.PAYMENT_LAPSED, must_know=True)
    enter("waiting", waitlist.WAITING)
    enter("offer", waitlist.OFFER, must_know=True, still_true=still_holds)
    enter("offer_lapsed", waitlist.OFFER_LAPSED)
    enter("list_over", waitlist.LIST_OVER)
    enter("cancelled", place.CANCELLED, must_know=True, method="CANCEL")
    enter("removed", place.REMOVED, must_know=True, method="CANCEL")
    enter("called_off", changes.CALLED_OFF, must_know=True, method="CANCEL")
    move = changes.button_of_a_move
    enter("moved", changes.MOVED, must_know=True, method="REQUEST", button=move)
    enter("moved_to", moving.MOVED_TO, must_know=True, method="REQUEST")
    enter("moved_away", moving.MOVED_AWAY, must_know=True, method="CANCEL")
    enter("changed", changes.CHANGED, must_know=True, method="REQUEST")
    enter("questions", questions.LATE)
    enter("questions_reminder", questions.REMINDER)
    enter("spots", spots.SPOTS, must_know=True, still_true=spots.still_so)
    enter("reminder", place.REMINDER)
    enter("thanks", place.THANKS)
    enter("link", proof.LINK)
    mailing.register()
    kinds.register("address_changed", address.KIND)
    former = {"still_true": address.still_former, "link": address.no_link}
    enter("old_calendar", address.OLD_CALENDAR, must_know=True, method="CANCEL", **former)
    _register_host()
    host_year.register()
    host_link.register()


def _register_host() -> None:
    """The mails about a visit to the contacts of its practice."""
    comes = host_claim.still_comes
    about = partial(enter, link=host_claim.link)
    invite = partial(about, must_know=True, method="REQUEST", still_true=host_claim.still_invites)
    invite("host_invited", host.INVITED)
    invite("host_changed", host.CHANGED)
    cancel = partial(about, must_know=True, method="CANCEL", still_true=host_claim.still_out)
    cancel("host_called_off", host.CALLED_OFF)
    cancel("host_left", host.LEFT_PRACTICE)
    about("host_who_comes", host.WHO_COMES, must_know=True, still_true=comes)
    about("host_people_changed", host.PEOPLE_CHANGED, must_know=True, still_true=comes)
    about("host_who_came", host.WHO_CAME, still_true=host_claim.still_asks)
