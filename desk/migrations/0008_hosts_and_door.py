"""Hosts' contacts and offers, spots and the door, for those who see people at the desk."""

from importlib import import_module
from typing import Any

from django.db import migrations

groups = import_module("desk.migrations.0004_groups")

MODELS = {
    ("events", "hostcontact"): ["add", "change", "delete", "view"],
    ("events", "hostoffer"): ["add", "change", "view"],
    ("events", "hosting"): ["change", "view"],
    ("events", "spot"): ["add", "change", "delete", "view"],
    ("events", "helperpass"): ["add", "change", "view"],
    ("events", "walkin"): ["change", "view"],
}
NAMES = ["Coordinator", "Administrator"]


def allow(apps: Any, schema_editor: Any) -> None:
    for group in apps.get_model("auth", "Group").objects.filter(name__in=NAMES):
        groups._allow(apps, group, MODELS)


def forbid(apps: Any, schema_editor: Any) -> None:
    for group in apps.get_model("auth", "Group").objects.filter(name__in=NAMES):
        groups._forbid(group, MODELS)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0007_watch_morning_on"),
        ("events", "0010_hosts_and_door"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
