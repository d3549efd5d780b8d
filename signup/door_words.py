"""What the page at the door says: why there is no list, and the words its script needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Gone:
    """Why there is no list, and what to do."""

    title: Any
    lead: Any


GONE = {
    "open": Gone(
        gettext_lazy("Check-in has not begun"),
        gettext_lazy("Check-in begins on the first day."),
    ),
    "early": Gone(
        gettext_lazy("This phone is ready"),
        gettext_lazy(
            "The list can be opened from the day before the first day. Open this page again then, "
            "while there is network: after that it works without."
        ),
    ),
    "closed": Gone(
        gettext_lazy("The list is closed"),
        gettext_lazy(
            "Everybody who came is checked in. If that is wrong, tell the coordinator, who can "
            "correct it."
        ),
    ),
    "revoked": Gone(
        gettext_lazy("This link was taken back"),
        gettext_lazy(
            "This phone takes attendance no more. If you are still to help, ask the coordinator "
            "for a new link."
        ),
    ),
    "over": Gone(
        gettext_lazy("The time to take attendance is over"),
        gettext_lazy("If somebody is missing, tell the coordinator, who can correct it."),
    ),
    "off": Gone(
        gettext_lazy("This date is not held"),
        gettext_lazy("It was called off, so no attendance is taken."),
    ),
    "nobody": Gone(
        gettext_lazy("This page is for whoever takes attendance"),
        gettext_lazy(
            "A helper opens it with the link from the coordinator, on the phone that opened the "
            "link first. Ask the coordinator for a new link if you have none."
        ),
    ),
}


def words_for_script() -> dict[str, Any]:
    """Every sentence the script may have to say; `{n}`, `{name}`, `{time}` give way to values.
    `clock` is how a time is written: "H.i"."""
    return {
        "clock": get_format("TIME_FORMAT"),
        "gone": {state: [str(it.title), str(it.lead)] for state, it in GONE.items()},
        "count": _("{n} of {all} here"),
        "notSent": [_("{n} not sent yet"), _("{n} not sent yet")],
        "offline": _("No network"),
        "sent": _("Everything sent, {time}"),
        "listOf": _("the list of {time}"),
        "in": _("{name} is checked in"),
        "out": _("{name} is not here after all"),
        "added": _("{name} is written down"),
        "noList": [
            _("There is no list on this phone yet"),
            _("Open this page once with network; after that it works without."),
        ],
        "read": _("OK"),
        "cleared": _("Everything about it has been deleted from this phone."),
        "lost": [
            _("{n} tap does not count. Tell the coordinator."),
            _("{n} taps do not count. Tell the coordinator."),
        ],
        "lostWalkIns": [
            _("{n} person without a place could not be sent. Tell the coordinator."),
            _("{n} people without a place could not be sent. Tell the coordinator."),
        ],
        "waiting": [
            _(
                "{n} tap is not sent yet. It is kept as a number, without a name: keep this page "
                "open where there is network."
            ),
            _(
                "{n} taps are not sent yet. They are kept as numbers, without names: keep this "
                "page open where there is network."
            ),
        ],
        "somebody": _("Somebody"),
        "nameless": _("Write down a name."),
    }
