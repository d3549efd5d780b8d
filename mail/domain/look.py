"""The colours of a mail: the office's, in light and in dark."""

from __future__ import annotations

from dataclasses import dataclass

from office.colours import Colours
from office.models import Office


@dataclass(frozen=True)
class Look:
    """Each role of `static/css/tokens.css` that mails use, by its name with `_` for `-`."""

    light: dict[str, str]
    dark: dict[str, str]


def look(office: Office | None) -> Look:
    roles = (office.colours if office else Colours()).roles()
    named = {name.replace("-", "_"): pair for name, pair in roles.items()}
    return Look(
        light={name: light for name, (light, _) in named.items()},
        dark={name: dark for name, (_, dark) in named.items()},
    )
