"""Wagtail's own screens for users and groups: for superusers, since there anybody becomes anything.

Colleagues are looked after at `desk/colleagues.py`.
"""

from __future__ import annotations

from typing import Any

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    def ready(self) -> None:
        from django.contrib.auth.models import Group, User  # noqa: PLC0415 -- not loaded before
        from wagtail.permission_policies import ModelPermissionPolicy  # noqa: PLC0415
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        class Superusers(ModelPermissionPolicy):
            def user_has_permission(self, user: Any, action: str) -> bool:
                return bool(user.is_active and user.is_superuser)

            def user_has_any_permission(self, user: Any, actions: Any) -> bool:
                return bool(user.is_active and user.is_superuser)

        super().ready()
        register_permission_policy(User, Superusers(User))
        register_permission_policy(Group, Superusers(Group))
