"""From an address to its page in two statements, however deep it lies. Wagtail asks two a level."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet
from wagtail.models import Page, PageViewRestriction


def find_below(home: Page, components: Sequence[str]) -> Page | None:
    """The page at these steps below the home page, with its parent known; None: no such page."""
    steps = (f"{component}/" for component in components)
    addresses = list(accumulate(steps, initial=home.url_path))
    found = _annotated().filter(url_path__in=addresses[1:], path__startswith=home.path)
    pages = {page.url_path: page for page in found}
    if len(pages) < len(components):
        return None
    last = pages[addresses[-1]]
    page = _whole(last)
    page.is_restricted = last.is_restricted
    page._cached_parent_obj = pages.get(addresses[-2], home)
    return page


def _whole(page: Page) -> Page:
    """The page as its own type, together with its picture if the type has one."""
    model = page.specific_class or Page
    pictured = any(field.name == "picture" for field in model._meta.fields)
    rows = model.objects.select_related("picture") if pictured else model.objects
    return rows.get(pk=page.pk)


def _annotated() -> QuerySet[Page]:
    """Pages with `is_restricted`: whether a restriction stands on them or above them.

    An alias is restricted as the page it copies is.
    """
    path = models.ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    restrictions = PageViewRestriction.objects.alias(path=path)
    direct = restrictions.filter(path__startswith=F("page__path"))
    copied = restrictions.filter(path__startswith=F("page__aliases__path"))
    return Page.objects.annotate(is_restricted=Exists(direct) | Exists(copied))
