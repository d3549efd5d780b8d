"""What the demo's coordinator wrote to people, and which mails dates send by themselves."""

from __future__ import annotations

from datetime import time, timedelta

from events.domain import automatic, mailing_out, mailings
from events.domain.mailings import Text
from events.models import Occurrence
from office import clock
from office.actor import Actor

PARAGRAPH = " / "
NINE = time(9)


def write(occurrence: Occurrence, detail: str, *, actor: Actor) -> None:
    """`group|subject|text`: written, and five minutes later on its way."""
    to, subject, text = detail.split("|")
    mailings.write([occurrence.pk], _text(subject, text), actor=actor, to=to, sure=True)
    clock.move(mailings.WAIT)
    mailing_out.send_due()


def automate(occurrence: Occurrence, detail: str, *, actor: Actor) -> None:
    """`days before|subject|text`: each date of the event sends it by itself, at nine."""
    days, subject, text = detail.split("|")
    told = _text(subject, text)
    automatic.make(
        occurrence.event,
        actor=actor,
        recipients="confirmed",
        anchor="start",
        offset=-timedelta(days=int(days)),
        at_time=NINE,
        subject=told.subject,
        text=told.text,
    )


def send_by_themselves() -> None:
    """The worker's part of a morning."""
    automatic.queue_due()
    mailing_out.send_due()


def _text(subject: str, text: str) -> Text:
    return Text(subject, text.replace(PARAGRAPH, "\n\n"))
