"""Colours an office chooses: whether words can be read on them, and what follows from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

SAND = 0.05
"""How much ink is in the ground of bands and notices."""
HEX = re.compile(r"#[0-9a-fA-F]{6}")
WORDS = 4.5
"""The contrast words need (WCAG 2.2, 1.4.3)."""

INK, INK_SOFT, WHITE = "#1f2a27", "#4f5a55", "#ffffff"
PAPER, DARK_PAPER, DARK_INK = "#fcf9f3", "#14201d", "#10201c"
"""Our own, as in static/css/tokens.css."""

OURS: dict[str, tuple[str, str]] = {
    "paper": (PAPER, DARK_PAPER),
    "surface": (WHITE, "#1c2b27"),
    "line": ("#e2d8c6", "#3b504a"),
    "ink": (INK, "#f2eee5"),
    "ink-soft": (INK_SOFT, "#c3cbc5"),
    "pine": ("#1f5a4c", "#8fd3bd"),
    "on-pine": (WHITE, DARK_INK),
    "pine-tint": ("#e0eee8", "#24423a"),
    "ember": ("#a8481c", "#f3ac79"),
}
"""What mails need of tokens.css, which no mail can load: light and dark."""


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """The first, with so much of the other in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@dataclass(frozen=True)
class Colours:
    """What an office chose; "" leaves ours."""

    action: str = ""
    accent: str = ""
    ground: str = ""

    def problems(self) -> dict[str, str]:
        """What could not be read, in a sentence for each role that is to change."""
        ground = self.ground if HEX.fullmatch(self.ground) else PAPER
        found: dict[str, str] = {}
        if HEX.fullmatch(self.ground) and (why := _too_dark(ground)):
            return {"ground": why}
        for role, colour in (("action", self.action), ("accent", self.accent)):
            if HEX.fullmatch(colour) and (why := _too_light(colour, mix(ground, INK, SAND))):
                found[role] = why
        return found

    def css(self) -> str:
        """Our tokens said anew, for light and dark; "" when nothing is chosen.

        Only colours written as #rrggbb come in, whatever the row holds.
        """
        rules = self._rules()
        lines = (f"--{name}:light-dark({light},{dark})" for name, (light, dark) in rules.items())
        return f"@layer tokens{{:root{{{';'.join(lines)}}}}}\n" if rules else ""

    def roles(self) -> dict[str, tuple[str, str]]:
        """The roles mails use, light and dark: the office's own where it chose, else ours."""
        rules = self._rules()
        return {name: rules.get(name, ours) for name, ours in OURS.items()}

    def _rules(self) -> dict[str, tuple[str, str]]:
        rules: dict[str, tuple[str, str]] = {}
        parts: list[tuple[str, Rules]] = [
            (self.ground, _of_ground),
            (self.action, _of_action),
            (self.accent, _of_accent),
        ]
        for colour, rules_of in parts:
            if HEX.fullmatch(colour):
                rules |= rules_of(colour)
        return rules


def _too_dark(ground: str) -> str:
    """Why the office's words could not be read on this page; "" when they can."""
    measured = contrast(INK_SOFT, mix(ground, INK, SAND))
    if measured >= WORDS:
        return ""
    return _(
        "Words could not be read on this colour: the contrast is %(measured).1f, and it must be"
        " 4.5 or more. Choose a lighter colour."
    ) % {"measured": measured}


def _too_light(colour: str, ground: str) -> str:
    """Why words in this colour, or white words on it, could not be read; "" when they can."""
    measured = min(contrast(colour, ground), contrast(colour, WHITE))
    if measured >= WORDS:
        return ""
    return _(
        "Words in this colour could not be read on the page: the contrast is %(measured).1f, and"
        " it must be 4.5 or more. Choose a darker colour."
    ) % {"measured": measured}


Rules = Callable[[str], dict[str, tuple[str, str]]]


def _of_ground(colour: str) -> dict[str, tuple[str, str]]:
    return {
        "paper": (colour, DARK_PAPER),
        "sand": (mix(colour, INK, SAND), "#1b2925"),
        "line": (mix(colour, INK, 0.14), "#3b504a"),
    }


def _of_action(colour: str) -> dict[str, tuple[str, str]]:
    at_night = _lightened(colour, WORDS + 1)
    strong = mix(colour, "#000000", 0.28)
    tint, dark_tint = mix(colour, WHITE, 0.87), mix(DARK_PAPER, at_night, 0.16)
    return {
        "pine": (colour, at_night),
        "pine-strong": (strong, mix(at_night, WHITE, 0.4)),
        "on-pine": (WHITE, DARK_INK),
        "pine-tint": (tint, dark_tint),
        "pine-ink": (strong, mix(at_night, WHITE, 0.6)),
        "footer": (strong, "#0d1614"),
    }


def _of_accent(colour: str) -> dict[str, tuple[str, str]]:
    at_night = _lightened(colour, WORDS + 1)
    return {
        "ember": (colour, at_night),
        "focus": (colour, at_night),
        "sun": (mix(colour, WHITE, 0.62), mix(DARK_PAPER, at_night, 0.25)),
    }


def _lightened(colour: str, wanted: float) -> str:
    """The colour, made so light that it stands out from the dark ground by so much."""
    for step in range(21):
        lighter = mix(colour, WHITE, step / 20)
        if contrast(lighter, DARK_PAPER) >= wanted:
            return lighter
    return WHITE


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(it / 255) for it in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
