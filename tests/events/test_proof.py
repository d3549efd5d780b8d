"""The button behind the mailed link."""

from datetime import timedelta

from contacts.models import Consent, Contact
from events.domain import by_hand, proof, registrations
from events.models import Because, Intention, Occurrence, Registration, Turn
from mail.domain import suppression
from mail.models import Message
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.people import address, comes, office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import ContactFactory, open_occurrence

LAPSE = timedelta(hours=3)


def lapsed(occurrence: Occurrence, name: str, clock) -> Registration:
    """A hold whose mail left, and whose time has run out."""
    held = signs_up(occurrence, name)
    Postman().idle()
    clock.move(LAPSE)
    Postman().idle()
    return held


def test_pressing_makes_the_contact_and_the_place(clock):
    told = {"phone": "20304050", "consent": True, "consent_wording": "Write to me", "likelihood": 7}
    occurrence = open_occurrence()
    held = signs_up(occurrence, "Anna")
    proof.confirm(held.pk, typed("Anna", **told, study_start="2023-09", school="ku"))
    held.refresh_from_db()
    contact = held.contact
    assert (contact.name, contact.phone, contact.email) == (
        "Anna Holm",
        "20304050",
        address("Anna"),
    )
    assert (held.state, held.email, held.submitted, held.held_until) == (
        "confirmed",
        "",
        None,
        None,
    )
    assert Consent.objects.get(contact=contact).wording == "Write to me"
    assert Intention.objects.get(contact=contact).value == 7
    assert contact.stages.get().school == "ku"
    check()


def test_nothing_is_known_of_a_person_before_they_press(clock):
    signs_up(open_occurrence(), "Anna")
    assert not Contact.objects.exists()
    assert not Consent.objects.exists()


def test_no_consent_is_written_unless_given(clock):
    comes(open_occurrence(), "Anna")
    assert not Consent.objects.exists()


def test_pressing_twice_shows_success_twice_and_changes_nothing(clock):
    held = signs_up(open_occurrence(), "Anna")
    first = proof.confirm(held.pk)
    again = proof.confirm(held.pk)
    assert (first, again) == (held, held)
    assert again.is_confirmed
    assert (again.revision, again.sequence) == (first.revision, first.sequence)
    assert Message.objects.filter(kind="place").count() == 1


def test_a_turn_counts_from_when_it_was_made(clock):
    occurrence = open_occurrence(capacity=1)
    comes(occurrence, "Anna")
    first = signs_up(occurrence, "Bo")
    clock.move(timedelta(minutes=1))
    second = comes(occurrence, "Clara")
    proof.prove(first.pk)
    assert list(Turn.objects.queue()) == [first, second]
    waiting = Message.objects.get(kind="waiting", to=address("Bo"))
    assert waiting.facts["position"] == 1


def test_proving_a_turn_twice_is_once(clock):
    occurrence = open_occurrence(capacity=1)
    comes(occurrence, "Anna")
    turn = comes(occurrence, "Bo")
    assert proof.prove(turn.pk) == turn
    assert Message.objects.filter(kind="waiting").count() == 1


def test_a_turn_that_only_had_to_prove_itself_gets_a_free_place_at_once(clock):
    turn = comes(open_occurrence(), "Anna", prove_first=True)
    assert turn.ended_because == Because.ACCEPTED
    assert turn.offer.is_confirmed
    assert proof.prove(turn.pk) == turn.offer


def test_a_list_that_has_filled_meanwhile_ends_the_turn(clock):
    occurrence = open_occurrence(capacity=1, waitlist_limit=1)
    comes(occurrence, "Anna")
    late = signs_up(occurrence, "Bo")
    comes(occurrence, "Clara")
    assert proof.prove(late.pk).ended_because == Because.LIST_FULL
    check()


def test_a_late_link_is_still_proof_and_takes_a_free_place(clock):
    occurrence = open_occurrence(capacity=1)
    old = lapsed(occurrence, "Anna", clock)
    new = proof.confirm(old.pk)
    assert new.is_confirmed
    assert new != old
    assert new.uid != old.uid
    assert proof.confirm(old.pk) == new
    check()


def test_a_late_link_puts_its_person_in_line_where_all_is_taken(clock):
    occurrence = open_occurrence(capacity=1)
    old = lapsed(occurrence, "Anna", clock)
    comes(occurrence, "Bo")
    new = proof.confirm(old.pk)
    assert isinstance(new, Turn)
    assert new.is_proven
    assert proof.confirm(old.pk) == new
    check()


def test_a_late_link_says_that_it_is_closed(clock):
    occurrence = open_occurrence(capacity=1)
    old = lapsed(occurrence, "Anna", clock)
    clock.stop(occurrence.closes_at)
    assert proof.confirm(old.pk) == old
    old.refresh_from_db()
    assert old.ended_because == Because.LAPSED


def test_a_late_link_proves_what_its_address_has_claimed_since(clock):
    occurrence = open_occurrence(capacity=2)
    old = lapsed(occurrence, "Anna", clock)
    new = signs_up(occurrence, "Anna")
    assert proof.confirm(old.pk) == new
    new.refresh_from_db()
    assert new.is_confirmed
    assert Registration.objects.holding().count() == 1
    check()


def test_a_late_link_opens_the_place_its_person_has_got_since(clock):
    occurrence = open_occurrence(capacity=2)
    old = lapsed(occurrence, "Anna", clock)
    new = comes(occurrence, "Anna")
    clock.stop(occurrence.closes_at)
    assert proof.confirm(old.pk) == new


def test_an_answer_makes_room_for_more_mails(clock):
    occurrence = open_occurrence()
    claim = signs_up(occurrence, "Anna")
    for _ in range(2):
        signs_up(occurrence, "Anna")
    proof.confirm(claim.pk)
    signs_up(occurrence, "Anna")
    assert Message.objects.filter(kind="link").count() == 1


def test_not_me_ends_the_claim_and_blocks_the_address_for_30_days(clock):
    occurrence = open_occurrence(capacity=1)
    held = signs_up(occurrence, "Anna")
    comes(occurrence, "Bo")
    proof.not_me(held)
    proof.not_me(held)
    held.refresh_from_db()
    assert (held.ended_because, held.ended_by) == (Because.NOT_ME, "person")
    assert Registration.objects.get(state="offered").contact.email == address("Bo")
    assert suppression.is_blocked(address("Anna"), clock.now() + timedelta(days=29))
    assert not suppression.is_blocked(address("Anna"), clock.now() + timedelta(days=30))
    check()


def test_not_me_ends_an_unproven_turn(clock):
    turn = signs_up(open_occurrence(), "Anna", prove_first=True)
    proof.not_me(turn)
    turn.refresh_from_db()
    assert turn.ended_because == Because.NOT_ME


def test_what_has_been_proven_is_not_denied(clock):
    held = comes(open_occurrence(), "Anna")
    proof.not_me(held)
    held.refresh_from_db()
    assert held.is_confirmed
    assert not suppression.is_blocked(address("Anna"), clock.now())


def test_a_link_of_an_ended_claim_opens_what_ended(clock):
    held = signs_up(open_occurrence(), "Anna")
    registrations.cancel(held.pk, actor=PERSON)
    assert proof.confirm(held.pk).ended_because == Because.LEFT


def test_whoever_the_office_added_meanwhile_keeps_that_place(clock):
    occurrence = open_occurrence()
    held = signs_up(occurrence, "Anna")
    told = {"actor": office(), "language": "da", "reason": "By phone"}
    added = by_hand.add(occurrence.pk, typed("Anna"), **told)
    assert proof.confirm(held.pk).ended_because == Because.ADDED
    assert list(Registration.objects.holding()) == [added]
    check()


def test_a_known_person_keeps_their_name_and_adds_a_stage(clock):
    known = ContactFactory(name="Anna Holm", email=address("Anna"))
    held = signs_up(open_occurrence(), "Anna")
    proof.confirm(held.pk, typed("Anna", name="Anne Marie", stage="intro"))
    known.refresh_from_db()
    assert known.name == "Anna Holm"
    assert known.stages.get().stage == "intro"
