"""The tests' own ground: it stands still, and it comes back after each test."""

from datetime import timedelta

import pytest
from django.db import connection
from wagtail.models import Page

from events.models import Occurrence
from tests.conftest import NOW
from tests.factories import RegistrationFactory, TurnFactory, open_occurrence


def test_the_clock_stands_and_moves(clock):
    assert clock.now() == NOW
    clock.move(timedelta(hours=3))
    assert clock.now() == NOW + timedelta(hours=3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_base_rows_survive_a_flush(clock, run):
    assert Page.objects.filter(depth=1).exists()
    assert not Occurrence.objects.exists()
    open_occurrence()
    assert clock.now() == NOW


@pytest.mark.django_db
def test_factories_make_an_open_occurrence_with_people_on_it():
    occurrence = open_occurrence(capacity=1)
    RegistrationFactory(occurrence=occurrence)
    TurnFactory(occurrence=occurrence)
    counted = Occurrence.objects.with_counts().with_page().get()
    assert (counted.held, counted.waiting, counted.page_live) == (1, 1, True)
    assert counted.is_in_window(NOW)


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgres_tests_run_on_postgres():
    assert connection.vendor == "postgresql"


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_tests_run_on_sqlite():
    assert connection.vendor == "sqlite"
