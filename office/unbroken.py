"""Short pairs that no line may part."""

import re

PAIRS = re.compile(
    r"(?<=\d) (?=[\dA-ZÆØÅ])"
    r"|(?<=\d\.) (?=[a-zæøå])"
    r"|(?<=\bnumber) (?=\d)"
    r"|(?<=\bat) (?=\d\d?[:.]\d)"
)
"""The spaces in "+45 00 00 00 11", "9 April", "4800 Nykøbing", "9. april", "number 3", "at 16:30".
Danish and Norwegian bring theirs in "nummer 3" and "kl. 16.30" along."""


def unbroken(text: str) -> str:
    return PAIRS.sub("\N{NO-BREAK SPACE}", text)
