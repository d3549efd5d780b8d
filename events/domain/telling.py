"""Queueing the mails of a claim, in the transaction of the act they tell of."""

from datetime import datetime
from typing import Any

from events.domain.facts import facts
from events.models import Registration, Turn
from mail.domain import outbox
from mail.models import Message


def tell(
    claim: Registration | Turn,
    kind: str,
    *,
    at: datetime,
    n: int = 0,
    asks_proof: bool = False,
    **more: Any,
) -> Message:
    """Queue one mail about a claim, with the facts as they are now.

    To an address that has not answered goes fixed text only: its facts leave out what was typed.
    """
    return outbox.queue(
        kind,
        to=claim.address,
        language=claim.language,
        at=at,
        claim=claim.claim,
        revision=claim.revision,
        n=n,
        contact=claim.contact.uuid if claim.contact else None,
        facts=facts(claim, at) | more,
        asks_proof=asks_proof,
        try_out=claim.occurrence.is_trial,
    )
