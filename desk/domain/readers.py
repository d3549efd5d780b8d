"""Who of the office is written to: those who may see people, and want it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_noop
from wagtail.users.models import UserProfile

from mail.models import Message

PERMISSION = "events.view_registration"


def readers(wish: str) -> QuerySet[User]:
    """Everybody who gets the `morning` mail, or `alerts`; a superuser only by a group."""
    may: Any = User.objects
    found: QuerySet[User] = may.with_perm(PERMISSION, include_superusers=False)
    refused = {f"watch__{wish}": False}
    return found.exclude(email="").exclude(**refused).order_by("pk")


def still_reads(message: Message, wish: str) -> str:
    """Why a mail must not leave to its reader any more, or ""."""
    if readers(wish).filter(pk=message.facts.get("user"), email=message.to).exists():
        return ""
    return gettext_noop("the colleague has left, or does not want it")


def language_of(user: User) -> str:
    """What their desk speaks."""
    profile = UserProfile.objects.filter(user=user).first()
    chosen = profile.preferred_language if profile else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
