"""What a coordinator wrote to the people on a date, in the frame of every mail."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from events.letters import names
from events.letters.claim import ELSEWHERE
from events.letters.words import framed
from events.models import Mailing, Registration, Turn
from mail import kinds
from mail.domain import links
from mail.domain.words import Told
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from mail.standard import Name, Names, Values, Words, fill, paragraphs

Claim = Registration | Turn


def own_page(message: Message) -> str:
    """The reader's own page on this site; in a preview one that opens nothing."""
    if message.trial:
        return f"{settings.BASE_URL}/registration/…"
    claim = _claim(message)
    if claim is None or claim.address != message.to:
        return ""
    purpose = "registration" if isinstance(claim, Registration) else "turn"
    return links.url(purpose, claim.pk, claim.link_version)


FIRST_NAME: Names = {"first_name": names.OF_A_PERSON["first_name"]}
"""All that can be said to somebody about no date."""
NAMES: Names = {
    **FIRST_NAME,
    **{key: names.OF_THE_EVENT[key] for key in ("title", "when", "where")},
    "link": Name(
        own_page,
        gettext_lazy("the address of the reader's own page"),
        f"{settings.BASE_URL}/registration/…",
    ),
}
"""The names that may stand in braces in what a coordinator writes."""


def render(message: Message) -> Letter:
    mailing = _mailing(message)
    words = _words(message, mailing)
    values = Values(NAMES, message)
    told = Told(fill(words.subject, values), paragraphs(words.text, values), [])
    reply_to = mailing.reply_to if mailing else ""
    return framed(message, told, button=_("See my sign-up"), reply_to=reply_to)


def still_true(message: Message) -> str:
    """Nothing leaves to somebody erased, whose claim has ended in the meantime, or who reads at
    another address now."""
    mailing = _mailing(message)
    if not message.to:
        return gettext_noop("the person was erased")
    if mailing is None or not mailing.text:
        return gettext_noop("its text was deleted")
    if mailing.contact:
        return "" if mailing.contact.email == message.to else ELSEWHERE
    claim = _claim(message)
    if claim is None or _left(claim, message):
        return gettext_noop("they have left since")
    return "" if claim.address == message.to else ELSEWHERE


def link(message: Message) -> str:
    mailing = _mailing(message)
    return own_page(message) if mailing and mailing.with_link else ""


def register() -> None:
    label = gettext_lazy("mail from the office")
    kinds.register("mailing", Kind(render, still_true, link, label=label))


def _mailing(message: Message) -> Mailing | None:
    rows = Mailing.objects.select_related("contact")
    return rows.filter(pk=message.mailing).first() if message.mailing else None


def _left(claim: Claim, message: Message) -> bool:
    """Whether it ended since. What had ended before is of somebody who waited to the end."""
    if claim.ended_at is None:
        return False
    if isinstance(claim, Registration) or claim.ended_at > message.queued_at:
        return True
    return not Turn.objects.waited_to_the_end().filter(pk=claim.pk).exists()


def _words(message: Message, mailing: Mailing | None) -> Words:
    if message.trial and message.trial.words:
        return message.trial.words
    return Words(mailing.subject, mailing.text) if mailing else Words("", "")


def _claim(message: Message) -> Claim | None:
    """What the reader has on the date: named by the message, or the newest of a person's."""
    kind, pk = message.claim.split(":")[2:]
    if kind == "contact":
        return _newest(int(pk), message.mailing)
    model: type[Claim] = Registration if kind == "registration" else Turn
    return model._default_manager.select_related("contact").filter(pk=int(pk)).first()


def _newest(contact: int, mailing: int | None) -> Claim | None:
    on_date = {"contact": contact, "occurrence__mailings": mailing}
    places = Registration.objects.select_related("contact").filter(**on_date)
    turns = Turn.objects.select_related("contact").filter(**on_date)
    place = places.order_by("-created_at", "-pk").first()
    return place or turns.order_by("-joined_at", "-pk").first()
