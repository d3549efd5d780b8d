"""To a contact of a host practice: a fresh link to a visit. It names nobody who comes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, gettext_noop

from events.domain import host_link_again, host_links
from events.letters import names
from events.letters.claim import ELSEWHERE
from events.letters.example import example
from events.letters.words import letter
from mail import kinds
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from mail.standard import Name, Standard
from office import clock

LINK = Standard(
    label=gettext_lazy("fresh link for a host practice"),
    sent=gettext_lazy("When somebody at a host practice asks for it, or the office sends it."),
    to=gettext_lazy("That contact of the practice."),
    subject=gettext_lazy("Your link to the visit: %(title)s"),
    text=[
        gettext_lazy("Here is a fresh link to the page of this visit. You need no password."),
        gettext_lazy(
            "There you see who comes, say afterwards who came, and tell us if you must cancel."
        ),
    ],
    button=gettext_lazy("Open the visit"),
    after=[
        gettext_lazy(
            "The link is yours alone: it opens on the phone or computer where you use it first. "
            "Pass it to nobody."
        ),
        gettext_lazy("Did you not ask for it? Then do nothing."),
    ],
    names={"title": Name(names.fact("title"), gettext_lazy("the event"), "Praksisbesøg i Køge")},
    example=example,
)


def render(message: Message) -> Letter:
    return letter(message, LINK)


def still_true(message: Message) -> str:
    """Nothing leaves to who has left the practice, or when there is nothing to open any more."""
    found = host_link_again.find(message)
    if found is None or found.contact.left_at:
        return gettext_noop("the contact has left the practice")
    if found.contact.email != message.to:
        return ELSEWHERE
    hosting = found.hosting
    over = hosting and (not hosting.has_part or clock.now() >= host_links.ends_at(found))
    return gettext_noop("the visit's page is closed") if over else ""


def link(message: Message) -> str:
    found = host_link_again.find(message)
    return host_links.url(found) if found and found.contact.email == message.to else ""


def register() -> None:
    kinds.register(
        host_link_again.KIND, Kind(render, still_true, link, must_know=True, standard=LINK)
    )
