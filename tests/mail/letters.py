"""One kind of mail for the tests: its subject is a fact, it is true unless a fact says why not."""

from mail import kinds
from mail.domain import outbox
from mail.letter import Letter
from mail.models import Message
from office import clock

KIND = "letter of the tests"
LINK = "http://testserver/turn/1-abc/"


def render(message: Message) -> Letter:
    facts = message.facts
    return Letter(
        subject=facts["subject"],
        facts=[("When", "Saturday 21 November 2026 at 13:00"), ("Where", "Ærø")],
        lines=["You have a place."],
        button="See your place",
        after=["Write to us if anything is unclear."],
        reply_to="anna@praksisvej.test",
    )


def register(must_know: bool = False, **parts: object) -> None:
    usual = {
        "render": render,
        "still_true": lambda message: message.facts.get("untrue", ""),
        "link": lambda message: LINK,
    }
    kinds.register(KIND, kinds.Kind(**{**usual, **parts}, must_know=must_know))


def queue(subject: str = "Your place", to: str = "ida@example.org", **values: object) -> Message:
    facts = {"subject": subject, **values.pop("facts", {})}
    values["at"] = values.get("at") or clock.now()
    return outbox.queue(KIND, to=to, **{"language": "en", "facts": facts, **values})
