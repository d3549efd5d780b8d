"""A coordinator who reads Norwegian bokmål meets as little English as one who reads Danish.

Of Wagtail's strings, all that Danish says is said in bokmål too: by Wagtail itself, or in our
`locale/wagtail`.
"""

import gettext
import re
from collections import Counter
from pathlib import Path

import pytest
import wagtail

OURS = Path(__file__).resolve().parents[2] / "locale/wagtail"
WAGTAIL = Path(wagtail.__file__).parent
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|<[^>]*>")
"""What a translation must not lose: what is filled in, and HTML."""

PARTS = sorted((path.parts[-4], path.name) for path in OURS.glob("*/da/LC_MESSAGES/*.mo"))
each_part = pytest.mark.parametrize(("app", "catalogue"), PARTS)


def says(locale, catalogue):
    """What a language says in one catalogue; nothing, where it has none."""
    file = locale / "LC_MESSAGES" / catalogue
    said = gettext.GNUTranslations(file.open("rb"))._catalog if file.exists() else {}
    return {key: text for key, text in said.items() if key and text}


def of_wagtail(app):
    return WAGTAIL.joinpath(*([] if app == "core" else app.split(".")), "locale")


@each_part
def test_what_danish_says_bokmal_says(app, catalogue):
    danish = says(OURS / app / "da", catalogue)
    bokmal = says(OURS / app / "nb", catalogue) | says(of_wagtail(app) / "nb", catalogue)
    assert danish
    assert sorted(map(str, danish.keys() - bokmal.keys())) == []


@each_part
def test_bokmal_keeps_what_is_filled_in_and_html(app, catalogue):
    """As Danish does, or where that needs no word of ours, as the English."""
    danish = says(OURS / app / "da", catalogue)
    assert [
        text
        for key, text in says(OURS / app / "nb", catalogue).items()
        if Counter(KEPT.findall(text)) != Counter(KEPT.findall(danish.get(key, key)))
    ] == []
