"""An offer of a practice in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.domain.wording import span_words
from events.models import HostOffer


def people(offer: HostOffer) -> str:
    """ "2 people each time" """
    text = ngettext("%(n)d person each time", "%(n)d people each time", offer.places)
    return text % {"n": offer.places}


def visits(offer: HostOffer) -> str:
    """ "1 visit", "up to 3 visits" """
    return ngettext("%(n)d visit", "up to %(n)d visits", offer.dates) % {"n": offer.dates}


def weekdays(days: Iterable[int]) -> str:
    """ "Wednesday or Friday" """
    names = [str(WEEKDAYS[day]) for day in days]
    if len(names) < 2:
        return "".join(names)
    both = {"first": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(first)s or %(last)s") % both


def when(offer: HostOffer) -> str:
    """ "Wednesday, 1-31 March 2027, 08:30-15:00"; a single day needs no weekday before it."""
    span = span_words(offer.first_day, offer.last_day)
    days = [] if offer.first_day == offer.last_day else [weekdays(offer.days)]
    return ", ".join([*days, span, hours(offer.starts, offer.ends)])


def hours(starts: time, ends: time) -> str:
    return f"{time_format(starts)}–{time_format(ends)}"


def offer_words(offer: HostOffer) -> str:
    """All of it in one line."""
    return f"{people(offer)}, {visits(offer)}: {when(offer)}"
