"""How large a title may stand at the head of its page."""

from django import template

register = template.Library()

LONG, LONG_WORD = 60, 18
"""Letters. A longer word does not fit a phone's line in the largest letters."""


@register.filter
def is_long(title: str) -> bool:
    return len(title) > LONG or any(len(word) > LONG_WORD for word in title.split())
