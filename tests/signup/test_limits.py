"""How often one may ask, and what happens then: nothing anybody could see."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client

from events.models import Registration, Turn
from mail.models import Message
from office.domain import limits
from office.models import Tally
from signup.tasks import tidy
from tests.factories import NOW, open_occurrence
from tests.signup.people import sign_up

ME, HERE = "asta@ku.dk", "192.0.2.7/32"


def test_five_requests_an_hour_are_within_the_limit_of_an_address(db):
    said = [limits.ask(ME, HERE, NOW).address for _ in range(6)]
    assert said == [False] * 5 + [True]


def test_sixty_requests_a_minute_are_within_the_limit_of_a_network(db):
    said = [limits.ask(f"{n}@ku.dk", HERE, NOW).network for n in range(61)]
    assert said == [False] * 60 + [True]


def test_each_address_each_network_and_each_window_is_counted_apart(db):
    for _ in range(61):
        limits.ask(ME, HERE, NOW)
    assert limits.ask(ME, HERE, NOW) == limits.Over(address=True, network=True)
    assert limits.ask("bo@ku.dk", "192.0.2.8/32", NOW) == limits.Over(address=False, network=False)
    assert limits.ask(ME, HERE, NOW + timedelta(minutes=1)) == limits.Over(
        address=True, network=False
    )
    assert not limits.ask(ME, HERE, NOW + timedelta(hours=1)).address


def test_a_tally_does_not_say_whose_it_is(db):
    limits.ask(ME, HERE, NOW)
    kept = str(list(Tally.objects.values()))
    assert "asta" not in kept
    assert "192" not in kept


def test_counting_takes_one_statement(db, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            limits.ask(ME, HERE, NOW)


def test_old_tallies_are_forgotten_and_running_ones_kept(clock):
    limits.ask(ME, HERE, NOW - timedelta(hours=1))
    limits.ask(ME, HERE, NOW)
    tidy.call()
    assert Tally.objects.count() == 2
    assert not Tally.objects.filter(forget_at__lte=NOW).exists()


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_are_all_counted():
    def ask(n: int) -> None:
        for _ in range(5):
            limits.ask(f"{n % 3}@ku.dk", f"192.0.2.{n % 2}/32", NOW)
        connection.close()

    threads = [Thread(target=ask, args=[n]) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Tally.objects.values_list("count", flat=True)) == [20, 20, 20, 30, 30]


def test_the_sixth_sign_up_of_an_address_in_an_hour_writes_nothing(client, clock, reference):
    dates = [open_occurrence() for _ in range(6)]
    told = [sign_up(Client(), date).status_code for date in dates]
    assert told == [302] * 6
    assert not Registration.objects.filter(occurrence=dates[5]).exists()
    assert not Turn.objects.filter(occurrence=dates[5]).exists()


def test_an_address_gets_three_mails_until_it_answers(client, clock, reference):
    dates = [open_occurrence() for _ in range(5)]
    for date in dates:
        sign_up(Client(), date)
    assert Message.objects.count() == 3
    assert Turn.objects.filter(proven_at=None).count() == 2


def test_from_a_crowded_network_nothing_is_held_before_proof(client, occurrence):
    for _ in range(60):
        limits.ask("somebody@else.dk", "127.0.0.1/32", NOW)
    response = sign_up(client, occurrence)
    assert response.status_code == 302
    assert not Registration.objects.exists()
    assert Turn.objects.get().email == "asta@student.ku.dk"
    assert Message.objects.count() == 1
