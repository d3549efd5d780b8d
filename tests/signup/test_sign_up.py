"""The sign-up page and the page after it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from contacts.models import Consent, Contact, StageRecord
from events.models import (
    Audience,
    Intention,
    OccurrenceState,
    Registration,
    RegistrationState,
    Turn,
)
from mail.models import Message
from signup import cookies
from signup.wording import CONSENT_TEXTS, CONSENT_VERSION
from tests.factories import (
    NOW,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    open_occurrence,
)
from tests.signup.people import (
    DOCTOR,
    STUDENT,
    everything,
    mails_to,
    placed,
    press,
    sign_up,
    the_registration,
)

pytestmark = pytest.mark.django_db


def test_the_form_is_shown_and_sets_no_cookie(client, occurrence):
    response = client.get(f"/sign-up/{occurrence.pk}/")
    assert response.status_code == 200
    assert not response.cookies
    assert occurrence.event.title in response.content.decode()


def test_the_page_speaks_the_language_of_its_address(client, occurrence):
    danish = client.get(f"/sign-up/{occurrence.pk}/")
    english = client.get(f"/en/sign-up/{occurrence.pk}/")
    assert danish.headers["Content-Language"] == "da"
    assert english.headers["Content-Language"] == "en"
    assert "Sign up for" in english.content.decode()


def test_looking_at_the_form_changes_nothing(client, occurrence):
    before = everything()
    client.get(f"/sign-up/{occurrence.pk}/")
    client.head(f"/sign-up/{occurrence.pk}/")
    assert everything() == before


def test_signing_up_holds_a_place_and_writes_one_mail(client, occurrence):
    response = sign_up(client, occurrence)
    assert response.status_code == 302
    assert response["Location"] == f"/sign-up/{occurrence.pk}/sent/"
    registration = the_registration()
    assert registration.state == RegistrationState.UNCONFIRMED
    assert registration.submitted == {
        "name": "Asta Marie Holm",
        "email": "asta@student.ku.dk",
        "phone": "20 30 40 50",
        "stage": "ka",
        "school": "KU",
        "school_name": "",
        "campus": "Køge",
        "study_start": "2023-09",
        "semester": None,
        "consent": False,
        "consent_wording": str(CONSENT_TEXTS[CONSENT_VERSION]),
        "likelihood": 8,
    }
    assert mails_to("asta@student.ku.dk") == ["prove"]


def test_nobody_is_a_contact_before_the_address_has_answered(client, occurrence):
    sign_up(client, occurrence, consent="on")
    assert not Contact.objects.exists()
    assert not Consent.objects.exists()


def test_the_page_after_tells_the_address_and_the_semester(client, occurrence):
    sign_up(client, occurrence)
    page = client.get(f"/sign-up/{occurrence.pk}/sent/")
    assert "asta@student.ku.dk" in page.content.decode()
    assert page.context["semester"] == 7
    assert page["Cache-Control"] == "no-store"


def test_the_page_after_works_without_the_cookie(client, occurrence, other_browser):
    sign_up(client, occurrence)
    page = other_browser.get(f"/sign-up/{occurrence.pk}/sent/")
    assert page.status_code == 200
    assert "asta@" not in page.content.decode()


def test_the_page_after_tells_strangers_of_no_date_that_is_not_public(
    client, occurrence, other_browser
):
    sign_up(client, occurrence)
    type(occurrence).objects.filter(pk=occurrence.pk).update(state=OccurrenceState.DRAFT)
    address = f"/sign-up/{occurrence.pk}/sent/"
    assert client.get(address).status_code == 200
    assert other_browser.get(address).status_code == 404


def test_a_tampered_cookie_is_no_cookie(client, occurrence):
    sign_up(client, occurrence)
    client.cookies[cookies.NAME] = client.cookies[cookies.NAME].value + "x"
    page = client.get(f"/sign-up/{occurrence.pk}/sent/")
    assert "asta@" not in page.content.decode()


def test_the_cookie_of_one_date_signs_nobody_up_for_another(client, occurrence):
    other = open_occurrence()
    sign_up(client, occurrence)
    client.cookies[cookies.NAME]["path"] = "/"
    client.post(f"/sign-up/{other.pk}/sent/", {"email": "bo@mail.dk"})
    assert not Registration.objects.filter(occurrence=other).exists()


def test_the_cookie_is_closed_to_scripts_and_to_other_pages(client, occurrence):
    cookie = sign_up(client, occurrence).cookies[cookies.NAME]
    assert cookie["httponly"]
    assert cookie["path"] == f"/sign-up/{occurrence.pk}/"
    assert cookie["max-age"] == 3600
    assert cookie["samesite"] == "Lax"


def test_the_page_after_keeps_its_fields_when_it_is_read_in_another_language(client, occurrence):
    sign_up(client, occurrence)
    for start in ("/en", "/nb", ""):
        page = client.get(f"{start}/sign-up/{occurrence.pk}/sent/")
        assert page.context["code_form"], start
        assert "asta@student.ku.dk" in page.content.decode(), start
    paths = {it["path"] for it in client.cookies.values()}
    assert paths == {f"{start}/sign-up/{occurrence.pk}/" for start in ("", "/en", "/nb")}


def test_a_wrong_address_is_corrected_in_the_same_browser(client, occurrence):
    sign_up(client, occurrence, "asta@wrong.dk")
    response = client.post(f"/sign-up/{occurrence.pk}/sent/", {"email": "asta@right.dk"})
    assert response.status_code == 302
    held = Registration.objects.holding()
    assert [it.email for it in held] == ["asta@right.dk"]
    assert held[0].submitted["name"] == "Asta Marie Holm"
    assert mails_to("asta@right.dk") == ["prove"]
    assert "asta@right.dk" in client.get(response["Location"]).content.decode()


def test_another_browser_cannot_correct_the_address(client, occurrence, other_browser):
    sign_up(client, occurrence, "asta@wrong.dk")
    other_browser.post(f"/sign-up/{occurrence.pk}/sent/", {"email": "me@evil.dk"})
    assert [it.email for it in Registration.objects.holding()] == ["asta@wrong.dk"]


def test_a_correction_that_is_no_address_is_refused_on_the_page(client, occurrence):
    sign_up(client, occurrence, "asta@wrong.dk")
    response = client.post(f"/sign-up/{occurrence.pk}/sent/", {"email": "asta"})
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"email"}


def test_sending_the_form_twice_makes_one_claim(client, occurrence):
    sign_up(client, occurrence)
    sign_up(client, occurrence, likelihood="3")
    assert the_registration().submitted["likelihood"] == 3


def test_an_address_with_a_place_gets_its_link_again(client, occurrence):
    placed(client, occurrence)
    sign_up(client, occurrence)
    assert mails_to("asta@student.ku.dk") == ["prove", "place", "link"]
    assert Registration.objects.count() == 1


def test_a_doctor_is_not_asked_for_studies(client, occurrence):
    response = client.post(f"/sign-up/{occurrence.pk}/", DOCTOR | {"school": "KU"})
    assert response.status_code == 302
    assert the_registration().submitted["school"] == ""


# Errors


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Asta\u202eHolm"}, "name"),
        ({"email": "asta"}, "email"),
        ({"email": "asta@ku.dk\nBcc: x@y.dk"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"stage": ""}, "stage"),
        ({"stage": "astronaut"}, "stage"),
        ({"school": "", "campus": ""}, "school"),
        ({"school": "other", "campus": ""}, "school_name"),
        ({"school": "AAU"}, "campus"),
        ({"start_month": ""}, "start_month"),
        ({"start_year": ""}, "start_year"),
        ({"start_year": "1066"}, "start_year"),
        ({"likelihood": "11"}, "likelihood"),
        ({"semester": "13"}, "semester"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(client, occurrence, wrong, field):
    response = sign_up(client, occurrence, **wrong)
    assert response.status_code == 200
    form = response.context["form"]
    assert form.errors.keys() == {field}
    page = response.content.decode()
    assert f'href="#id_{field}"' in page
    for name in {"name", "email", "phone"} - {field}:
        assert f'value="{STUDENT[name]}"' in page
    assert form["school"].value() == wrong.get("school", "KU")
    assert form["likelihood"].value() == wrong.get("likelihood", "8")
    assert not Registration.objects.exists()
    assert not Message.objects.exists()


def test_the_phone_is_required_where_the_event_says_so(client, occurrence):
    occurrence.event.phone_required = True
    occurrence.event.save()
    response = sign_up(client, occurrence, phone="")
    assert response.context["form"].errors.keys() == {"phone"}


def test_the_labels_say_what_is_required_of_every_student(client, occurrence):
    form = client.get(f"/en/sign-up/{occurrence.pk}/").context["form"]
    labels = {
        name: render_to_string("includes/label.html", {"field": form[name]}) for name in form.fields
    }
    said = {name for name, label in labels.items() if 'class="required"' in label}
    assert said == {"name", "email", "stage", "school", "start_month", "start_year"}


def test_the_consent_is_not_ticked_for_anybody(client, occurrence):
    form = client.get(f"/sign-up/{occurrence.pk}/").context["form"]
    assert not form["consent"].value()
    assert "checked" not in str(form["consent"])


def test_the_text_of_the_first_consent_never_changes():
    with translation.override(None):
        assert str(CONSENT_TEXTS[1]) == (
            "Write to me about events and jobs in general practice, "
            "and keep my details for it until I say stop."
        )


def test_the_question_need_not_be_answered(client, occurrence):
    sign_up(client, occurrence, likelihood="")
    assert the_registration().submitted["likelihood"] is None


def test_a_likely_slip_in_the_address_is_asked_about_once(client, occurrence):
    response = sign_up(client, occurrence, "asta@gmial.com")
    form = response.context["form"]
    assert form.errors.keys() == {"which"}
    assert "asta@gmail.com" in response.content.decode()
    assert not Registration.objects.exists()
    sign_up(client, occurrence, "asta@gmial.com", which="asta@gmail.com")
    assert the_registration().email == "asta@gmail.com"


def test_an_address_that_only_looks_wrong_is_kept_when_they_say_so(client, occurrence):
    sign_up(client, occurrence, "asta@gmial.com", which="asta@gmial.com")
    assert the_registration().email == "asta@gmial.com"


def test_the_answer_about_the_address_is_kept_beside_other_errors(client, occurrence):
    response = sign_up(client, occurrence, "asta@gmial.com", which="asta@gmial.com", name="")
    assert response.context["form"].errors.keys() == {"name"}
    assert response.context["form"]["which"].value() == "asta@gmial.com"


def test_a_date_for_others_says_who_it_is_for_beside_the_stage(client, occurrence):
    Audience.objects.create(occurrence=occurrence, stage="kbu")
    response = client.post(f"/en/sign-up/{occurrence.pk}/", STUDENT)
    assert response.context["form"].errors == {"stage": ["This date is for: Foundation doctor."]}


def test_a_date_for_others_says_which_semester_was_worked_out(client, occurrence):
    Audience.objects.create(occurrence=occurrence, stage="ka", from_semester=9)
    response = client.post(f"/en/sign-up/{occurrence.pk}/", STUDENT)
    assert response.context["form"].errors.keys() == {"semester"}
    said = response.content.decode()
    assert "semester 7 (master&#x27;s semester 1)" in said
    assert "from semester 9" in said  # counted from the start of study, as their own is
    response = client.post(f"/en/sign-up/{occurrence.pk}/", STUDENT | {"semester": "9"})
    assert response.status_code == 302


def test_a_machine_that_fills_in_the_hidden_field_gets_the_same_answer(client, occurrence):
    person = sign_up(client, occurrence)
    Registration.objects.all().delete()
    Message.objects.all().delete()
    machine = sign_up(Client(), occurrence, website="https://spam.example")
    assert (machine.status_code, machine["Location"]) == (person.status_code, person["Location"])
    assert machine.cookies.keys() == person.cookies.keys()
    assert not Registration.objects.exists()
    assert not Message.objects.exists()
    follow = client.get(machine["Location"])
    assert follow.status_code == 200


def test_a_machine_claims_nothing_by_correcting_its_address(client, occurrence):
    sent = sign_up(client, occurrence, website="https://spam.example")["Location"]
    assert client.post(sent, {"email": "bo@mail.dk"}).status_code == 302
    assert not Registration.objects.exists()
    assert not Message.objects.exists()


# When there is no form

CLOSED = {
    "not open yet": {"opens_at": NOW + timedelta(days=1)},
    "closed": {"closes_at": NOW},
    "over": {
        "starts_at": NOW - timedelta(days=2),
        "ends_at": NOW - timedelta(days=1),
        "closes_at": NOW - timedelta(days=4),
        "offers_until": NOW - timedelta(days=3),
    },
    "called off": {"state": OccurrenceState.CALLED_OFF, "called_off_at": NOW},
    "full": {"capacity": 0, "waitlist_limit": 0},
}


@pytest.mark.parametrize("why", CLOSED)
def test_the_page_explains_why_there_is_no_form(client, occurrence, why):
    type(occurrence).objects.filter(pk=occurrence.pk).update(**CLOSED[why])
    for response in (client.get(f"/sign-up/{occurrence.pk}/"), sign_up(client, occurrence)):
        assert response.status_code == 200
        assert response.context["showing"].words in response.content.decode()
        assert f"/events/{occurrence.event_id}/" in response.content.decode()
        assert "form" not in response.context
    assert not Registration.objects.exists()
    assert not Turn.objects.exists()


def test_a_date_that_is_unknown_or_not_public_is_not_found(client, occurrence):
    unpublished = OccurrenceFactory()
    for pk in (unpublished.pk, 999_999):
        assert client.get(f"/sign-up/{pk}/").status_code == 404
        assert client.post(f"/sign-up/{pk}/", STUDENT).status_code == 404


def test_a_full_date_says_so_and_offers_the_waitlist(client, occurrence):
    RegistrationFactory.create_batch(2, occurrence=occurrence)
    TurnFactory(occurrence=occurrence)
    response = client.get(f"/en/sign-up/{occurrence.pk}/")
    page = response.content.decode()
    assert "1 person is waiting." in page
    assert "Join the waitlist</button>" in page
    sign_up(client, occurrence)
    assert Turn.objects.get(email="asta@student.ku.dk").proven_at is None


def test_the_last_place_goes_once_and_the_next_waits(client, occurrence):
    type(occurrence).objects.filter(pk=occurrence.pk).update(capacity=1)
    first = placed(client, occurrence, "one@student.ku.dk")
    sign_up(client, occurrence, "two@student.ku.dk")
    assert first.is_confirmed
    assert Turn.objects.get().email == "two@student.ku.dk"


# Nobody learns who is signed up


def answers(response) -> tuple[object, ...]:
    headers = dict(response.headers)
    morsels = {
        name: {key: value for key, value in morsel.items() if key != "expires"}
        for name, morsel in response.cookies.items()
    }
    return response.status_code, headers, response.content, morsels


def test_known_and_unknown_addresses_get_the_same_answer(client, occurrence):
    type(occurrence).objects.filter(pk=occurrence.pk).update(capacity=10)
    placed(client, occurrence, "known@student.ku.dk")
    sign_up(client, occurrence, "held@student.ku.dk")
    told, statements = [], []
    for email in ("known@student.ku.dk", "held@student.ku.dk", "new@student.ku.dk"):
        browser = Client()
        with CaptureQueriesContext(connection) as counted:
            told.append(answers(sign_up(browser, occurrence, email)))
        statements.append(len(counted))
    assert told[0] == told[1] == told[2]
    assert max(statements) - min(statements) <= 2, statements


def test_an_address_whose_owner_said_not_me_gets_the_same_answer(client, occurrence):
    told = answers(sign_up(Client(), occurrence))
    press(client, the_registration(), "not_me")
    again = sign_up(Client(), occurrence)
    assert answers(again) == told
    assert not Registration.objects.holding().exists()


# What comes of it


def test_pressing_the_button_writes_what_was_typed(client, occurrence):
    sign_up(client, occurrence, consent="on")
    press(client, the_registration())
    contact = Contact.objects.get()
    assert (contact.name, contact.email, contact.phone) == (
        "Asta Marie Holm",
        "asta@student.ku.dk",
        "20 30 40 50",
    )
    record = StageRecord.objects.get()
    assert (record.stage, record.school, record.campus) == ("ka", "KU", "Køge")
    consent = Consent.objects.get()
    assert consent.granted
    assert consent.wording == str(CONSENT_TEXTS[CONSENT_VERSION])
    assert Intention.objects.get().value == 8


def test_a_university_that_is_not_listed_is_kept_by_name(client, occurrence):
    sign_up(client, occurrence, school="abroad", school_name="Lunds universitet", campus="")
    press(client, the_registration())
    assert StageRecord.objects.get().school == "Lunds universitet"


def test_the_summary_names_errors_in_the_order_of_the_page(client, occurrence):
    response = client.post(f"/sign-up/{occurrence.pk}/", {"stage": "ka", "campus": "Køge"})
    assert list(response.context["form"].fields)[:5] == [
        "name",
        "email",
        "phone",
        "stage",
        "school",
    ]
    page = response.content.decode()
    fields = ["name", "email", "school", "campus", "start_month", "start_year"]
    places = [page.index(f'href="#id_{field}"') for field in fields]
    assert places == sorted(places)
