"""What a mail server can answer, over a real SMTP connection."""

from datetime import timedelta

import pytest

from mail import tasks
from mail.domain import suppression
from mail.domain.delivery import BACK_OFF, TRIES, deliver_due
from mail.models import Message, MessageState
from tests.mail.letters import queue
from tests.mail.smtp import subjects

pytestmark = pytest.mark.django_db


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_an_accepted_mail_is_sent(server, clock):
    message = queue()
    assert deliver_due() == 1
    assert state(message) == MessageState.SENT
    assert message.ended_at == clock.now()
    assert message.lease is None
    assert server.accepted[0]["Message-ID"] == f"<{message.uuid}@testserver>"


def test_a_batch_goes_over_one_connection(server, clock):
    for number in range(5):
        queue(f"Mail {number}")
    assert deliver_due() == 5
    assert server.connections == 1
    assert list(subjects(server)) == [f"Mail {number}" for number in range(5)]


def test_a_batch_is_no_longer_than_its_limit(server, clock):
    for _ in range(3):
        queue()
    assert [deliver_due(limit=2), deliver_due(limit=2), deliver_due(limit=2)] == [2, 1, 0]


def test_no_line_carries_more_than_twenty(server, clock):
    for _ in range(41):
        queue()
    tasks.deliver.call()
    assert (len(server.accepted), server.connections) == (41, 3)


@pytest.mark.parametrize("mails", [3, 20])
def test_a_way_that_breaks_costs_no_other_mail_its_try(server, clock, mails):
    server.say("RCPT", *["250 OK"] * (mails - 1), "421 too many mails over this line")
    for _ in range(mails + 2):
        queue()
    tasks.deliver.call()
    assert len(server.accepted) == mails - 1
    assert list(Message.objects.order_by("pk").values_list("attempts", flat=True)) == [
        *[1] * mails,
        *[0] * 2,
    ]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_451_is_tried_again_after_a_while(server, clock, step):
    server.say(step, "451 4.7.1 greylisted, come back later")
    message = queue()
    deliver_due()
    assert state(message) == MessageState.QUEUED
    assert message.lease is None
    assert "451" in message.why

    deliver_due()
    assert not server.accepted
    clock.move(BACK_OFF[0] * 1.2)
    deliver_due()
    assert state(message) == MessageState.SENT
    assert message.why == ""
    assert len(server.accepted) == 1


def test_waits_between_tries_differ_and_grow(server, clock):
    server.say("RCPT", *["451 no"] * 60)
    messages = [queue(to=f"{number}@example.org") for number in range(20)]
    deliver_due()
    waits = {Message.objects.get(pk=m.pk).due_at - clock.now() for m in messages}
    assert len(waits) > 1
    assert all(BACK_OFF[0] * 0.8 <= wait <= BACK_OFF[0] * 1.2 for wait in waits)
    clock.move(BACK_OFF[0] * 1.2)
    deliver_due()
    assert messages[0].due_at + BACK_OFF[0] * 2 < Message.objects.get(pk=messages[0].pk).due_at


def test_after_a_day_of_tries_it_has_failed(server, clock):
    server.say("RCPT", *["451 no"] * TRIES)
    message, start = queue(), clock.now()
    for wait in BACK_OFF:
        deliver_due()
        assert state(message) == MessageState.QUEUED
        clock.move(wait * 1.2)
    deliver_due()
    assert state(message) == MessageState.FAILED
    assert "451" in message.why
    assert timedelta(hours=20) < sum(BACK_OFF, timedelta()) < timedelta(hours=26)
    assert not suppression.suppressed(message.to, start)


def test_an_unknown_recipient_fails_and_is_suppressed(server, clock):
    server.say("RCPT", "550 5.1.1 <ida@example.org> user unknown")
    message, other = queue(), queue(to="other@example.org")
    deliver_due()
    assert state(message) == MessageState.FAILED
    assert suppression.suppressed("ida@example.org", clock.now()).reason == "bounced"
    assert "550" in message.why
    assert "ida@" not in message.why
    assert state(other) == MessageState.SENT


@pytest.mark.parametrize(
    "answer", ["550 5.7.1 relaying denied", "552 5.2.2 mailbox full", "554 not today"]
)
def test_a_refusal_that_does_not_blame_the_address_does_not_suppress_it(server, clock, answer):
    server.say("RCPT", answer)
    message = queue()
    deliver_due()
    assert state(message) == MessageState.FAILED
    assert not suppression.suppressed(message.to, clock.now())


def test_a_550_to_the_text_fails_without_suppression(server, clock):
    server.say("DATA", "550 looks like spam")
    message, other = queue(), queue("Another")
    deliver_due()
    assert state(message) == MessageState.FAILED
    assert not suppression.suppressed(message.to, clock.now())
    assert state(other) == MessageState.SENT


def test_a_missing_login_is_not_the_mails_fault(server, clock):
    server.say("MAIL", "530 5.7.0 authentication required")
    message = queue()
    deliver_due()
    assert state(message) == MessageState.QUEUED


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_a_silent_server_before_the_text_costs_one_try(server, clock, settings, step, fault):
    server.say(step, fault)
    message, other = queue(), queue("Another")
    settings.EMAIL_TIMEOUT = 0.3
    assert deliver_due() == 1, "the other mail keeps its try"
    settings.EMAIL_TIMEOUT = 20
    assert state(message) == MessageState.QUEUED
    assert deliver_due() == 1
    assert state(other) == MessageState.SENT
    clock.move(BACK_OFF[0] * 1.2)
    deliver_due()
    assert state(message) == MessageState.SENT
    assert set(server.counts.values()) == {1}


@pytest.mark.parametrize("fault", ["accept and hang", "accept and drop"])
def test_an_unanswered_text_is_sent_again_under_the_same_id(server, clock, settings, fault):
    server.say("DATA", fault)
    message = queue()
    settings.EMAIL_TIMEOUT = 0.3
    deliver_due()
    settings.EMAIL_TIMEOUT = 20
    assert state(message) == MessageState.QUEUED
    clock.move(BACK_OFF[0] * 1.2)
    deliver_due()
    assert state(message) == MessageState.SENT
    assert list(server.counts.values()) == [2]


def test_a_421_closes_the_line_and_the_next_batch_opens_another(server, clock):
    server.say("RCPT", "421 too many mails over this line")
    message, other = queue(), queue("Another")
    assert deliver_due() == 1
    assert deliver_due() == 1
    assert (state(message), state(other)) == (MessageState.QUEUED, MessageState.SENT)
    assert server.connections == 2


def test_after_a_refusal_the_next_mail_goes_over_a_fresh_line(server, clock):
    server.say("DATA", "554 no")
    queue()
    message = queue("Another")
    assert deliver_due() == 2
    assert state(message) == MessageState.SENT
    assert server.connections == 2


def test_no_server_at_all_costs_one_try_of_one_mail(settings, clock):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message, other = queue(), queue()
    assert deliver_due() == 1
    assert state(message) == MessageState.QUEUED
    assert message.attempts == 1
    other.refresh_from_db()
    assert other.attempts == 0
