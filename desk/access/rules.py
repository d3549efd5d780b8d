"""Who may see people, and who may give which rights to whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
)

MANAGE = "desk.manage_colleagues"
PEOPLE = {
    "contacts": {"contact", "consent", "note", "stagerecord"},
    "events": {
        *("registration", "turn", "checkin", "intention"),
        *("answer", "need", "emergencycontact", "mailing"),
    },
    "mail": {"message"},
}
"""The models whose rows are about people; whoever may do anything with them sees people."""


def sees_people(user: Any) -> bool:
    """Whether any permission of this user is about people."""
    return any(_is_about_people(name) for name in user.get_all_permissions())


def needs_second_factor(user: Any) -> bool:
    return bool(settings.MFA_REQUIRED and sees_people(user))


def may_grant(granter: Any, group: Group) -> bool:
    """Whether the granter has every right of this group: nobody grants what they lack."""
    if granter.is_superuser:
        return True
    return all(granter.has_perm(name) for name in _names(group.permissions)) and all(
        rights <= _reach(granter, model) for model, rights in _placed(group).items()
    )


def may_manage(manager: Any, colleague: User) -> bool:
    """Whether the manager has every right of this colleague, and may decide about people's."""
    if not manager.has_perm(MANAGE) or (colleague.is_superuser and not manager.is_superuser):
        return False
    own = all(manager.has_perm(name) for name in _names(colleague.user_permissions))
    return own and all(may_grant(manager, group) for group in colleague.groups.all())


def grantable(granter: Any) -> list[Group]:
    return [group for group in Group.objects.order_by("name") if may_grant(granter, group)]


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
    pairs = permissions.values_list("content_type__app_label", "codename")
    return [f"{app}.{codename}" for app, codename in pairs]


Right = tuple[int, int]
"""A permission, and what it is placed on: a page, a collection or a site."""


def _placed(group: Group) -> dict[Any, set[Right]]:
    return {model: _rights(model, [group.pk]) for model in PLACES}


PLACES = {
    GroupPagePermission: "page",
    GroupCollectionPermission: "collection",
    GroupSitePermission: "site",
}


def _rights(model: Any, groups: list[int]) -> set[Right]:
    pairs = model.objects.filter(group__in=groups)
    return set(pairs.values_list("permission_id", f"{PLACES[model]}_id"))


def _reach(user: Any, model: Any) -> set[Right]:
    """What somebody's groups are allowed, on the places they name and on all below them."""
    groups = list(user.groups.values_list("pk", flat=True))
    rights = _rights(model, groups)
    if model is GroupSitePermission:
        return rights
    named = model.objects.filter(group__in=groups).select_related(PLACES[model])
    for row in named:
        place = getattr(row, PLACES[model])
        below = place.get_descendants().values_list("pk", flat=True)
        rights |= {(row.permission_id, pk) for pk in below}
    return rights
