"""Where people come from: a short word in an address, kept with a sign-up and counted.

`/camps/winter/?fra=plakat` stands on a poster. No cookie and nothing in the browser: the word
goes along in the links of the site until somebody signs up, and stays on that row only. Anybody
can type one, so whatever is none of these small words is no word at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.text import slugify

from events.domain.figures import parts
from events.models import Occurrence
from events.models.registration import LONGEST_WORD

IN_ADDRESS = "fra"
"""What the word is called in an address, in every language."""

POSTER, FRIEND = "plakat", "ven"
"""Words the site itself puts into addresses: on posters, and where somebody shares a page."""

A_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SPELLED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def word_in(text: str) -> str:
    """The word an address says; "" where it is none."""
    word = text.strip().lower()
    return word if len(word) <= LONGEST_WORD and A_WORD.fullmatch(word) else ""


def make_word(text: str) -> str:
    """A word out of what a coordinator types: "SAMS forår" becomes "sams-foraar"."""
    plain = slugify(text.lower().translate(SPELLED)).replace("_", "-")
    return re.sub("-+", "-", plain)[:LONGEST_WORD].strip("-")


def with_word(address: str, word: str) -> str:
    """An address that says where somebody came from."""
    return f"{address}?{urlencode({IN_ADDRESS: word})}" if word else address


@dataclass
class Source:
    """How many came by one word: what they signed up for, counted date by date."""

    word: str
    sign_ups: int = 0
    places: int = 0
    came: int = 0


def sources_of(dates: list[Occurrence]) -> list[Source]:
    """Where the people on some dates came from, most first; last those who came by no word.

    Counted are those whose address has answered.
    """
    found: dict[str, Source] = {}
    for part in parts(dates):
        source = found.setdefault(part.came_from, Source(part.came_from))
        source.sign_ups += 1
        source.places += "filled" in part.counts
        source.came += "attended" in part.counts
    return sorted(found.values(), key=lambda it: (not it.word, -it.sign_ups, it.word))
