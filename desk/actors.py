"""Who did something, in words, from what rows keep of it: `user:3`, `host:7`, `helper:2`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import words
from events.models import HelperPass, HostContact

OTHERS = {
    "person": gettext_lazy("themselves"),
    "system": gettext_lazy("the system"),
}
KINDS: dict[str, tuple[Any, Any, Callable[[Any], str]]] = {
    "user": (User.objects, gettext_lazy("the office"), words.user_name),
    "host": (
        HostContact.objects.select_related("host"),
        gettext_lazy("the practice"),
        lambda it: _("the practice: %(name)s") % {"name": it.host.name},
    ),
    "helper": (
        HelperPass.objects,
        gettext_lazy("a helper"),
        lambda it: _("helper: %(name)s") % {"name": it.name},
    ),
}
"""Where each kind is looked up, what stands there once it is gone, and what it is called."""


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """A name for each, in one query a kind."""
    asked = set(actors)
    found = {name: str(OTHERS.get(name, _("the office"))) for name in asked}
    for kind, (rows, gone, called) in KINDS.items():
        pks = {name: int(name.partition(":")[2]) for name in asked if name.startswith(f"{kind}:")}
        known = rows.in_bulk(pks.values()) if pks else {}
        for name, pk in pks.items():
            found[name] = called(known[pk]) if pk in known else str(gone)
    return found
