"""Who may see people, and who may give which rights to whom."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
)

from events.models import Occurrence, OccurrenceState
from office import clock

MANAGE = "desk.manage_colleagues"
PEOPLE = {
    "contacts": {"contact", "consent", "note", "stagerecord"},
    "events": {
        *("registration", "turn", "checkin", "intention"),
        *("answer", "need", "emergencycontact", "mailing"),
        *("hostcontact", "helperpass", "walkin", "allocation", "wish"),
    },
    "mail": {"message"},
    "payments": {"payment", "refund"},
}
"""The models whose rows are about people; whoever may do anything with them sees people."""

PLACES = {
    GroupPagePermission: "page",
    GroupCollectionPermission: "collection",
    GroupSitePermission: "site",
}
Right = tuple[int, int]
"""A permission, and what it is placed on: a page, a collection or a site."""


def sees_people(user: Any) -> bool:
    """Whether any permission of this user is about people."""
    return any(_is_about_people(name) for name in user.get_all_permissions())


def needs_second_factor(user: Any) -> bool:
    return bool(settings.MFA_REQUIRED and sees_people(user))


class Granter:
    """Somebody who gives rights: nobody grants what they lack. Asks the database once a group."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._verdicts: dict[int, bool] = {}

    def may_grant(self, group: Group) -> bool:
        """Whether they have every right of this group."""
        if self.user.is_superuser:
            return True
        if group.pk not in self._verdicts:
            self._verdicts[group.pk] = self._has_all_of(group)
        return self._verdicts[group.pk]

    def may_manage(self, colleague: User) -> bool:
        """Whether they have every right of this colleague, and may decide about people's."""
        if not self.user.has_perm(MANAGE):
            return False
        if colleague.is_superuser and not self.user.is_superuser:
            return False
        own = all(map(self.user.has_perm, _names(colleague.user_permissions)))
        return own and all(map(self.may_grant, colleague.groups.all()))

    def _has_all_of(self, group: Group) -> bool:
        if not all(map(self.user.has_perm, _names(group.permissions))):
            return False
        return all(_rights(model, [group.pk]) <= self._reach[model] for model in PLACES)

    @cached_property
    def _reach(self) -> dict[Any, set[Right]]:
        groups = list(self.user.groups.values_list("pk", flat=True))
        return {model: _reach(model, groups) for model in PLACES}


def may_grant(granter: Any, group: Group) -> bool:
    return Granter(granter).may_grant(group)


def may_manage(manager: Any, colleague: User) -> bool:
    return Granter(manager).may_manage(colleague)


def grantable(user: Any) -> list[Group]:
    granter = Granter(user)
    return [group for group in Group.objects.order_by("name") if granter.may_grant(group)]


def dates_for(user: Any, rows: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """Of these dates those the user may see: who only checks people in, sees what is on today."""
    if user.has_perm("events.view_registration"):
        return rows
    today = (
        clock.now()
        .astimezone(ZoneInfo(settings.TIME_ZONE))
        .replace(hour=0, minute=0, second=0, microsecond=0)
    )
    on = rows.filter(starts_at__lt=today + timedelta(days=1), ends_at__gt=today)
    return on.filter(state=OccurrenceState.SCHEDULED)


def administrators() -> Any:
    """The active users who decide who works here, by a group of theirs."""
    found = User.objects.filter(is_active=True, groups__permissions=_manage())
    return found.distinct()


def _manage() -> Permission:
    return Permission.objects.get(content_type__app_label="desk", codename="manage_colleagues")


def _is_about_people(name: str) -> bool:
    app, _, codename = name.partition(".")
    return codename.partition("_")[2] in PEOPLE.get(app, set())


def _names(permissions: Any) -> list[str]:
    return [f"{it.content_type.app_label}.{it.codename}" for it in permissions.all()]


def _rights(model: Any, groups: list[int]) -> set[Right]:
    pairs = model.objects.filter(group__in=groups)
    return set(pairs.values_list("permission_id", f"{PLACES[model]}_id"))


def _reach(model: Any, groups: list[int]) -> set[Right]:
    """What these groups are allowed, on the places they name and on all below them."""
    rights = _rights(model, groups)
    if model is GroupSitePermission:
        return rights
    below: dict[int, list[int]] = {}
    for row in model.objects.filter(group__in=groups).select_related(PLACES[model]):
        place = getattr(row, PLACES[model])
        if place.pk not in below:
            below[place.pk] = list(place.get_descendants().values_list("pk", flat=True))
        rights |= {(row.permission_id, pk) for pk in below[place.pk]}
    return rights
