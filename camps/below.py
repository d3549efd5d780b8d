"""What lies below a list of events, in whichever language."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from events.models import live_pages


def pages_below(index: Page) -> QuerySet[Page]:
    """The public pages below a list and its translations."""
    lists = Page.objects.filter(translation_key=index.translation_key)
    is_translated = len(Site.get_site_root_paths()) > 1
    paths = lists.values_list("path", flat=True) if is_translated else [index.path]
    return live_pages().filter(reduce(or_, [Q(path__startswith=path) for path in paths]))
