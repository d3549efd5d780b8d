"""Every list of the desk finds the same way: by parts of words, however they are written."""

import pytest
from django.urls import reverse
from wagtail.log_actions import log

from events.domain.sign_up import sign_up
from events.models import Mailing, QuestionSet, Recipients
from mail.models import Message
from tests.events.people import comes, signs_up, typed
from tests.factories import (
    NOW,
    ContactFactory,
    HostContactFactory,
    HostOfferFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    of_group,
    open_occurrence,
)
from tests.payments.rows import back, paid, placed

pytestmark = pytest.mark.usefixtures("clock")

CLAIMS = [("registrations", RegistrationFactory), ("turns", TurnFactory)]


def found(desk, name, text):
    """How many rows the list has for what was typed."""
    return len(desk.get(reverse(f"{name}:index"), {"q": text}).context["object_list"])


@pytest.fixture
def anna(db):
    return ContactFactory(name="Anna Marie Holm", email="amh@student.test", phone="20 30 40 50")


@pytest.mark.parametrize("text", ["anna holm", "20304050", "holm ostergaard", "amh@"])
@pytest.mark.parametrize(("name", "make"), CLAIMS)
def test_claims_are_found_by_name_phone_and_event(desk, anna, name, make, text):
    make(contact=anna, occurrence__event__title="Besøg på Østergaard")
    make()
    assert found(desk, name, text) == 1


@pytest.mark.parametrize("text", ["zoe dam", "11223344", "zoe@"])
@pytest.mark.parametrize(("name", "capacity"), [("registrations", 1), ("turns", 0)])
def test_claims_and_their_mails_are_found_by_what_was_typed(desk, name, capacity, text):
    """The mail that asks an address for proof names nobody."""
    told = typed("Zoe", name="Zoë Kjær Dam", phone="11 22 33 44")
    date = open_occurrence(capacity=capacity)
    sign_up(date.pk, told, language="da")
    signs_up(date, "Bo")
    assert found(desk, name, text) == found(desk, "mails", text) == 1


@pytest.mark.parametrize("text", ["anna holm", "20304050", "anna ishoj", "marie your place"])
def test_mails_are_found_by_person_event_and_what_they_are_about(desk, anna, text):
    date = open_occurrence(capacity=2, event__title="En dag i Ishøj")
    comes(date, "Bo")
    sign_up(date.pk, typed("Anna", email=anna.email), language="da")
    claim = RegistrationFactory(occurrence=date, contact=anna)
    told = {"kind": "place", "claim": claim.claim, "contact": anna.uuid, "language": "da"}
    due = {"queued_at": NOW, "due_at": NOW, "facts": {"title": date.event.title}}
    mail = Message.objects.create(to=anna.email, **told, **due)
    rows = desk.get(reverse("mails:index"), {"q": text}).context["object_list"]
    assert mail in rows
    assert {it.to for it in rows} == {anna.email}


def test_who_is_found_stands_in_the_list_of_mails_also_where_the_address_is_deleted(desk, anna):
    told = {"kind": "place", "contact": anna.uuid, "language": "da"}
    for to in ("", anna.email):
        Message.objects.create(to=to, **told, queued_at=NOW, due_at=NOW)
    shown = desk.get(reverse("mails:index"), {"q": "marie"}).content.decode()
    assert shown.count("Anna Marie Holm") == 2
    assert "Anna Marie Holm, amh@student.test" in shown


def test_mails_to_a_practice_are_found_by_its_name_and_kinds_in_the_readers_language(desk, client):
    contact = HostContactFactory(host__name="Lægerne Kjærvej")
    told = {"kind": "host_invited", "to": contact.email, "language": "da"}
    failed = {"state": "failed", "ended_at": NOW, "queued_at": NOW, "due_at": NOW}
    Message.objects.create(**told, **failed)
    for name in ("mails", "missed"):
        for text in ("kjaervej birthe", "56000000", "host practice visit laegerne"):
            assert found(desk, name, text) == 1, (name, text)
        assert found(desk, name, "host_invited") == 0
    client.force_login(of_group("Coordinator"))
    assert found(client, "mails", "vaertspraksis besog") == 1


@pytest.mark.parametrize("text", ["bo ek", "ek aero", "99887766", "re_1"])
def test_payments_are_found_by_payer_phone_event_and_number(desk, settings, text):
    settings.PAYMENTS_ON = True
    place = placed(open_occurrence(deposit=30000, event__title="Camp på Ærø"), "Bo Riis Ek")
    place.contact.phone = "99 88 77 66"
    place.contact.save()
    payment = paid(place)
    back(payment, 100, stripe_id="re_1")
    back(payment, 100, stripe_id="re_2")
    paid(placed(open_occurrence(deposit=30000)))
    assert found(desk, "payments", text) == 1


def test_mailings_are_found_by_words_of_their_text_and_event(desk):
    date = OccurrenceFactory(event__title="Camp på Østerø")
    written = {"recipients": Recipients.CONFIRMED, "written_at": NOW, "leaves_at": NOW}
    for subject, said in (("Husk støvler", "Det regner"), ("Velkommen", "Vi ses")):
        Mailing.objects.create(occurrence=date, subject=subject, text=said, **written)
    assert found(desk, "mailings", "stoevler regner") == 1
    assert found(desk, "mailings", "osteroe") == 2


def test_dates_to_write_to_are_found_as_in_the_list_of_dates(desk):
    date = OccurrenceFactory(event__title="Praksisbesøg i Ishøj", location="Torvet 1")
    OccurrenceFactory(event__title="Sommercamp")
    answer = desk.get(reverse("mailings:choose"), {"q": "ishoj torvet"})
    assert [row["pk"] for row in answer.context["rows"]] == [date.pk]


def test_offers_and_sets_of_questions_are_found_by_parts_of_words(desk):
    HostOfferFactory(host__name="Lægerne Kjærvej", host__town="Ishøj")
    QuestionSet.objects.create(name="Spørgsmål om kørsel")
    assert found(desk, "offers", "ishoj laegerne") == 1
    assert found(desk, "question_sets", "korsel sporgsmal") == 1
    assert found(desk, "question_sets", "kost") == 0


@pytest.mark.parametrize("text", ["ishoj dag", "oen bor", "ørsted"])
def test_the_log_is_found_by_parts_of_words(admin_desk, administrator, text):
    date = OccurrenceFactory(event__title="En dag i Ishøj")
    log(date, "events.open", user=administrator, data={"reason": "Bor på øen, siger Ørsted"})
    log(OccurrenceFactory(), "events.open", user=administrator)
    assert found(admin_desk, "log", text) == 1
