"""Languages in templates: addresses in the one now in use, and what is in another one."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from wagtail.models import Page

from home.languages import address, foreign

register = template.Library()
register.filter("address", address)


@register.filter
def lang_of(page: Page) -> SafeString:
    """` lang="da"` for what stands on a page in another language than the one now in use."""
    return lang(foreign(page))


@register.filter
def lang(code: str) -> SafeString:
    """` lang="da"`, or nothing where there is no code."""
    return format_html(' lang="{}"', code) if code else SafeString()


@register.filter
def language_name(code: str) -> str:
    """The language's name in the one now in use, to stand inside a sentence: "dansk"."""
    return str(get_language_info(code)["name_translated"])
