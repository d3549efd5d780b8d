"""A letter about a claim: the frame that no wording changes."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext as _

from events.domain import invites
from events.domain.fact_types import Facts
from events.letters import names
from mail.domain.words import Told, told
from mail.letter import CalendarPart, Letter
from mail.models import Message
from mail.standard import Standard
from office import clock
from office.models import Office


def letter(message: Message, standard: Standard, *, method: str = "", button: str = "") -> Letter:
    """In the office's or the standard's words, from the office, with the event's contact person
    to answer to. `method` is that of the invite, where there is one."""
    words = told(message, standard)
    return framed(message, words, button=button or str(standard.button), method=method)


def framed(
    message: Message, words: Told, *, button: str, method: str = "", reply_to: str = ""
) -> Letter:
    """Words in the frame that all mails have; answers go to `reply_to` or the contact person."""
    facts = message.facts
    office = Office.objects.current(clock.now())
    sender = office.sender_name if office else ""
    return Letter(
        subject=words.subject,
        facts=what_when_and_where(message),
        greeting=greeting(message),
        lines=words.lines,
        button=button,
        after=[*words.after, *whom_to_ask(message)],
        from_name=sender,
        from_email=facts.get("organizer", "") if method else "",
        reply_to=reply_to or facts.get("contact_email", ""),
        calendar=_calendar(facts, method, sender),
    )


def what_when_and_where(message: Message) -> list[tuple[str, str]]:
    """The event, its time and its place: the first lines of every mail, whatever its subject."""
    rows = [
        (_("What"), message.facts.get("title", "")),
        (_("When"), names.when(message)),
        (_("Where"), message.facts.get("location", "")),
    ]
    return [(label, value) for label, value in rows if value]


def greeting(message: Message) -> str:
    name = names.first_name(message)
    return _("Dear %(name)s") % {"name": name} if name else ""


def whom_to_ask(message: Message) -> list[str]:
    """ "Questions? Ask Mette Lund, 12 34 56 78." """
    who = names.whom(message)
    return [_("Questions? Ask %(who)s.") % {"who": who}] if who else []


def _calendar(facts: dict[str, Any], method: str, sender: str) -> CalendarPart | None:
    if not method or "uid" not in facts:
        return None
    told = cast(Facts, facts | {"organizer_name": sender})
    write = invites.cancellation if method == "CANCEL" else invites.request
    return CalendarPart(method, write(told))
