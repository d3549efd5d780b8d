"""Our illustrations are one family: small, harmless, in the same colours, by day and by evening."""

import re
from io import BytesIO

import pytest
from PIL import Image, ImageStat

from home.illustrations import EVENING, FOLDER, NAMES, png, svg
from tests.factories import CoordinatorFactory

COLOUR = re.compile(r"\.(?:line\.)?([\w-]+)\{(?:fill|stroke|stop-color):(#[0-9a-f]{6})\}")


def drawing(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text()


def test_there_are_as_many_as_we_use():
    asked = {"island", "coast", "surgery", "consultation", "bus", "sunset", "hands"}
    empty = {"signpost", "stop", "letterbox", "boat"}
    assert asked | empty <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_few_kb_of_shapes_and_nothing_else(name):
    text = drawing(name)
    assert len(text) < 5_200
    assert 'viewBox="0 0 800 500"' in text
    assert not re.search(
        r"<(script|image|text|foreignObject|use)|href|\son\w+=|style=|#[0-9a-f]{3}\b[^0-9a-f]", text
    )


def colours(name: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Of the day and of the evening: names and values."""
    day, evening = (set(COLOUR.findall(part)) for part in drawing(name).split(EVENING))
    return day, evening


def test_each_colour_is_the_same_in_the_whole_family():
    for at in (0, 1):
        used = set().union(*(colours(name)[at] for name in NAMES))
        assert len(dict(used)) == len(used)


@pytest.mark.parametrize("name", NAMES)
def test_each_colour_has_its_evening(name):
    day, evening = colours(name)
    assert dict(day).keys() == dict(evening).keys()


def light(picture: bytes) -> float:
    return ImageStat.Stat(Image.open(BytesIO(picture)).convert("L")).mean[0]


@pytest.mark.parametrize("name", NAMES)
def test_as_pixels_the_evening_is_darker(name):
    day, evening = png(name, 160), png(name, 160, evening=True)
    assert Image.open(BytesIO(day)).size == (160, 100)
    assert light(evening) < light(day) - 40


def test_the_day_has_no_rules_of_the_evening():
    assert "@media" not in svg("island") + svg("island", evening=True)


@pytest.mark.django_db
def test_the_style_guide_shows_the_family(client):
    client.force_login(CoordinatorFactory())
    html = client.get("/styleguide/").content.decode()
    for name in NAMES:
        assert f"illustrations/{name}" in html
