"""The six digits from the mail, typed on the page after the sign-up."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from contacts.models import Consent, Contact
from events.domain import correcting, proof
from events.models import Answer, Intention, Registration, RegistrationState, Turn
from mail.domain import composing
from mail.models import Message
from office.domain import limits
from office.models import Tally
from tests.events.people import office
from tests.factories import NOW, QuestionFactory, open_occurrence
from tests.signup.people import STUDENT, everything, link, mails_to, placed, press

pytestmark = pytest.mark.django_db
ASTA = "asta@student.ku.dk"


def code_to(address: str = ASTA) -> str:
    """The code in the newest mail to an address, as it stands in the subject."""
    subject = mail_to(address).subject
    found = subject.split(" ", 1)[0]
    assert found.isdigit(), subject
    return found


def mail_to(address: str):
    with translation.override("en"):
        return composing.build(Message.objects.filter(to=address).latest("pk"))


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def sign_up(client: Client, occurrence, email: str = ASTA, **typed: str):
    return client.post(f"/en/sign-up/{occurrence.pk}/", {**STUDENT, "email": email, **typed})


def enter(client: Client, occurrence, code: str, **more):
    return client.post(f"/en/sign-up/{occurrence.pk}/sent/", {"code": code}, **more)


@pytest.fixture
def signed_up(client, occurrence) -> str:
    """Asta signed up in this browser: her code."""
    sign_up(client, occurrence, consent="on")
    return code_to()


def test_the_code_confirms_and_leads_to_the_persons_own_page(client, occurrence, signed_up):
    response = enter(client, occurrence, signed_up)
    registration = Registration.objects.get()
    assert registration.is_confirmed
    assert response.status_code == 302
    assert response["Location"] == f"{link(registration)}?done=confirm"
    assert Contact.objects.get().name == "Asta Marie Holm"
    assert Consent.objects.get().granted
    assert client.get(response["Location"]).status_code == 200


def test_the_code_stands_in_the_subject_and_beside_the_button(signed_up):
    mail = mail_to(ASTA)
    assert mail.subject.startswith(f"{signed_up} is your code: ")
    assert f"where you signed up: {signed_up}" in str(mail.body)


def test_the_field_is_one_that_phones_fill_in(client, occurrence, signed_up):
    field = str(client.get(f"/en/sign-up/{occurrence.pk}/sent/").context["code_form"]["code"])
    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field


@pytest.mark.parametrize("shape", ["{a} {b}", "{a}-{b}", " {a}{b} ", "{a}\u00a0{b}"])
def test_blanks_between_the_digits_do_no_harm(client, occurrence, signed_up, shape):
    enter(client, occurrence, shape.format(a=signed_up[:3], b=signed_up[3:]))
    assert Registration.objects.get().is_confirmed


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_what_cannot_be_a_code_is_said_and_costs_no_try(client, occurrence, signed_up, typed):
    before = limits.CODES[0]
    response = enter(client, occurrence, typed)
    assert response.status_code == 200
    assert response.context["code_form"].errors
    assert limits.codes_left("never asked") == before
    assert not Tally.objects.filter(count__gt=1).exists()
    assert enter(client, occurrence, signed_up).status_code == 302


def test_a_code_is_good_in_its_own_browser_only(client, occurrence, other_browser, signed_up):
    enter(other_browser, occurrence, signed_up)
    sign_up(other_browser, occurrence, "bo@mail.dk")
    assert enter(other_browser, occurrence, signed_up).status_code == 200
    assert not Registration.objects.confirmed().exists()


def test_signing_up_again_in_another_browser_brings_a_code_for_that_one(
    client, occurrence, other_browser, signed_up
):
    sign_up(other_browser, occurrence)
    newer = code_to()
    assert enter(client, occurrence, newer).status_code == 200
    assert enter(client, occurrence, signed_up).status_code == 302
    assert enter(other_browser, occurrence, newer).status_code == 302
    assert Registration.objects.get().is_confirmed


# What it confirms


def test_a_code_confirms_what_its_own_browser_typed_and_nobody_elses(
    client, occurrence, other_browser
):
    asked = QuestionFactory(event=occurrence.event, moment="sign_up", required=False)
    answer = f"q{asked.pk}v{asked.version}"
    sign_up(client, occurrence)
    code = code_to()
    theirs = {"name": "Mallory", "phone": "11111111", "stage": "kbu", "likelihood": "1"}
    sign_up(other_browser, occurrence, consent="on", **theirs, **{answer: "Theirs"})

    assert enter(client, occurrence, code).status_code == 302

    asta = Contact.objects.get()
    assert (asta.name, asta.phone) == ("Asta Marie Holm", "20 30 40 50")
    assert (asta.stages.get().stage, Intention.objects.get().value) == ("ka", 8)
    assert not Consent.objects.exists()
    assert not Answer.objects.exists()


def test_a_turns_code_confirms_what_its_own_browser_typed(client, occurrence, other_browser):
    type(occurrence).objects.filter(pk=occurrence.pk).update(capacity=0)
    sign_up(client, occurrence)
    code = code_to()
    sign_up(other_browser, occurrence, name="Mallory", consent="on")
    enter(client, occurrence, code)
    assert Turn.objects.get().contact.name == "Asta Marie Holm"
    assert not Consent.objects.exists()


def test_each_of_two_browsers_has_its_own_words(client, occurrence, other_browser, signed_up):
    asked = QuestionFactory(event=occurrence.event, moment="sign_up", required=False)
    sign_up(other_browser, occurrence, name="Asta Holm", **{f"q{asked.pk}v1": "I like it"})
    enter(other_browser, occurrence, code_to())
    assert Contact.objects.get().name == "Asta Holm"
    assert Answer.objects.get().value == "I like it"


def test_answers_and_what_the_office_corrected_stay_with_the_code(client, occurrence):
    asked = QuestionFactory(event=occurrence.event, moment="sign_up", required=False)
    sign_up(client, occurrence, **{f"q{asked.pk}v1": "I like it"})
    typed = {"name": "Asta M. Holm", "phone": "+4520304050", "actor": office()}
    correcting.typed_name_and_phone(Registration.objects.get(), **typed)
    enter(client, occurrence, code_to())
    assert Contact.objects.get().name == "Asta M. Holm"
    assert Answer.objects.get().value == "I like it"


def test_a_corrected_address_takes_along_no_answers_of_another_browser(
    client, occurrence, other_browser, signed_up
):
    asked = QuestionFactory(event=occurrence.event, moment="sign_up", required=False)
    sign_up(other_browser, occurrence, **{f"q{asked.pk}v1": "Theirs"})
    client.post(f"/en/sign-up/{occurrence.pk}/sent/", {"email": "asta@right.dk"})
    enter(client, occurrence, code_to("asta@right.dk"))
    assert Registration.objects.confirmed().get().contact.email == "asta@right.dk"
    assert not Answer.objects.exists()


def test_a_new_mail_to_the_same_browser_makes_a_new_code(client, occurrence, signed_up):
    browser = Registration.objects.get().browser
    client.post(f"/en/sign-up/{occurrence.pk}/sent/", {"email": ASTA})
    newer = code_to()
    assert newer != signed_up
    assert Registration.objects.holding().get().browser == browser
    assert enter(client, occurrence, signed_up).status_code == 200
    assert enter(client, occurrence, newer).status_code == 302


def test_a_corrected_address_has_a_code_of_its_own(client, occurrence, signed_up):
    client.post(f"/en/sign-up/{occurrence.pk}/sent/", {"email": "asta@right.dk"})
    assert enter(client, occurrence, signed_up).status_code == 200
    assert enter(client, occurrence, code_to("asta@right.dk")).status_code == 302
    assert Registration.objects.confirmed().get().contact.email == "asta@right.dk"


def test_correcting_to_a_known_address_leaves_the_old_code_as_dead_as_to_an_unknown(
    client, occurrence, other_browser, signed_up
):
    """Or else a code of one's own would tell whether the other address is signed up."""
    placed(other_browser, occurrence, "known@student.ku.dk")
    sent = f"/en/sign-up/{occurrence.pk}/sent/"
    client.post(sent, {"email": "known@student.ku.dk"})
    assert enter(client, occurrence, signed_up).status_code == 200


def test_five_wrong_codes_and_only_the_link_is_left(client, occurrence, signed_up):
    wrong = other_than(signed_up)
    left = [str(enter(client, occurrence, wrong).content).count("more time") for _ in range(5)]
    assert left == [2, 2, 2, 2, 0]
    page = enter(client, occurrence, signed_up).content.decode()
    assert "cannot be tried any more" in page
    assert 'name="code"' not in page
    assert 'name="code"' not in client.get(f"/en/sign-up/{occurrence.pk}/sent/").content.decode()
    press(client, Registration.objects.get())
    assert Registration.objects.get().is_confirmed


def test_a_correction_and_back_again_brings_no_new_tries(client, occurrence, signed_up):
    sent = f"/en/sign-up/{occurrence.pk}/sent/"
    for _ in range(5):
        enter(client, occurrence, other_than(signed_up))
    client.post(sent, {"email": "asta@right.dk"})
    assert client.get(sent).context["code_form"]
    client.post(sent, {"email": ASTA})
    assert client.get(sent).context["code_form"] is None


def test_the_right_code_twice_is_once(client, occurrence, signed_up):
    first = enter(client, occurrence, signed_up)
    before = everything()
    again = enter(client, occurrence, signed_up)
    assert again["Location"] == first["Location"]
    assert everything() == before
    assert mails_to(ASTA) == ["prove", "place"]


def test_a_code_after_the_hold_has_lapsed_is_still_proof(client, clock, occurrence, signed_up):
    Registration.objects.update(held_until=NOW - timedelta(minutes=1))
    enter(client, occurrence, signed_up)
    assert Registration.objects.confirmed().get().contact.email == ASTA
    assert Registration.objects.get(state=RegistrationState.LAPSED).successor


def test_a_code_is_good_for_an_hour(client, clock, occurrence, signed_up):
    """As long as the browser remembers; and never longer than the proof may take."""
    Message.objects.update(queued_at=NOW - timedelta(hours=25))
    assert enter(client, occurrence, signed_up).status_code == 200
    assert not Registration.objects.confirmed().exists()


def test_a_turn_is_proven_by_its_code(client, occurrence, other_browser):
    for email in ("one@student.ku.dk", "two@student.ku.dk"):
        placed(other_browser, occurrence, email)
    sign_up(client, occurrence)
    response = enter(client, occurrence, code_to())
    turn = Turn.objects.get()
    assert turn.is_proven
    assert response["Location"] == f"{link(turn)}?done=confirm"


def test_a_claim_that_proves_first_takes_the_place_at_the_code(client, occurrence):
    for _ in range(60):
        limits.ask("somebody@else.dk", "127.0.0.1/32", NOW)
    sign_up(client, occurrence)
    assert not Registration.objects.exists()
    enter(client, occurrence, code_to())
    assert Registration.objects.get().is_confirmed


def test_whoever_said_this_was_not_me_is_not_signed_up_by_a_code(client, occurrence, signed_up):
    press(Client(), Registration.objects.get(), "not_me")
    assert enter(client, occurrence, signed_up).status_code == 200
    assert not Registration.objects.confirmed().exists()


def test_a_revoked_link_takes_its_code_along(client, occurrence, signed_up):
    Registration.objects.update(link_version=2)
    assert enter(client, occurrence, signed_up).status_code == 200


def test_the_mail_that_the_office_sends_again_carries_no_code(client, occurrence, signed_up):
    from events.domain import sign_up as engine

    engine.link_again(Registration.objects.get())
    assert not mail_to(ASTA).subject[0].isdigit()
    assert "type this code" not in str(mail_to(ASTA).body)


def test_the_link_to_a_place_carries_no_code(client, occurrence, other_browser):
    placed(other_browser, occurrence)
    sign_up(client, occurrence)
    assert mails_to(ASTA) == ["prove", "place", "link"]
    assert not mail_to(ASTA).subject[0].isdigit()


def test_the_code_stands_nowhere_in_the_database(client, occurrence, signed_up):
    enter(client, occurrence, other_than(signed_up))
    assert signed_up not in str(everything()) + str(list(Tally.objects.values()))


def test_without_the_cookie_there_is_no_field(occurrence, other_browser):
    page = other_browser.get(f"/sign-up/{occurrence.pk}/sent/").content.decode()
    assert 'name="code"' not in page


def test_a_wrong_code_says_nothing_of_the_address(client, occurrence):
    """Known, held, blocked, new or a machine's: the same pages, in the same statements."""
    type(occurrence).objects.filter(pk=occurrence.pk).update(capacity=10)
    placed(client, occurrence, "known@student.ku.dk")
    sign_up(client, occurrence, "held@student.ku.dk")
    sign_up(client, occurrence, "never@student.ku.dk")
    press(client, Registration.objects.get(email="never@student.ku.dk"), "not_me")
    told, statements = [], []
    for name in ("known", "held", "never", "fresh"):
        browser = Client()
        sign_up(browser, occurrence, f"{name}@student.ku.dk")
        pages = []
        with CaptureQueriesContext(connection) as counted:
            for _ in range(6):
                page = enter(browser, occurrence, "000000")
                pages.append((page.status_code, page.content.replace(name.encode(), b"name")))
        told.append(pages)
        statements.append(len(counted))
    assert told[0] == told[1] == told[2] == told[3]
    assert len(set(statements)) == 1, statements


def test_a_crowded_network_has_the_link_left(client, occurrence, signed_up):
    for n in range(60):
        limits.try_code(f"somebody {n}", "127.0.0.1/32", NOW)
    page = enter(client, occurrence, signed_up)
    assert b"cannot be tried any more" in page.content


# At the same moment


@pytest.fixture
def at_once(transactional_db, client, clock, reference):
    """A date, and how several do something at the same moment."""

    def together(*acts) -> None:
        def then_close(act) -> None:
            act()
            connection.close()

        threads = [Thread(target=then_close, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return together


@pytest.mark.django_db(transaction=True)
def test_ten_wrong_codes_at_once_count_ten_and_leave_no_try(client, at_once):
    occurrence = open_occurrence(capacity=2)
    sign_up(client, occurrence)
    right = code_to()
    wrong = [lambda: enter(client, occurrence, other_than(right)) for _ in range(10)]
    at_once(*wrong)
    assert sorted(Tally.objects.values_list("count", flat=True))[-1] == 10
    assert enter(client, occurrence, right).status_code == 200
    assert not Registration.objects.confirmed().exists()


@pytest.mark.django_db(transaction=True)
def test_the_code_and_the_link_at_once_are_once(client, at_once):
    occurrence = open_occurrence(capacity=2)
    sign_up(client, occurrence)
    code, registration = code_to(), Registration.objects.get()
    acts = [lambda: enter(client, occurrence, code), lambda: proof.confirm(registration.pk)]
    at_once(*acts, *acts)
    assert Registration.objects.get().is_confirmed
    assert Contact.objects.count() == 1
    assert mails_to(ASTA) == ["prove", "place"]
