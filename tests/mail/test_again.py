"""Mails that did not arrive: found, tried again, written to again, dealt with."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from mail.domain import again, retention, suppression
from mail.models import Message
from office.actor import coordinator
from office.refusal import ActRefused
from tests.conftest import NOW
from tests.factories import UserFactory
from tests.mail import letters
from tests.mail.letters import queue

IDA = "ida@example.org"


@pytest.fixture
def actor(clock):
    return coordinator(UserFactory())


def ended(state: str = "failed", why: str = "550 no", **values: object) -> Message:
    """A mail with a claim that ended so."""
    message = queue(claim=values.pop("claim", "turn:5"), revision=3, **values)
    Message.objects.filter(pk=message.pk).update(state=state, ended_at=NOW, why=why, attempts=4)
    message.refresh_from_db()
    return message


def bounced(**values: object) -> Message:
    message = ended("sent", "", **values)
    Message.objects.filter(pk=message.pk).update(bounced_at=NOW)
    return message


def test_failed_bounced_and_held_back_mails_are_missed_and_no_others(clock):
    missed = [
        ended(claim="turn:1"),
        bounced(claim="turn:2"),
        ended("withdrawn", "suppressed: complained", claim="turn:3"),
    ]
    ended("sent", "", claim="turn:4")
    ended("withdrawn", "its claim has changed since", claim="turn:5")
    queue()
    assert set(Message.objects.to_deal_with()) == set(missed)


def test_what_is_forgotten_is_no_longer_missed(clock):
    ended()
    clock.move(timedelta(days=91))
    retention.clean(clock.now())
    assert not Message.objects.missed().exists()


def test_a_failed_mail_is_sent_again_with_the_same_facts(actor):
    missed = ended(subject="Your place", asks_proof=True)
    fresh = again.again(missed.pk, actor=actor)
    fresh.refresh_from_db()
    assert (fresh.state, fresh.n, fresh.attempts, fresh.why) == ("queued", 1, 0, "")
    assert (fresh.facts, fresh.claim, fresh.revision) == (missed.facts, "turn:5", 3)
    assert fresh.asks_proof
    assert fresh.uuid != missed.uuid
    assert list(Message.objects.due(NOW)) == [fresh]
    missed.refresh_from_db()
    assert missed.state == "failed"
    assert missed.dealt_with_at == NOW


def test_a_mail_is_sent_again_once(actor):
    missed = ended()
    again.again(missed.pk, actor=actor)
    with pytest.raises(again.DidArrive):
        again.again(missed.pk, actor=actor)
    assert Message.objects.count() == 2


def test_what_failed_again_is_tried_again_under_a_number_of_its_own(actor):
    fresh = again.again(ended().pk, actor=actor)
    Message.objects.filter(pk=fresh.pk).update(state="failed", ended_at=NOW)
    assert again.again(fresh.pk, actor=actor).n == 2


def test_a_mail_goes_to_where_the_person_reads_now(actor):
    fresh = again.again(ended().pk, actor=actor, to=" Ida@New.example.org")
    assert fresh.to == "ida@new.example.org"


def test_what_is_no_longer_true_is_not_sent_again(actor, in_english):
    missed = ended(facts={"untrue": "its hold is over"})
    with pytest.raises(again.NoLongerTrue, match="its hold is over"):
        again.again(missed.pk, actor=actor)
    assert Message.objects.to_deal_with().exists()


def test_an_address_not_written_to_gets_only_what_it_must_know(actor):
    missed = ended("withdrawn", "suppressed: bounced")
    suppression.bounced(IDA, NOW)
    with pytest.raises(again.StillSuppressed):
        again.again(missed.pk, actor=actor)
    letters.register(must_know=True)
    assert again.again(missed.pk, actor=actor).to == IDA


def test_writing_to_an_address_again_needs_a_reason_and_is_kept(actor):
    missed = ended("withdrawn", "suppressed: bounced")
    suppression.bounced(IDA, NOW)
    with pytest.raises(ActRefused):
        again.lift(missed.pk, actor=actor, reason=" ")
    again.lift(missed.pk, actor=actor, reason="It works, she says")
    again.lift(missed.pk, actor=actor, reason="It works, she says")
    assert suppression.suppressed(IDA, NOW) is None
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.data["reason"]) == ("mail.lift_suppression", "It works, she says")
    assert IDA not in f"{entry.label} {entry.data}"


def test_a_mail_can_be_dealt_with_and_taken_back_twice(actor):
    missed = ended()
    for _ in range(2):
        again.deal_with(missed.pk, actor=actor)
    assert not Message.objects.to_deal_with().exists()
    for _ in range(2):
        again.undo(missed.pk, actor=actor)
    assert Message.objects.to_deal_with().exists()
    assert ModelLogEntry.objects.count() == 2


def test_a_mail_that_arrived_needs_nothing(actor):
    arrived = ended("sent", "")
    again.deal_with(arrived.pk, actor=actor)
    arrived.refresh_from_db()
    assert arrived.dealt_with_at is None
    with pytest.raises(again.DidArrive):
        again.again(arrived.pk, actor=actor)
