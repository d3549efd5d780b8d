"""To everybody on a date that changed, or that is not held."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from events.letters.words import letter, span, title
from mail.letter import Letter
from mail.models import Message


def moved(message: Message) -> Letter:
    """Old and new time. Whoever has a place is asked whether they can still come."""
    has_place = "uid" in message.facts
    ask = [_("Can you still come? Say so on the page, or free your place there.")]
    return letter(
        message,
        _("New time: %(title)s") % {"title": title(message)},
        [_("The time has changed."), *old_and_new(message.facts), *(ask if has_place else [])],
        button=_("I can still come / free my place") if has_place else _("See my sign-up"),
        method="REQUEST",
    )


def changed(message: Message) -> Letter:
    return letter(
        message,
        _("Changed: %(title)s") % {"title": title(message)},
        old_and_new(message.facts),
        button=_("See my sign-up"),
        method="REQUEST",
    )


def called_off(message: Message) -> Letter:
    lines = [_("This is called off. We are sorry.")]
    if reason := message.facts.get("reason"):
        lines.append(_("The reason: %(reason)s") % {"reason": reason})
    return letter(
        message,
        _("Called off: %(title)s") % {"title": title(message)},
        lines,
        button=_("See my sign-up"),
        method="CANCEL",
    )


def old_and_new(facts: dict[str, Any]) -> list[str]:
    """What changed, if anything did: how it was and how it is."""
    if not facts.get("change"):
        return []
    change = facts["change"]
    if change["what"] == "time":
        old = span(facts["zone"], *change["old"])
        new = span(facts["zone"], facts["starts_at"], facts["ends_at"])
    else:
        old = change["old"][0]
        new = facts["title"] if change["what"] == "title" else facts["location"]
    return [
        _("Before: %(old)s") % {"old": old or "–"},
        _("Now: %(new)s") % {"new": new or "–"},
    ]
