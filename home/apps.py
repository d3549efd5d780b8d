from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(make_locales, sender=self)


def make_locales(using: str, **kwargs: Any) -> None:
    """Wagtail keeps a row for each language that pages can be written in."""
    from wagtail.models import Locale  # noqa: PLC0415 -- models are not there yet when this is read

    if Locale._meta.db_table in connections[using].introspection.table_names():
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
            Locale.all_objects.using(using).get_or_create(language_code=code)
