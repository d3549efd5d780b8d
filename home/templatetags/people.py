"""A person's face, or the letters their name begins with."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import AbstractImage

register = template.Library()

FACE = "fill-240x240|format-webp"
"""Twice as large as the largest it is shown."""


@register.simple_tag
def face(name: str, picture: AbstractImage | None = None) -> SafeString:
    """Decoration: the name stands beside it."""
    if not picture:
        return format_html('<span class="face" aria-hidden="true">{}</span>', initials(name))
    made = picture.get_rendition(FACE)
    html = '<img class="face" src="{}" width="120" height="120" alt="" loading="lazy">'
    return format_html(html, made.url)


def initials(name: str) -> str:
    """ "SH" of "Signe Bøgh Holm": the first and the last word, without titles."""
    words = [word for word in name.split() if word[0].isalpha() and not word.endswith(".")]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))
