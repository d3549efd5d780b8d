"""Amounts of money in words. Everywhere else they are whole minor units (øre, cents)."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import get_language

HOME = {("da", "DKK"): "{} kr.", ("nb", "NOK"): "{} kr"}
"""Whose own currency a language is at home with."""


def money_words(minor: int, currency: str) -> str:
    """ "300 kr.", "300,50 kr."; of another country's currency "300 SEK", in English "DKK 300"."""
    major, rest = divmod(abs(minor), 100)
    digits = number_format(f"{major}.{rest:02}" if rest else major, force_grouping=True)
    language = (get_language() or "da").split("-")[0]
    pattern = "{1} {0}" if language == "en" else HOME.get((language, currency), "{0} {1}")
    return ("−" if minor < 0 else "") + pattern.format(digits, currency)
