"""Moving a person to another date: both dates in one act, and the person told of one thing."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from wagtail.models import ModelLogEntry

from events.domain import attendance, by_hand, moving, registrations, scheduling, sign_up
from events.domain.errors import (
    ActRefused,
    AlreadySignedUp,
    ClaimEnded,
    NeedsReason,
    NoPlaceLeft,
)
from events.models import (
    Answer,
    Because,
    Intention,
    Need,
    Occurrence,
    Question,
    Registration,
    Turn,
)
from mail.domain import composing
from mail.models import Message
from office.actor import PERSON
from signup.domain import claims
from tests.calendar_readers import vobject_events
from tests.events.invariants import check
from tests.events.people import claim_of, comes, office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import EventFactory, open_occurrence

pytestmark = pytest.mark.usefixtures("in_english")


def moves(claim, to: Occurrence, *, reason: str = "Has an exam", over: bool = False):
    verb = moving.move if isinstance(claim, Registration) else moving.move_turn
    return verb(claim.pk, to.pk, actor=office(), reason=reason, over_capacity=over)


@pytest.fixture
def autumn(clock) -> Occurrence:
    """One place, which Anna has; Bo waits."""
    date = open_occurrence(capacity=1)
    for name in ("Anna", "Bo"):
        comes(date, name)
        clock.move(timedelta(seconds=1))
    Postman().idle()
    return date


@pytest.fixture
def spring(autumn) -> Occurrence:
    """The same event, four months on."""
    later = {"starts_at": autumn.starts_at + timedelta(days=120), "location": "Torvet 2, Faxe"}
    return open_occurrence(event=autumn.event, capacity=1, **later)


@pytest.fixture(autouse=True)
def one_page(monkeypatch):
    """Both dates are of one event, which has one page."""
    from tests import factories

    made: dict = {}
    publish = factories.publish
    monkeypatch.setattr(
        factories,
        "publish",
        lambda event: made.get(event.pk) or made.setdefault(event.pk, publish(event)),
    )


def test_the_place_is_on_the_other_date_and_the_old_one_goes_to_the_next_in_line(autumn, spring):
    anna = claim_of(autumn, "Anna")

    place = moves(anna, spring)

    anna.refresh_from_db()
    assert (place.occurrence, place.state, place.contact) == (spring, "confirmed", anna.contact)
    assert (anna.ended_because, anna.successor, anna.reason) == ("moved", place, "Has an exam")
    assert Registration.objects.get(state="offered").contact.name == "Bo Holm"
    Postman().idle()
    check(idle=True)


def test_the_old_link_leads_to_the_new_place(autumn, spring):
    anna = claim_of(autumn, "Anna")

    place = moves(anna, spring)

    anna.refresh_from_db()
    assert claims.onward(anna) == place


def test_moving_twice_is_once_and_elsewhere_is_refused(autumn, spring):
    anna = claim_of(autumn, "Anna")
    place = moves(anna, spring)
    before = Message.objects.count()

    assert moves(anna, spring) == place
    with pytest.raises(ClaimEnded):
        moves(anna, open_occurrence())

    assert Message.objects.count() == before
    check()


def test_two_mails_change_the_calendar_and_neither_says_that_the_place_is_lost(autumn, spring):
    anna = claim_of(autumn, "Anna")
    place = moves(anna, spring)

    away, to = Message.objects.filter(contact=anna.contact.uuid).order_by("-pk")[:2][::-1]

    assert [away.kind, to.kind] == ["moved_away", "moved_to"]
    (old_text, (cancelled,)), (new_text, (invited,)) = _read(away), _read(to)
    assert (cancelled.status.value, invited.status.value) == ("CANCELLED", "CONFIRMED")
    assert (cancelled.uid.value, invited.uid.value) == (
        f"{anna.uid}@praksisvej",
        f"{place.uid}@praksisvej",
    )
    assert (cancelled.sequence.value, invited.sequence.value) == ("1", "0")
    assert "no longer" not in old_text + new_text
    title = spring.event.title
    now = f"{title}, Friday 9 April 2027 at 10:00 to 16:00, Torvet 2, Faxe"
    assert f"You have a place on another date instead: {now}." in old_text
    assert f"Before: {title}, Thursday 10 December 2026 at 09:00 to 15:00" in new_text
    assert f"Now: {now}" in new_text


def _read(message: Message):
    """Its text on one line, and the events of its calendar part."""
    message.language = "en"
    mail = message_from_bytes(composing.build(message).message().as_bytes())
    parts = {part.get_content_type(): part.get_payload(decode=True) for part in mail.walk()}
    text = " ".join(parts["text/plain"].decode().split())
    return text, vobject_events(parts["text/calendar"].decode())


def test_a_full_date_takes_nobody_unless_over_capacity(autumn, spring):
    anna = claim_of(autumn, "Anna")
    comes(spring, "Dina")

    with pytest.raises(NoPlaceLeft):
        moves(anna, spring)
    assert claim_of(autumn, "Anna").is_confirmed
    moves(anna, spring, over=True)

    assert spring.registrations.holding().count() == 2


def test_moving_needs_a_reason_and_another_date_that_is_on(autumn, spring):
    anna = claim_of(autumn, "Anna")
    with pytest.raises(NeedsReason):
        moves(anna, spring, reason=" ")
    with pytest.raises(ActRefused, match="the date they are on already"):
        moves(anna, autumn)
    scheduling.call_off(spring.pk, actor=office(), revision=1, reason="No heating")
    with pytest.raises(ActRefused, match="not on, or is over"):
        moves(anna, spring)
    check()


def test_who_has_a_place_there_already_is_refused(autumn, spring):
    comes(spring, "Anna")
    with pytest.raises(AlreadySignedUp):
        moves(claim_of(autumn, "Anna"), spring)


def test_who_waits_there_gets_the_place_and_the_turn_ends(autumn, spring):
    comes(spring, "Dina")
    waits = comes(spring, "Anna")

    moves(claim_of(autumn, "Anna"), spring, over=True)

    waits.refresh_from_db()
    assert waits.ended_because == Because.ADDED


def test_who_was_there_is_not_moved_nor_anybody_once_the_list_is_closed(autumn, spring, clock):
    anna = claim_of(autumn, "Anna")
    clock.stop(autumn.starts_at)
    attendance.check_in(anna.pk, autumn.first_day, actor=office())
    with pytest.raises(ActRefused, match="checked in"):
        moves(anna, spring)
    attendance.undo_check_in(anna.pk, autumn.first_day, actor=office())
    attendance.close_list(autumn.pk, actor=office())
    with pytest.raises(ActRefused, match="list is closed"):
        moves(anna, spring)


def test_an_address_that_has_not_answered_is_confirmed_first(autumn, spring):
    held = signs_up(spring, "Dina")
    with pytest.raises(ActRefused, match="confirm for them first"):
        moves(held, autumn, over=True)


def test_who_waits_can_be_given_a_place_on_another_date(autumn, spring):
    bo = claim_of(autumn, "Bo")
    assert isinstance(bo, Turn)

    place = moves(bo, spring)

    bo.refresh_from_db()
    assert (bo.ended_because, bo.successor, place.state) == ("moved", place, "confirmed")
    assert claims.onward(bo) == place
    assert moves(bo, spring) == place
    assert not Message.objects.filter(claim=bo.claim, kind="removed").exists()
    check()


def test_who_has_an_offer_can_be_moved_and_the_offer_goes_on(autumn, spring, clock):
    comes(autumn, "Clara")
    registrations.cancel(claim_of(autumn, "Anna").pk, actor=PERSON)
    offered = Registration.objects.get(state="offered")

    place = moves(offered, spring)

    turn = Turn.objects.get(offer=offered)
    assert (place.contact.name, turn.ended_because) == ("Bo Holm", "moved")
    assert Registration.objects.get(state="offered").contact.name == "Clara Holm"
    assert claims.onward(claims.onward(turn)) == place
    check()


def test_who_waited_to_the_end_can_be_moved_but_not_who_got_a_place_since(autumn, spring, clock):
    bo = claim_of(autumn, "Bo")
    clock.stop(autumn.offers_until)
    registrations.cancel(claim_of(autumn, "Anna").pk, actor=PERSON)
    place = moves(bo, spring)
    bo.refresh_from_db()
    assert (bo.ended_because, bo.successor) == ("list_over", place)

    third = open_occurrence(event=EventFactory())
    registrations.cancel(place.pk, actor=PERSON)
    assert moves(bo, spring) == place
    with pytest.raises(ClaimEnded):
        moves(bo, third)


def test_who_was_given_a_place_after_waiting_is_moved_by_that(autumn, spring, clock):
    bo = claim_of(autumn, "Bo")
    clock.stop(autumn.offers_until)
    registrations.cancel(claim_of(autumn, "Anna").pk, actor=PERSON)
    by_hand.give_place(bo.pk, actor=office(), reason="Answered the phone")

    with pytest.raises(ClaimEnded):
        moves(bo, spring)


def test_answers_needs_and_the_intention_go_along_to_a_date_of_the_same_event(autumn, spring):
    anna = claim_of(autumn, "Anna")
    autumn.event.asks_food = True
    autumn.event.save()
    said = _tells(anna)

    moves(anna, spring)

    for row in said:
        row.refresh_from_db()
        assert row.occurrence == spring


def test_to_another_event_only_what_is_true_there_goes_along(autumn):
    anna = claim_of(autumn, "Anna")
    need = _tells(anna)[0]

    moves(anna, open_occurrence())

    assert not Need.objects.filter(pk=need.pk).exists(), "told for a place that has ended"
    assert {Answer.objects.get().occurrence, Intention.objects.get().occurrence} == {autumn}


def _tells(place: Registration):
    who = {"contact": place.contact, "occurrence": place.occurrence}
    at = {"recorded_at": place.created_at}
    event = place.occurrence.event
    question = Question.objects.create(event=event, moment="sign_up", kind="text", wording="Bed?")
    answer = {"question": question, "value": "Top", "wording": "Bed?", "version": 1}
    return (
        Need.objects.create(**who, **at, does_not_eat=["nuts"], consent_wording="Keep it"),
        Answer.objects.create(**who, **at, **answer),
        Intention.objects.create(**who, **at, moment="sign_up", value=7),
    )


def test_a_place_kept_back_is_what_the_office_gives_first(autumn, spring):
    Occurrence.objects.filter(pk=spring.pk).update(kept_back=1, kept_back_until=spring.offers_until)

    moves(claim_of(autumn, "Anna"), spring)

    spring.refresh_from_db()
    assert spring.kept_back == 0


def test_it_stands_in_the_log_of_both_dates_without_a_name(autumn, spring):
    anna = claim_of(autumn, "Anna")

    place = moves(anna, spring)

    left, came = ModelLogEntry.objects.order_by("pk")
    assert (left.action, left.object_id, left.data["other"]) == (
        *("events.move_person", str(anna.pk)),
        spring.pk,
    )
    assert (came.action, came.object_id, came.data["other"]) == (
        *("events.receive_person", str(place.pk)),
        autumn.pk,
    )
    assert "Anna" not in left.label + came.label


def test_who_was_moved_can_sign_up_for_the_old_date_again(autumn, spring):
    moves(claim_of(autumn, "Anna"), spring)
    sign_up.sign_up(autumn.pk, typed("Anna"), language="da")
    assert isinstance(claim_of(autumn, "Anna"), Turn)
    check()
