"""To contacts of host practices: the link to the practice's year, and answers to its offers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from events.domain import host_links, host_offers
from events.domain.wording import date_words
from events.letters import names
from events.letters.claim import ELSEWHERE
from events.letters.words import letter
from events.models import HostLink
from mail import kinds
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from mail.standard import Name, Standard


def dates(message: Message) -> str:
    """What became of an offer that is used."""
    days = [date_words(date.fromisoformat(it)) for it in message.facts.get("days", [])]
    if not days:
        return ""
    said = _("Thank you: we look forward to it. The visits are on: %(days)s.")
    own = _("Each visit has a mail of its own, with a link to who comes.")
    return f"{said % {'days': '; '.join(days)}} {own}"


def not_used(message: Message) -> str:
    """That an offer cannot be used."""
    if message.facts.get("state") != "declined":
        return ""
    return _("Thank you for it. This time we have no use for the days.")


def made_on(message: Message) -> str:
    said = message.facts.get("made_on")
    return date_words(date.fromisoformat(said)) if said else ""


PRACTICE = {
    "practice": Name(
        names.fact("practice"),
        gettext_lazy("the name of the practice"),
        gettext_lazy("Lægerne Torvet, Køge"),
    ),
}
ANSWER = PRACTICE | {
    "made_on": Name(
        made_on,
        gettext_lazy("the day on which the practice made its offer"),
        gettext_lazy("Monday 4 January 2027"),
    ),
    "dates": Name(
        dates,
        gettext_lazy("a sentence with the days, where the offer became dates"),
        gettext_lazy(
            "Thank you: we look forward to it. The visits are on: "
            "Wednesday 3 March 2027; Wednesday 10 March 2027."
        ),
    ),
    "not_used": Name(
        not_used,
        gettext_lazy("a sentence, where the office could not use the offer"),
        gettext_lazy("Thank you for it. This time we have no use for the days."),
    ),
    "word": Name(
        names.fact("word"),
        gettext_lazy("what the coordinator wrote to the practice"),
        gettext_lazy("We write again before the summer."),
    ),
}

YEAR = Standard(
    label=gettext_lazy("link to a practice's year"),
    sent=gettext_lazy(
        "When somebody of the office sends it, or a contact of a host practice asks for it."
    ),
    to=gettext_lazy("That contact of the practice."),
    subject=gettext_lazy("Your year as a host practice: %(practice)s"),
    text=[
        gettext_lazy("Here is the page of %(practice)s. You need no password."),
        gettext_lazy(
            "See which visits are to come and how many have been there, and offer days on which "
            "you would like to see somebody."
        ),
    ],
    button=gettext_lazy("See our year"),
    after=[
        gettext_lazy(
            "The link is yours alone: it opens on the phone or computer where you use it first, "
            "for three months. Pass it to nobody."
        ),
    ],
    names=PRACTICE,
)
ANSWERED = Standard(
    label=gettext_lazy("answer to a practice's offer"),
    sent=gettext_lazy("At once when the office makes an offer into dates, or declines it."),
    to=gettext_lazy("The contact of the practice who made the offer."),
    subject=gettext_lazy("Your offer to see somebody: %(practice)s"),
    text=[
        gettext_lazy("You offered us days at %(practice)s on %(made_on)s."),
        "%(dates)s",
        "%(not_used)s",
        "%(word)s",
    ],
    button=gettext_lazy("See our year"),
    names=ANSWER,
    essential=("dates", "not_used"),
)


def link(message: Message) -> str:
    found = _link(message)
    return host_links.url(found) if found and found.contact.email == message.to else ""


def still_true(message: Message) -> str:
    """Nothing leaves to who has left the practice, or reads at another address now."""
    found = _link(message)
    if found is None or found.contact.left_at:
        return gettext_noop("the contact has left the practice")
    return "" if found.contact.email == message.to else ELSEWHERE


def register() -> None:
    for name, standard in [(host_offers.YEAR, YEAR), (host_offers.ANSWERED, ANSWERED)]:
        kinds.register(name, Kind(_render(standard), still_true, link, standard=standard))


def _render(standard: Standard) -> Callable[[Message], Letter]:
    def render(message: Message) -> Letter:
        return letter(message, standard)

    return render


def _link(message: Message) -> HostLink | None:
    rows = HostLink.objects.select_related("contact")
    return rows.filter(pk=message.facts.get("link")).first()
