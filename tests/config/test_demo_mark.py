"""A demo never runs on an office's database, nor an office on a demo's."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from config.demo_mark import is_marked, mark, refuse_wrong_database
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def test_an_empty_database_can_become_a_demo(settings, clock):
    settings.DEMO = True
    refuse_wrong_database()
    mark()
    ContactFactory()
    refuse_wrong_database()
    mark()
    assert is_marked()


def test_an_office_refuses_a_demos_database(settings, clock):
    settings.DEMO = True
    mark()
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured, match="is a demo's"):
        refuse_wrong_database()


def test_a_demo_refuses_an_offices_database(settings, clock):
    ContactFactory()
    refuse_wrong_database()
    settings.DEMO = True
    with pytest.raises(ImproperlyConfigured, match="office of its own"):
        mark()


def test_migrate_checks_it_too(settings, clock):
    settings.DEMO = True
    mark()
    settings.DEMO = False
    found = run_checks(databases=["default"], tags=["database"])
    assert "config.E001" in [message.id for message in found]
