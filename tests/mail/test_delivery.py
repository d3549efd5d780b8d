"""The worker: what it looks at, in what order, and what a lost lease means."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import OperationalError, connection, transaction

from mail import tasks
from mail.domain import outbox, suppression
from mail.domain.delivery import TRIES, deliver_due, lease_length
from mail.models import Message, MessageState
from tests.mail import backends, letters
from tests.mail.letters import queue

pytestmark = pytest.mark.django_db


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_nothing_due_is_nothing_to_do(clock):
    queue(due_at=clock.now() + timedelta(seconds=1))
    assert deliver_due() == 0
    clock.move(timedelta(seconds=1))
    assert deliver_due() == 1


def test_the_worker_begins_no_further_mail_once_its_time_is_over(clock, settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.mail.backends.Paused"
    now = [1000.0]
    monkeypatch.setattr("mail.domain.delivery.time.monotonic", lambda: now[0])
    slow = lambda: now.append(now.pop() + tasks.AT_A_TIME / 2)  # noqa: E731
    backends.meanwhile.extend([slow, slow])
    for _ in range(30):
        queue()
    tasks.deliver.call()
    assert len(django_mail.outbox) == 2
    assert not Message.objects.exclude(lease=None).exists()
    tasks.deliver.call()
    assert len(django_mail.outbox) == 30


def test_a_superseded_mail_is_withdrawn_with_its_reason(clock):
    message = queue(facts={"untrue": "the registration has changed"})
    deliver_due()
    assert state(message) == MessageState.WITHDRAWN
    assert message.why == "the registration has changed"
    assert django_mail.outbox == []


def test_a_suppressed_address_gets_nothing(clock):
    suppression.complained("ida@example.org", clock.now())
    message = queue()
    deliver_due()
    assert (state(message), message.why) == (MessageState.WITHDRAWN, "suppressed: complained")
    assert django_mail.outbox == []


def test_a_suppressed_address_gets_what_it_must_know(clock):
    letters.register(must_know=True)
    suppression.complained("ida@example.org", clock.now())
    assert deliver_due() == 0
    message = queue()
    deliver_due()
    assert state(message) == MessageState.SENT


def test_an_error_in_one_mail_fails_that_mail_alone(clock):
    broken, good = queue(facts={"subject": None}), queue()
    assert deliver_due() == 2
    assert (state(broken), state(good)) == (MessageState.FAILED, MessageState.SENT)
    assert broken.why == "cannot be made: AttributeError"


def test_a_kind_nobody_knows_fails_visibly(clock):
    message = queue()
    Message.objects.update(kind="unheard of")
    deliver_due()
    assert (state(message), message.why) == (MessageState.FAILED, "cannot be made: KeyError")


def test_a_database_that_is_away_fails_no_mail(clock):
    def away(message: Message) -> str:
        raise OperationalError("the database is away")

    letters.register(still_true=away)
    message = queue()
    with pytest.raises(OperationalError):
        deliver_due()
    assert state(message) == MessageState.QUEUED


def test_the_mails_of_a_claim_leave_by_revision_even_in_one_batch(clock):
    for revision in (2, 3, 1):
        queue(f"{revision}", claim="turn:1", revision=revision)
    assert deliver_due() == 3
    assert [mail.subject for mail in django_mail.outbox] == ["1", "2", "3"]


def test_a_mail_that_waits_holds_back_the_later_ones_of_its_claim_only(clock):
    queue("1", claim="turn:1", revision=1, due_at=clock.now() + timedelta(hours=1))
    queue("2", claim="turn:1", revision=2)
    queue("other", claim="turn:2", revision=2)
    queue("free")
    queue("free too")
    deliver_due()
    assert [mail.subject for mail in django_mail.outbox] == ["other", "free", "free too"]


def test_the_next_mail_is_found_by_an_index_among_10000(clock):
    at = clock.now()
    usual = {"kind": letters.KIND, "language": "en", "to": "ida@example.org", "queued_at": at}
    Message.objects.bulk_create(
        Message(claim=f"turn:{n // 2}" if n % 2 else "", revision=n, due_at=at, **usual)
        for n in range(10_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mail_message")
    plan = Message.objects.due(at)[:1].explain()
    assert "message_due" in plan
    assert "message_order" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_the_mails_of_a_claim_are_found_by_an_index_among_10000(clock):
    at = clock.now()
    usual = {"kind": letters.KIND, "language": "en", "to": "", "queued_at": at, "due_at": at}
    ended = {"state": MessageState.SENT, "ended_at": at}
    Message.objects.bulk_create(
        Message(claim=f"turn:{n // 5}" if n % 2 else "", revision=n, **usual, **ended)
        for n in range(10_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mail_message")
    found = Message.objects.about("turn:7", "turn:8")
    assert found.count() == 5
    assert "message_about" in found.explain()
    assert "message_about" in found.filter(kind=letters.KIND).explain()


def test_a_lease_outlasts_all_waits_of_one_conversation(settings):
    settings.EMAIL_TIMEOUT = 20
    assert lease_length() >= timedelta(seconds=12 * 20)


def test_what_a_worker_holds_no_other_takes(clock, settings):
    settings.EMAIL_BACKEND = "tests.mail.backends.Paused"
    backends.meanwhile.append(lambda: taken.append(deliver_due()))
    taken: list[int] = []
    queue()
    assert deliver_due() == 1
    assert taken == [0]
    assert len(django_mail.outbox) == 1


def test_a_dead_workers_mail_is_taken_over_when_its_lease_is_over(clock):
    def dies(message: Message) -> str:
        raise SystemExit

    letters.register(still_true=dies)
    message = queue()
    with pytest.raises(SystemExit):
        deliver_due()
    letters.register()
    assert deliver_due() == 0
    clock.move(lease_length())
    assert deliver_due() == 1
    assert state(message) == MessageState.SENT
    assert message.attempts == 2


def test_a_mail_that_kills_its_worker_is_given_up(clock):
    message = queue()
    Message.objects.update(attempts=TRIES)
    deliver_due()
    assert (state(message), message.why) == (
        MessageState.FAILED,
        "the worker stopped while sending it",
    )
    assert django_mail.outbox == []


def test_a_worker_that_slept_through_its_lease_sends_nothing(clock):
    def sleeps(message: Message) -> str:
        letters.register()
        clock.move(lease_length())
        assert deliver_due() == 1
        return ""

    letters.register(still_true=sleeps)
    message = queue()
    deliver_due()
    assert state(message) == MessageState.SENT
    assert len(django_mail.outbox) == 1


def test_a_worker_that_slept_while_sending_does_not_end_its_successors_mail(clock, settings):
    def successor() -> None:
        clock.move(lease_length())
        letters.register(still_true=lambda message: "the successor saw that it is over")
        deliver_due()

    settings.EMAIL_BACKEND = "tests.mail.backends.Paused"
    backends.meanwhile.append(successor)
    message = queue()
    deliver_due()
    assert state(message) == MessageState.WITHDRAWN
    assert message.why == "the successor saw that it is over"


def test_a_mail_withdrawn_while_a_worker_holds_it_is_still_the_workers_to_end(clock, settings):
    settings.EMAIL_BACKEND = "tests.mail.backends.Paused"
    backends.meanwhile.append(lambda: outbox.withdraw("turn:1", "left", clock.now()))
    message = queue(claim="turn:1")
    deliver_due()
    assert state(message) == MessageState.SENT


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction(clock):
    message = queue()
    with pytest.raises(RuntimeError), transaction.atomic():
        deliver_due()
    assert state(message) == MessageState.QUEUED
    assert django_mail.outbox == []


def test_the_dummy_backend_of_the_demo_counts_as_sent(clock, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    message = queue()
    deliver_due()
    assert state(message) == MessageState.SENT
