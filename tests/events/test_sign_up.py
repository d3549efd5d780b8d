"""Between the form and the mailed link."""

from datetime import timedelta

import pytest

from events.domain import proof, scheduling
from events.domain.errors import NotForYou, SignUpClosed
from events.domain.sign_up import correct_address, link_again, sign_up
from events.models import Audience, Because, Occurrence, OccurrenceState, Registration, Turn
from mail.domain import suppression
from mail.models import Message
from tests.events.invariants import check
from tests.events.people import address, comes, office, signs_up, typed
from tests.factories import NOW, ContactFactory, OccurrenceFactory, open_occurrence

pytestmark = pytest.mark.usefixtures("in_english")


def kinds(name: str) -> list[str]:
    return list(
        Message.objects.filter(to=address(name)).order_by("pk").values_list("kind", flat=True)
    )


def test_a_free_place_is_held_until_the_address_answers(clock):
    held = signs_up(open_occurrence(), "Anna", browser="b1")
    assert isinstance(held, Registration)
    assert (held.state, held.email, held.contact, held.browser) == (
        *("unconfirmed", "anna@student.test", None, "b1"),
    )
    assert held.submitted["name"] == "Anna Holm"
    assert kinds("Anna") == ["prove"]
    check()


def test_the_mail_to_an_unproven_address_says_nothing_that_was_typed(clock):
    sign_up(open_occurrence().pk, typed("Anna", phone="99887766"), language="da")
    facts = str(Message.objects.get().facts)
    assert "Anna" not in facts
    assert "99887766" not in facts


def test_where_all_is_taken_one_waits(clock):
    occurrence = open_occurrence(capacity=1)
    comes(occurrence, "Anna")
    turn = signs_up(occurrence, "Bo")
    assert isinstance(turn, Turn)
    assert turn.proven_at is None


def test_with_a_free_place_but_somebody_waiting_one_waits(clock):
    occurrence = open_occurrence(capacity=1)
    comes(occurrence, "Anna")
    comes(occurrence, "Bo")
    clock.stop(occurrence.offers_until - timedelta(minutes=30))
    Occurrence.objects.update(capacity=2, closes_at=occurrence.offers_until)
    assert isinstance(signs_up(occurrence, "Clara"), Turn)


def test_a_waitlist_of_nobody_closes_sign_up_when_full(clock):
    occurrence = open_occurrence(capacity=1, waitlist_limit=0)
    comes(occurrence, "Anna")
    with pytest.raises(SignUpClosed):
        signs_up(occurrence, "Bo")


@pytest.mark.parametrize("state", ["draft", "called_off"])
def test_what_is_not_scheduled_is_closed(clock, state):
    occurrence = open_occurrence()
    off = {"called_off_at": NOW} if state == OccurrenceState.CALLED_OFF else {}
    Occurrence.objects.filter(pk=occurrence.pk).update(state=state, **off)
    with pytest.raises(SignUpClosed, match="not open"):
        sign_up(occurrence.pk, typed("Anna"), language="da")


def test_without_a_live_page_it_is_closed(clock):
    with pytest.raises(SignUpClosed):
        sign_up(OccurrenceFactory().pk, typed("Anna"), language="da")


def test_whoever_the_date_is_not_for_is_told_so(clock):
    occurrence = open_occurrence()
    Audience.objects.create(occurrence=occurrence, stage="ba", from_semester=3, to_semester=6)
    with pytest.raises(NotForYou):
        sign_up(occurrence.pk, typed("Anna"), language="da")
    for semester, fits in ((2, False), (3, True), (6, True), (7, False), (None, False)):
        told = typed(f"S{semester}", stage="ba", semester=semester)
        if fits:
            sign_up(occurrence.pk, told, language="da")
        else:
            with pytest.raises(NotForYou):
                sign_up(occurrence.pk, told, language="da")


def test_what_is_no_address_is_an_error(clock):
    with pytest.raises(ValueError, match="address"):
        sign_up(open_occurrence().pk, typed("Anna", email="anna"), language="da")


def test_signing_up_again_mails_the_link_again_and_keeps_what_was_typed_last(clock):
    occurrence = open_occurrence()
    signs_up(occurrence, "Anna")
    again = signs_up(occurrence, "Anna", prove_first=True)
    sign_up(
        occurrence.pk, typed("Anna", name="Anne Holm", email=" ANNA@Student.test "), language="da"
    )
    again.refresh_from_db()
    assert Registration.objects.count() == 1
    assert again.submitted["name"] == "Anne Holm"
    assert kinds("Anna") == ["prove"] * 3


def test_somebody_with_a_place_gets_their_own_link(clock):
    occurrence = open_occurrence()
    comes(occurrence, "Anna")
    signs_up(occurrence, "Anna")
    assert kinds("Anna") == ["prove", "place", "link"]
    assert Registration.objects.count() == 1


def test_a_known_person_is_not_overwritten_by_an_unproven_wish(clock):
    known = ContactFactory(name="Anna Holm", email=address("Anna"), phone="1")
    signs_up(open_occurrence(), "Anna", prove_first=True)
    sign_up(open_occurrence().pk, typed("Anna", name="Mallory", phone="2"), language="da")
    known.refresh_from_db()
    assert (known.name, known.phone) == ("Anna Holm", "1")


def test_after_three_unanswered_mails_an_address_gets_no_more_and_holds_nothing(clock):
    for _ in range(3):
        assert isinstance(signs_up(open_occurrence(), "Anna"), Registration)
    assert isinstance(signs_up(open_occurrence(), "Anna"), Turn)
    assert kinds("Anna") == ["prove"] * 3
    clock.move(timedelta(hours=24))
    signs_up(open_occurrence(), "Anna")
    assert kinds("Anna") == ["prove"] * 4


def test_once_half_of_the_places_are_unproven_holds_nothing_more_is_held(clock):
    occurrence = open_occurrence(capacity=4)
    claims = [signs_up(occurrence, f"P{n}") for n in range(4)]
    assert [type(claim) for claim in claims] == [Registration] * 3 + [Turn]


def test_a_blocked_address_gets_no_mail_and_no_claim(clock):
    suppression.not_me(address("Anna"), NOW)
    sign_up(open_occurrence().pk, typed("Anna"), language="da")
    assert not Message.objects.exists()
    assert not Registration.objects.exists()


def test_a_corrected_address_takes_over_the_place_held_in_this_browser(clock):
    occurrence = open_occurrence(capacity=1)
    old = signs_up(occurrence, "Ana", browser="b1")
    correct_address(occurrence.pk, typed("Anna"), language="da", browser="b1")
    old.refresh_from_db()
    assert old.ended_because == Because.LEFT
    assert Registration.objects.holding().get().email == address("Anna")
    check()


def test_correcting_ends_only_what_this_browser_claimed_and_nobody_proved(clock):
    occurrence = open_occurrence()
    comes(occurrence, "Bo", browser="b1")
    signs_up(occurrence, "Clara", browser="b2")
    correct_address(occurrence.pk, typed("Anna"), language="da", browser="b1")
    assert Registration.objects.holding().count() == 3


def test_a_correction_that_is_refused_leaves_the_old_claim(clock):
    occurrence = open_occurrence()
    old = signs_up(occurrence, "Ana", browser="b1")
    clock.stop(occurrence.closes_at)
    Registration.objects.update(held_until=occurrence.starts_at)
    with pytest.raises(SignUpClosed):
        correct_address(occurrence.pk, typed("Anna"), language="da", browser="b1")
    old.refresh_from_db()
    assert old.state == "unconfirmed"


def test_asking_for_the_link_mails_it_each_time(clock):
    claim = signs_up(open_occurrence(), "Anna")
    link_again(claim)
    proof.confirm(claim.pk)
    link_again(claim)
    link_again(claim)
    assert kinds("Anna") == ["prove", "prove", "place", "link", "link"]


def test_a_new_audience_removes_nobody(clock):
    occurrence = open_occurrence()
    held = signs_up(occurrence, "Anna")
    rows = [("intro", None, None)]
    scheduling.change_audience(occurrence.pk, actor=office(), revision=1, audience=rows)
    proof.confirm(held.pk)
    held.refresh_from_db()
    assert held.is_confirmed
