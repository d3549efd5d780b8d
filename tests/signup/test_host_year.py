"""A practice's year behind its mailed link: what comes, who came, the days it offers."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.models import StageRecord
from events.domain import attendance, erasure, host_links, host_offers
from events.models import Hosting, HostLink, HostOffer, Occurrence
from mail.domain import links
from mail.models import Message
from office.models import Office
from tests.events.people import office
from tests.factories import (
    NOW,
    ContactFactory,
    HostContactFactory,
    HostOfferFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
)

pytestmark = pytest.mark.django_db
PAST = datetime(2026, 11, 4, 8, tzinfo=UTC)
OFFER = {
    "places": "2",
    "dates": "2",
    "weekdays": ["2"],
    "first_day": "2027-03-01",
    "last_day": "2027-03-31",
    "starts": "08:30",
    "ends": "15:00",
    "note": "",
}


@pytest.fixture
def contact(clock, reference):
    return HostContactFactory(host__name="Lægerne Torvet", language="en")


def url_of(contact):
    link = host_links.make(contact, None, NOW)
    return reverse("signup:host", args=[links.make("host", link.pk, contact.link_version)])


@pytest.fixture
def year(client, contact):
    """The address of the year, which this browser has opened."""
    url = url_of(contact)
    client.post(url, {"act": "open"})
    return url


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def visited(host, *, came=1, placed=2, at=PAST, **wrote):
    date_ = OccurrenceFactory(host=host, starts_at=at, opens_at=at - timedelta(days=40))
    people = RegistrationFactory.create_batch(placed, occurrence=date_)
    for person in people[:came]:
        StageRecord.objects.create(
            contact=person.contact,
            stage="ka",
            study_start=date(2023, 9, 1),
            recorded_at=NOW,
            source="test",
        )
        attendance.check_in(person.pk, date_.first_day, actor=office())
    Occurrence.objects.filter(pk=date_.pk).update(list_closed_at=NOW)
    Hosting.objects.create(occurrence=date_, host=host, made_at=at, **wrote)
    return people


# The door


def test_the_link_alone_shows_nothing_of_the_year(client, contact):
    visited(contact.host, lines="They asked so well.")

    answer = client.get(url_of(contact))

    assert answer.status_code == 200
    assert "They asked so well." not in words(answer)


def test_another_browser_a_mail_scanner_and_a_revoked_link_see_and_do_nothing(
    client, contact, year
):
    visited(contact.host, lines="They asked so well.")
    other = Client()

    for answer in (other.get(year), other.post(year, OFFER | {"act": "offer"}), other.head(year)):
        assert "They asked so well." not in answer.content.decode()
    assert HostOffer.objects.count() == 0

    contact.link_version += 1
    contact.save()
    for answer in (client.get(year), client.post(year, OFFER | {"act": "offer"})):
        assert answer.status_code == 410
        assert "They asked so well." not in words(answer)
    assert HostOffer.objects.count() == 0


def test_the_link_ends_after_three_months(client, contact, year, clock):
    clock.move(timedelta(days=90))

    assert client.get(year).status_code == 410


# What stands there


def test_an_empty_year_says_what_to_do(client, year):
    said = words(client.get(year))

    assert "No visit is planned. Offer some days below" in said
    assert "Nobody yet. After the first visit" in said
    assert "Offer days" in said


def test_what_is_coming_stands_with_its_hours_and_how_many_come(client, contact, year):
    coming = OccurrenceFactory(host=contact.host, event__title="A day in practice")
    RegistrationFactory.create_batch(2, occurrence=coming)
    OccurrenceFactory(host=contact.host, state="draft", event__title="A secret draft")
    OccurrenceFactory(event__title="Another practice's day")

    said = words(client.get(year))

    for part in ("A day in practice", "Thursday 10 December 2026", "09:00–15:00", "2 people come"):
        assert part in said, part
    assert "secret draft" not in said
    assert "Another practice" not in said


def test_who_was_there_stands_by_number_and_stage_without_any_name(client, contact, year):
    people = visited(contact.host, lines="They asked so well.", gladly_again=True, wrote_at=NOW)

    answer = client.get(year)
    said = words(answer)

    assert "1 of 2 people came: Master&#x27;s, semester 7" in said
    assert "They asked so well." in said
    assert "Gladly again" in said
    for person in people:
        for secret in (person.contact.name, person.contact.email):
            assert secret not in answer.content.decode()


def test_of_an_erased_person_only_the_number_stays(client, contact, year):
    (person,) = visited(contact.host, placed=1)
    erasure.erase(person.contact_id, actor=office())

    said = words(client.get(year))

    assert "1 of 1 person came" in said
    assert "semester" not in said


def test_a_part_in_a_camp_counts_those_in_its_spot(client, contact, year):
    spot = SpotFactory(
        kind="host",
        host=contact.host,
        capacity=2,
        starts_at=datetime(2027, 1, 16, 8, tzinfo=UTC),
        ends_at=datetime(2027, 1, 16, 14, tzinfo=UTC),
    )
    here, _elsewhere = RegistrationFactory.create_batch(2, occurrence=spot.occurrence)
    spot.allocations.create(registration=here, slot=spot.slot)

    said = words(client.get(year))

    assert "Saturday 16 January 2027" in said
    assert "09:00–15:00" in said
    assert "1 person comes" in said


def test_the_page_asks_as_much_for_many_visits_as_for_one(client, contact, year):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(year)
        return len(seen)

    visited(contact.host)
    RegistrationFactory(occurrence=OccurrenceFactory(host=contact.host))
    HostOfferFactory(host=contact.host, contact=contact)
    queries()
    one = queries()
    for n in range(1, 4):
        visited(contact.host, at=PAST - timedelta(days=n), came=2)
        RegistrationFactory(occurrence=OccurrenceFactory(host=contact.host))
        HostOfferFactory(host=contact.host, contact=contact)
    assert queries() == one


def test_the_office_stands_there_to_be_asked(client, year):
    Office.objects.create(
        valid_from=date(2026, 1, 1),
        name="Rekrutteringskontoret",
        controller="R",
        privacy_email="d@o.test",
        email="office@office.test",
        phone="+4511223344",
    )

    assert "office@office.test" in words(client.get(year))


# Offering days


def test_the_form_stands_on_a_page_of_its_own(client, year):
    said = words(client.get(f"{year}?step=offer"))

    assert "Weekdays that suit you" in said
    assert "How many can come each time" in said


def test_the_days_are_shown_before_the_offer_is_sent(client, year):
    answer = client.post(year, OFFER | {"weekdays": ["0", "2"], "act": "preview"})
    said = words(answer)

    assert "2 people each time, up to 2 visits: Monday or Wednesday, 1–31 March 2027" in said
    assert "The 9 days that fit" in said
    assert "Monday 29 March 2027 (Easter Monday)" in said
    assert HostOffer.objects.count() == 0


def test_of_many_days_the_first_are_listed_and_the_rest_counted(client, year):
    every = {"weekdays": list("01234"), "last_day": "2027-03-31", "dates": "9"}
    said = words(client.post(year, OFFER | every | {"act": "preview"}))

    assert "The 20 days that fit" in said
    assert "and 8 more until Wednesday 31 March 2027" in said


def test_the_offer_is_sent_once_however_often_it_is_pressed(client, contact, year):
    for _n in range(2):
        answer = client.post(year, OFFER | {"act": "offer", "note": "Gladly!"}, follow=True)

    made = HostOffer.objects.get()
    assert (made.host, made.contact, made.weekdays, made.places, made.dates, made.note) == (
        contact.host,
        contact,
        "2",
        2,
        2,
        "Gladly!",
    )
    said = words(answer)
    assert "Thank you! The office has your offer, and answers by mail." in said
    assert "waits for the office" in said


def test_changing_after_the_preview_keeps_what_was_typed(client, year):
    html = client.post(year, OFFER | {"act": "change", "note": "Gladly!"}).content.decode()

    assert 'value="2027-03-01"' in html
    assert re.search(r'value="2"[^>]* checked', html)
    assert "Gladly!" in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"weekdays": []}, "Tick at least one weekday."),
        ({"places": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"ends": "08:00"}, "The visit ends before it begins."),
        ({"last_day": "2027-02-01"}, "The last day comes before the first."),
        ({"first_day": "2026-11-01", "last_day": "2026-11-20"}, "These days have passed."),
        ({"last_day": "2029-03-31"}, "Offer days of the next 13 months only."),
        ({"dates": "6"}, "Only 5 days fit. Offer fewer visits, or more days."),
        (
            {"first_day": "2027-03-01", "last_day": "2027-03-02", "dates": "1"},
            "No day fits: none of these weekdays lies between",
        ),
        (
            {
                "weekdays": ["0"],
                "first_day": "2027-03-29",
                "last_day": "2027-03-29",
                "dates": "1",
            },
            "No day fits: those you ticked are public holidays.",
        ),
        ({"first_day": "soon"}, "Enter a valid date."),
    ],
)
@pytest.mark.parametrize("act", ["preview", "offer"])
def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_lost(
    client, year, wrong, said, act
):
    answer = client.post(year, OFFER | {"note": "Gladly!", "act": act} | wrong)

    assert said in words(answer)
    assert "What you typed is still there." in words(answer)
    assert "Gladly!" in words(answer)
    assert HostOffer.objects.count() == 0


def test_an_offer_is_withdrawn_and_that_is_undone(client, contact, year):
    offer = HostOfferFactory(host=contact.host, contact=contact)

    answer = client.post(year, {"act": "withdraw", "offer": offer.pk}, follow=True)
    assert "Your offer is withdrawn." in words(answer)
    assert "Undo" in words(answer)
    offer.refresh_from_db()
    assert offer.state == "withdrawn"

    answer = client.post(year, {"act": "take_back", "offer": offer.pk}, follow=True)
    assert "your offer stands again" in words(answer)
    offer.refresh_from_db()
    assert offer.is_new()


def test_an_answer_of_the_office_stands_at_the_offer_and_it_can_no_longer_be_withdrawn(
    client, contact, year
):
    offer = HostOfferFactory(host=contact.host, contact=contact)
    host_offers.decline(offer.pk, word="After the summer.", actor=office())

    said = words(client.get(year))
    assert "not this time" in said
    assert "After the summer." in said

    answer = client.post(year, {"act": "withdraw", "offer": offer.pk})
    assert answer.status_code == 409
    assert "This offer has been answered already." in words(answer)


@pytest.mark.parametrize("typed", ["", "x", "9" * 40, "²"])
def test_another_practice_s_offer_is_not_touched(client, contact, year, typed):
    stranger = HostOfferFactory()

    for pk in (stranger.pk, typed):
        answer = client.post(year, {"act": "withdraw", "offer": pk})
        assert answer.status_code == 409
    stranger.refresh_from_db()
    assert stranger.is_new()


def test_an_offer_whose_days_have_passed_is_not_offered_again(client, contact, year):
    HostOfferFactory(
        host=contact.host,
        contact=contact,
        state="withdrawn",
        answered_at=NOW,
        first_day=date(2026, 11, 1),
        last_day=date(2026, 11, 20),
    )

    assert "Offer it again" not in words(client.get(year))


def test_names_of_participants_are_in_no_answer(client, contact, year):
    person = ContactFactory(name="Zenobia Quistgaard")
    RegistrationFactory(contact=person, occurrence=OccurrenceFactory(host=contact.host))

    for answer in (
        client.get(year),
        client.get(f"{year}?step=offer"),
        client.post(year, OFFER | {"act": "preview"}),
    ):
        assert "Zenobia" not in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"


# To and from the page of a visit


def test_the_link_to_a_visit_is_mailed_on_asking_until_its_pages_close(client, contact, year):
    coming = Hosting.objects.create(
        occurrence=OccurrenceFactory(host=contact.host), host=contact.host, made_at=NOW
    )
    for at in (NOW - timedelta(days=2), PAST):
        visited(contact.host, at=at, came=0)
    Occurrence.objects.update(list_closed_at=None)
    said = words(client.get(year))
    assert said.count("Mail me the link to this visit") == 2
    assert said.count("the mail after the visit has the link") == 1
    assert said.count("Who came is not known: please tell the office.") == 1

    said = words(client.post(year, {"act": "visit", "visit": coming.pk}, follow=True))

    assert "The link to the visit is on its way to your address." in said
    assert Message.objects.get(kind="host_link").to == contact.email
    assert HostLink.objects.latest("pk").hosting == coming


@pytest.mark.parametrize("typed", ["", "x", "0", "9" * 30, "theirs"])
def test_no_link_to_another_practice_s_visit_is_mailed(client, contact, year, typed):
    theirs = Hosting.objects.create(
        occurrence=OccurrenceFactory(), host=HostContactFactory().host, made_at=NOW
    )
    typed = theirs.pk if typed == "theirs" else typed
    assert client.post(year, {"act": "visit", "visit": typed}).status_code == 409
    assert not Message.objects.filter(kind="host_link").exists()


def test_the_page_of_a_visit_mails_the_link_to_the_year(client, contact):
    visit = Hosting.objects.create(
        occurrence=OccurrenceFactory(host=contact.host), host=contact.host, made_at=NOW
    )
    link = host_links.make(contact, visit, NOW)
    url = reverse("signup:host", args=[links.make("host", link.pk, contact.link_version)])
    client.post(url, {"act": "open"})

    answers = [client.post(url, {"act": "year"}, follow=True) for _n in range(4)]

    assert "The link to your year is on its way to your address." in words(answers[0])
    assert "Use the newest of them." in words(answers[3])
    mails = Message.objects.filter(kind="host_year")
    assert [it.to for it in mails] == [contact.email] * 3
