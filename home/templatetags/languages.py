"""Languages in templates: addresses in the one now in use, and what is in another one."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from home.languages import address, foreign, name_of, office_words, spoken

register = template.Library()
register.filter("address", address)
register.filter("language_name", name_of)
register.filter("office_words", office_words)


@register.filter
def lang_of(page: Page) -> SafeString:
    """` lang="da"` for what stands on a page in another language than the one now in use."""
    return lang(foreign(page))


@register.filter
def lang(code: str) -> SafeString:
    """` lang="da"`, or nothing where there is no code."""
    return format_html(' lang="{}"', code) if code else SafeString()


@register.filter
def if_foreign(code: str) -> str:
    """The language where it is not the one now in use; to say only what is not expected."""
    return "" if code == spoken() else code
