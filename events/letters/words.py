"""The lines every mail begins and ends with."""

from __future__ import annotations

from typing import Any, cast
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.domain import invites
from events.domain.fact_types import Facts, moment
from events.domain.offer_times import offer_end
from events.domain.wording import moment_words, time_words
from events.letters import claim
from events.models import Registration
from mail.letter import CalendarPart, Letter
from mail.models import Message
from office import clock
from office.models import Office


def title(message: Message) -> str:
    return str(message.facts["title"])


def when_and_where(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Date, time and place: the first lines of every mail."""
    starts, ends = facts["starts_at"], facts["ends_at"]
    rows = [(_("When"), span(facts["zone"], starts, ends))]
    if facts.get("location"):
        rows.append((_("Where"), facts["location"]))
    return rows


def span(zone: str, starts: str, ends: str) -> str:
    """ "Friday 29 January 2027 at 14:00 to Sunday 31 January 2027 at 15:00"; one day: its hours."""
    start, end = (moment(text).astimezone(ZoneInfo(zone)) for text in (starts, ends))
    first = moment_words(start, ZoneInfo(zone))
    if start.date() == end.date():
        return _("%(start)s to %(end)s") % {"start": first, "end": time_words(end, ZoneInfo(zone))}
    return _("%(start)s to %(end)s") % {"start": first, "end": moment_words(end, ZoneInfo(zone))}


def until(message: Message) -> str:
    """When an offer ends whose time runs from this mail's leaving: now, or when it did leave."""
    end = moment(message.facts["held_until"])
    offered = claim.find(message)
    if isinstance(offered, Registration):
        end = min(end, offer_end(offered.occurrence, message.ended_at or clock.now()))
    return moment_words(end, ZoneInfo(message.facts["zone"]))


def greeting(message: Message) -> list[str]:
    name = str(message.facts.get("name", "")).split()
    return [_("Dear %(name)s") % {"name": name[0]}] if name else []


def whom_to_ask(facts: dict[str, Any]) -> list[str]:
    """ "Questions? Ask Mette Lund, 12 34 56 78." """
    who = ", ".join(
        facts[key] for key in ("contact_name", "contact_phone", "contact_email") if facts.get(key)
    )
    return [_("Questions? Ask %(who)s.") % {"who": who}] if who else []


def letter(
    message: Message,
    subject: str,
    lines: list[str],
    *,
    button: str = "",
    after: list[str] | None = None,
    method: str = "",
) -> Letter:
    """A letter about a claim, from the office, with the event's contact person to answer to."""
    facts = message.facts
    office = Office.objects.current(clock.now().date())
    sender = office.sender_name if office else ""
    return Letter(
        subject=subject,
        facts=when_and_where(facts),
        lines=[*greeting(message), *lines],
        button=button,
        after=[*(after or []), *whom_to_ask(facts)],
        from_name=sender,
        from_email=facts.get("organizer", "") if method else "",
        reply_to=facts.get("contact_email", ""),
        calendar=_calendar(facts, method, sender),
    )


def _calendar(facts: dict[str, Any], method: str, sender: str) -> CalendarPart | None:
    if not method or "uid" not in facts:
        return None
    told = cast(Facts, facts | {"organizer_name": sender})
    write = invites.cancellation if method == "CANCEL" else invites.request
    return CalendarPart(method, write(told))
