"""Words by which an ordinary question asks for allergies, diet, disability or religion.

Such answers need a consent and a table of their own, so the question is stopped. The words are
Danish, English and Norwegian. A word that only looks like one (kostbar, frokost) is no hit; what is
hit wrongly all the same, a coordinator lets through with a reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum


class Topic(StrEnum):
    """What a question would ask that it must not."""

    FOOD = "food"
    ACCESS = "access"
    RELIGION = "religion"


ANYWHERE = {
    Topic.FOOD: [
        *("allerg", "intoleran", "vegetar", "gluten", "laktose", "lactose", "cøliak", "coeliac"),
        *("celiac", "svinekød", "svinekjøtt", "halal", "kosher"),
    ],
    Topic.ACCESS: [
        *("handicap", "funktionsneds", "funksjonsneds", "funksjonshem", "bevægelseshæm"),
        *("bevegelseshem", "kørestol", "rullestol", "wheelchair", "disabilit", "disabled"),
        *("hørehæm", "hørselshem", "svagtseende", "svaksynt", "synshæm", "synshem", "gangbesvær"),
        *("tilgængelighedsbehov", "tilrettelegging", "hjælpemid", "hjelpemid"),
    ],
    Topic.RELIGION: [
        *("religio", "religiø", "trosretning", "trossamfun", "livssyn", "muslim", "islam"),
        *("jødisk", "jewish", "ramadan", "bederum", "bønnerom"),
    ],
}
"""Parts of words distinctive enough to count wherever they stand: nøddeallergi, glutenfri."""

PATTERNS = {
    Topic.FOOD: [
        r"vegan(?!g)\w*",
        r"diæt(?!er|godt)\w*",
        r"diett(?!godt)\w*",
        r"diet(s|ary)?",
        r"kost(en)?(?!\w)(?! (og|&) lo)",
        r"kost(hensyn|hold|behov|ønske|præferenc|preferans|vane|form|krav|restri|begræns|type)\w*",
        r"(special|spesial|skåne|diæt|normal|syge)kost\w*",
        r"ikke (spiser|tåler)",
        r"(do not|don.?t|cannot|can.?t) eat",
        r"pork",
    ],
    Topic.ACCESS: [
        r"(særlige|spesielle|special|access) (behov|needs)",
        r"accessib\w*",
        r"(døv|døve|deaf)",
    ],
    Topic.RELIGION: [r"(?<!good )faith", r"prayer( \w+)?"],
}
"""What counts only as a word, or as words, of their own."""


def _pattern(topic: Topic) -> re.Pattern[str]:
    inside = "|".join(re.escape(part) for part in ANYWHERE[topic])
    words = "|".join(PATTERNS[topic])
    return re.compile(rf"\w*(?:{inside})\w*|\b(?:{words})\b")


_FINDS = {topic: _pattern(topic) for topic in Topic}


def found_in(texts: Iterable[str]) -> dict[Topic, str]:
    """The topics these texts touch, each with the first words that do."""
    text = " ".join(unicodedata.normalize("NFC", it) for it in texts).casefold()
    said = " ".join(text.split())
    hits = {topic: pattern.search(said) for topic, pattern in _FINDS.items()}
    return {topic: hit[0] for topic, hit in hits.items() if hit}
