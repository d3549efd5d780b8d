"""My sign-ups, and my data behind the link it mails."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from contacts.models import Consent, Contact
from events.domain import mailing_out, mailings
from events.domain.mailings import Text
from events.models import Because, Registration, Turn
from mail.domain import links, suppression
from mail.domain.delivery import deliver_due
from mail.models import Message, MessageState
from signup.domain import my_data
from signup.wording import consent_wording
from tests.events.people import office
from tests.factories import (
    NOW,
    AnswerFactory,
    ContactFactory,
    OccurrenceFactory,
    QuestionFactory,
    open_occurrence,
)
from tests.signup.people import STUDENT, everything, link, mails_to, placed, press, sign_up, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def asta(client, occurrence) -> Contact:
    """Somebody with a place."""
    placed(client, occurrence)
    return Contact.objects.get()


def door(contact: Contact) -> str:
    expires = NOW + timedelta(minutes=30)
    return f"/my-data/{links.make('my-data', contact.pk, contact.link_version, expires)}/"


# Asking for the link


def test_the_page_asks_for_an_address_and_sets_no_cookie(client, clock):
    response = client.get("/my-sign-ups/")
    assert response.status_code == 200
    assert not response.cookies


def test_a_known_address_gets_the_link_and_the_answer_tells_nobody(client, asta):
    known = client.post("/my-sign-ups/", {"email": "Asta@Student.KU.dk"})
    unknown = client.post("/my-sign-ups/", {"email": "nobody@student.ku.dk"})
    assert known.status_code == unknown.status_code == 200
    said = known.content.decode().replace("Asta@Student.KU.dk", "X")
    assert said == unknown.content.decode().replace("nobody@student.ku.dk", "X")
    assert dict(known.headers) | {"Content-Length": ""} == dict(unknown.headers) | {
        "Content-Length": ""
    }
    assert mails_to("asta@student.ku.dk")[-1] == "my_data"
    assert mails_to("nobody@student.ku.dk") == []


def test_the_mailed_link_opens_for_half_an_hour_from_when_it_left(client, asta, clock):
    client.post("/my-sign-ups/", {"email": asta.email})
    clock.move(timedelta(hours=2))
    url = my_data.link(Message.objects.get(kind="my_data"))
    path = url.removeprefix("http://testserver")
    clock.move(timedelta(minutes=29))
    assert client.get(path).status_code == 200
    clock.move(timedelta(minutes=1))
    assert client.get(path).status_code == 410
    assert client.post(path, {"act": "open"}).status_code == 410


def test_an_address_with_unproven_claims_only_gets_their_links_again(client, occurrence):
    sign_up(client, occurrence)
    client.post("/my-sign-ups/", {"email": "asta@student.ku.dk"})
    assert mails_to("asta@student.ku.dk") == ["prove", "prove"]


def test_no_more_than_three_mails_leave_that_nobody_answers(client, asta):
    for _ in range(5):
        client.post("/my-sign-ups/", {"email": asta.email})
    assert Message.objects.filter(kind="my_data").count() == 3


@pytest.mark.parametrize("why", [suppression.not_me, suppression.complained])
def test_an_address_that_is_not_written_to_still_gets_the_way_to_its_data(client, asta, clock, why):
    deliver_due()
    why(asta.email, clock.now())
    client.post("/my-sign-ups/", {"email": asta.email})
    deliver_due()
    assert Message.objects.get(kind="my_data").state == MessageState.SENT


def test_an_erased_address_is_unknown(client, asta):
    client.post(door(asta), {"act": "erase"})
    client.post("/my-sign-ups/", {"email": "asta@student.ku.dk"})
    assert not Message.objects.filter(kind="my_data").exists()


def test_a_text_that_is_no_address_is_said_so(client, clock):
    response = client.post("/my-sign-ups/", {"email": "asta"})
    assert response.context["form"].errors.keys() == {"email"}


# The standard questions


def test_the_link_alone_shows_a_name_and_a_button(client, asta):
    before = everything()
    page = client.get(door(asta)).content.decode()
    assert "Asta H.: " in page
    assert "Asta H.." not in page
    assert "20 30 40 50" not in page
    assert asta.email not in page
    assert client.head(door(asta)).status_code == 200
    assert everything() == before


def test_the_page_is_kept_by_nobody_and_tells_nobody(client, asta):
    for response in (client.get(door(asta)), client.post(door(asta), {"act": "open"})):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies


def test_wrong_revoked_foreign_and_endless_links_open_nothing(client, asta):
    other = ContactFactory()
    path = door(asta)
    foreign = path.replace(f"/{asta.pk}.", f"/{other.pk}.")
    endless = f"/my-data/{links.make('my-data', asta.pk, asta.link_version)}/"
    for wrong in (foreign, endless, path[:-2] + "/"):
        assert client.post(wrong, {"act": "open"}).status_code == 404
    Contact.objects.filter(pk=asta.pk).update(link_version=2)
    assert client.post(path, {"act": "open"}).status_code == 410


def test_a_longer_time_cannot_be_written_into_a_link(client, asta):
    soon = int((NOW + timedelta(minutes=30)).timestamp())
    later = door(asta).replace(str(soon), str(soon + 9999))
    assert client.get(later).status_code == 404


# See


def test_the_page_shows_everything_that_is_kept(client, asta):
    press(client, Registration.objects.get(), "my_data")
    page = client.post(door(asta), {"act": "open"}).content.decode()
    for kept in ("Asta Marie Holm", "20 30 40 50", asta.email, "Køge", "A day in practice"):
        assert kept in page
    assert link(Registration.objects.get()) in page


def test_the_page_takes_as_many_statements_for_three_sign_ups_as_for_one(
    client, asta, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40) as one:
        client.post(door(asta), {"act": "open"})
    statements = len(one)
    for _ in range(2):
        placed(Client(), open_occurrence())
    with django_assert_max_num_queries(statements):
        client.post(door(asta), {"act": "open"})


def test_what_the_office_wrote_is_read_as_it_was_read_then(client, asta, clock):
    text = Text("About {title}", "Hello {first_name}, see {link}")
    mailings.write_to_person(
        asta.pk, text, actor=office(), about=asta.registrations.get().occurrence_id
    )
    clock.move(mailings.WAIT)
    mailing_out.send_due()
    (letter,) = my_data.held(asta)["letters"]
    assert letter["subject"].startswith("About A day in practice")
    assert letter["said"] == "Hello Asta, see {link}"
    assert "Hello Asta" in client.post(door(asta), {"act": "open"}).content.decode()


def test_everything_can_be_downloaded_as_one_file(client, asta):
    response = client.post(door(asta), {"act": "download"})
    assert "attachment" in response["Content-Disposition"]
    held = json.loads(response.content)
    assert held["person"]["email"] == "asta@student.ku.dk"
    assert held["sign_ups"][0]["state"] == "confirmed"
    assert held["intentions"][0]["value"] == 8
    assert [it["kind"] for it in held["mails"]] == ["prove", "place"]


def test_answers_are_shown_and_taken_along_with_the_words_they_were_given_to(client, asta):
    date = OccurrenceFactory()
    asked = QuestionFactory(event=date.event, kind="choices", wording="Which workshops?")
    told = {"occurrence": date, "question": asked, "contact": asta}
    AnswerFactory(**told, value=["Ear", "Nose"], wording="Which workshop?")

    shown = client.post(door(asta), {"act": "open"}).content.decode()
    file = json.loads(client.post(door(asta), {"act": "download"}).content)

    assert "Which workshop?" in shown
    assert "Ear; Nose" in shown
    assert file["answers"][0]["question"] == "Which workshop?"
    assert file["answers"][0]["answer"] == "Ear; Nose"


# Correct


def test_name_phone_and_stage_are_corrected_and_the_history_stays(client, asta):
    told = {"name": "Asta Berg", "phone": "+45 99 99 99 99", "stage": "kbu"}
    response = client.post(door(asta), {"act": "correct", **told})
    assert response.context["done"] == "correct"
    asta.refresh_from_db()
    assert (asta.name, asta.phone) == ("Asta Berg", "+45 99 99 99 99")
    assert [it.stage for it in asta.stages.all()] == ["kbu", "ka"]


def test_opening_and_sending_the_form_as_it_is_changes_nothing(client, asta):
    form = client.post(door(asta), {"act": "open"}).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    client.post(door(asta), {"act": "correct", **typed})
    assert asta.stages.count() == 1
    asta.refresh_from_db()
    assert asta.name == "Asta Marie Holm"


def test_a_corrected_semester_is_kept_as_a_shift(client, asta):
    student = {k: v for k, v in STUDENT.items() if k not in ("email", "likelihood")}
    client.post(door(asta), {"act": "correct", **student, "semester": "5"})
    assert asta.stages.first().semester_shift == -2
    form = client.post(door(asta), {"act": "open"}).context["form"]
    assert form["semester"].value() == 5


def test_a_wrong_correction_is_said_and_kept_on_the_page(client, asta):
    response = client.post(door(asta), {"act": "correct", "name": "", "phone": "1", "stage": "ka"})
    assert {"name", "phone", "school"} <= response.context["form"].errors.keys()
    asta.refresh_from_db()
    assert asta.name == "Asta Marie Holm"


# Consent


def test_consent_is_given_and_withdrawn_with_the_words_shown(client, asta):
    from django.utils import translation

    for _ in range(2):
        client.post(door(asta), {"act": "give"})
    with translation.override(asta.language):
        assert Consent.objects.get().wording == consent_wording()
    assert Consent.objects.get().granted
    for _ in range(2):
        client.post(door(asta), {"act": "withdraw"})
    assert [it.granted for it in Consent.objects.all()] == [False, True]


# Delete


def test_deleting_is_asked_about_first(client, asta):
    before = Contact.objects.values().get()
    response = client.post(door(asta), {"act": "ask_to_erase"})
    assert 'value="erase"' in response.content.decode()
    assert Contact.objects.values().get() == before


def test_deleting_erases_the_person_and_closes_every_link(client, asta):
    registration = Registration.objects.get()
    data, claim = door(asta), link(registration)
    response = client.post(data, {"act": "erase"})
    assert response.status_code == 200
    asta.refresh_from_db()
    assert asta.erased_at
    assert asta.name == ""
    registration.refresh_from_db()
    assert registration.ended_because == Because.ERASED
    assert client.get(data).status_code == 410
    assert client.post(data, {"act": "erase"}).status_code == 410
    assert client.get(claim).status_code == 410
    assert client.post(claim, {"act": "my_data"}).status_code == 410


def test_deleting_lets_the_next_in_line_in(client, occurrence):
    type(occurrence).objects.filter(pk=occurrence.pk).update(capacity=1)
    first = placed(client, occurrence, "first@student.ku.dk")
    turn = waiting(client, occurrence, "next@student.ku.dk")
    client.post(door(first.contact), {"act": "erase"})
    assert Turn.objects.get(pk=turn.pk).offer is not None
