"""Colleagues' pictures of themselves from before we saw to it that a file holds the picture alone."""

from contextlib import suppress
from pathlib import PurePath
from typing import Any

from django.db import migrations

from office.picture_files import Unreadable, bare


def make_bare(apps: Any, schema_editor: Any) -> None:
    for profile in apps.get_model("wagtailusers", "UserProfile").objects.exclude(avatar=""):
        with suppress(Unreadable, OSError):
            old, storage = profile.avatar.name, profile.avatar.storage
            with profile.avatar.open() as file:
                kept = bare(PurePath(old).name, file)
            profile.avatar.save(kept.name, kept)
            storage.delete(old)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0012_deposits"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(make_bare, migrations.RunPython.noop)]
