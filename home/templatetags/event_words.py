"""Dates and hours of an occurrence as filters; words that no line may part."""

from django import template

from events.domain import deposit_words
from events.domain.wording import (
    date_words,
    day_words,
    hours_words,
    length_words,
    when_inside_words,
    when_words,
)
from events.models import Occurrence
from office.money import money_words
from office.unbroken import unbroken

register = template.Library()


@register.filter
def deposit_amount(occurrence: Occurrence) -> str:
    """ "300 kr.", where a place on the date costs a deposit."""
    if not occurrence.asks_deposit:
        return ""
    return money_words(occurrence.deposit, occurrence.currency)


@register.filter
def deposit_rule(occurrence: Occurrence) -> str:
    """When it comes back, in sentences."""
    return deposit_words.rule(deposit_words.terms_of(occurrence))


@register.filter("hours_words")
def unbroken_hours(occurrence: Occurrence) -> str:
    return unbroken(hours_words(occurrence))


register.filter("date_words", date_words)
register.filter("when_words", when_words)
register.filter("when_inside_words", when_inside_words)
register.filter("length_words", length_words)
register.filter("day_words", day_words)
register.filter("unbroken", unbroken)
