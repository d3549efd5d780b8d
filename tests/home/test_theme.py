"""An office's own colours and logo: served for ever at an address of theirs, never unreadable."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from office.colours import Colours, contrast
from office.models import Office
from tests.factories import OfficeFactory
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(clock):
    return OfficeFactory(colour_action="#1F5A4c")


def sheet(client):
    """The address of the theme that the home page asks for."""
    html = client.get("/").content.decode()
    return html.split('href="/theme.')[1].split('"')[0] if "/theme." in html else ""


def test_without_colours_no_sheet_is_asked_for(client, clock):
    OfficeFactory()
    assert sheet(client) == ""
    assert client.get("/theme.0123456789ab.css").status_code == 404


def test_the_sheet_may_be_kept_for_ever(client, office):
    answer = client.get("/theme." + sheet(client))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--pine:light-dark(#1F5A4c," in answer.content.decode()


def test_other_colours_have_another_address_and_the_old_leads_there(client, office):
    old = sheet(client)
    office.colour_action = "#5a1f4c"
    office.save()
    new = sheet(client)
    assert new != old
    moved = client.get("/theme." + old)
    assert moved.status_code == 302
    assert moved["Location"] == "/theme." + new
    assert moved["Cache-Control"] == "no-store"


def test_nothing_but_colours_gets_into_the_sheet():
    bad = ["red", "#fff", "#1f5a4c;}body{display:none", "url(//x)", "#1f5a4c\n"]
    assert [Colours(it, it, it).css() for it in bad] == [""] * len(bad)


@pytest.mark.parametrize("wrong", ["red", "#fff", "1f5a4c", "#1f5a4c\n", "#1f5a4c;"])
def test_what_is_no_colour_is_refused(office, wrong):
    office.colour_accent = wrong
    with pytest.raises(ValidationError) as refused:
        office.full_clean()
    assert "colour_accent" in refused.value.message_dict


@pytest.mark.parametrize(
    ("role", "colour"),
    [("action", "#8fd3bd"), ("accent", "#f0a36b"), ("ground", "#7a7a7a")],
)
def test_a_colour_on_which_words_cannot_be_read_is_refused(office, role, colour):
    setattr(office, f"colour_{role}", colour)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        office.full_clean()
    assert list(refused.value.message_dict) == [f"colour_{role}"]
    assert "4.5" in refused.value.message_dict[f"colour_{role}"][0]


def test_colours_are_measured_on_the_ground_that_is_chosen(office):
    office.colour_action = "#54705f"  # 5.1 on our paper
    office.full_clean()
    office.colour_ground = "#e0e0d8"
    with pytest.raises(ValidationError):
        office.full_clean()


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("action", ["#000000", "#1f5a4c", "#0000ff", "#a00030"])
def test_at_night_words_in_the_colours_can_be_read(action):
    light_and_dark = dict(
        line.split(":light-dark(") for line in Colours(action, action).css()[20:-3].split(";--")
    )
    by_night = {name.strip("-"): it.split(",")[1][:7] for name, it in light_and_dark.items()}
    assert contrast(by_night["pine"], "#14201d") >= 4.5
    assert contrast(by_night["pine"], by_night["on-pine"]) >= 4.5
    assert contrast(by_night["pine-ink"], by_night["pine-tint"]) >= 4.5
    assert contrast(by_night["ember"], "#1b2925") >= 4.5


def test_a_sheet_knows_the_night_by_its_colours_alone():
    """So axe has nothing else to look at by night (`tests/e2e/test_axe.py`)."""
    sheets = sorted((settings.ROOT / "static" / "css").glob("*.css"))
    assert len(sheets) > 5
    assert [it.name for it in sheets if "prefers-color-scheme" in it.read_text()] == []


def test_the_logo_stands_in_the_header(client, office):
    assert "img/mark" in client.get("/").content.decode().split("<nav")[0].split("<header")[1]
    office.logo = picture()
    office.save()
    header = client.get("/").content.decode().split("<header")[1].split("</header")[0]
    assert 'class="logo"' in header
    assert "/media/images/" in header
    office.logo.delete()
    office.refresh_from_db()
    assert Client().get("/").status_code == 200
    assert Office.objects.get().logo is None
