"""One act is called the same wherever it stands, in Danish and in bokmål, and no other act is."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

CANCELLING = [
    "Cancel place",
    "Place cancelled by the office",
    "Cancel places",
    "Cancel %(name)s",
    "Cancel the place",
    "Cancel for all of them",
    "The place of %(name)s is cancelled.",
    "cancelled",
    "cancelled by the office",
    "removed by the office",
    "The office has taken you off this.",
    "Places cancelled",
]
ERASING = ["Erase", "Erase person", "Erase for good", "Erase %(name)s", "Erased"]
QUEUE = ["Remove from waitlist", "Taken off the waitlist", "Take off the waitlist"]
ACTS = [
    ("da", CANCELLING, r"afmeld"),
    ("nb", CANCELLING, r"avmeld|meldt? (%\(name\)s |deg )?av\b"),
    ("da", ERASING, r"slet.* for altid"),
    ("nb", ERASING, r"slett.* for godt"),
    ("da", QUEUE, r"tag(et)? af ventelisten"),
    ("nb", QUEUE, r"ta(tt)? av ventelisten"),
    ("da", ["Take off", "Take off %(name)s"], r"fjern"),
    ("nb", ["Take off", "Take off %(name)s"], r"fjern"),
]


@pytest.mark.parametrize(("language", "texts", "word"), ACTS)
def test_an_act_has_one_word(language, texts, word):
    with translation.override(language):
        said = {text: gettext(text) for text in texts}
    assert {text: it for text, it in said.items() if not re.match(f".*({word})", it, re.I)} == {}


@pytest.mark.parametrize("language", ["da", "nb"])
def test_no_two_acts_on_people_are_called_the_same(language):
    """Cancelling somebody, taking them off the waitlist, or off a practice; erasing; a note."""
    with translation.override(language):
        acts = ["Cancel %(name)s", "Take %(name)s off the waitlist", "Take off %(name)s"]
        for several in (acts, ["Cancel the place", "Take off the waitlist", "Take off"]):
            assert len({gettext(it) for it in several}) == len(several)
        assert gettext("Erase") != gettext("Delete")
