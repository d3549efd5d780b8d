"""Those who write pages may translate them."""

from importlib import import_module
from typing import Any

from django.db import migrations

groups = import_module("desk.migrations.0004_groups")
NAMES = ["Coordinator", "Administrator", "Editor"]


def allow(apps: Any, schema_editor: Any) -> None:
    may = groups.permission(apps, "simple_translation", "simpletranslation", "submit_translation")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=NAMES):
        group.permissions.add(may)


def forbid(apps: Any, schema_editor: Any) -> None:
    may = groups.permission(apps, "simple_translation", "simpletranslation", "submit_translation")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=NAMES):
        group.permissions.remove(may)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0008_hosts_and_door"),
        ("simple_translation", "0001_initial"),
    ]
    operations = [migrations.RunPython(allow, forbid)]
