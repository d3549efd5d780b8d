from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from mail.domain import outbox
from mail.domain.delivery import deliver_due
from mail.models import Message, MessageState
from tests.mail.letters import queue

pytestmark = pytest.mark.django_db


def test_a_mail_is_queued_with_one_insert(clock, django_assert_num_queries):
    at, contact = clock.now(), uuid4()
    with django_assert_num_queries(1):
        message = queue(at=at, claim="turn:1", revision=3, contact=contact, asks_proof=True)
    kept = Message.objects.get()
    assert kept == message
    assert (kept.claim, kept.revision, kept.contact) == ("turn:1", 3, contact)
    assert kept.asks_proof
    assert (kept.queued_at, kept.due_at, kept.state) == (at, at, MessageState.QUEUED)
    assert kept.facts == {"subject": "Your place"}


def test_the_same_mail_twice_is_the_first_one(clock):
    first = queue("first", claim="turn:1", revision=1)
    deliver_due()
    second = queue("second", claim="turn:1", revision=1)
    assert second == first
    assert second.state == MessageState.SENT
    assert second.facts == {"subject": "first"}
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"revision": 2}, {"n": 1}, {"to": "other@example.org"}, {"claim": "turn:2"}]
)
def test_another_revision_number_recipient_or_claim_is_another_mail(clock, other):
    same = {"claim": "turn:1", "revision": 1}
    assert queue(**same) != queue(**{**same, **other})


def test_mails_without_a_claim_are_never_the_same(clock):
    assert queue() != queue()


def test_a_transaction_rolled_back_queues_nothing(clock):
    with transaction.atomic():
        queue(claim="turn:1")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_queue_one_mail(clock):
    def one(_: int) -> int:
        try:
            with transaction.atomic():
                return queue(claim="turn:1", revision=1).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(one, range(24)))) == 1
    assert Message.objects.count() == 1


def test_three_unanswered_mails_are_counted_for_24_hours(clock):
    for _ in range(3):
        queue(asks_proof=True)
    queue()
    queue(asks_proof=True, to="other@example.org")
    assert outbox.unanswered_count("ida@example.org", clock.now()) == 3
    later = clock.now() + timedelta(hours=24)
    assert outbox.unanswered_count("ida@example.org", later - timedelta(seconds=1)) == 3
    assert outbox.unanswered_count("ida@example.org", later) == 0


def test_an_address_that_answered_has_no_unanswered_mails(clock):
    queue(asks_proof=True)
    queue(asks_proof=True, to="other@example.org")
    outbox.answered("ida@example.org", clock.now())
    assert outbox.unanswered_count("ida@example.org", clock.now()) == 0
    assert outbox.unanswered_count("other@example.org", clock.now()) == 1


def test_withdrawing_ends_what_is_queued_of_that_claim(clock):
    sent = queue(claim="turn:1", revision=1)
    deliver_due()
    waiting, other = queue(claim="turn:1", revision=2), queue(claim="turn:2")
    outbox.withdraw("turn:1", "left", clock.now())
    for message in (sent, waiting, other):
        message.refresh_from_db()
    assert [m.state for m in (sent, waiting, other)] == ["sent", "withdrawn", "queued"]
    assert (waiting.why, waiting.ended_at) == ("left", clock.now())
