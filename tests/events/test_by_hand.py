"""What the office does for a person, with a reason that is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from wagtail.models import ModelLogEntry

from contacts.domain import stages
from contacts.domain.stages import Stage, semester_on
from contacts.models import Consent, Contact
from events.domain import attendance, by_hand, registrations, scheduling
from events.domain.errors import (
    ActRefused,
    AlreadySignedUp,
    ClaimEnded,
    ListClosed,
    NeedsReason,
    NoPlaceLeft,
)
from events.domain.places import Places
from events.models import Because, Occurrence, Registration, Turn
from mail.models import Message
from office.actor import PERSON
from office.models import CareerStage
from tests.events.invariants import check
from tests.events.people import claim_of, comes, office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import ContactFactory, open_occurrence

A_WEEK = timedelta(days=7)

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def busy(clock) -> Occurrence:
    occurrence = open_occurrence(capacity=1)
    for name in ("Anna", "Bo", "Clara"):
        comes(occurrence, name)
        clock.move(timedelta(seconds=1))
    Postman().idle()
    return occurrence


def adds(
    occurrence: Occurrence, name: str, *, over: bool = False, reason: str = "By phone", **more
):
    told = {"actor": office(), "language": "da", "reason": reason, "over_capacity": over}
    return by_hand.add(occurrence.pk, typed(name, **more), **told)


@pytest.fixture
def two_stages_of_students(db) -> None:
    for order, key in enumerate(["bachelor", "ka", "kbu"]):
        CareerStage.objects.create(country="xx", order=order, key=key, is_student=key != "kbu")


def last_log() -> ModelLogEntry:
    return ModelLogEntry.objects.order_by("pk").last()


def test_somebody_added_has_a_place_at_once_and_the_office_vouches_for_them(clock):
    added = adds(open_occurrence(), "Dina", consent=True, consent_wording="Write to me")
    assert (added.state, added.contact.name, added.reason) == ("confirmed", "Dina Holm", "By phone")
    assert added.proven_at == clock.now()
    assert [m.kind for m in Message.objects.all()] == ["place"]
    assert not Consent.objects.exists()
    check()


STUDENT = Stage("bachelor", "KU", "Køge", date(2022, 9, 1), semester_shift=-1)


@pytest.fixture
def dina(clock) -> Contact:
    """Somebody known, with a university, a start and a semester the person corrected."""
    dina = ContactFactory(email="dina@student.test")
    stages.record(dina, STUDENT, source="my data", at=clock.now())
    clock.move(timedelta(days=1))
    return dina


@pytest.mark.parametrize("stage", ["", "bachelor"])
def test_what_is_left_empty_of_somebody_known_stays_as_it_was(dina, stage):
    adds(open_occurrence(), "Dina", stage=stage, school="", study_start="", semester=None)
    assert dina.stages.count() == 1


def test_a_walk_in_who_is_known_stays_as_they_were(dina):
    with Places.lock(open_occurrence().pk) as places:
        told = typed("Dina", stage="bachelor")
        by_hand.take_in(places, told, actor=office(), language="da")
    assert dina.stages.count() == 1


@pytest.mark.usefixtures("two_stages_of_students")
def test_whoever_goes_on_studying_keeps_university_and_start(dina):
    adds(open_occurrence(), "Dina", stage="ka")
    assert stages.newest(dina) == replace(STUDENT, stage="ka")


@pytest.mark.usefixtures("two_stages_of_students")
def test_a_doctor_has_neither_university_nor_start(dina):
    adds(open_occurrence(), "Dina", stage="kbu")
    assert stages.newest(dina) == Stage("kbu")


def test_what_is_typed_of_somebody_known_is_news(dina):
    occurrence = open_occurrence()
    adds(occurrence, "Dina", stage="", school="AU", semester=9)
    now_in = semester_on(date(2022, 9, 1), occurrence.first_day)
    told = replace(STUDENT, school="AU", campus="", semester_shift=9 - now_in)
    assert stages.newest(dina) == told


def test_adding_needs_a_reason_and_a_place(busy):
    with pytest.raises(NeedsReason, match="why"):
        adds(busy, "Dina", reason=" ")
    with pytest.raises(NoPlaceLeft):
        adds(busy, "Dina")
    assert not Turn.objects.filter(contact__email="dina@student.test").exists()


def test_adding_over_capacity_is_logged_as_such(busy):
    before = check()
    adds(busy, "Dina", over=True)
    assert Registration.objects.holding().count() == 2
    assert last_log().action == "events.add_over_capacity"
    assert last_log().data == {"reason": "By phone"}
    check(before, by_hand=True, over=True)


def test_whoever_waits_is_added_and_their_turn_ends(busy):
    before = check()
    adds(busy, "Clara", over=True)
    turn = Turn.objects.get(contact__email="clara@student.test")
    assert (turn.ended_because, turn.ended_by) == (Because.ADDED, office().name)
    check(before, by_hand=True, over=True)


def test_nobody_is_added_twice(busy):
    with pytest.raises(AlreadySignedUp):
        adds(busy, "Anna", over=True)


def test_adding_ends_what_the_address_has_not_proven(busy):
    signs_up(busy, "Dina")
    before = check()
    adds(busy, "Dina", over=True)
    assert Turn.objects.get(email="dina@student.test").ended_because == Because.ADDED
    check(before, by_hand=True, over=True)


def test_nobody_is_added_to_what_is_over(busy, clock):
    clock.stop(busy.ends_at)
    with pytest.raises(ActRefused, match="over"):
        adds(busy, "Dina", over=True)


def test_moved_up_is_first_in_line_told_so_and_gets_the_next_place(busy):
    clara = claim_of(busy, "Clara")
    for _ in range(2):
        by_hand.move_up(clara.pk, actor=office(), reason="Comes from afar")
    assert Turn.objects.queue().first() == clara
    told = Message.objects.get(to="clara@student.test", kind="waiting", state="queued")
    assert told.facts["position"] == 1
    assert last_log().data == {"reason": "Comes from afar"}
    before = check()
    registrations.cancel(claim_of(busy, "Anna").pk, actor=PERSON)
    assert Registration.objects.get(state="offered").contact == clara.contact
    check(before)


def test_the_last_one_moved_up_is_first(busy):
    for name in ("Clara", "Bo"):
        by_hand.move_up(claim_of(busy, name).pk, actor=office(), reason="Comes from afar")
    assert Turn.objects.queue().first().contact.email == "bo@student.test"


def test_only_somebody_who_waits_is_moved_up(busy):
    turn = signs_up(busy, "Dina")
    with pytest.raises(ClaimEnded, match="ended"):
        by_hand.move_up(turn.pk, actor=office(), reason="Please")
    with pytest.raises(NeedsReason):
        by_hand.move_up(turn.pk, actor=office(), reason="")


def test_somebody_taken_off_the_list_is_told_why_once(busy):
    bo = claim_of(busy, "Bo")
    for _ in range(2):
        by_hand.remove(bo.pk, actor=office(), reason="Asked us by phone")
    bo.refresh_from_db()
    assert (bo.ended_because, bo.reason) == (Because.REMOVED, "Asked us by phone")
    assert Message.objects.get(kind="removed").to == "bo@student.test"
    assert last_log().action == "events.remove"


def test_taking_off_somebody_with_an_offer_gives_it_to_the_next(busy):
    bo = claim_of(busy, "Bo")
    registrations.cancel(claim_of(busy, "Anna").pk, actor=PERSON)
    by_hand.remove(bo.pk, actor=office(), reason="Asked us by phone")
    bo.refresh_from_db()
    assert (bo.ended_because, bo.offer.state) == (Because.REMOVED, "cancelled")
    assert Registration.objects.get(state="offered").contact.email == "clara@student.test"
    check()


def test_a_place_that_came_free_late_is_given_to_somebody_who_waited(busy, clock):
    clock.stop(busy.offers_until)
    registrations.cancel(claim_of(busy, "Anna").pk, actor=PERSON)
    turn = Turn.objects.get(contact__email="bo@student.test")
    assert turn.ended_because == Because.LIST_OVER
    given = by_hand.give_place(turn.pk, actor=office(), reason="Answered the phone")
    assert given.is_confirmed
    with pytest.raises(AlreadySignedUp):
        by_hand.give_place(turn.pk, actor=office(), reason="Answered the phone")
    other = Turn.objects.get(contact__email="clara@student.test")
    with pytest.raises(NoPlaceLeft):
        by_hand.give_place(other.pk, actor=office(), reason="Answered the phone")
    check()


def test_giving_a_place_ends_what_the_same_address_has_not_proven(busy, clock):
    turn = claim_of(busy, "Bo")
    by_hand.remove(turn.pk, actor=office(), reason="Asked us by phone")
    signs_up(busy, "Bo")
    Occurrence.objects.update(capacity=9)
    Turn.objects.filter(contact__email="clara@student.test").update(
        ended_at=clock.now(), ended_because="left"
    )
    by_hand.give_place(turn.pk, actor=office(), reason="Answered the phone")
    check()


def test_the_link_is_sent_again_each_time(busy):
    for _ in range(2):
        by_hand.send_link_again(claim_of(busy, "Anna"), actor=office())
    assert Message.objects.filter(kind="link", to="anna@student.test").count() == 2
    assert last_log().action == "events.send_link"


def test_whoever_was_there_is_not_cancelled(busy, clock):
    clock.stop(busy.starts_at)
    anna = claim_of(busy, "Anna")
    attendance.check_in(anna.pk, busy.first_day, actor=office())
    with pytest.raises(ActRefused, match="checked in"):
        registrations.cancel(anna.pk, actor=office(), reason="The wrong line")
    attendance.undo_check_in(anna.pk, busy.first_day, actor=office())
    assert registrations.cancel(anna.pk, actor=office(), reason="Left early").ended_at


def test_nobody_is_taken_off_a_closed_list(busy, clock):
    clock.stop(busy.starts_at)
    anna = claim_of(busy, "Anna")
    attendance.close_list(busy.pk, actor=office())
    with pytest.raises(ListClosed, match="nobody is taken off it"):
        registrations.cancel(anna.pk, actor=office(), reason="Did not come")
    assert Registration.objects.no_show().get() == anna
    attendance.reopen_list(busy.pk, actor=office())
    assert registrations.cancel(anna.pk, actor=office(), reason="Rang in time").ended_at


def test_a_date_that_moves_has_no_closed_list_any_more(busy, clock):
    clock.stop(busy.starts_at)
    busy = attendance.close_list(busy.pk, actor=office())
    later = {"starts_at": busy.starts_at + A_WEEK, "ends_at": busy.ends_at + A_WEEK}
    scheduling.move(busy.pk, actor=office(), revision=busy.revision, **later)
    assert registrations.cancel(claim_of(busy, "Anna").pk, actor=PERSON).ended_at


def test_a_link_that_would_open_nothing_is_not_sent(clock):
    held = signs_up(open_occurrence(), "Anna")
    clock.move(timedelta(hours=24))
    with pytest.raises(ClaimEnded):
        by_hand.send_link_again(held, actor=office())


def test_the_office_cancels_with_a_reason_that_the_person_is_told(busy):
    anna = claim_of(busy, "Anna")
    for _ in range(2):
        registrations.cancel(anna.pk, actor=office(), reason="No longer a student")
    anna.refresh_from_db()
    assert (anna.ended_because, anna.reason) == (Because.REMOVED, "No longer a student")
    removed = Message.objects.get(kind="removed")
    assert removed.facts["reason"] == "No longer a student"
    assert removed.facts["sequence"] == 1
    check()
