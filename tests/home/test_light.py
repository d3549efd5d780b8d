"""A picture full of detail is kept coarser, so that nobody waits; a calm one stays fine."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from home.photos import USES
from office.models import Picture
from tests.pictures import photograph

pytestmark = pytest.mark.django_db

HERO = USES["hero"]
HEAVIEST = 72_000
"""Bytes. With all else of the page of a camp (25 kB) far below 120 kB, on the sharpest phone."""


def detailed() -> bytes:
    """As much detail as gravel, or a loaf of bread from near by."""
    fine, coarse = (
        Image.effect_noise((1200 // n, 900 // n), 90).resize((1200, 900)) for n in (3, 12)
    )
    file = BytesIO()
    Image.blend(fine, coarse, 0.5).convert("RGB").save(file, "PNG")
    return file.getvalue()


def stored(data: bytes, name: str) -> Picture:
    return Picture.objects.create(title="Bread", description="Bread.", file=ContentFile(data, name))


def weight(kept: Picture, spec: str) -> int:
    return len(kept.get_rendition(spec).file.read())


def plainly(kept: Picture, form: str) -> int:
    """What its widest size weighs in the quality of the settings."""
    return weight(kept, f"fill-1200x900|format-{form}")


def test_a_detailed_picture_weighs_no_more_than_a_visitor_has_patience_for():
    kept = stored(detailed(), "bread.png")
    assert plainly(kept, "avif") > 1.2 * HEAVIEST
    assert 0.7 * HEAVIEST < weight(kept, HERO.spec(1200, "avif")) <= HEAVIEST


def test_no_picture_is_made_coarser_than_is_a_pleasure_to_look_at():
    kept = stored(detailed(), "bread.png")
    coarsest = weight(kept, "fill-800x600|format-webp|webpquality-36")
    assert weight(kept, "fill-800x600|format-webp|light-1-72") == coarsest


@pytest.mark.parametrize("form", ["avif", "webp", "jpeg"])
def test_a_calm_picture_keeps_its_quality(form):
    kept = stored(photograph(), "field.jpg")
    assert weight(kept, HERO.spec(1200, form)) == plainly(kept, form)


def test_a_transparent_picture_stands_on_white_where_a_form_knows_no_transparency():
    clear = BytesIO()
    Image.new("RGBA", (1200, 900), (0, 0, 0, 0)).save(clear, "PNG")
    plain = stored(clear.getvalue(), "drawing.png").get_rendition(HERO.plain)
    assert Image.open(plain.file).getpixel((400, 300)) == (255, 255, 255)
