"""Wagtail's own images go, now that nothing points at them; their files belong to our pictures.

What pages said of their picture becomes the picture's own words.
"""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import migrations

taking = import_module("office.migrations.0005_take_over_pictures")


PAGES = {
    "home": ["HomePage", "ContentPage"],
    "camps": ["CampIndexPage", "CampPage", "VisitIndexPage", "VisitPage"],
}


def put_into_words(apps: Any, schema_editor: Any) -> None:
    silent = apps.get_model(*taking.PICTURE).objects.filter(description="")
    for app, names in PAGES.items():
        for name in names:
            pages = apps.get_model(app, name).objects.exclude(picture_alt="")
            said = pages.filter(locale__language_code=settings.LANGUAGE_CODE, live=True)
            for pk, words in said.values_list("picture", "picture_alt").order_by("pk"):
                silent.filter(pk=pk).update(description=words)


def forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model(*taking.SIZE).objects.all().delete()
    apps.get_model(*taking.IMAGE).objects.all().delete()


def bring_back(apps: Any, schema_editor: Any) -> None:
    taking.carry(apps, schema_editor, taking.PICTURE, taking.IMAGE)
    taking.carry(apps, schema_editor, taking.PICTURE_SIZE, taking.SIZE)


class Migration(migrations.Migration):
    dependencies = [
        ("camps", "0004_pictures"),
        ("desk", "0010_wagtails_names"),
        ("home", "0005_pictures"),
        ("office", "0006_logo_is_a_picture"),
    ]

    operations = [
        migrations.RunPython(put_into_words, migrations.RunPython.noop),
        migrations.RunPython(forget, bring_back),
    ]
