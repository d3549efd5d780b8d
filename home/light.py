"""Pictures that stay light: one full of detail is kept coarser rather than heavier.

Wagtail asks for it as it asks for a cut or a format, by a word of a size's specification:
`format-avif|light-72-50` weighs 72 kB or less, or is as coarse as we let it become; where it
weighs less anyway, its quality is 50.
"""

from __future__ import annotations

from bisect import bisect_left
from io import BytesIO
from typing import Any

from wagtail.images.image_operations import FilterOperation

COARSEST = {"avif": 24, "webp": 36, "jpeg": 48}
"""Qualities below which a picture is no pleasure to look at, whatever it weighs."""
STEP = 4
WHITE = (255, 255, 255)


class Light(FilterOperation):
    def construct(self, kilobytes: str, finest: str) -> None:
        self.most, self.finest = int(kilobytes) * 1000, int(finest)

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        """After `format-`, on the picture in its size."""
        form = env["output-format"]
        if form == "jpeg" and willow.has_alpha():
            willow = willow.set_background_color_rgb(WHITE)
        env[f"{form}-quality"] = self._quality(willow, form)
        return willow

    def _quality(self, willow: Any, form: str) -> int:
        """The finest that is light enough, found in few tries; else the coarsest."""

        def light(quality: int) -> bool:
            return _weight(willow, form, quality) <= self.most

        if light(self.finest):
            return self.finest
        coarser = range(self.finest - STEP, COARSEST[form], -STEP)
        first = bisect_left(coarser, True, key=light)
        return coarser[first] if first < len(coarser) else COARSEST[form]


def _weight(willow: Any, form: str, quality: int) -> int:
    file = BytesIO()
    as_wagtail = {"progressive": True, "optimize": True} if form == "jpeg" else {}
    getattr(willow, f"save_as_{form}")(file, quality=quality, **as_wagtail)
    return file.tell()
