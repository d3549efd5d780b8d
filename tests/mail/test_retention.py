from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import serializers

from mail.domain import retention
from mail.domain.delivery import deliver_due
from mail.models import Message, Suppression
from tests.mail.letters import queue

pytestmark = pytest.mark.django_db

NAME, ADDRESS = "Ida Holm", "ida@example.org"
IN_90_DAYS = timedelta(days=90)


def everything() -> str:
    rows = [*Message.objects.all(), *Suppression.objects.all()]
    return serializers.serialize("json", rows, ensure_ascii=False)


def test_after_90_days_only_kind_and_fate_are_left(clock):
    sent = queue(f"For {NAME}", claim="turn:1", contact=uuid4())
    withdrawn = queue(f"For {NAME}", facts={"untrue": "has changed"})
    deliver_due()
    waiting = queue(f"For {NAME}", to="other@example.org", due_at=clock.now() + 2 * IN_90_DAYS)

    at = clock.now() + IN_90_DAYS
    assert retention.clean(at - timedelta(seconds=1)) == 0
    assert set(retention.outdated(at)) == {sent, withdrawn}
    assert retention.clean(at) == 2
    assert retention.clean(at) == 0

    assert ADDRESS not in everything()
    kept = Message.objects.get(pk=sent.pk)
    assert (kept.kind, kept.state, kept.contact) == (sent.kind, "sent", sent.contact)
    assert Message.objects.get(pk=withdrawn.pk).why == "has changed"
    waiting.refresh_from_db()
    assert NAME in waiting.facts["subject"]


@pytest.mark.parametrize("by", ["contact", "address", "claims"])
def test_an_erased_person_is_found_nowhere_and_hears_no_more(clock, by):
    person = {"contact": uuid4(), "address": ADDRESS, "claims": ["turn:1"]}
    usual = {"claim": "turn:1", "contact": person["contact"]}
    sent = queue(f"For {NAME}", **usual)
    deliver_due()
    Message.objects.update(why=f"550 {ADDRESS}")
    queued = queue(f"For {NAME}", revision=1, **usual)
    other = queue("For Ole", to="ole@example.org", claim="turn:2", contact=uuid4())

    assert retention.forget(clock.now(), **{by: person[by]}) == 2
    assert NAME not in everything()
    assert ADDRESS not in everything()
    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {sent.pk: "sent", queued.pk: "withdrawn", other.pk: "queued"}
    assert deliver_due() == 1


def test_forgetting_two_addresses_of_one_claim_is_possible(clock):
    contact = uuid4()
    for to in (ADDRESS, "ida@work.example.org"):
        queue(to=to, claim="turn:1", revision=1, contact=contact)
    assert retention.forget(clock.now(), contact=contact) == 2
    assert retention.forget(clock.now(), contact=contact) == 2


def test_forgetting_nobody_forgets_nothing(clock):
    queue(f"For {NAME}", to="", claim="")
    assert retention.forget(clock.now()) == 0
    assert NAME in everything()
