"""Pictures as pages show them: in the sizes and formats a browser may choose from.

The worker makes the sizes (`home/making.py`); a page shows those there are. In the seconds before
any is made, or where the worker stands still, the page itself makes the plainest one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.images.models import Filter

from office.models import Picture, PictureSize

FORMATS = {"avif": "image/avif", "webp": "image/webp"}
"""What browsers are offered, the smallest first. Those that know neither get the JPEG."""
WEIGHT = {"avif": 60, "webp": 90, "jpeg": 90}
"""Bytes for each pixel of its width that a picture may weigh (`home/light.py`)."""
UNREADABLE = (OSError, ValueError, SyntaxError)
"""What reading a missing or damaged file ends in."""


@dataclass(frozen=True)
class Use:
    """Where a picture stands: how it is cut, how wide it is made, how wide it is shown."""

    cut: str
    widths: tuple[int, ...]
    shown: str

    plain_width: int = 800

    def spec(self, width: int, form: str) -> str:
        cut = self.cut.format(width=width, height=width * 3 // 4)
        finest = getattr(settings, f"WAGTAILIMAGES_{form.upper()}_QUALITY")
        return f"{cut}|format-{form}|light-{width * WEIGHT[form] // 1000}-{finest}"

    @cached_property
    def plain(self) -> str:
        return self.spec(self.plain_width, "jpeg")

    @cached_property
    def specs(self) -> list[str]:
        made = [self.spec(width, form) for form in FORMATS for width in self.widths]
        return [self.plain, *made]


LANDSCAPE = "fill-{width}x{height}"
"""Cut to 4:3 around the focal point; the page cuts to other shapes (`--focus-x`, `--focus-y`)."""

USES = {
    "hero": Use(LANDSCAPE, (480, 800, 1200), "(min-width: 52rem) 32rem, 100vw"),
    "card": Use(LANDSCAPE, (480, 800), "(min-width: 44rem) 24rem, 100vw"),
    "face": Use("fill-{width}x{width}", (120, 240), "7rem", plain_width=240),
    "text": Use("width-{width}", (480, 800, 1200), "(min-width: 44rem) 40rem, 100vw"),
}
SPECS = list(dict.fromkeys(spec for use in USES.values() for spec in use.specs))


@dataclass(frozen=True)
class Source:
    type: str
    srcset: str


@dataclass(frozen=True)
class Photo:
    """What an `<img>` needs. `focus`: classes that keep the focal point in sight."""

    picture: Picture
    sources: list[Source]
    plain: PictureSize
    shown: str

    @property
    def alt(self) -> str:
        return self.picture.default_alt_text

    @property
    def credit(self) -> str:
        return credit(self.picture)

    @property
    def focus(self) -> str:
        point = self.plain.focal_point
        if point is None:
            return ""
        x, y = point.centroid
        return f"focus-x{_fifth(x, self.plain.width)} focus-y{_fifth(y, self.plain.height)}"


def photo(picture: Picture | None, use: str) -> Photo | None:
    """The picture for this use; None where there is none, or its file cannot be read."""
    if not picture:
        return None
    wanted, made = USES[use], _made(picture)
    plain = made.get(wanted.plain) or size(picture, wanted.plain)
    if plain is None:
        return None
    sources = [_source(wanted, form, made) for form in FORMATS]
    return Photo(picture, [it for it in sources if it.srcset], plain, wanted.shown)


def credit(picture: Picture | None) -> str:
    """The picture's photographer, in words; "" where none is named."""
    if not picture or not picture.credit:
        return ""
    return _("Picture: %(name)s") % {"name": picture.credit}


def ready(ids: Iterable[int]) -> dict[int, Picture]:
    """Pictures with all that is made of them: two queries for any number."""
    return Picture.objects.prefetch_renditions(*SPECS).in_bulk(ids)


def _made(picture: Picture) -> dict[str, PictureSize]:
    """What there is of it, by what it is; asked once."""
    if not hasattr(picture, "prefetched_renditions"):
        picture.prefetched_renditions = list(picture.renditions.filter(filter_spec__in=SPECS))
    fits = {spec: Filter(spec).get_cache_key(picture) for spec in SPECS}
    return {
        it.filter_spec: it
        for it in picture.prefetched_renditions
        if it.focal_point_key == fits[it.filter_spec]
    }


def size(picture: Picture, spec: str) -> PictureSize | None:
    """The picture in this size, made if need be; None where its file cannot be read."""
    try:
        return picture.get_rendition(spec)
    except UNREADABLE:
        return None


def _source(use: Use, form: str, made: dict[str, PictureSize]) -> Source:
    sizes = [made[spec] for width in use.widths if (spec := use.spec(width, form)) in made]
    widths = {it.width: it for it in sizes}
    return Source(FORMATS[form], ", ".join(f"{it.url} {width}w" for width, it in widths.items()))


def _fifth(at: float, length: int) -> int:
    """In quarters of the length: 0 to 4."""
    return min(4, max(0, round(at / length * 4)))
