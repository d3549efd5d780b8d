"""Addresses to pass on."""

from django import template

from events.domain.sources import FRIEND, with_word

register = template.Library()


@register.filter
def for_a_friend(address: str) -> str:
    """The clean address of a page, with the word that says a friend sent it."""
    return with_word(address.partition("?")[0], FRIEND)
