"""The admin wears the office's name and colours."""

import re
from pathlib import Path

import pytest
import wagtail.admin
from django.conf import settings
from django.urls import reverse

from home.theme import theme_url
from tests.factories import OfficeFactory

CSS = settings.ROOT / "static" / "css"
WAGTAIL = Path(wagtail.admin.__file__).parent / "static/wagtailadmin/css/core.css"
GIVEN = re.compile(r"(--w-color-[\w-]+):")


@pytest.fixture
def office(clock):
    return OfficeFactory(name="Praksis Øst", colour_action="#7a2e5d")


@pytest.mark.parametrize("name", ["wagtailadmin_home", "dates:index", "wagtailimages:index"])
def test_the_frame_has_name_mark_and_colours(desk, office, name):
    shown = desk.get(reverse(name)).content.decode()

    assert "- Praksis Øst</title>" in shown
    assert 'src="/static/img/mark.svg" alt="Praksis Øst"' in shown
    order = ["wagtailadmin/css/core.css", "css/tokens.css", "css/desk_colours.css"]
    places = [shown.index(it) for it in [*order, theme_url(office.colours)]]
    assert places == sorted(places)


def test_so_has_the_sign_in(client, office):
    shown = client.get(reverse("account_login")).content.decode()

    assert "<span>Praksis Øst</span>" in shown
    assert theme_url(office.colours) in shown


def test_every_role_that_takes_a_colour_is_one_of_wagtails():
    """A newer Wagtail that names them otherwise would silently be in its own colours."""
    ours, theirs = (CSS / "desk_colours.css").read_text(), WAGTAIL.read_text()
    given = set(GIVEN.findall(ours))
    assert len(given) > 40
    assert given <= set(GIVEN.findall(theirs))


def test_every_colour_they_take_is_a_token():
    tokens = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text()))
    taken = set(re.findall(r"var\((--[\w-]+)\)", (CSS / "desk_colours.css").read_text()))
    assert {it for it in taken if not it.startswith("--w-")} <= tokens


def test_help_stays_in_the_house(desk, office):
    assert "guide.wagtail.org" not in desk.get(reverse("wagtailadmin_home")).content.decode()
