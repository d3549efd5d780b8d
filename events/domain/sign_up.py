"""Signing up: what happens between the form and the mailed link."""

from __future__ import annotations

from events.domain import sources, telling, trial
from events.domain.errors import NotForYou, SignUpClosed
from events.domain.places import Claim, Places
from events.domain.submitted import Submitted, is_for, typed_in
from events.models import Because, Registration, Turn
from mail.domain import outbox, suppression
from mail.domain.addresses import normalize
from mail.models import Message
from office.actor import PERSON

UNANSWERED = 3
"""So many mails that nobody answered an address gets within 24 h; then it gets none."""


def sign_up(
    occurrence: int,
    submitted: Submitted,
    *,
    language: str,
    browser: str = "",
    came_from: str = "",
    prove_first: bool = False,
) -> None:
    """Hold a place, or a turn, for an address until it answers, and write to it.

    With `prove_first` nothing is held: the claim is a turn that counts when its address answers.
    What the caller sees is the same whether or not the address is known. Raises SignUpClosed,
    NotForYou, ValueError for an address that is none.
    """
    fields = _fields(submitted, language, browser, came_from)
    with Places.lock(occurrence) as places:
        _sign_up(places, submitted, fields, prove_first=prove_first)


def _fields(
    submitted: Submitted, language: str, browser: str, came_from: str = ""
) -> dict[str, str]:
    email = normalize(submitted["email"])
    word = sources.word_in(came_from)
    return {"email": email, "language": language, "browser": browser, "came_from": word}


def _sign_up(
    places: Places, submitted: Submitted, fields: dict[str, str], *, prove_first: bool
) -> None:
    _check(places, submitted)
    email = fields["email"]
    if suppression.is_blocked(email, places.at):
        return
    quiet = outbox.unanswered_count(email, places.at) >= UNANSWERED
    claim = places.claim_of(email)
    if claim:
        _again(places, claim, submitted, fields, quiet=quiet)
    else:
        first = prove_first or quiet or places.mostly_unproven
        _claim(places, submitted, fields, prove_first=first, quiet=quiet)


def correct_address(
    occurrence: int, submitted: Submitted, *, language: str, browser: str, prove_first: bool = False
) -> None:
    """End what this browser claimed and nobody answered for, then sign up as now typed; the answers
    to questions and the word they came by go along.

    Raises as `sign_up` does, and then the old claim stands.
    """
    fields = _fields(submitted, language, browser)
    with Places.lock(occurrence) as places:
        mine = {"occurrence": places.occurrence, "browser": browser, "proven_at": None}
        for registration in Registration.objects.holding().filter(**mine):
            submitted = _with_answers(submitted, registration)
            fields["came_from"] = registration.came_from
            places.end(registration, Because.LEFT, actor=PERSON)
        for turn in Turn.objects.live().filter(**mine):
            submitted = _with_answers(submitted, turn)
            fields["came_from"] = turn.came_from
            places.end_turn(turn, Because.LEFT, actor=PERSON)
        places.settle()
        _sign_up(places, submitted, fields, prove_first=prove_first)


def _with_answers(submitted: Submitted, claim: Claim) -> Submitted:
    """With the answers to questions, which the browser does not remember, if it gave them."""
    is_own = typed_in(claim) == claim.browser
    answers = (claim.submitted or {}).get("answers") if is_own else None
    return {**submitted, "answers": answers} if answers else submitted


def _check(places: Places, submitted: Submitted) -> None:
    """The same answer for everybody: nothing here may depend on the address, but on a trial."""
    date = places.occurrence
    if not places.is_open or (date.is_trial and not trial.is_own(date, submitted["email"])):
        raise SignUpClosed
    if not is_for(places.occurrence, submitted):
        raise NotForYou
    if not places.can_take and places.list_is_full:
        raise SignUpClosed


def _claim(
    places: Places, submitted: Submitted, fields: dict[str, str], *, prove_first: bool, quiet: bool
) -> None:
    if places.can_take and not prove_first:
        registration = places.hold_unproven(submitted=submitted, **fields)
        places.hold_on(registration, _ask(places, registration, fields["browser"]))
        return
    turn = places.join(submitted=submitted, **fields)
    if not quiet:
        _ask(places, turn, fields["browser"])


def _ask(places: Places, claim: Claim, browser: str, n: int = 0) -> Message:
    """Ask the address to answer; the browser that waits for it is one of the facts, so that the
    mail's code is good there."""
    waits = {"browser": browser} if browser else {}
    return telling.tell(claim, "prove", at=places.at, asks_proof=True, n=n, **waits)


def _again(
    places: Places, claim: Claim, submitted: Submitted, fields: dict[str, str], *, quiet: bool
) -> None:
    """An address that already has a claim gets its own link again."""
    if not claim.is_proven:
        claim.submitted = {**submitted, "browser": fields["browser"]}
        claim.came_from = claim.came_from or fields["came_from"]
        claim.save(update_fields=["submitted", "came_from"])
    if not quiet:
        send_link(places, claim, fields["browser"])


def send_link(places: Places, claim: Claim, browser: str = "") -> Message:
    """Mail a claim's own link once more; each time asked for is a mail of its own."""
    kind = "link" if claim.is_proven else "prove"
    n = Message.objects.about(claim.claim).filter(kind=kind).count()
    if not claim.is_proven:
        return _ask(places, claim, browser, n)
    return telling.tell(claim, kind, at=places.at, asks_proof=True, n=n)


def link_again(claim: Claim) -> None:
    """Somebody asked for the link of a claim, from outside a lock."""
    with Places.lock(claim.occurrence_id) as places:
        send_link(places, _reload(places, claim))


def _reload(places: Places, claim: Claim) -> Claim:
    if isinstance(claim, Registration):
        return places.registration(claim.pk)
    return places.turn(claim.pk)
