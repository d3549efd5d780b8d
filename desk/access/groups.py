"""The groups that come with the migrations, in words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

GROUPS: dict[str, tuple[Any, Any]] = {
    "Administrator": (
        _("Administrator"),
        _("all a coordinator may; decides who works here, changes the office's settings"),
    ),
    "Coordinator": (
        _("Coordinator"),
        _("runs events: pages, dates, people, mails, lists"),
    ),
    "Editor": (_("Editor"), _("writes pages; sees no person")),
    "Check-in helper": (
        _("Check-in helper"),
        _("ticks who came, with name and stage; nothing else"),
    ),
}


def label(name: str) -> str:
    """What a group is called on screen; one of the office's own keeps its name."""
    return str(GROUPS[name][0]) if name in GROUPS else name


def label_with_rights(group: Group) -> str:
    rights = GROUPS.get(group.name, ("", ""))[1]
    return f"{label(group.name)}: {rights}" if rights else group.name
