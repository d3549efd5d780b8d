"""Dates and hours of an occurrence as filters."""

from django import template

from events.domain.wording import (
    date_words,
    day_words,
    hours_words,
    length_words,
    when_inside_words,
    when_words,
)

register = template.Library()
register.filter("date_words", date_words)
register.filter("when_words", when_words)
register.filter("when_inside_words", when_inside_words)
register.filter("hours_words", hours_words)
register.filter("length_words", length_words)
register.filter("day_words", day_words)
