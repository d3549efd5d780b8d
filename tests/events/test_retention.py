"""What is kept until when, with a dry run that says the same."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from contacts.models import Consent, Contact
from events.domain import erasure, proof, registrations, retention
from events.domain.log import note
from events.domain.tick import tick
from events.models import Registration, Turn
from mail.models import Message
from office.actor import PERSON
from tests.events.people import comes, office, signs_up
from tests.events.postman import Postman
from tests.factories import NOW, ContactFactory, RegistrationFactory, TurnFactory, open_occurrence

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def consents(contact: Contact, *, granted: bool, at=NOW) -> None:
    Consent.objects.create(
        contact=contact,
        purpose=Consent.Purpose.WRITE_TO_ME,
        granted=granted,
        wording="Write to me",
        source="test",
        recorded_at=at,
    )


def test_what_was_never_proven_is_deleted_after_24_hours_with_its_mails(clock):
    occurrence = open_occurrence()
    signs_up(occurrence, "Anna")
    signs_up(occurrence, "Bo", prove_first=True)
    clock.stop(NOW + DAY - SECOND)
    tick()
    retention.clean_unproven(clock.now())
    assert (Registration.objects.count(), Turn.objects.count()) == (1, 1)
    clock.stop(NOW + DAY)
    tick()
    assert retention.plan(clock.now()).unproven == 2
    for _ in range(2):
        retention.clean_unproven(clock.now())
    assert (Registration.objects.count(), Turn.objects.count()) == (0, 0)
    assert not Message.objects.exists()


def test_what_was_proven_late_is_kept(clock):
    occurrence = open_occurrence()
    held = signs_up(occurrence, "Anna")
    Postman().idle()
    clock.move(timedelta(hours=3))
    comes(occurrence, "Anna")
    clock.move(2 * DAY)
    tick()
    retention.clean(clock.now())
    assert not Registration.objects.filter(pk=held.pk).exists()
    assert Registration.objects.confirmed().count() == 1


def test_the_address_on_a_claim_proven_too_late_is_kept_a_day(clock):
    held = signs_up(open_occurrence(), "Anna", browser="hers")
    Postman().idle()
    clock.move(timedelta(hours=3))
    tick()
    place = proof.confirm(held.pk)
    clock.stop(NOW + DAY - SECOND)
    retention.clean(clock.now())
    held.refresh_from_db()
    assert held.email == place.contact.email
    clock.stop(NOW + DAY)
    assert retention.plan(clock.now()).late_addresses == 1
    retention.clean(clock.now())
    held.refresh_from_db()
    assert (held.email, held.browser) == ("", "")
    assert retention.plan(clock.now()).is_empty
    assert proof.confirm(held.pk) == place


def test_what_the_office_said_about_somebody_erased_is_blanked_in_the_night(clock):
    place = comes(open_occurrence(), "Anna")
    other = comes(place.occurrence, "Bo")
    erasure.erase(place.contact_id, actor=office())
    for about in (place, other):
        note(about, "payments.done_by_hand", office(), reason="Anna rang")
    assert retention.plan(clock.now()).reasons == 1
    retention.clean(clock.now())
    said = {it.object_id: it.data for it in ModelLogEntry.objects.exclude(action="contacts.erase")}
    assert said == {str(place.pk): {}, str(other.pk): {"reason": "Anna rang"}}
    assert retention.plan(clock.now()).is_empty


def test_a_cancelled_place_is_kept_as_history(clock):
    held = comes(open_occurrence(), "Anna")
    registrations.cancel(held.pk, actor=PERSON)
    clock.move(2 * DAY)
    retention.clean(clock.now())
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(("days", "erased"), [(364, False), (365, True)])
def test_without_consent_a_person_is_kept_a_year_after_the_last_event(clock, days, erased):
    place = RegistrationFactory(sequence=0)
    at = place.occurrence.ends_at + timedelta(days=days)
    clock.stop(at)
    assert retention.plan(at).contacts == erased
    retention.clean(at)
    place.contact.refresh_from_db()
    assert bool(place.contact.erased_at) is erased


@pytest.mark.parametrize(("days", "erased"), [(90, False), (91, True)])
def test_who_only_waited_is_kept_three_months(clock, days, erased):
    turn = TurnFactory()
    at = turn.occurrence.ends_at + timedelta(days=days)
    clock.stop(at)
    tick()
    retention.clean(at)
    turn.contact.refresh_from_db()
    assert bool(turn.contact.erased_at) is erased


@pytest.mark.parametrize("words", [[True], [False, True]])
def test_with_consent_a_person_is_kept(clock, words):
    contact = ContactFactory()
    for n, granted in enumerate(words):
        consents(contact, granted=granted, at=NOW + n * SECOND)
    at = NOW + 3000 * DAY
    clock.stop(at)
    assert retention.clean(at).contacts == 0


def test_consent_that_was_withdrawn_keeps_nobody(clock):
    contact = ContactFactory()
    for n, granted in enumerate([True, False]):
        consents(contact, granted=granted, at=NOW + n * SECOND)
    at = NOW + 200 * DAY
    clock.stop(at)
    assert retention.clean(at).contacts == 1
    assert retention.plan(at).is_empty


def test_the_texts_of_mails_are_kept_for_90_days(clock):
    comes(open_occurrence(), "Anna")
    Postman().deliver()
    clock.stop(NOW + 90 * DAY - SECOND)
    assert retention.plan(clock.now()).message_texts == 0
    clock.stop(NOW + 90 * DAY)
    texts = retention.plan(clock.now()).message_texts
    assert texts == Message.objects.count() == 2
    retention.clean(clock.now())
    assert {(m.to, str(m.facts)) for m in Message.objects.all()} == {("", "{}")}


def test_the_dry_run_changes_nothing(clock):
    signs_up(open_occurrence(), "Anna")
    clock.stop(NOW + 2 * DAY)
    tick()
    retention.plan(clock.now())
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("prove_first", [False, True])
def test_somebody_who_has_just_signed_up_again_is_not_overdue(clock, prove_first):
    contact = ContactFactory(email="anna@student.test", created_at=NOW - 800 * DAY)
    signs_up(open_occurrence(), "Anna", prove_first=prove_first)
    retention.clean(clock.now())
    contact.refresh_from_db()
    assert contact.erased_at is None
