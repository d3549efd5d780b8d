"""Confirming for a person on the phone: the office vouches, and that counts as proof."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from contacts.models import Consent, StageRecord
from events.domain import registrations, retention, vouching
from events.domain.errors import ActRefused, ClaimEnded, NeedsReason
from events.domain.tick import tick
from events.models import Registration, Turn
from mail.models import Message
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.people import claim_of, comes, office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import open_occurrence

pytestmark = pytest.mark.usefixtures("in_english")


def vouches(claim, reason="Rang us"):
    return vouching.confirm_for(claim, actor=office(), reason=reason)


def test_a_hold_becomes_a_place_and_the_invite_goes_out(clock):
    held = signs_up(open_occurrence(), "Anna")

    place = vouches(held)

    assert (place.pk, place.state, place.reason) == (held.pk, "confirmed", "Rang us")
    assert (place.contact.email, place.proven_at) == ("anna@student.test", clock.now())
    assert Message.objects.first().kind == "place"
    assert not Message.objects.unanswered("anna@student.test", clock.now() - timedelta(1)).exists()
    assert ModelLogEntry.objects.get().action == "events.vouch"
    check()


def test_stage_is_written_down_but_nobody_consents_for_another(clock):
    told = {"consent": True, "consent_wording": "Write to me"}
    held = signs_up(open_occurrence(), "Anna")
    Registration.objects.update(submitted=typed("Anna", **told))

    vouches(held)

    assert StageRecord.objects.get().stage == "ka"
    assert not Consent.objects.exists()


def test_twice_is_once(clock):
    held = signs_up(open_occurrence(), "Anna")
    vouches(held)
    before = Message.objects.count(), ModelLogEntry.objects.count()

    assert vouches(held).pk == held.pk

    assert (Message.objects.count(), ModelLogEntry.objects.count()) == before


def test_it_needs_a_reason_and_something_to_confirm(clock):
    held = signs_up(open_occurrence(), "Anna")
    with pytest.raises(NeedsReason):
        vouches(held, " ")
    clock.move(timedelta(days=2))
    tick()
    with pytest.raises(ClaimEnded):
        vouches(held)


def test_a_turn_counts_from_when_it_was_made(clock):
    date = open_occurrence(capacity=1)
    comes(date, "Anna")
    bo = signs_up(date, "Bo")
    clock.move(timedelta(hours=1))
    comes(date, "Clara")

    turn = vouches(bo)

    assert (turn.contact.name, turn.proven_at) == ("Bo Holm", clock.now())
    assert Turn.objects.queue().first() == turn
    assert Message.objects.filter(claim=turn.claim, kind="waiting").count() == 1
    check()


def test_a_turn_gets_the_place_at_once_where_one_is_free(clock):
    first = signs_up(open_occurrence(), "Bo", prove_first=True)

    place = vouches(first)

    assert isinstance(place, Registration)
    assert place.is_confirmed
    assert vouches(first) == place


def test_a_full_waitlist_is_said_and_the_turn_stays(clock):
    date = open_occurrence(capacity=1, waitlist_limit=1)
    comes(date, "Anna")
    bo, clara = signs_up(date, "Bo"), signs_up(date, "Clara")
    vouches(bo)

    with pytest.raises(ActRefused, match="waitlist is full"):
        vouches(clara)

    clara.refresh_from_db()
    assert clara.is_live
    check()


def test_an_offer_is_accepted_for_them(clock):
    date = open_occurrence(capacity=1)
    for name in ("Anna", "Bo"):
        comes(date, name)
    registrations.cancel(claim_of(date, "Anna").pk, actor=PERSON)
    offered = Registration.objects.get(state="offered")

    place = vouches(offered)

    turn = Turn.objects.get(offer=offered)
    assert (place.state, turn.ended_because) == ("confirmed", "accepted")
    assert turn.ended_by == office().name
    assert ModelLogEntry.objects.get().action == "events.accept_for"
    Postman().idle()
    check(idle=True)


def test_who_has_a_place_by_another_claim_keeps_that_one(clock):
    """The same person typed a second time while the first had not answered."""
    date = open_occurrence()
    place = comes(date, "Anna")
    second = Registration.objects.create(
        occurrence=date,
        email="anna.holm@student.test",
        submitted=typed("Anna"),
        state="unconfirmed",
        created_at=clock.now(),
        held_until=clock.now() + timedelta(hours=24),
    )
    place.contact.email = second.email
    place.contact.save()

    assert vouches(second) == place

    second.refresh_from_db()
    assert (second.ended_because, second.successor) == ("already", place)


def test_what_is_proven_so_is_not_deleted_as_unproven(clock):
    held = signs_up(open_occurrence(), "Anna")
    vouches(held)
    clock.move(timedelta(days=2))

    retention.clean_unproven(clock.now())

    assert Registration.objects.get().is_confirmed
