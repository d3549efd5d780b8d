"""What all tests share: the database, made fast; the office's clock; which tests run where."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Model
from django.test import TransactionTestCase
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests import databases

settings.register_profile("praksisvej", deadline=None)  # a busy machine is no failure
settings.load_profile("praksisvej")
expect.set_options(timeout=20_000)  # the same
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in our thread
os.environ.setdefault("NO_PROXY", "127.0.0.1,localhost")  # what tests ask stands beside them

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""When the stopped clock stands: a Saturday, 13:00 in Copenhagen."""

CHROMIUM = next(
    (
        path
        for name in ("chromium-headless-shell", "chromium", "chromium-browser")
        if (path := Path("/usr/bin", name)).exists()
    ),
    None,
)
"""The one without a window first: it opens a page for a third of the work."""
BROWSER_ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]

USES_DATABASE = {"db", "transactional_db"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if connection.vendor == "sqlite":
        _leave_out(config, items, [item for item in items if not _uses_database(item)])
    for item in items:
        for reason in _reasons_to_skip(item):
            item.add_marker(pytest.mark.skip(reason=reason))


def _uses_database(item: pytest.Item) -> bool:
    marked = any(map(item.get_closest_marker, ("django_db", "sqlite")))
    return marked or not USES_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


def _leave_out(config: pytest.Config, items: list[pytest.Item], gone: list[pytest.Item]) -> None:
    """What needs no database has run beside PostgreSQL, and would find the same beside SQLite."""
    config.hook.pytest_deselected(items=gone)
    items[:] = [item for item in items if item not in set(gone)]


def _reasons_to_skip(item: pytest.Item) -> Iterator[str]:
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        yield "needs PostgreSQL"
    if item.get_closest_marker("sqlite") and connection.vendor != "sqlite":
        yield "speaks of SQLite"
    if item.get_closest_marker("browser") and not CHROMIUM and not os.environ.get("CI"):
        yield "no Chromium on this machine"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker) -> None:
    with django_db_blocker.unblock():
        databases.use_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        databases.keep_template()
        databases.remember_base_rows()


@pytest.fixture(autouse=True, scope="session")
def _base_rows_survive_flushes() -> Iterator[None]:
    """A transactional test empties every table; bring back what the migrations put there."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", databases.empty_and_refill)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    cache.clear()


@pytest.fixture
def clock(db: None) -> ModuleType:
    """The office's clock, standing at NOW: `clock.move(timedelta)`, `clock.stop(datetime)`."""
    from office import clock

    clock.stop(NOW)
    return clock


@pytest.fixture
def spoil(db: None) -> Iterator[Callable[[Model], None]]:
    """`spoil(row)`: from now on the database refuses to change it. (PostgreSQL.)"""
    refuse = "$$BEGIN RAISE EXCEPTION '% is spoilt', TG_TABLE_NAME; END$$"
    _run(f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS {refuse}")
    yield lambda row: _run(
        f"CREATE TRIGGER spoilt_{row.pk} BEFORE UPDATE OR DELETE ON {row._meta.db_table} "
        f"FOR EACH ROW WHEN (OLD.id = {row.pk}) EXECUTE FUNCTION refuse()"
    )
    if not connection.in_atomic_block:
        _run("DROP FUNCTION refuse CASCADE")


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser that browser tests drive."""
    if not CHROMIUM:
        pytest.fail("CI is set, so the browser tests must run: apt-get install chromium")
    return str(CHROMIUM)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The one that all browser tests of a run share, each with a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGS)
        yield browser
        browser.close()
