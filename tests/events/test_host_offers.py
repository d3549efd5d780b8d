"""What a practice offers: made, withdrawn, declined, made into dates; told, and forgotten."""

from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.domain import host_contacts, host_offers, host_offers_end, retention, using_offers
from events.domain.errors import ActRefused, WrongTime
from events.domain.host_offers import AlreadyAnswered, Given, NoDayLeft
from events.domain.using_offers import Plan
from events.models import Audience, HostContact, HostLink, HostOffer, Occurrence
from mail.models import Message
from office.actor import of_host
from tests.events.people import office
from tests.events.test_races import at_once, errors, running
from tests.factories import (
    NOW,
    EventFactory,
    HostContactFactory,
    HostOfferFactory,
    OccurrenceFactory,
)

__all__ = ["running"]

pytestmark = pytest.mark.usefixtures("in_english")
GIVEN = Given(
    places=2,
    dates=2,
    first_day=date(2027, 3, 1),
    last_day=date(2027, 3, 31),
    weekdays="2",
    starts=time(8, 30),
    ends=time(15),
)
THIRD, TENTH = date(2027, 3, 3), date(2027, 3, 10)


def offers(contact, **fields):
    return host_offers.offer(contact.pk, replace(GIVEN, **fields), actor=of_host(contact.pk))


def plan(event, **fields):
    told = {
        "event": event.pk,
        "days": [THIRD, TENTH],
        "starts": time(8, 30),
        "ends": time(15),
        "capacity": 2,
        "waitlist_limit": 5,
        "location": "",
        "opens": True,
    }
    return Plan(**{**told, **fields})


def uses(offer, event=None, word="", **fields):
    made = plan(event or EventFactory(), **fields)
    return using_offers.use(offer.pk, made, word=word, actor=office())


# Made and withdrawn


def test_so_many_offers_wait_and_no_more_also_of_those_taken_back(clock):
    contact = HostContactFactory()
    made = [offers(contact, places=n) for n in range(1, 1 + host_offers.MOST_OPEN)]
    with pytest.raises(ActRefused):
        offers(contact, places=99)
    host_offers.withdraw(made[0].pk, actor=of_host(contact.pk))
    offers(contact, places=99)
    with pytest.raises(ActRefused):
        host_offers.take_back_withdrawal(made[0].pk, actor=of_host(contact.pk))
    assert HostOffer.objects.filter(state="new").count() == host_offers.MOST_OPEN


def test_a_practice_offers_days_and_the_office_has_them(clock):
    contact = HostContactFactory()

    made = offers(contact, note="Not in week 10")

    assert asdict(GIVEN) | {"note": "Not in week 10"} == {
        name: getattr(made, name) for name in asdict(GIVEN)
    }
    assert (made.host, made.contact, made.is_new(), made.made_at) == (
        contact.host,
        contact,
        True,
        NOW,
    )


def test_the_same_offer_twice_is_one(clock):
    contact = HostContactFactory()

    first, again, other = offers(contact), offers(contact), offers(contact, places=1)

    assert first == again != other
    assert HostOffer.objects.count() == 2


def test_what_was_answered_can_be_offered_anew(clock):
    contact = HostContactFactory()
    first = offers(contact)
    host_offers.decline(first.pk, actor=office())

    assert offers(contact) != first


def test_days_that_have_passed_or_are_holidays_are_no_offer(clock):
    contact = HostContactFactory()
    easter_monday = date(2027, 3, 29)

    with pytest.raises(NoDayLeft):
        offers(contact, first_day=date(2026, 11, 1), last_day=date(2026, 11, 20))
    with pytest.raises(NoDayLeft):
        offers(contact, first_day=easter_monday, last_day=easter_monday, weekdays="0")


def test_who_has_left_offers_nothing(clock):
    contact = HostContactFactory(left_at=NOW)

    with pytest.raises(ActRefused):
        offers(contact)


def test_a_practice_has_no_more_than_twenty_offers_open(clock):
    contact = HostContactFactory()
    for n in range(20):
        offers(contact, places=n + 1)

    with pytest.raises(ActRefused):
        offers(contact, places=30)
    assert HostOffer.objects.count() == 20


def test_an_offer_is_withdrawn_and_offered_again_twice_as_once(clock):
    offer = HostOfferFactory()
    actor = of_host(offer.contact.pk)

    for _n in range(2):
        assert host_offers.withdraw(offer.pk, actor=actor).state == "withdrawn"
    for _n in range(2):
        found = host_offers.take_back_withdrawal(offer.pk, actor=actor)
        assert (found.state, found.answered_at) == ("new", None)
    assert Message.objects.count() == 0


def test_an_answered_offer_is_neither_withdrawn_nor_offered_again(clock):
    offer = HostOfferFactory()
    host_offers.decline(offer.pk, actor=office())

    for act in (host_offers.withdraw, host_offers.take_back_withdrawal):
        with pytest.raises(AlreadyAnswered):
            act(offer.pk, actor=of_host(offer.contact.pk))


def test_a_withdrawn_offer_whose_days_have_passed_is_not_offered_again(clock):
    offer = HostOfferFactory()
    host_offers.withdraw(offer.pk, actor=of_host(offer.contact.pk))
    clock.stop(datetime(2027, 4, 1, 12, tzinfo=NOW.tzinfo))

    with pytest.raises(NoDayLeft):
        host_offers.take_back_withdrawal(offer.pk, actor=of_host(offer.contact.pk))


# Made into dates


def test_an_offer_becomes_dates_at_the_practice(clock):
    offer = HostOfferFactory()
    event = EventFactory()

    used = uses(offer, event, capacity=3)

    made = list(event.occurrences.in_order())
    assert [it.local_start.strftime("%d.%m. %H:%M") for it in made] == [
        "03.03. 08:30",
        "10.03. 08:30",
    ]
    assert {(it.host, it.location, it.capacity, it.state) for it in made} == {
        (offer.host, offer.host.address, 3, "scheduled")
    }
    assert (used.state, list(used.made.in_order())) == ("used", made)
    assert made[0].is_in_window(NOW)
    assert made[0].closes_at == made[0].starts_at - timedelta(days=3)


def test_who_may_come_is_as_on_the_event_s_latest_date(clock):
    offer = HostOfferFactory()
    like = OccurrenceFactory()
    Audience.objects.create(occurrence=like, stage="ka", from_semester=7)

    used = uses(offer, like.event)

    rows = {
        row
        for it in used.made.all()
        for row in it.audience.values_list("stage", "from_semester", "to_semester")
    }
    assert rows == {("ka", 7, None)}


def test_drafts_stay_drafts_where_nobody_opens_them(clock):
    used = uses(HostOfferFactory(), opens=False)

    assert {it.state for it in used.made.all()} == {"draft"}


def test_sign_up_to_a_near_visit_closes_half_way(clock):
    offer = HostOfferFactory(
        first_day=date(2026, 11, 23), last_day=date(2026, 11, 23), weekdays="0"
    )

    used = uses(offer, days=[date(2026, 11, 23)])

    made = used.made.get()
    assert made.closes_at == NOW + (made.starts_at - NOW) / 2
    assert made.is_in_window(NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": []},
        {"days": [date(2027, 3, 4)]},
        {"days": [date(2027, 4, 7)]},
        {"starts": time(15), "ends": time(9)},
    ],
)
def test_what_was_not_offered_is_not_made(clock, wrong):
    offer = HostOfferFactory()

    with pytest.raises(ActRefused):
        uses(offer, **wrong)
    offer.refresh_from_db()
    assert (offer.is_new(), Occurrence.objects.count()) == (True, 0)


def test_a_day_that_has_passed_is_not_made(clock):
    offer = HostOfferFactory()
    clock.stop(datetime(2027, 3, 5, 12, tzinfo=NOW.tzinfo))

    with pytest.raises(WrongTime):
        uses(offer)


def test_the_second_to_use_an_offer_is_refused(clock):
    offer = HostOfferFactory()
    uses(offer)

    with pytest.raises(AlreadyAnswered):
        uses(offer)
    assert Occurrence.objects.count() == 2


def test_the_likely_event_is_the_one_the_practice_was_on_last_or_the_only_one(clock):
    offer = HostOfferFactory()
    first = EventFactory()
    EventFactory(kind="camp")
    assert using_offers.events_for(offer) == ([first], first)

    second = EventFactory(title="Z")
    assert using_offers.events_for(offer) == ([first, second], None)

    OccurrenceFactory(event=second, host=offer.host)
    assert using_offers.events_for(offer)[1] == second


def test_the_days_on_which_a_practice_has_a_visit(clock):
    there = OccurrenceFactory(host=HostOfferFactory().host)
    OccurrenceFactory(host=there.host, state="called_off", called_off_at=NOW)
    OccurrenceFactory()

    assert host_offers.visit_days(there.host_id) == {there.first_day}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_make_the_dates_once(running):
    offer, event, actor = HostOfferFactory(), EventFactory(), office()

    def use():
        return using_offers.use(offer.pk, plan(event), actor=actor)

    results = at_once([use] * 4)

    assert [type(error) for error in errors(results)] == [AlreadyAnswered] * 3
    assert event.occurrences.count() == 2
    assert Message.objects.filter(kind="host_offer_answered").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_withdraws_while_another_uses_and_one_of_them_has_it(running):
    offer, event, actor = HostOfferFactory(), EventFactory(), office()

    results = at_once(
        [
            lambda: using_offers.use(offer.pk, plan(event), actor=actor),
            lambda: host_offers.withdraw(offer.pk, actor=of_host(offer.contact_id)),
        ]
    )

    offer.refresh_from_db()
    assert [type(error) for error in errors(results)] == [AlreadyAnswered]
    assert event.occurrences.count() == (2 if offer.state == "used" else 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_offer_sent_twice_at_the_same_moment_is_one(running):
    contact = HostContactFactory()

    assert errors(at_once([lambda: offers(contact)] * 4)) == []
    assert HostOffer.objects.count() == 1


# Told


def test_where_the_one_who_offered_has_left_the_others_are_told(clock):
    offer = HostOfferFactory()
    other = HostContactFactory(host=offer.host)
    HostContactFactory()
    host_contacts.leave(offer.contact.pk, actor=office())

    host_offers.decline(offer.pk, actor=office())

    assert [it.to for it in Message.objects.all()] == [other.email]


def test_no_more_than_three_year_mails_that_nobody_opened_leave_in_a_day(clock):
    contact = HostContactFactory()
    sent = [host_offers.mail_year(contact, NOW) for _n in range(4)]
    assert [bool(it) for it in sent] == [True, True, True, False]

    HostLink.objects.filter(pk=HostLink.objects.first().pk).update(opened_at=NOW, device="x")
    assert host_offers.mail_year(contact, NOW)
    assert host_offers.mail_year(contact, NOW) is None
    assert host_offers.mail_year(contact, NOW + timedelta(days=1, seconds=1))


def test_an_address_gets_a_link_for_each_practice_that_knows_it(clock):
    HostContactFactory.create_batch(2, email="birthe@praksis.test")
    HostContactFactory(email="birthe@praksis.test", left_at=NOW)

    assert host_offers.mail_year_to("birthe@praksis.test", NOW) == 2
    assert host_offers.mail_year_to("nobody@praksis.test", NOW) == 0


def test_a_mail_to_who_has_left_since_does_not_leave(clock):
    contact = HostContactFactory()
    mail = host_offers.mail_year(contact, NOW)
    HostContact.objects.update(left_at=NOW)

    from mail import kinds

    assert kinds.get("host_year").still_true(mail) != ""


def test_the_log_knows_numbers_only(clock):
    offer = offers(HostContactFactory())
    uses(offer, word="Dear Birthe")

    logged = ModelLogEntry.objects.filter(object_id=str(offer.pk), action__contains="offer")
    assert [(it.action, it.data) for it in logged] == [("events.use_offer", {"dates": 2})]
    assert "Birthe" not in str([it.label for it in logged])


# Forgotten


def test_offers_are_forgotten_two_years_after_their_answer_or_their_last_day(clock):
    HostOfferFactory(state="declined", answered_at=NOW)
    open_one = HostOfferFactory()
    later = NOW + timedelta(days=730)

    assert retention.plan(later - timedelta(seconds=1)).host_offers == 0
    assert retention.plan(later).host_offers == 1
    host_offers_end.clean(later)
    assert list(HostOffer.objects.all()) == [open_one]

    host_offers_end.clean(datetime(2029, 4, 2, tzinfo=NOW.tzinfo))
    assert HostOffer.objects.count() == 0


def test_the_word_of_who_has_left_is_forgotten_once_the_offer_is_answered(clock):
    waiting = HostOfferFactory(note="Call me on 12 34 56 78")
    declined = HostOfferFactory(
        note="Call me", state="declined", answered_at=NOW, host=waiting.host
    )
    staying = HostOfferFactory(note="Call us", state="declined", answered_at=NOW)
    HostContact.objects.exclude(pk=staying.contact.pk).update(left_at=NOW)

    host_offers_end.clean(NOW)

    notes = dict(HostOffer.objects.values_list("pk", "note"))
    assert notes == {waiting.pk: "Call me on 12 34 56 78", declined.pk: "", staying.pk: "Call us"}


def test_what_was_mailed_to_a_former_contact_is_forgotten_with_their_address(clock):
    leaves, stays = HostContactFactory(), HostContactFactory()
    mails = [host_offers.mail_year(it, NOW) for it in (leaves, stays)]
    host_contacts.leave(leaves.pk, actor=office())

    retention.clean(NOW + timedelta(days=31))

    for mail in mails:
        mail.refresh_from_db()
    assert [it.to for it in mails] == ["", stays.email]
