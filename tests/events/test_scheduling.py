"""Acts on a date itself."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.domain import attendance, by_hand, proof, registrations, scheduling
from events.domain.errors import ActRefused, NeedsReason, StaleForm, WrongTime
from events.models import Because, Occurrence, Registration, Turn
from mail.models import Message
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.people import comes, office, signs_up
from tests.events.postman import Postman
from tests.factories import (
    NOW,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    open_occurrence,
    publish,
)

pytestmark = pytest.mark.usefixtures("in_english")

DAY = timedelta(days=1)


@pytest.fixture
def busy(clock) -> Occurrence:
    """Anna has the place, Bo and Clara wait; all mails have left."""
    occurrence = open_occurrence(capacity=1)
    for name in ("Anna", "Bo", "Clara"):
        comes(occurrence, name)
        clock.move(timedelta(seconds=1))
    Postman().idle()
    return occurrence


def moves(occurrence: Occurrence, by: timedelta, **more) -> Occurrence:
    occurrence.refresh_from_db()
    times = {"starts_at": occurrence.starts_at + by, "ends_at": occurrence.ends_at + by}
    told = {"actor": office(), "revision": occurrence.revision, **times, **more}
    return scheduling.move(occurrence.pk, **told)


def last_log() -> ModelLogEntry:
    return ModelLogEntry.objects.order_by("pk").last()


def newest() -> set[tuple[str, str]]:
    return {(m.kind, m.to.split("@")[0]) for m in Message.objects.filter(state="queued")}


def test_a_draft_is_opened_once_and_the_log_says_by_whom(clock):
    actor = office()
    times = {f: getattr(OccurrenceFactory.build(), f) for f in ("starts_at", "ends_at", "opens_at")}
    rest = {
        f: getattr(OccurrenceFactory.build(), f) for f in ("closes_at", "offers_until", "capacity")
    }
    drafted = scheduling.draft(EventFactory(), actor=actor, **times, **rest)
    for _ in range(2):
        opened = scheduling.open_occurrence(drafted.pk, actor=actor)
    assert (opened.state, opened.revision) == ("scheduled", 2)
    assert (last_log().action, last_log().user) == ("events.open", actor.user)


def test_a_date_nobody_claimed_goes_back_to_draft_and_away(clock):
    occurrence = open_occurrence()
    assert scheduling.back_to_draft(occurrence.pk, actor=office()).state == "draft"
    scheduling.discard(occurrence.pk, actor=office())
    assert not Occurrence.objects.exists()


def test_a_date_with_people_stays(busy):
    for act in (scheduling.back_to_draft, scheduling.discard):
        with pytest.raises(ActRefused, match="Call it off"):
            act(busy.pk, actor=office())


def test_what_does_not_exist_is_refused_with_a_sentence(clock):
    with pytest.raises(ActRefused, match="cannot be done"):
        scheduling.open_occurrence(4711, actor=office())


def test_a_stale_form_is_refused(busy):
    scheduling.change_capacity(busy.pk, actor=office(), revision=1, capacity=1, waitlist_limit=9)
    with pytest.raises(StaleForm, match="Somebody else"):
        scheduling.change_capacity(
            busy.pk, actor=office(), revision=1, capacity=9, waitlist_limit=9
        )


def test_a_move_tells_everybody_old_and_new_and_updates_the_invite(busy):
    assert scheduling.who_is_told(busy).total == 3
    moves(busy, 2 * DAY)
    assert newest() == {("moved", "anna"), ("moved", "bo"), ("moved", "clara")}
    anna = Message.objects.get(kind="moved", to="anna@student.test")
    assert anna.facts["sequence"] == 1
    assert anna.facts["change"]["time"][0] == busy.starts_at.isoformat()
    assert anna.facts["starts_at"] == (busy.starts_at + 2 * DAY).isoformat()
    Postman().idle()
    check(idle=True)


def test_a_move_keeps_the_distances_to_the_start(busy):
    old = (busy.closes_at, busy.offers_until)
    moved = moves(busy, 5 * DAY)
    assert (moved.closes_at, moved.offers_until) == (old[0] + 5 * DAY, old[1] + 5 * DAY)


def test_a_move_takes_the_distances_the_form_gives(busy):
    moved = moves(busy, 5 * DAY, closes_at=NOW + DAY, offers_until=NOW + 2 * DAY)
    assert (moved.closes_at, moved.offers_until) == (NOW + DAY, NOW + 2 * DAY)


def test_a_move_to_where_it_is_tells_nobody(busy):
    moves(busy, timedelta(0))
    assert newest() == set()


def test_a_move_tells_a_hold_and_cuts_an_offer_to_the_new_end(busy, clock):
    registrations.cancel(Registration.objects.confirmed().get().pk, actor=PERSON)
    Postman().idle()
    offer = Registration.objects.get(state="offered")
    moves(busy, -17 * DAY)
    busy.refresh_from_db()
    offer.refresh_from_db()
    assert offer.held_until == busy.offers_until == NOW + timedelta(hours=20)
    assert ("offer", "bo") in newest()
    check()


def test_a_move_before_its_proof_mail_left_sends_that_mail_anew(clock):
    occurrence = open_occurrence()
    held = signs_up(occurrence, "Anna")
    moves(occurrence, DAY)
    Postman().idle()
    assert [m.state for m in Message.objects.order_by("pk")] == ["withdrawn", "sent"]
    held.refresh_from_db()
    assert held.held_until == NOW + timedelta(hours=2)
    assert proof.confirm(held.pk).is_confirmed


def test_a_move_into_the_past_is_refused(busy):
    with pytest.raises(WrongTime, match="passed"):
        moves(busy, -30 * DAY)


def test_a_move_is_refused_once_somebody_was_checked_in(clock):
    place = RegistrationFactory()
    clock.stop(place.occurrence.starts_at)
    attendance.check_in(place.pk, place.occurrence.first_day, actor=office())
    with pytest.raises(ActRefused, match="checked in"):
        moves(place.occurrence, DAY)
    attendance.undo_check_in(place.pk, place.occurrence.first_day, actor=office())
    assert moves(place.occurrence, DAY)


def test_times_that_do_not_fit_are_refused(busy):
    window = {"opens_at": busy.opens_at, "closes_at": busy.closes_at}
    late = busy.starts_at + DAY
    with pytest.raises(WrongTime, match="fit"):
        scheduling.change_window(busy.pk, actor=office(), revision=1, offers_until=late, **window)


def test_a_new_place_is_told_with_the_old_one(busy):
    told = {"actor": office(), "revision": 1}
    scheduling.change_location(busy.pk, location="Søndergade 2, Køge", **told)
    assert newest() == {("changed", "anna"), ("changed", "bo"), ("changed", "clara")}
    change = Message.objects.filter(kind="changed").first().facts["change"]
    assert change == {"location": ["Lægehuset, Torvet 1, 4600 Køge"]}


def test_more_places_are_offered_in_order(busy):
    scheduling.change_capacity(busy.pk, actor=office(), revision=1, capacity=2, waitlist_limit=9)
    assert newest() == {("offer", "bo")}
    check()


def test_fewer_places_end_nothing_and_a_leaver_frees_none(busy):
    scheduling.change_capacity(busy.pk, actor=office(), revision=1, capacity=2, waitlist_limit=9)
    scheduling.change_capacity(busy.pk, actor=office(), revision=2, capacity=1, waitlist_limit=9)
    assert Registration.objects.holding().count() == 2
    registrations.cancel(Registration.objects.confirmed().get().pk, actor=PERSON)
    assert Registration.objects.holding().count() == 1
    assert Turn.objects.live().count() == 1


def test_calling_off_ends_and_tells_everybody_once(busy):
    told = {"actor": office(), "revision": 1, "reason": "No heating"}
    for _ in range(2):
        off = scheduling.call_off(busy.pk, **told)
    assert (off.state, off.called_off_because) == ("called_off", "No heating")
    assert newest() == {("called_off", "anna"), ("called_off", "bo"), ("called_off", "clara")}
    anna = Message.objects.get(kind="called_off", to="anna@student.test")
    assert anna.facts["sequence"] == 1
    assert {t.ended_because for t in Turn.objects.all()} == {Because.CALLED_OFF}
    Postman().idle()
    check(idle=True)


def test_calling_off_needs_a_reason_and_is_final(busy):
    with pytest.raises(NeedsReason):
        scheduling.call_off(busy.pk, actor=office(), revision=1, reason=" ")
    scheduling.call_off(busy.pk, actor=office(), revision=1, reason="No heating")
    with pytest.raises(ActRefused, match="stays so"):
        scheduling.open_occurrence(busy.pk, actor=office())
    with pytest.raises(ActRefused, match="called off"):
        moves(busy, DAY)
    with pytest.raises(ActRefused):
        by_hand.give_place(Turn.objects.first().pk, actor=office(), reason="Please")


def test_a_draft_is_not_called_off_since_that_would_show_it(clock):
    draft = OccurrenceFactory(state="draft")
    publish(draft.event)
    with pytest.raises(ActRefused, match="discard"):
        scheduling.call_off(draft.pk, actor=office(), revision=1, reason="No heating")
    assert draft not in Occurrence.objects.public()
    scheduling.discard(draft.pk, actor=office())


def test_what_is_over_is_not_called_off(busy, clock):
    clock.stop(busy.ends_at)
    with pytest.raises(ActRefused, match="over"):
        scheduling.call_off(busy.pk, actor=office(), revision=1, reason="The wrong tab")
    assert Registration.objects.confirmed().filter(occurrence=busy).exists()


def test_a_new_title_is_told_once_on_every_date_to_come(busy, clock):
    other = OccurrenceFactory(event=busy.event)
    RegistrationFactory(occurrence=other, sequence=0, organizer="office@praksisvej.test")
    over = OccurrenceFactory(event=busy.event, starts_at=NOW - DAY, opens_at=NOW - 30 * DAY)
    RegistrationFactory(occurrence=over, sequence=0, organizer="office@praksisvej.test")
    for _ in range(2):
        scheduling.rename(busy.event_id, actor=office(), title="A night in practice")
    assert Message.objects.filter(kind="changed").count() == 4
    assert last_log().action == "events.rename"


def test_each_act_of_the_office_is_logged_with_who_did_it(busy):
    actor = office()
    moves(busy, DAY)
    log = last_log()
    assert (log.action, log.user, log.object_id) == ("events.move", actor.user, str(busy.pk))
    assert log.data["old"] == busy.starts_at.isoformat()


def test_a_date_that_is_over_no_longer_changes(clock):
    occurrence = open_occurrence()
    comes(occurrence, "Anna")
    clock.stop(occurrence.ends_at)
    with pytest.raises(ActRefused, match="over"):
        scheduling.change_location(
            occurrence.pk, actor=office(), revision=occurrence.revision, location="Elsewhere"
        )
    assert not Message.objects.filter(kind="changed").exists()
