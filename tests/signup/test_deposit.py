"""What somebody sees of a deposit: before paying, while the place waits, once paid, and after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from contacts.models import Contact
from events.domain import by_hand as places_by_hand
from events.domain import correcting, deposit_words, registrations
from events.domain.erasure import erase
from events.models import Because, Occurrence, Registration
from mail.domain import delivery, links
from mail.models import Message
from office import clock as office_clock
from office.actor import PERSON
from payments.domain import arriving, by_hand, checkout, owing, retention
from payments.models import GivenBackBecause, Payment, Refund, StripeEvent, Way
from signup.domain import my_data
from signup.kept_words import kept_words
from tests.events.people import office
from tests.factories import NOW, open_occurrence
from tests.signup.people import STUDENT, link, mails_to, placed, press, sign_up, waiting

pytestmark = pytest.mark.django_db

ASTA = "asta@student.ku.dk"
TYPED = {"email": ASTA, "name": "Asta Holm"}


@pytest.fixture
def camp(clock, reference) -> Occurrence:
    """A place costs 300 kr.; until two days before the start all of it comes back, then half."""
    date = open_occurrence(capacity=2, deposit=30000, deposit_part_back=50)
    date.deposit_back_until = date.starts_at - timedelta(days=2)
    date.save()
    return date


@pytest.fixture
def waits(client, camp) -> Registration:
    """Somebody whose place waits for the deposit."""
    found = placed(client, camp)
    assert found.awaits_payment
    return found


def paid(registration: Registration) -> Payment:
    """The money has arrived, whichever way we learned of it."""
    payment = checkout.begin(registration.pk)
    return arriving.arrive(payment.pk, f"pi_{payment.pk}")


@pytest.fixture
def has_paid(waits) -> Registration:
    paid(waits)
    waits.refresh_from_db()
    return waits


def shown(client, claim, query="") -> str:
    """The page in English words."""
    Registration.objects.filter(pk=claim.pk).update(language="en")
    response = client.get(link(claim) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# Before paying


def test_the_form_says_what_it_costs_and_when_that_comes_back(client, camp):
    page = client.get(f"/en/sign-up/{camp.pk}/").content.decode()
    before = page[: page.index("Sign up</button>")]
    assert "You pay a deposit of DKK\xa0300 for the place." in before
    assert "You get it back when you come" in before
    assert "DKK\xa0150 comes back" in before
    assert "60 minutes" in before


def test_whoever_joins_the_waitlist_pays_nothing_now(client, camp):
    Occurrence.objects.filter(pk=camp.pk).update(capacity=0)
    assert "You pay nothing now." in client.get(f"/en/sign-up/{camp.pk}/").content.decode()


def test_where_nothing_is_asked_for_no_word_is_said_of_money(client, occurrence):
    assert "deposit" not in client.get(f"/en/sign-up/{occurrence.pk}/").content.decode()
    place = placed(client, occurrence)
    page = shown(client, place) + shown(client, place, "?step=cancel")
    assert "deposit" not in page.lower()


@pytest.mark.parametrize("on", [True, False])
def test_the_notice_names_stripe_where_money_is_taken(client, occurrence, settings, on):
    settings.PAYMENTS_ON = on
    assert ("Stripe" in client.get(f"/sign-up/{occurrence.pk}/").content.decode()) is on


def test_the_page_of_the_code_and_of_proof_say_that_paying_comes_next(client, camp):
    page = client.post(f"/en/sign-up/{camp.pk}/", STUDENT, follow=True).content.decode()
    assert "You pay a deposit of DKK\xa0300 for the place." in page
    proof = shown(client, Registration.objects.get())
    assert "pay the deposit of DKK 300 within 60 minutes" in proof


# While the place waits


def test_the_page_says_how_much_and_how_long(client, waits):
    page = shown(client, waits)
    assert "Pay the deposit, and the place is yours" in page
    assert ">Pay DKK 300</button>" in page
    assert "in 1 hour" in page
    assert "You get it back when you come" in page
    assert "I do not want the place" in page


def test_nobody_begins_in_the_last_minutes(client, waits, clock):
    clock.move(timedelta(minutes=56))
    page = shown(client, waits)
    assert "It is too late to begin" in page
    assert 'value="pay"' not in page
    refused = press(client, waits, "pay")
    assert refused.status_code == 409
    assert "nobody can begin any more" in refused.content.decode()


def test_after_the_time_the_page_explains_itself(client, waits, clock):
    clock.move(timedelta(minutes=61))
    for _ in range(2):  # before and after the worker has written it down
        page = shown(client, waits)
        assert "The time to pay is over" in page
        assert "Sign up again for this date" in page
        assert 'value="pay"' not in page
        sign_up(client, waits.occurrence, "next@student.ku.dk")
    waits.refresh_from_db()
    assert waits.ended_because == Because.LAPSED


def test_an_offer_that_lapsed_is_not_a_deposit_that_was_not_paid(client, camp, clock):
    Occurrence.objects.filter(pk=camp.pk).update(capacity=1)
    first = placed(client, camp, "first@student.ku.dk")
    waiting(client, camp, "next@student.ku.dk")
    press(client, first, "cancel")
    offered = Registration.objects.get(state="offered")
    page = shown(client, offered)
    assert "When you say yes, you pay a deposit of DKK 300" in page
    clock.move(timedelta(days=4))
    assert "The time to pay is over" not in shown(client, offered)


def test_an_offer_that_is_accepted_waits_for_the_deposit(client, camp):
    Occurrence.objects.filter(pk=camp.pk).update(capacity=1)
    first = placed(client, camp, "first@student.ku.dk")
    waiting(client, camp, "next@student.ku.dk")
    press(client, first, "cancel")
    offered = Registration.objects.get(state="offered")
    page = press(client, offered, "accept").content.decode()
    assert 'value="pay"' in page


def test_the_place_can_be_given_back_instead(client, waits):
    press(client, waits, "cancel")
    waits.refresh_from_db()
    assert waits.ended_because == Because.LEFT
    assert "The time to pay is over" not in shown(client, waits)


def test_what_cannot_be_reached_keeps_the_place(client, waits, settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = "sk_test_a", "http://127.0.0.1:9"
    response = press(client, waits, "pay")
    assert response.status_code == 409
    page = response.content.decode()
    assert 'role="alert"' in page
    assert 'value="pay"' in page
    waits.refresh_from_db()
    assert waits.awaits_payment


def test_pressing_pay_in_a_second_tab_after_paying_says_so(client, has_paid):
    Registration.objects.update(language="en")
    page = press(client, has_paid, "pay").content.decode()
    assert "The deposit is paid already" in page
    assert Payment.objects.count() == 1


# Paid


def test_the_page_of_who_has_paid(client, has_paid):
    page = shown(client, has_paid)
    assert "You have a place" in page
    assert "<strong>DKK 300</strong><br>paid on" in page
    assert "DKK 300, paid" in page[: page.index("ticket-door")]
    assert 'value="pay"' not in page


@pytest.mark.parametrize(
    ("days_before", "part", "said"),
    [
        (3, 50, "You get <strong>DKK 300</strong> back: all of your deposit."),
        (1, 50, "You get <strong>DKK 150</strong> of your deposit back; the other DKK 150, too"),
        (1, 0, "Your deposit of <strong>DKK 300</strong> comes back only if"),
    ],
)
def test_before_cancelling_the_exact_amount_is_said(client, waits, clock, days_before, part, said):
    Occurrence.objects.update(deposit_part_back=part)
    waits.refresh_from_db()
    payment = paid(waits)
    clock.stop(waits.occurrence.starts_at - timedelta(days=days_before))
    assert said in shown(client, waits, "?step=cancel")
    registrations.cancel(waits.pk, actor=PERSON)
    owing.make_due(office_clock.now())
    payment.refresh_from_db()
    given = {"<strong>DKK 300</strong> back:": 30000, "<strong>DKK 150</strong>": 15000}
    expected = 0 if part == 0 else next(it for text, it in given.items() if text in said)
    assert payment.given_back == expected


def test_the_question_whether_one_still_comes_says_it_beside_its_button(client, has_paid, clock):
    Registration.objects.update(asked_coming_at=NOW)
    clock.stop(has_paid.occurrence.starts_at - timedelta(days=1))
    page = shown(client, has_paid)
    assert "I cannot come" in page
    assert "You get <strong>DKK 150</strong> of your deposit back" in page


def test_after_leaving_the_page_says_what_goes_back_at_once_and_how(client, has_paid):
    press(client, has_paid, "cancel")
    assert "You get DKK 300 back." in shown(client, has_paid)
    owing.make_due(office_clock.now())
    page = shown(client, has_paid)
    assert "You cancelled in time." in page
    assert "On its way back, the way you paid" in page
    Refund.objects.update(state="done", ended_at=NOW)
    assert "Given back on" in shown(client, has_paid)


def test_what_is_kept_is_said_with_the_way_it_still_comes_back(client, has_paid, clock):
    clock.stop(has_paid.occurrence.starts_at - timedelta(days=1))
    press(client, has_paid, "cancel")
    owing.make_due(office_clock.now())
    page = shown(client, has_paid)
    assert "The office keeps DKK 150, since you cancelled late." in page


def test_a_dispute_promises_nothing(client, has_paid):
    Payment.objects.update(dispute="open")
    assert "Your bank has been asked" in shown(client, has_paid)
    page = shown(client, has_paid, "?step=cancel")
    assert "Nothing of it goes back from us until it has decided" in page
    assert "You get <strong>" not in page
    assert "You get all" not in page


# A deposit that is due


def test_whom_the_office_added_may_still_pay(client, camp):
    place = places_by_hand.add(camp.pk, TYPED, actor=office(), language="en", reason="phoned")
    page = shown(client, place)
    assert "You have a place" in page
    assert "Your deposit is still to be paid" in page
    assert ">Pay DKK 300</button>" in page
    assert "paid</dd>" not in page


@pytest.mark.parametrize(
    ("way", "said"),
    [(Way.WAIVED, "The office has waived it"), (Way.INVOICE, "settled by invoice on")],
)
def test_what_the_office_settled_is_said(client, waits, way, said):
    by_hand.settle(waits.pk, way, actor=office(), reason="agreed")
    page = shown(client, waits)
    assert said in page
    assert 'value="pay"' not in page
    assert "agreed" not in page


# The page one comes back to


def returned(client, payment, query="") -> str:
    Registration.objects.update(language="en")
    response = client.get(reverse("signup:payment", args=[payment.reference]) + query)
    assert response.status_code == 200
    page = response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "/registration/" not in page
    assert "Asta" not in page
    assert "@student" not in page
    return " ".join(page.split())


def begun(registration) -> Payment:
    payment = checkout.begin(registration.pk)
    Payment.objects.filter(pk=payment.pk).update(
        state="open", session="cs_1", url="https://checkout.stripe.test/pay/cs_1"
    )
    return Payment.objects.get()


def test_it_waits_and_looks_again_by_script_or_link(client, waits):
    page = returned(client, begun(waits))
    assert "We are asking the bank" in page
    assert 'aria-live="polite"' in page
    assert "js/payment.js" in page
    assert 'href="?">Look again' in page
    assert 'href="https://checkout.stripe.test/pay/cs_1"' in page


def test_whoever_left_without_paying_can_go_back(client, waits):
    page = returned(client, begun(waits), "?left=1")
    assert "You have not paid yet" in page
    assert 'href="https://checkout.stripe.test/pay/cs_1">Pay DKK 300' in page


def test_it_says_paid_however_often_and_late_it_is_opened(client, has_paid, clock):
    payment = Payment.objects.get()
    for _ in range(2):
        page = returned(client, payment)
        assert "Paid. The place is yours" in page
        assert "js/payment.js" not in page
        clock.move(timedelta(days=400))


def test_it_says_what_came_back_and_why(client, has_paid):
    registrations.cancel(has_paid.pk, actor=PERSON)
    assert "The place has been given up since" in returned(client, Payment.objects.get())
    owing.make_due(office_clock.now())
    page = returned(client, Payment.objects.get())
    assert "You get DKK 300 back" in page
    assert "You cancelled in time." in page


def test_money_that_came_too_late_is_explained(client, waits, clock):
    payment = begun(waits)
    clock.move(timedelta(minutes=61))
    Occurrence.objects.update(capacity=0)
    arriving.arrive(payment.pk, "pi_late")
    page = returned(client, payment)
    assert "You get DKK 300 back" in page
    assert "after the time had run out" in page


def test_a_payment_that_ended_unpaid(client, waits):
    payment = begun(waits)
    Payment.objects.update(state="unpaid", url="")
    assert "Nothing was paid" in returned(client, payment)


def test_an_unknown_payment_explains_itself(client, clock):
    response = client.get("/en/payment/AAAAAAAAAAAAAAAAAAAAAA/")
    if response.status_code == 404 and "We do not know" not in response.content.decode():
        response = client.get("/payment/AAAAAAAAAAAAAAAAAAAAAA/", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"
    assert "Traceback" not in response.content.decode()
    assert reverse("signup:my_sign_ups") in response.content.decode()


# Mails


def mail_of(kind: str) -> Message:
    return Message.objects.filter(kind=kind).order_by("-pk").first()


def read(message: Message) -> str:
    from mail.domain.delivery import build

    message.language = "en"
    return " ".join(str(build(message).body).split())


def test_the_offer_says_that_a_deposit_is_due_after_accepting(client, camp):
    Occurrence.objects.filter(pk=camp.pk).update(capacity=1)
    first = placed(client, camp, "first@student.ku.dk")
    waiting(client, camp, "next@student.ku.dk")
    press(client, first, "cancel")
    assert "If you say yes, you pay a deposit of DKK 300" in read(mail_of("offer"))


@pytest.mark.parametrize("way", ["paid", "waived", "due"])
def test_the_reminder_promises_nothing_and_names_the_page_that_knows(client, camp, clock, way):
    from events.domain.reminders import remind

    if way == "due":
        places_by_hand.add(camp.pk, TYPED, actor=office(), language="en", reason="phoned")
    elif way == "paid":
        paid(placed(client, camp))
    else:
        by_hand.settle(placed(client, camp).pk, Way.WAIVED, actor=office(), reason="agreed")
    clock.stop(camp.starts_at - timedelta(days=2, hours=23))
    remind()
    said = read(mail_of("reminder"))
    assert "Before you cancel, the page shows what of a deposit comes back." in said
    assert "get all of" not in said


def test_the_mail_about_the_place_says_paid_or_settled_or_due(client, camp):
    for number, act in enumerate(
        (
            paid,
            lambda it: by_hand.settle(it.pk, Way.BANK, actor=office(), reason="agreed"),
        )
    ):
        act(placed(client, camp, f"number{number}@student.ku.dk"))
        said = ["Your deposit of DKK 300 is paid.", "Your deposit is settled"][number]
        assert said in read(mail_of("place"))


def test_the_mail_to_whom_the_office_added_says_that_the_deposit_is_due(client, camp):
    places_by_hand.add(camp.pk, TYPED, actor=office(), language="en", reason="phoned")
    assert "Your deposit of DKK 300 is still to be paid" in read(mail_of("place"))


@pytest.mark.parametrize("way", ["paid", "waived"])
def test_at_another_address_nobody_is_told_to_pay_again(client, waits, way):
    if way == "paid":
        paid(waits)
    else:
        by_hand.settle(waits.pk, Way.WAIVED, actor=office(), reason="agreed")
    new = "asta@right.dk"
    correcting.address_of(waits.contact.pk, new, actor=office(), reason="A typo")
    mail = mail_of("place")
    assert mail.to == new
    assert "still to be paid" not in read(mail)


# One's own data


def test_my_data_shows_payments_and_what_went_back_in_words(client, has_paid):
    registrations.cancel(has_paid.pk, actor=PERSON)
    owing.make_due(office_clock.now())
    held = my_data.held(Contact.objects.get())
    assert [(it["amount"], it["payment_state"]) for it in held["payments"]] == [("300.00", "paid")]
    assert [it["amount"] for it in held["refunds"]] == ["300.00"]
    said = {value for _title, rows in kept_words(held) for row in rows for _l, value in row}
    assert not said & {"card", "left_in_time", "owed", "DKK", "300.00"}


def test_the_page_of_my_data_shows_them(client, has_paid):
    contact = Contact.objects.get()
    expires = NOW + timedelta(minutes=30)
    url = f"/my-data/{links.make('my-data', contact.pk, contact.link_version, expires)}/"
    Contact.objects.update(language="en")
    page = client.post(url, {"act": "open"}).content.decode()
    assert "Deposits you paid or began to pay" in page
    assert "300.00" in page


def test_erasing_leaves_amounts_without_a_name(waits):
    by_hand.settle(waits.pk, Way.INVOICE, actor=office(), reason="Asta Holm's hospital pays")
    erase(waits.contact.pk, actor=PERSON)
    assert retention.clean(office_clock.now()).reasons == 1
    assert retention.plan(office_clock.now()).is_empty
    payment = Payment.objects.get()
    assert payment.amount == 30000
    assert "Asta" not in payment.why
    assert payment.registration.contact.name == ""


# How long it is kept


def test_payments_are_kept_for_five_years_and_the_running_one(client, has_paid, clock):
    registrations.cancel(has_paid.pk, actor=PERSON)
    owing.make_due(office_clock.now())
    Refund.objects.update(state="done", ended_at=NOW)
    Payment.objects.update(decided=GivenBackBecause.LEFT_IN_TIME)
    last = NOW.year + 5
    assert retention.clean(NOW.replace(year=last, month=12, day=31, hour=12)).is_empty
    assert Payment.objects.count() == Refund.objects.count() == 1
    over = NOW.replace(year=last + 1, month=1, day=1, hour=12)
    assert retention.clean(over) == retention.Plan(payments=1, notices=0, reasons=0)
    assert retention.plan(over).is_empty
    assert Payment.objects.count() == Refund.objects.count() == 0
    assert Registration.objects.count() == 1


def test_what_is_under_way_is_kept_however_old(client, has_paid):
    registrations.cancel(has_paid.pk, actor=PERSON)
    owing.make_due(office_clock.now())
    retention.clean(NOW.replace(year=NOW.year + 9))
    assert Payment.objects.count() == Refund.objects.count() == 1


def test_what_stripe_told_is_kept_for_ninety_days(db):
    for days in (89, 91):
        at = NOW - timedelta(days=days)
        StripeEvent.objects.create(
            stripe_id=f"evt_{days}", kind="x", livemode=False, came_at=at, due_at=at
        )
    assert retention.clean(NOW).notices == 1
    assert [it.stripe_id for it in StripeEvent.objects.all()] == ["evt_89"]


# How often the database is asked


def test_how_often_the_database_is_asked(client, has_paid, django_assert_max_num_queries):
    payment = Payment.objects.get()
    client.get(link(has_paid))
    with django_assert_max_num_queries(17):
        client.get(link(has_paid))
    with django_assert_max_num_queries(7):
        client.get(reverse("signup:payment", args=[payment.reference]))


def mailed(address: str) -> str:
    """The last mail to an address, as it is read."""
    return str(delivery.build(Message.objects.filter(to=address).latest("pk")).body)


def test_the_first_mail_says_what_the_form_said(client, camp):
    """The same sentences, before anybody has confirmed anything."""
    sign_up(client, camp, ASTA)
    form = client.get(f"/en/sign-up/{camp.pk}/").context["asks"]
    Message.objects.update(language="en")
    with translation.override("en"):
        rule = str(deposit_words.rule(deposit_words.terms_of(camp)))
    text = " ".join(mailed(ASTA).split())
    said = f"You pay a deposit of {form.amount} for the place. {rule}"
    assert " ".join(said.split()) in text
    assert "You pay when you have confirmed your address" in text


def test_the_first_mail_of_who_will_wait_says_that_nothing_is_paid_now(client, camp):
    for name in ("bo", "carl"):
        placed(client, camp, f"{name}@student.ku.dk")
    sign_up(client, camp, ASTA)
    Message.objects.update(language="en")
    text = mailed(ASTA)
    assert "You pay nothing now." in text
    assert "for 60 minutes while you pay" in text


def test_the_first_mail_says_nothing_of_money_where_none_is_asked(client, clock, reference):
    sign_up(client, open_occurrence(), ASTA)
    Message.objects.update(language="en")
    assert "deposit" not in mailed(ASTA)


def test_mails_to_the_payer(client, has_paid):
    assert mails_to(ASTA) == ["prove", "pay", "place"]
