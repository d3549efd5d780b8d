"""Deposits, for those who see people at the desk: who may see them, who may give back."""

from importlib import import_module
from typing import Any

from django.db import migrations

groups = import_module("desk.migrations.0004_groups")

MODELS = {("payments", "payment"): ["change", "view"]}
NAMES = ["Coordinator", "Administrator"]


def allow(apps: Any, schema_editor: Any) -> None:
    for group in apps.get_model("auth", "Group").objects.filter(name__in=NAMES):
        groups._allow(apps, group, MODELS)


def forbid(apps: Any, schema_editor: Any) -> None:
    for group in apps.get_model("auth", "Group").objects.filter(name__in=NAMES):
        groups._forbid(group, MODELS)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0011_pictures_taken_over"),
        ("payments", "0001_deposits"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
