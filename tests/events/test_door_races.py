"""Two phones at once, and a list that is closed while a phone sends."""

from datetime import timedelta
from uuid import uuid4

import pytest

from events.domain import attendance, door
from events.domain import walk_ins as without_place
from events.domain.door import Tap
from events.models import CheckIn, WalkIn
from office.actor import helper
from tests.events.people import office
from tests.events.test_races import at_once, errors, running
from tests.factories import OccurrenceFactory, RegistrationFactory

__all__ = ["running"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 5


@pytest.fixture
def camp(running):
    """A camp that began two hours ago, with thirty people on it."""
    now = running.now()
    begun = {"starts_at": now - timedelta(hours=2), "ends_at": now + timedelta(days=2)}
    camp = OccurrenceFactory(camp=True, capacity=30, **begun)
    RegistrationFactory.create_batch(30, occurrence=camp)
    return camp


def of_a_phone(camp, present, seconds):
    """Everybody tapped, half an hour ago."""
    at = camp.starts_at + timedelta(minutes=90, seconds=seconds)
    return [
        Tap(uuid4(), pk, camp.first_day, present, at + timedelta(microseconds=n))
        for n, pk in enumerate(camp.registrations.values_list("pk", flat=True))
    ]


def test_two_phones_send_at_once_and_again(camp):
    for _ in range(ROUNDS):
        CheckIn.objects.all().delete()
        first, second = of_a_phone(camp, True, 1), of_a_phone(camp, False, 2)
        last = of_a_phone(camp, True, 3)[:10]
        batches = [first, second, first, second, last, last]
        results = at_once(
            [
                lambda b=b, n=n: door.merge(camp.pk, b, actor=helper(n))
                for n, b in enumerate(batches)
            ]
        )
        assert errors(results) == []
        fates = [it.fate for answers in results for it in answers]
        assert sorted(fates) == ["accepted"] * 70 + ["known"] * 70
        assert CheckIn.objects.count() == 70
        here = set(CheckIn.objects.present().values_list("registration", flat=True))
        assert here == {it.registration for it in last}


def test_a_tap_is_either_before_the_closing_or_refused(camp):
    for _ in range(ROUNDS):
        CheckIn.objects.all().delete()
        attendance.reopen_list(camp.pk, actor=office())
        now = of_a_phone(camp, True, 3600)  # half an hour ahead: cut to when it arrives
        sent, closed = at_once(
            [
                lambda now=now: door.merge(camp.pk, now, actor=helper(1)),
                lambda: attendance.close_list(camp.pk, actor=office()),
            ]
        )
        assert errors([sent, closed]) == []
        taken = CheckIn.objects.filter(tapped_at__lt=closed.list_closed_at).count()
        assert taken == CheckIn.objects.count() == sum(it.fate == "accepted" for it in sent)


def test_the_same_walk_in_from_a_page_and_its_worker_is_one(camp):
    told = without_place.Told(uuid4(), camp.first_day, "Gro", "", "", camp.starts_at)
    results = at_once(
        [lambda: without_place.write_down(camp.pk, told, actor=helper(1)) for _ in range(4)]
    )
    assert errors(results) == []
    assert WalkIn.objects.count() == 1
    settled = at_once(
        [
            lambda: without_place.settle(
                results[0].pk,
                {"name": "Gro", "email": "gro@student.test", "stage": "ka"},
                actor=office(),
                language="da",
            )
            for _ in range(3)
        ]
    )
    assert errors(settled) == []
    assert len({it.pk for it in settled}) == 1
    assert CheckIn.objects.count() == 1
