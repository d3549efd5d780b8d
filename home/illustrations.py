"""Our own illustrations: one family, drawn as SVG in `static/illustrations/`.

Each holds its colours twice, for day and for evening. A browser takes its reader's; a picture
made from one (on a share card, in the demo) has the day's, unless the evening's are asked for.
"""

from __future__ import annotations

from django.conf import settings
from resvg_py import svg_to_bytes

FOLDER = settings.ROOT / "static" / "illustrations"
NAMES = sorted(file.stem for file in FOLDER.glob("*.svg"))
EVENING = "@media(prefers-color-scheme:dark){"


def svg(name: str, *, evening: bool = False) -> str:
    """The drawing in the colours of the day, or in those of the evening."""
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    before, rest = drawing.split(EVENING)
    rules, after = rest.split("}</style>")
    return f"{before}{rules if evening else ''}</style>{after}"


def png(name: str, width: int, *, evening: bool = False) -> bytes:
    """The drawing this wide; it is 8 wide to 5 high."""
    return svg_to_bytes(svg_string=svg(name, evening=evening), width=width, skip_system_fonts=True)
