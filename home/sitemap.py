"""What search engines are told of: the public pages of every language."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import PageQuerySet, Site

from events.models import live_pages


class PagesInAllLanguages(Sitemap):
    def items(self) -> PageQuerySet:
        trees = [Q(url_path__startswith=it.root_path) for it in Site.get_site_root_paths()]
        pages: Any = live_pages().filter(reduce(or_, trees, Q(pk__in=[])))
        return pages.order_by("path").defer_streamfields().specific()
