"""The four groups of the desk. Who may do what stands here, and in docs/operations.md."""

from importlib import import_module
from typing import Any

from django.db import migrations

coordinators = import_module("desk.migrations.0001_coordinator")
permission = coordinators.permission

# app, model, what may be done. A name is "<what>_<model>".
COORDINATOR = {
    ("events", "registration"): ["export"],
    ("events", "checkin"): ["add", "view"],
    ("events", "questionset"): ["add", "change", "delete", "view"],
    ("events", "question"): ["add", "change", "delete", "view"],
    ("events", "answer"): ["change", "view"],
    ("events", "need"): ["change", "view"],
    ("events", "emergencycontact"): ["view"],
    ("events", "automaticmail"): ["add", "change", "delete", "view"],
    ("events", "mailing"): ["add", "change", "view"],
    ("contacts", "note"): ["add", "change", "delete", "view"],
    ("mail", "message"): ["change"],
    ("mail", "wording"): ["add", "change", "delete", "view"],
    ("wagtailcore", "modellogentry"): ["view"],  # the log of acts
}
NOT_COORDINATOR = {("office", "office"): ["add", "change"]}  # they read it

ADMINISTRATOR = {
    ("office", "office"): ["add", "change", "view"],
    ("wagtailredirects", "redirect"): ["add", "change", "delete", "view"],
    ("wagtailcore", "site"): ["add", "change", "delete", "view"],
    ("wagtailcore", "workflow"): ["add", "change", "delete", "view"],
    ("wagtailcore", "task"): ["add", "change", "delete", "view"],
    ("wagtailcore", "locale"): ["view"],
}
ADMINISTRATOR_ON_PAGES = ["bulk_delete_page", "lock_page", "unlock_page"]

HELPER = {
    ("events", "occurrence"): ["view"],
    ("events", "checkin"): ["add"],
}
WAGTAILS = ["Editors", "Moderators"]


def make_groups(apps: Any, schema_editor: Any) -> None:
    coordinator = _group(apps, "Coordinator")
    _allow(apps, coordinator, COORDINATOR)
    _forbid(coordinator, NOT_COORDINATOR)

    administrator = _group(apps, "Administrator")
    for models in (coordinators.MODELS, COORDINATOR, ADMINISTRATOR):
        _allow(apps, administrator, models)
    administrator.permissions.add(permission(apps, "desk", "invitation", "manage_colleagues"))
    coordinators.allow_pages(apps, administrator)
    _allow_root(apps, administrator, ADMINISTRATOR_ON_PAGES)
    coordinators.allow_files(apps, administrator)

    editor = _group(apps, "Editor")
    coordinators.allow_pages(apps, editor)
    coordinators.allow_files(apps, editor)

    _allow(apps, _group(apps, "Check-in helper"), HELPER)


def replace_wagtails(apps: Any, schema_editor: Any) -> None:
    """Wagtail's own two groups say *Editors* beside our *Editor*: gone, unless somebody is in."""
    empty = apps.get_model("auth", "Group").objects.filter(name__in=WAGTAILS, user=None)
    tasks = apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(groups__in=empty)
    ours = [_group(apps, name) for name in ("Administrator", "Coordinator")]
    for task in tasks.distinct():
        task.groups.add(*ours)
    empty.delete()


def _group(apps: Any, name: str) -> Any:
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=name)
    group.permissions.add(permission(apps, "wagtailadmin", "admin", "access_admin"))
    return group


def _allow(apps: Any, group: Any, models: dict[tuple[str, str], list[str]]) -> None:
    for (app, model), verbs in models.items():
        group.permissions.add(
            *(permission(apps, app, model, f"{verb}_{model}") for verb in verbs)
        )


def _forbid(group: Any, models: dict[tuple[str, str], list[str]]) -> None:
    for (app, model), verbs in models.items():
        names = [f"{verb}_{model}" for verb in verbs]
        group.permissions.remove(
            *group.permissions.filter(content_type__app_label=app, codename__in=names)
        )


def _allow_root(apps: Any, group: Any, codenames: list[str]) -> None:
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    Allowed = apps.get_model("wagtailcore", "GroupPagePermission")
    for codename in codenames:
        Allowed.objects.get_or_create(
            group=group, page=root, permission=permission(apps, "wagtailcore", "page", codename)
        )


def drop_groups(apps: Any, schema_editor: Any) -> None:
    names = ["Administrator", "Editor", "Check-in helper"]
    apps.get_model("auth", "Group").objects.filter(name__in=names).delete()
    coordinator = _group(apps, "Coordinator")
    _forbid(coordinator, COORDINATOR)
    _allow(apps, coordinator, NOT_COORDINATOR)


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_note"),
        ("desk", "0003_invitation"),
        ("events", "0003_export_registration"),
        ("mail", "0002_wording"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(make_groups, drop_groups),
        migrations.RunPython(replace_wagtails, migrations.RunPython.noop),
    ]
