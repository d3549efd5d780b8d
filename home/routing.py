"""From an address to its page in two statements, however deep it lies. Wagtail asks two a level.

What is not found in the language asked for is looked for in the others, at the same steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from wagtail.models import Page

from events.models import restricted
from home.languages import address, language_of, one_each, roots, spoken


def find_below(home: Page, components: Sequence[str]) -> Page | None:
    """The page at these steps below the home page, with its parent known; None: no such page.

    `moved_to` is set where it should be read at another address: that of a translation.
    """
    steps = [f"{component}/" for component in components]
    starts = list(dict.fromkeys([*(it.root_path for it in roots(spoken())), home.url_path]))
    ways = [list(accumulate(steps, initial=start)) for start in starts]
    every = Page.objects.annotate(is_restricted=restricted())
    found = every.filter(url_path__in={address for way in ways for address in way})
    pages = {page.url_path: page for page in found}
    whole = [way for way in ways if all(address in pages for address in way)]
    if not whole:
        return None
    way = next((way for way in whole if pages[way[-1]].live), whole[0])
    page = _whole(pages[way[-1]])
    page.is_restricted = pages[way[-1]].is_restricted
    page._cached_parent_obj = pages[way[-2]]
    page.moved_to = _better(page)
    return page


def _better(page: Page) -> str:
    """The address of the translation to be read in place of this page; "" for this page itself."""
    if language_of(page) == spoken() or not page.live:
        return ""
    others = Page.objects.live().filter(translation_key=page.translation_key)
    best = one_each([page, *others])[0]
    return "" if best.pk == page.pk else address(best)


def _whole(page: Page) -> Page:
    """The page as its own type, together with its picture if the type has one."""
    model = page.specific_class or Page
    pictured = any(field.name == "picture" for field in model._meta.fields)
    rows = model.objects.select_related("picture") if pictured else model.objects
    return rows.get(pk=page.pk)
