"""One address, proven on two dates in one moment: real threads, each with its own connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from contacts.domain import people
from contacts.models import Contact
from tests.conftest import NOW
from tests.events.test_races import wait_for_somebody_to_wait

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def make(*, is_trial: bool = False) -> Contact:
    who = {"name": "Asta Holm", "phone": "", "language": "da"}
    return people.find_or_make("asta@student.test", **who, at=NOW, is_trial=is_trial)


def test_whoever_comes_second_finds_the_person_locked_and_in_earnest():
    found, looked = Event(), Event()

    def in_earnest() -> Contact:
        try:
            with transaction.atomic():
                contact = make()
                found.set()
                looked.wait(60)
                return contact
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = make(is_trial=True)
            second = pool.submit(in_earnest)
            wait_for_somebody_to_wait()
        assert found.wait(60)
        try:
            with pytest.raises(OperationalError), transaction.atomic():
                Contact.objects.select_for_update(nowait=True).get(pk=first.pk)
        finally:
            looked.set()

    assert second.result() == first
    first.refresh_from_db()
    assert not first.is_trial
