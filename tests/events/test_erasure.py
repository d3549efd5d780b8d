"""Erasing a person: every place settled, no trace of them in any table."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from contacts.models import Contact
from events.domain import (
    answering,
    attendance,
    by_hand,
    correcting,
    erasure,
    mailing_out,
    mailings,
    moving,
    needs,
    proof,
    registrations,
    reminders,
    scheduling,
    vouching,
    walk_ins,
)
from events.domain.errors import ClaimEnded
from events.domain.mailings import Text
from events.domain.needs import Told
from events.domain.sign_up import sign_up
from events.domain.tick import tick
from events.models import Because, Occurrence, Registration, Turn
from mail.domain import again, suppression
from mail.models import Message
from office.actor import PERSON, SYSTEM
from tests.events.invariants import check
from tests.events.people import claim_of, comes, office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import HostingFactory, QuestionFactory, open_occurrence

TRACES = ["zebedae", "quillfeather", "99887766", "unseen university"]
TOLD = {
    "name": "Zebedaeus Quillfeather",
    "email": "zebedaeus@student.test",
    "phone": "99887766",
    "school": "other",
    "school_name": "Unseen University",
    "consent": True,
    "consent_wording": "Write to me",
    "likelihood": 8,
}
REASON = "Zebedaeus asked by phone"


def everything() -> dict[str, str]:
    """The text of every table, lower-cased."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = str(cursor.fetchall()).lower()
    return found


def traces() -> list[tuple[str, str]]:
    return [(t, word) for t, text in everything().items() for word in TRACES if word in text]


def tells_needs(place: Registration) -> None:
    told = Told(["nuts"], "Quillfeather celery", "Zebedaeus needs a ramp")
    needs.tell(place.pk, told, wording="Keep it", actor=PERSON)
    mother = {"name": "Ida Quillfeather", "phone": "99887766"}
    needs.tell_emergency(place.pk, **mother, wording="Call her", actor=PERSON)
    place.contact.notes.create(text="Zebedaeus called", written_at=place.created_at)


def answers(place: Registration, moment: str, **fields) -> None:
    event = place.occurrence.event
    asked = QuestionFactory(event=event, moment=moment, kind="long_text", **fields)
    said = {"version": 1, "value": "Ask for Zebedaeus Quillfeather"}
    assert answering.answer(place.pk, {asked.pk: said}).values


def helped_by_phone() -> None:
    """Confirmed for at an address with a typo, moved to another date, corrected."""
    how = {"actor": office(), "reason": REASON}
    held = signs_up(open_occurrence(), "Zebedaes")
    Postman().deliver()
    fixed = correcting.typed_address(held, "zebedaeus@student.test", **how)
    place = vouching.confirm_for(fixed, **how)
    moving.move(place.pk, open_occurrence().pk, **how)
    readdressed = correcting.address_of(place.contact_id, "quillfeather@student.test", **how)
    correcting.address_of(readdressed.pk, "zebedaeus@student.test", **how)


def comes_late(clock) -> None:
    """Pressed the link when the hold was over; then had another address for good."""
    date, told = open_occurrence(), typed("Zebedaeus", email="quillfeather@student.test")
    sign_up(date.pk, told, language="da", browser="his")
    late = date.registrations.get()
    Postman().idle()
    clock.move(timedelta(hours=3))
    tick()
    place = proof.confirm(late.pk)
    how = {"actor": office(), "reason": REASON}
    correcting.address_of(place.contact_id, "zebedaeus@student.test", **how)


def is_written_to_again(clock) -> None:
    """A mail that did not arrive, and why the office writes to that address all the same."""
    missed = Message.objects.filter(to="zebedaeus@student.test").latest("pk")
    Message.objects.filter(pk=missed.pk).update(bounced_at=clock.now())
    suppression.bounced(missed.to, clock.now())
    again.lift(missed.pk, actor=office(), reason=REASON)


def a_full_life(clock) -> Contact:
    """Zebedaeus comes, waits, is moved up, added, cancelled, checked in, and types once more."""
    asks = {"event__asks_food": True, "event__asks_access": True, "event__asks_emergency": True}
    past = open_occurrence(**asks)
    comes_late(clock)
    comes(past, "Zebedaeus")
    tells_needs(claim_of(past, "Zebedaeus"))
    coming = open_occurrence(**asks)
    comes(coming, "Zebedaeus")
    tells_needs(claim_of(coming, "Zebedaeus"))
    answers(claim_of(coming, "Zebedaeus"), "after_place")
    by_hand.send_link_again(claim_of(past, "Zebedaeus"), actor=office())
    told = {"actor": office(), "language": "da", "reason": REASON}
    added = by_hand.add(open_occurrence().pk, typed("Zebedaeus", **TOLD), **told)
    registrations.cancel(added.pk, actor=office(), reason=REASON)
    full = open_occurrence(capacity=1)
    for name in ("Anna", "Zebedaeus", "Clara"):
        comes(full, name)
    by_hand.move_up(claim_of(full, "Zebedaeus").pk, actor=office(), reason=REASON)
    left = claim_of(full, "Zebedaeus")
    by_hand.remove(left.pk, actor=office(), reason=REASON)
    comes(full, "Zebedaeus")
    helped_by_phone()
    Postman(fails={"zebedaeus@student.test"}).deliver(2)
    Postman().idle()
    is_written_to(Contact.objects.get(email="zebedaeus@student.test"), past, clock)
    signs_up(open_occurrence(), "Zebedaeus", browser="his")
    asked = QuestionFactory(event=(again := open_occurrence()).event, moment="sign_up")
    given = {str(asked.pk): {"version": 1, "value": "Zebedaeus was here"}}
    sign_up(again.pk, typed("Zebedaeus", answers=given), language="da")
    clock.stop(past.starts_at)
    attendance.check_in(claim_of(past, "Zebedaeus").pk, past.first_day, actor=office())
    answers(claim_of(past, "Zebedaeus"), "after_attending")
    is_at_the_door(past)
    is_written_to_again(clock)
    HostingFactory(occurrence=past, lines="Zebedaeus listened well", cancelled_because="99887766")
    return Contact.objects.get(email="zebedaeus@student.test")


def is_at_the_door(date: Occurrence) -> None:
    """Written down twice, once by name alone."""
    name = claim_of(date, "Zebedaeus").contact.name
    for email in ("zebedaeus@student.test", ""):
        written = {"name": name, "email": email, "phone": "99887766"}
        at = {"day": date.first_day, "tapped_at": date.starts_at}
        walk_ins.write_down(date.pk, walk_ins.Told(uuid4(), **written, **at), actor=office())


def is_written_to(contact: Contact, date: Occurrence, clock) -> None:
    """Alone, among others by name, and with something that never leaves."""
    named = Text("A coat", "Zebedaeus Quillfeather forgot a coat.")
    told = {"actor": office(), "to": "confirmed"}
    mailings.write_to_person(contact.pk, Text("Zebedaeus!", "Call us."), actor=office())
    mailings.write([date.pk], named, **told)
    clock.move(mailings.WAIT)
    mailing_out.send_due()
    mailings.write([date.pk], named, **told)


def test_no_table_holds_a_trace_of_an_erased_person(clock):
    contact = a_full_life(clock)
    tables = {table for table, _ in traces()}
    assert tables >= {
        *("contacts_contact", "contacts_stagerecord", "events_registration", "events_turn"),
        *("mail_message", "wagtailcore_modellogentry", "contacts_note"),
        *("events_need", "events_emergencycontact", "events_answer", "events_hosting"),
    }
    erasure.erase(contact.pk, actor=office())
    assert traces() == []
    contact.refresh_from_db()
    assert contact.erased_at == clock.now()
    check()


def test_what_is_counted_stays(clock):
    contact = a_full_life(clock)
    erasure.erase(contact.pk, actor=office())
    assert Registration.objects.attended().filter(contact=contact).count() == 1
    assert contact.intentions.get().value == 8
    assert [c.wording for c in contact.consents.all()] == []


def test_a_place_of_an_erased_person_goes_to_the_next_and_no_mail_leaves(clock):
    occurrence = open_occurrence(capacity=1)
    for name in ("Anna", "Bo"):
        comes(occurrence, name)
    mails = Message.objects.count()
    erasure.erase(claim_of(occurrence, "Anna").contact_id, actor=SYSTEM)
    assert Registration.objects.get(state="offered").contact.email == "bo@student.test"
    assert list(Message.objects.order_by("pk")[mails:].values_list("kind", flat=True)) == ["offer"]
    assert not Message.objects.filter(to="", state="queued").exists()
    check()


def test_an_offer_and_a_turn_end_as_erased_and_twice_is_once(clock):
    occurrence = open_occurrence(capacity=1)
    for name in ("Anna", "Bo", "Clara"):
        comes(occurrence, name)
    registrations.cancel(claim_of(occurrence, "Anna").pk, actor=office(), reason="Ill")
    for name in ("Bo", "Clara"):
        contact = Contact.objects.get(email=f"{name.lower()}@student.test").pk
        for _ in range(2):
            erasure.erase(contact, actor=SYSTEM)
    assert [turn.ended_because for turn in Turn.objects.all()] == [Because.ERASED] * 2
    assert not Registration.objects.holding().exists()
    check()


def test_an_erased_address_may_sign_up_anew_as_somebody_new(clock):
    occurrence = open_occurrence()
    old = comes(occurrence, "Anna").contact
    erasure.erase(old.pk, actor=SYSTEM)
    new = comes(occurrence, "Anna")
    assert new.contact != old
    check()


def test_the_link_of_a_hold_that_lapsed_gives_an_erased_person_no_place(clock):
    contact = comes(open_occurrence(), "Anna").contact
    held = signs_up(open_occurrence(), "Anna")
    clock.move(timedelta(hours=24))
    tick()
    erasure.erase(contact.pk, actor=SYSTEM)
    assert proof.confirm(held.pk).ended_because == Because.ERASED
    assert not Registration.objects.holding().exists()
    check()


def test_what_is_not_yet_a_place_ends_also_on_a_date_that_has_begun(clock):
    full = open_occurrence(capacity=1)
    comes(full, "Bo")
    turn = comes(full, "Anna")
    clock.stop(full.starts_at)
    erasure.erase(turn.contact_id, actor=SYSTEM)
    turn.refresh_from_db()
    assert turn.ended_at == clock.now()
    assert not Message.objects.filter(to="", state="queued").exists()


def test_nothing_leaves_to_an_erased_person_who_came(clock):
    occurrence = open_occurrence()
    place = comes(occurrence, "Anna")
    clock.stop(occurrence.starts_at)
    attendance.check_in(place.pk, occurrence.first_day, actor=office())
    erasure.erase(place.contact_id, actor=SYSTEM)
    scheduling.change_location(occurrence.pk, actor=office(), revision=1, location="The barn")
    clock.stop(occurrence.ends_at + timedelta(days=2))
    postman = Postman()
    assert reminders.remind() == 0
    postman.idle()
    assert postman.left == []
    with pytest.raises(ClaimEnded):
        by_hand.send_link_again(place, actor=office())


def test_the_reason_of_a_date_that_was_called_off_is_not_a_person(clock):
    occurrence = open_occurrence()
    contact = comes(occurrence, "Anna").contact
    scheduling.call_off(occurrence.pk, actor=office(), revision=1, reason="No heating")
    erasure.erase(contact.pk, actor=SYSTEM)
    occurrence.refresh_from_db()
    assert occurrence.called_off_because == "No heating"


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=100)])
def test_old_links_of_an_erased_person_open_nothing_new(clock, later):
    contact = comes(open_occurrence(), "Anna").contact
    version = contact.link_version
    clock.move(later)
    erasure.erase(contact.pk, actor=SYSTEM)
    contact.refresh_from_db()
    assert contact.link_version > version
