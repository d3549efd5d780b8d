"""A copy of an event's page and of its translations, as drafts beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.text import slugify
from wagtail.actions.copy_page import CopyPageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Page


def may_copy(pages: Iterable[Page], user: User) -> bool:
    """Whether somebody may write such pages where these are."""
    return all(page.permissions_for_user(user).can_copy_to(page.get_parent()) for page in pages)


def copy_pages(pages: Iterable[Page], *, page_key: UUID, title: str, user: User) -> list[Page]:
    """Copy the pages, which say the same in several languages, with one new key for all of them.

    The first takes the title; a translation keeps its own.
    """
    titles = [title]
    return [
        _copy(page, titles.pop() if titles else page.title, page_key=page_key, user=user)
        for page in pages
    ]


def _copy(page: Page, title: str, *, page_key: UUID, user: User) -> Page:
    parent = page.get_parent()
    slug = find_available_slug(parent, slugify(title) or page.slug)
    new: dict[str, Any] = {"title": title, "slug": slug, "translation_key": page_key}
    return CopyPageAction(
        page,
        to=parent,
        user=user,
        update_attrs=new | {"draft_title": title},
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=True,
    ).execute()
