"""From a form sent by anybody to the engine, within what one address or network may ask."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from events.domain import sign_up as engine
from events.domain.submitted import Submitted
from mail.domain.addresses import normalize
from office.domain import limits


def sign_up(
    occurrence: int,
    submitted: Submitted,
    *,
    browser: str,
    network: str,
    language: str,
    at: datetime,
    came_from: str = "",
    instead: bool = False,
) -> None:
    """Sign somebody up; `instead` of what this browser asked for before, when that was a slip.

    An address that asks too often gets nothing, and nobody is told. From a network that does,
    nothing is held before an address has answered. Raises SignUpClosed, NotForYou.
    """
    over = limits.ask(normalize(submitted["email"]), network, at)
    if over.address:
        return
    act = engine.correct_address if instead else partial(engine.sign_up, came_from=came_from)
    act(occurrence, submitted, language=language, browser=browser, prove_first=over.network)
