"""What the log says of the door: how many taps, by which helper's link; never whom."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter


class DoorFormatter(LogFormatter):
    """An act at the door. Who did it without a login stands in the line by their link's number."""

    def format_comment(self, log_entry: Any) -> str:
        helper = log_entry.data.get("helper")
        return _("Helper's link %(n)s") % {"n": helper} if helper else ""


class TapsFormatter(DoorFormatter):
    label = gettext_lazy("Take attendance")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        said = []
        if n := data.get("present", 0):
            said.append(ngettext("%(n)s check-in", "%(n)s check-ins", n) % {"n": n})
        if n := data.get("undone", 0):
            said.append(ngettext("%(n)s taken back", "%(n)s taken back", n) % {"n": n})
        return _("On a phone: %(what)s") % {"what": ", ".join(said)}


class LateTapsFormatter(TapsFormatter):
    """Tapped before the list was closed, and sent after it."""

    label = gettext_lazy("Late attendance")

    def format_message(self, log_entry: Any) -> str:
        said = super().format_message(log_entry)
        return _("%(what)s, sent after the list was closed") % {"what": said}


class WalkInFormatter(DoorFormatter):
    label = gettext_lazy("Write walk-in down")
    message = gettext_lazy("Somebody without a place written down")


class PassFormatter(DoorFormatter):
    label = gettext_lazy("Let a helper in")
    message = gettext_lazy("Link for a helper made")


class RevokeFormatter(DoorFormatter):
    label = gettext_lazy("Revoke helper's link")
    message = gettext_lazy("Helper's link revoked")


FORMATTERS: dict[str, type[LogFormatter]] = {
    "events.taps": TapsFormatter,
    "events.late_taps": LateTapsFormatter,
    "events.walk_in": WalkInFormatter,
    "events.make_helper_pass": PassFormatter,
    "events.revoke_helper_pass": RevokeFormatter,
}


def register(actions: Any) -> None:
    for action, formatter in FORMATTERS.items():
        actions.register_action(action)(formatter)
