"""What Wagtail's migrations name in English gets a name in the language of the installation."""

from typing import Any

from django.conf import settings
from django.db import migrations

NAMES = {
    ("wagtailcore", "Page", "title"): ("Root", {"da": "Alle sider", "nb": "Alle sider"}),
    ("wagtailcore", "Collection", "name"): ("Root", {"da": "Fælles", "nb": "Felles"}),
    ("wagtailcore", "Workflow", "name"): (
        "Moderators approval",
        {"da": "Godkendelse", "nb": "Godkjenning"},
    ),
    ("wagtailcore", "Task", "name"): (
        "Moderators approval",
        {"da": "Godkendelse", "nb": "Godkjenning"},
    ),
}


def rename(apps: Any, schema_editor: Any) -> None:
    """Only what still has its first name; an office may have given another."""
    for (app, model, field), (old, names) in NAMES.items():
        if name := names.get(settings.LANGUAGE_CODE):
            rows = apps.get_model(app, model).objects.filter(**{field: old})
            changed = {field: name}
            if model == "Page":
                rows, changed = rows.filter(depth=1), changed | {"draft_title": name}
            rows.update(**changed)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0009_translating_pages"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
