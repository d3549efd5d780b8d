"""One address, proven on two dates in one moment: real threads, each with its own connection."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from contacts.domain import people
from contacts.models import Contact
from tests.conftest import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def make(*, is_trial: bool = False) -> Contact:
    who = {"name": "Asta Holm", "phone": "", "language": "da"}
    return people.find_or_make("asta@student.test", **who, at=NOW, is_trial=is_trial)


def somebody_waits() -> None:
    """Until another connection waits for what this one holds."""
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("Nobody waited")


def test_whoever_comes_second_finds_the_person_locked_and_in_earnest():
    found, looked = Event(), Event()

    def in_earnest() -> Contact:
        try:
            with transaction.atomic():
                contact = make()
                found.set()
                looked.wait(20)
                return contact
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = make(is_trial=True)
            second = pool.submit(in_earnest)
            somebody_waits()
        assert found.wait(20)
        try:
            with pytest.raises(OperationalError), transaction.atomic():
                Contact.objects.select_for_update(nowait=True).get(pk=first.pk)
        finally:
            looked.set()

    assert second.result() == first
    first.refresh_from_db()
    assert not first.is_trial
