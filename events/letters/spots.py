"""To somebody whose practice, room or meeting point is shown, or has changed since."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from events.domain.spot_words import told
from events.letters.claim import ELSEWHERE, find
from events.letters.example import example
from events.letters.names import OF_A_PERSON
from events.models import Registration, SpotKind, SpotsTold
from mail.models import Message
from mail.standard import Name, Standard


def practices(message: Message) -> str:
    """Day by day: hours, name and address."""
    return _of_kind(message, SpotKind.HOST, _("Your host practice:"))


def meeting_point(message: Message) -> str:
    return _of_kind(message, SpotKind.MEETING_POINT, _("Your meeting point:"))


def room(message: Message) -> str:
    return _of_kind(message, SpotKind.ROOM, _("Your room:"))


def changed(message: Message) -> str:
    """That it is another than was told before."""
    if not message.facts.get("spots_changed"):
        return ""
    return _("Something has changed since we last wrote. This is how it is now:")


def gone(message: Message) -> str:
    """What is no longer theirs, with nothing yet in its place."""
    lost = [_told(message, it) for it in message.facts.get("spots_gone", [])]
    if not lost:
        return ""
    why = _("This is not possible after all. We will write as soon as you have another place:")
    return "\n".join([why, *lost])


def _of_kind(message: Message, kind: SpotKind, heading: str) -> str:
    mine = [it for it in message.facts.get("spots", []) if it["kind"] == kind]
    lines = [_told(message, it) for it in mine]
    return "\n".join([heading, *lines]) if lines else ""


def _told(message: Message, it: dict[str, Any]) -> str:
    return told(it, ZoneInfo(message.facts["zone"]))


def still_so(message: Message) -> str:
    """Why it must not leave any more, or nothing: it is the newest, and still shown."""
    if not message.to:
        return gettext_noop("the person was erased")
    claim = find(message)
    if not isinstance(claim, Registration) or not claim.is_confirmed:
        return gettext_noop("its claim has changed since")
    if claim.address != message.to:
        return ELSEWHERE
    is_newest = SpotsTold.objects.filter(registration=claim, times=message.n).exists()
    if claim.occurrence.spots_shown_at is None or not is_newest:
        return gettext_noop("where they are to be has changed since")
    return ""


def example_of_spots() -> dict[str, Any]:
    """A made-up date with a practice and a meeting point."""
    facts = example()
    practice = {
        "kind": SpotKind.HOST,
        "slot": "host",
        "name": _("The doctors at Torvet"),
        "address": _("The doctors at Torvet, Torvet 1, 4600 Køge"),
        "starts_at": facts["starts_at"],
        "ends_at": facts["ends_at"],
        "note": "",
    }
    station = practice | {"kind": SpotKind.MEETING_POINT, "name": _("Køge station"), "address": ""}
    return facts | {"spots": [practice, station]}


SPOTS = Standard(
    label=gettext_lazy("your practice, room and meeting point"),
    sent=gettext_lazy(
        "Five minutes after the distribution of a date is shown, and again when somebody’s own "
        "changes; within a day of the start at once."
    ),
    to=gettext_lazy("Everybody whose own is new or has changed."),
    subject=gettext_lazy("Where you will be: %(title)s"),
    text=["%(changed)s", "%(practices)s", "%(meeting_point)s", "%(room)s", "%(gone)s"],
    button=gettext_lazy("See my sign-up"),
    names=OF_A_PERSON
    | {
        "changed": Name(
            changed,
            gettext_lazy("a sentence, where something has changed since the last mail"),
            gettext_lazy("Something has changed since we last wrote. This is how it is now:"),
        ),
        "practices": Name(
            practices,
            gettext_lazy("the host practice of each day, with hours and address"),
            gettext_lazy("Your host practice: Saturday 16 January 2027, 09:00–15:00: Torvet 1"),
        ),
        "meeting_point": Name(
            meeting_point,
            gettext_lazy("where and when one meets"),
            gettext_lazy("Your meeting point: Køge station, Saturday 16 January 2027 at 08:30"),
        ),
        "room": Name(room, gettext_lazy("the room"), gettext_lazy("Your room: Room 4")),
        "gone": Name(
            gone,
            gettext_lazy("what is no longer theirs, where nothing has taken its place yet"),
            gettext_lazy(
                "This is not possible after all. We will write as soon as you have another place:"
            ),
        ),
    },
    essential=("practices", "meeting_point", "room", "gone"),
    example=example_of_spots,
)
