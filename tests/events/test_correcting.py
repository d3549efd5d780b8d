"""Correcting a name, a number, an address: nobody loses a place, no link is left in wrong hands."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from contacts.models import Contact
from events.domain import correcting, erasure, mailing_out, mailings, proof, registrations, telling
from events.domain.correcting import AddressTaken
from events.domain.errors import ActRefused, AlreadySignedUp, ClaimEnded, NeedsReason
from events.domain.mailings import Text
from events.domain.tick import tick
from events.models import Registration, Turn
from mail import kinds
from mail.domain import delivery, suppression
from mail.models import Message
from office import clock as office_clock
from office.actor import PERSON
from signup.domain import my_data
from tests.calendar_readers import vobject_events
from tests.events.invariants import check
from tests.events.people import claim_of, comes, office, signs_up
from tests.events.postman import Postman
from tests.factories import ContactFactory, open_occurrence

pytestmark = pytest.mark.usefixtures("in_english")
OLD, NEW = "anna@student.test", "anna.holm@student.test"


def retypes(claim, address=NEW, reason="A typo"):
    return correcting.typed_address(claim, address, actor=office(), reason=reason)


def readdresses(contact, address=NEW, reason="A typo"):
    return correcting.address_of(contact.pk, address, actor=office(), reason=reason)


# What was typed and has not answered


def test_the_mail_goes_to_the_other_address_and_the_first_link_opens_nothing_more(clock):
    held = signs_up(open_occurrence(), "Anna")
    Postman().idle()
    clock.move(timedelta(minutes=50))
    version = held.link_version

    found = retypes(held, " Anna.Holm@student.test ")

    assert (found.email, found.submitted["email"], found.link_version) == (NEW, NEW, version + 1)
    asked = Message.objects.first()
    assert (asked.kind, asked.to, asked.facts.get("name")) == ("prove", NEW, None)
    Postman().idle()
    found.refresh_from_db()
    assert found.held_until == clock.now() + timedelta(hours=2)
    assert proof.confirm(found.pk).contact.email == NEW
    check()


def test_a_turn_waits_for_the_other_address_and_an_old_bounce_does_not_end_it(clock):
    turn = signs_up(open_occurrence(), "Anna", prove_first=True)
    Postman().idle()
    retypes(turn)
    Message.objects.filter(to="anna@student.test").update(dead_at=clock.now())

    tick()

    turn.refresh_from_db()
    assert (turn.is_live, turn.email) == (True, NEW)
    assert proof.prove(turn.pk).contact.email == NEW


def test_the_same_address_again_changes_nothing(clock):
    held = signs_up(open_occurrence(), "Anna")
    retypes(held)
    before = Message.objects.count()

    retypes(held)

    assert Message.objects.count() == before


def test_an_address_not_to_be_written_to_is_refused_with_the_reason(clock):
    held = signs_up(open_occurrence(), "Anna")
    suppression.bounced(NEW, clock.now())
    with pytest.raises(ActRefused, match="the address does not work"):
        retypes(held)
    with pytest.raises(NeedsReason):
        retypes(held, reason="")
    with pytest.raises(ValueError, match=r"."):
        retypes(held, "no address")


def test_an_address_with_a_claim_of_its_own_is_refused(clock):
    date = open_occurrence()
    comes(date, "Bo")
    with pytest.raises(AlreadySignedUp):
        retypes(signs_up(date, "Anna"), "bo@student.test")


def test_an_address_that_leaves_three_mails_unanswered_gets_no_fourth(clock):
    for _n in range(3):
        signs_up(open_occurrence(), "Bo")
    with pytest.raises(ActRefused, match="wait for an answer"):
        retypes(signs_up(open_occurrence(), "Anna"), "bo@student.test")


def test_once_proven_it_is_the_contacts_address_that_is_corrected(clock):
    with pytest.raises(ClaimEnded):
        retypes(comes(open_occurrence(), "Anna"))


def test_name_and_phone_as_typed_are_corrected(clock):
    held = signs_up(open_occurrence(), "Ana")
    how = {"name": "Anna Holm", "phone": "+4520304050", "actor": office()}

    correcting.typed_name_and_phone(held, **how)
    correcting.typed_name_and_phone(held, **how)

    assert ModelLogEntry.objects.get().action == "events.correct"
    contact = proof.confirm(held.pk).contact
    assert (contact.name, contact.phone) == ("Anna Holm", "+4520304050")


# A known person's


@pytest.fixture
def busy(clock):
    """Anna has a place on one date, an offer on another, waits on a third, and was on a fourth."""
    place, offer, waits, past = (open_occurrence(capacity=1) for _n in range(4))
    for date in (place, past):
        comes(date, "Anna")
    for date in (offer, waits):
        comes(date, "Bo")
        comes(date, "Anna")
    registrations.cancel(claim_of(offer, "Bo").pk, actor=PERSON)
    Postman().idle()
    type(past).objects.filter(pk=past.pk).update(
        opens_at=clock.now() - timedelta(9),
        closes_at=clock.now() - timedelta(8),
        offers_until=clock.now() - timedelta(7),
        starts_at=clock.now() - timedelta(6),
        ends_at=clock.now() - timedelta(5),
    )
    return Contact.objects.get(email="anna@student.test")


def test_everything_running_is_told_to_the_new_address_and_the_old_one_is_told_that_it_ended(busy):
    newest = Message.objects.first().pk

    readdresses(busy)

    told = Message.objects.filter(pk__gt=newest).values_list("to", "kind")
    assert sorted(told) == sorted(
        [
            *((OLD, kind) for kind in ("address_changed", "old_calendar")),
            *((NEW, kind) for kind in ("place", "offer", "link")),
        ]
    )
    busy.refresh_from_db()
    assert busy.email == NEW
    assert not Message.objects.filter(to="anna@student.test", contact=None).exists()
    Postman().idle()
    check(idle=True)


def test_no_link_in_the_old_mailbox_opens_anything_any_more(busy):
    version = busy.link_version
    versions = {claim.claim: claim.link_version for claim in _claims(busy)}

    readdresses(busy)

    busy.refresh_from_db()
    assert busy.link_version == version + 1
    assert {c.claim: c.link_version - 1 for c in _claims(busy)} == versions


def _claims(contact):
    return [*contact.registrations.all(), *contact.turns.all()]


def test_the_calendar_gets_the_same_uid_with_a_higher_sequence(clock):
    place = comes(open_occurrence(), "Anna")
    uid, sequence = place.uid, place.sequence

    readdresses(place.contact)

    place.refresh_from_db()
    invite = Message.objects.filter(to=NEW, kind="place").first()
    assert (place.uid, place.sequence) == (uid, sequence + 1)
    assert (invite.facts["address"], invite.facts["sequence"]) == (NEW, sequence + 1)


def test_readdressing_twice_is_once_and_is_logged_with_its_reason(busy):
    readdresses(busy)
    before = Message.objects.count()

    readdresses(busy)

    assert Message.objects.count() == before
    entry = ModelLogEntry.objects.get(action="contacts.change_address")
    assert entry.data == {"reason": "A typo"}


def test_another_contacts_address_is_refused_and_says_whose_it_is(busy):
    other = ContactFactory(email=NEW)
    with pytest.raises(AddressTaken) as refused:
        readdresses(busy)
    assert refused.value.contact == other
    busy.refresh_from_db()
    assert busy.email == "anna@student.test"


def test_a_suppressed_address_is_refused(busy, clock):
    suppression.complained(NEW, clock.now())
    with pytest.raises(ActRefused, match="marked as unwanted"):
        readdresses(busy)


def test_what_the_new_address_never_proved_on_the_same_date_ends(clock):
    date, elsewhere = open_occurrence(), open_occurrence()
    place = comes(date, "Anna")
    again, there = (signs_up(it, "Anna2") for it in (date, elsewhere))

    readdresses(place.contact, "anna2@student.test")

    again.refresh_from_db()
    there.refresh_from_db()
    assert (again.ended_because, there.state) == ("already", "unconfirmed")
    assert proof.confirm(there.pk).contact == place.contact
    check()


def test_an_erased_person_has_no_address_to_correct(busy):
    erasure.erase(busy.pk, actor=office())
    with pytest.raises(ClaimEnded):
        readdresses(busy)
    with pytest.raises(ClaimEnded):
        correcting.name_and_phone(busy.pk, name="Anna", phone="", actor=office())


def test_an_address_with_a_typo_is_forgotten_with_the_person(clock):
    held = signs_up(open_occurrence(), "Anna")
    Postman().idle()
    retypes(held)
    contact = proof.confirm(held.pk).contact
    readdresses(contact, "anna.third@student.test")
    Postman().idle()

    erasure.erase(contact.pk, actor=office())

    assert not Message.objects.exclude(to="").exists()
    assert not Registration.objects.exclude(email="").exists()
    assert not Turn.objects.exists()


def test_a_name_is_corrected_and_the_log_names_nobody(busy):
    how = {"name": "Anna Marie Holm", "phone": "+4520304050", "actor": office()}
    correcting.name_and_phone(busy.pk, **how)
    correcting.name_and_phone(busy.pk, **how)

    busy.refresh_from_db()
    entry = ModelLogEntry.objects.get(action="contacts.correct")
    assert (busy.name, busy.phone) == ("Anna Marie Holm", "+4520304050")
    assert "Anna" not in f"{entry.label}{entry.data}"


# The calendar of the old address


@pytest.fixture
def placed(clock):
    """Anna's place is in the calendar of her address."""
    place = comes(open_occurrence(), "Anna")
    Postman().idle()
    return place


def calendar_mails():
    return Message.objects.filter(kind="old_calendar").order_by("pk")


def test_the_entry_leaves_the_old_calendar_before_it_comes_into_the_new_one(placed):
    readdresses(placed.contact)

    [out], invite = calendar_mails(), Message.objects.get(to=NEW, kind="place")
    assert (out.to, out.facts["address"], out.facts["uid"]) == (OLD, OLD, str(placed.uid))
    assert out.facts["sequence"] == placed.sequence + 1
    assert invite.facts["sequence"] == placed.sequence + 2
    Postman().idle()
    check(idle=True)


def test_to_the_old_address_goes_fixed_text_without_name_or_link(placed):
    readdresses(placed.contact)

    mime = delivery.build(calendar_mails().get()).message()
    parts = {part.get_content_type(): part.get_payload(decode=True) for part in mime.walk()}
    calendar = parts["text/calendar"].decode()
    [entry] = vobject_events(calendar)
    assert "METHOD:CANCEL" in calendar
    assert entry.attendee.value == f"mailto:{OLD}"
    for said in (calendar, parts["text/plain"].decode(), parts["text/html"].decode()):
        assert "Anna" not in said
        assert NEW not in said
        assert "/registration/" not in said


def test_a_slow_old_mailbox_does_not_hold_back_the_new_invite(placed, clock):
    readdresses(placed.contact)
    calendar_mails().update(due_at=clock.now() + timedelta(hours=6))
    postman = Postman()
    postman.idle()
    assert [mail.to for mail in postman.left if mail.kind == "place"] == [NEW]


@pytest.mark.parametrize("how", ["never left", "sent back", "failed", "over"])
def test_a_calendar_without_the_entry_hears_nothing(clock, how):
    place = comes(open_occurrence(), "Anna")
    if how == "failed":
        Postman(fails={OLD}).idle()
    elif how != "never left":
        Postman().idle()
    if how == "sent back":
        Message.objects.update(bounced_at=clock.now())
    if how == "over":
        clock.stop(place.occurrence.ends_at)
    readdresses(place.contact)
    assert not calendar_mails().exists()


def test_a_cancellation_that_had_not_left_still_reaches_the_old_calendar(placed):
    cancelled = registrations.cancel(placed.pk, actor=PERSON)

    readdresses(placed.contact)

    out, told = calendar_mails().get(), Message.objects.get(kind="cancelled")
    assert (told.to, out.to) == (NEW, OLD)
    assert out.facts["sequence"] == cancelled.sequence


def test_an_entry_that_is_out_already_stays_out(placed):
    registrations.cancel(placed.pk, actor=PERSON)
    Postman().idle()
    readdresses(placed.contact)
    assert not calendar_mails().exists()


def test_back_at_the_old_address_nothing_is_taken_out_there(placed):
    readdresses(placed.contact)
    readdresses(Contact.objects.get(), OLD)
    postman = Postman()
    postman.idle()
    assert [(mail.kind, mail.to) for mail in postman.left] == [
        ("address_changed", NEW),
        ("place", OLD),
    ]
    check(idle=True)


# What has not left yet for a known person's old address


def asks_for_her_data(anna):
    my_data.send_link(anna.email, language="en", at=office_clock.now())


def is_thanked(anna):
    """For a date that is over: its claim's revision grows no more."""
    past = anna.registrations.order_by("occurrence__ends_at").first()
    telling.tell(past, "thanks", at=office_clock.now())


def gets_money_back(anna):
    refund = {"amount": 30000, "currency": "DKK", "because": "attended", "by_card": True}
    place = anna.registrations.first()
    telling.tell(place, "given_back", at=office_clock.now(), n=1, refund=refund)


def is_written_to(anna):
    told = {"actor": office(), "to": "confirmed"}
    places = anna.registrations.confirmed().values_list("occurrence", flat=True)
    mailings.write(list(places), Text("Hello", "Read {link}", with_link=True), **told)
    office_clock.move(timedelta(minutes=6))
    assert mailing_out.send_due()


def is_written_to_alone(anna):
    mailings.write_to_person(anna.pk, Text("Hello", "You there."), actor=office())
    office_clock.move(timedelta(minutes=6))
    assert mailing_out.send_due()


WAITING = {
    "my_data": asks_for_her_data,
    "thanks": is_thanked,
    "given_back": gets_money_back,
    "mailing": is_written_to,
    "mailing to one": is_written_to_alone,
}


@pytest.fixture(params=WAITING)
def waiting(request, busy) -> list[Message]:
    """Mails to Anna that are still to leave."""
    newest = Message.objects.first().pk
    WAITING[request.param](busy)
    return list(Message.objects.filter(pk__gt=newest, to=OLD))


def test_what_waits_for_the_old_address_leaves_for_the_new_one(busy, waiting):
    readdresses(busy)
    postman = Postman()
    postman.idle()

    left = {mail.pk: mail.to for mail in postman.left}
    assert {left.get(mail.pk) for mail in waiting} == {NEW}
    to_old = [mail.kind for mail in postman.left if mail.to == OLD]
    assert to_old == ["address_changed", "old_calendar"]


def test_what_an_act_still_queues_to_the_old_address_stays_and_has_no_link(busy, waiting):
    """It read the address a moment before that was corrected."""
    Contact.objects.filter(pk=busy.pk).update(email=NEW)

    assert [kinds.get(mail.kind).link(mail) for mail in waiting] == [""] * len(waiting)
    postman = Postman()
    postman.idle()
    assert postman.left == []
    mails = Message.objects.filter(pk__in=[mail.pk for mail in waiting])
    assert {mail.why for mail in mails} == {"its reader has another address now"}


def test_what_a_worker_holds_just_now_it_looks_at_again(busy, waiting):
    rows = Message.objects.filter(pk__in=[mail.pk for mail in waiting])
    rows.update(leased_until=office_clock.now() + timedelta(minutes=1))

    readdresses(busy)

    for mail in rows:
        assert mail.to == OLD
        assert kinds.get(mail.kind).still_true(mail)
