"""Whom somebody would like to be placed with, as the desk says it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from events.domain.friends import Friends


def friend_words(friends: Friends, person: int) -> str:
    """What was written, and whether the two named each other."""
    wrote = friends.wrote.get(person)
    if not wrote:
        return ""
    said = _("%(name)s (they named each other)") if friends.of(person) else "%(name)s"
    return said % {"name": wrote}


def placed_words(friends: Friends, goes: dict[int, int], person: int) -> str:
    """In a slot: whether somebody is with the friend they named, or would have liked to be."""
    wrote, other = friends.wrote.get(person), friends.of(person)
    if not wrote:
        return ""
    if other is None:
        return _("would like to be with “%(name)s”") % {"name": wrote}
    is_with = person in goes and goes[person] == goes.get(other)
    said = _("with %(name)s, as both wished") if is_with else _("apart from %(name)s")
    return said % {"name": friends.names[other]}
