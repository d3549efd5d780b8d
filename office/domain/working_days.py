"""Working days of the office: Monday to Friday, without the public holidays of its country."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

EVES = {(12, 24): gettext_lazy("Christmas Eve"), (12, 31): gettext_lazy("New Year's Eve")}
"""Days that are no public holidays by law, and on which no office works."""
LANGUAGES = {"da": "da", "nb": "no"}


def holiday(day: date) -> str:
    """The name of the public holiday, in the language in use where the calendar knows it; or ""."""
    named = _holidays(settings.COUNTRY, day.year, _language())
    return named.get(day, "") or str(EVES.get((day.month, day.day), ""))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not holiday(day)


def next_working_day(day: date) -> date:
    """The first working day after this day."""
    day += timedelta(days=1)
    return day if is_working_day(day) else next_working_day(day)


def last_working_day(day: date) -> date:
    """The last working day before this day."""
    day -= timedelta(days=1)
    return day if is_working_day(day) else last_working_day(day)


@lru_cache(maxsize=64)
def _holidays(country: str, year: int, language: str) -> dict[date, str]:
    known = holidays.country_holidays(country).supported_languages
    spoken = language if language in known else None
    return dict(holidays.country_holidays(country, years=year, language=spoken))


def _language() -> str:
    return LANGUAGES.get((get_language() or "")[:2], "en_US")
