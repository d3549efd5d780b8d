"""Test databases, made in a second: copied from a template, refilled after a flush."""

import hashlib
from importlib.metadata import version
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import TestCase, TransactionTestCase

_base_rows: dict[str, tuple[list[str], list[tuple]]] = {}


def use_template() -> None:
    """Let Django copy the database all migrations made, if an earlier run kept one."""
    if connection.vendor == "postgresql" and _template_exists():
        connection.settings_dict["TEST"]["TEMPLATE"] = _template()


def keep_template() -> None:
    """Keep a copy of the fresh database for later runs."""
    if connection.vendor != "postgresql" or _template_exists() or not _is_fresh():
        return
    source = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")  # another run may keep the same at this moment
        if not _has_template(cursor):
            cursor.execute(f'CREATE DATABASE "{_template()}" TEMPLATE "{source}"')


def remember_base_rows() -> None:
    """Remember what the migrations put there (root page, locales, permissions)."""
    with connection.cursor() as cursor:
        for table in _filled_tables(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            _base_rows[table] = (columns, cursor.fetchall())
    if "wagtailcore_locale" not in _base_rows:
        pytest.exit("The kept test database is damaged: run once with --create-db", 3)


def empty_and_refill(case: TransactionTestCase) -> None:
    """In place of Django's flush, which would lose the base rows for all later tests."""
    if isinstance(case, TestCase):
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _filled_tables(cursor):
            cursor.execute(f'DELETE FROM "{table}"')
        for table, (columns, rows) in _base_rows.items():
            names = ", ".join(f'"{column}"' for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _filled_tables(cursor: CursorWrapper) -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True)
    filled = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)
    cursor.execute(" UNION ALL ".join(filled))
    return [row[0] for row in cursor.fetchall()]


def _is_fresh() -> bool:
    from office.models import Clock

    return not Clock.objects.exists()


def _template_exists() -> bool:
    with connection._nodb_cursor() as cursor:
        return _has_template(cursor)


def _has_template(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_template()])
    return cursor.fetchone() is not None


def _template() -> str:
    """A name that changes with every migration and every package that has some."""
    seen = hashlib.sha256()
    for package in ("django", "wagtail", "django-anymail"):
        seen.update(version(package).encode())
    for app in apps.get_app_configs():
        if Path(app.path).is_relative_to(settings.ROOT) and ".venv" not in app.path:
            for path in sorted(Path(app.path).glob("migrations/*.py")):
                seen.update(path.name.encode() + path.read_bytes())
    return f"template_{seen.hexdigest()[:16]}"
