"""System checks that ask the database; `migrate` runs them too."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from config.demo_mark import what_is_wrong


@register(Tags.database)
def demo_and_database_agree(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: object,
) -> list[CheckMessage]:
    wrong = what_is_wrong() if databases else ""
    return [Error(wrong, id="config.E001")] if wrong else []
