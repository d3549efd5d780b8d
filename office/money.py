"""Amounts of money in words. Everywhere else they are whole minor units (øre, cents)."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import get_language

HOME = {("da", "DKK"): "kr.", ("nb", "NOK"): "kr"}
"""What a language calls its own currency."""


def money_words(minor: int, currency: str) -> str:
    """ "300 kr.", "300,50 kr."; of another country's currency "300 SEK", in English "DKK 300".

    No line breaks between the number and its currency.
    """
    major, rest = divmod(abs(minor), 100)
    digits = number_format(f"{major}.{rest:02}" if rest else major, force_grouping=True)
    language = (get_language() or "da").split("-")[0]
    name = HOME.get((language, currency), currency)
    words = [name, digits] if language == "en" else [digits, name]
    return ("−" if minor < 0 else "") + "\N{NO-BREAK SPACE}".join(words)
