"""Host practices at the desk: their list, one practice's page, contacts, offers."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.domain import attendance, host_offers
from events.models import Audience, HostContact, Hosting, HostLink, HostOffer, Occurrence
from mail.models import Message
from tests.desk.conftest import in_english
from tests.desk.test_export import exported
from tests.desk.test_lists import text
from tests.events.people import office
from tests.factories import (
    NOW,
    EventFactory,
    HostContactFactory,
    HostFactory,
    HostOfferFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
    UserFactory,
    event_page,
)

PAST = datetime(2026, 11, 4, 8, tzinfo=NOW.tzinfo)


@pytest.fixture
def host(clock):
    return HostFactory(name="Lægerne Torvet", town="Køge")


def page(desk, host):
    return text(desk.get(reverse("hosts:edit", args=[host.pk])))


def visited(host, *, came=1, placed=2, **wrote):
    """A visit that was, with people of whom some came."""
    date_ = OccurrenceFactory(host=host, starts_at=PAST, opens_at=PAST - timedelta(days=40))
    people = RegistrationFactory.create_batch(placed, occurrence=date_)
    for person in people[:came]:
        attendance.check_in(person.pk, date_.first_day, actor=office())
    Occurrence.objects.filter(pk=date_.pk).update(list_closed_at=NOW)
    return Hosting.objects.create(
        occurrence=date_, host=host, made_at=PAST - timedelta(days=30), **wrote
    )


# The list


def listed(desk, **asked):
    return text(desk.get(reverse("hosts:index"), asked))


def test_the_list_tells_the_last_visit_visits_this_year_offers_and_what_was_written(desk, host):
    visited(host, gladly_again=True, wrote_at=NOW)
    OccurrenceFactory(host=host)
    OccurrenceFactory(host=host, state="draft")
    HostOfferFactory(host=host)
    HostOfferFactory(host=host, state="declined", answered_at=NOW)

    row = exported(desk, "hosts")[1]

    assert row[:6] == ["Lægerne Torvet", "Køge", "4 Nov 2026", "2", "1", "yes"]


def test_a_part_in_a_camp_is_a_visit_and_is_counted_once(desk, host):
    spot = SpotFactory(
        kind="host",
        host=host,
        starts_at=datetime(2027, 1, 16, 8, tzinfo=NOW.tzinfo),
        ends_at=datetime(2027, 1, 16, 14, tzinfo=NOW.tzinfo),
    )
    Occurrence.objects.filter(pk=spot.occurrence_id).update(
        starts_at=PAST,
        ends_at=PAST + timedelta(days=2),
        opens_at=PAST - timedelta(days=40),
        closes_at=PAST - timedelta(days=4),
        offers_until=PAST - timedelta(days=2),
    )
    spot.pk = None
    spot.save()

    assert exported(desk, "hosts")[1][2:4] == ["4 Nov 2026", "1"]


def test_the_list_is_narrowed_to_never_visited_without_a_contact_with_an_offer(desk, host):
    visited(host)
    HostOfferFactory(host=host, contact=None)
    other = HostFactory(name="Havnens Læger")
    HostContactFactory(host=other)

    assert "Havnens" in listed(desk, missing="never")
    assert "Lægerne Torvet" not in listed(desk, missing="never")
    assert "Lægerne Torvet" in listed(desk, missing="unreached")
    assert "Havnens" not in listed(desk, missing="unreached")
    assert "Lægerne Torvet" in listed(desk, missing="offering")
    assert "Havnens" not in listed(desk, missing="offering")


def test_a_practice_is_found_by_its_contact(desk, host):
    HostContactFactory(host=host, name="Xerxes Vang")
    HostContactFactory(host=host, name="Xerxes Bro")
    HostContactFactory(host__name="Havnens Læger", name="Xerxes Dam", left_at=NOW)

    assert [row[0] for row in exported(desk, "hosts", q="xerx")[1:]] == ["Lægerne Torvet"]


def test_who_may_not_see_contacts_finds_none_by_them_and_sees_none(client, clock, host):
    HostContactFactory(host=host, name="Xerxes Vang")
    user = in_english(UserFactory())
    may = ["access_admin", "change_host", "view_host"]
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client.force_login(user)

    assert "Lægerne Torvet" not in listed(client, q="xerx")
    assert "Lægerne Torvet" in listed(client, q="torvet")
    assert "Xerxes" not in page(client, host)
    found = text(client.get(reverse("find"), {"q": "torvet"}))
    assert "Lægerne Torvet" in found
    assert "Xerxes" not in found


def test_the_list_asks_as_much_for_three_practices_as_for_one(desk, host):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(reverse("hosts:index"))
        return len(seen)

    visited(host)
    queries()
    one = queries()
    for _n in range(2):
        other = HostFactory()
        visited(other)
        HostOfferFactory(host=other)
    assert queries() == one


def test_empty_lists_say_what_to_do(desk):
    assert "Why not" in listed(desk)
    assert "No offer waits for an answer." in text(desk.get(reverse("offers:index")))


# One practice


def test_a_practice_s_page_tells_what_comes_what_was_and_what_it_wrote(desk, host):
    visited(host, lines="They asked so well.", gladly_again=True, wrote_at=NOW)
    coming = OccurrenceFactory(host=host)
    RegistrationFactory(occurrence=coming)
    HostOfferFactory(host=host, note="Not on Mondays")

    shown = page(desk, host)

    for part in (
        "Torvet 1, 4600 Køge",
        "1 of 2 came",
        "They asked so well.",
        "Gladly again",
        "Thursday 10 December 2026",
        "1 person",
        "Not on Mondays",
    ):
        assert part in shown, part


def test_a_new_practice_s_page_says_what_to_do(desk, host):
    shown = page(desk, host)

    for part in ("Nobody yet: the practice gets no mail", "Nothing yet. Send a contact", "None is"):
        assert part in shown


def test_the_page_asks_as_much_for_many_visits_as_for_one(desk, host):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(reverse("hosts:edit", args=[host.pk]))
        return len(seen)

    def one_more():
        visited(host, came=2)
        RegistrationFactory(occurrence=OccurrenceFactory(host=host))
        HostOfferFactory(host=host)

    one_more()
    queries()
    one = queries()
    for _n in range(3):
        one_more()
    assert queries() == one


def test_a_new_practice_and_a_changed_one_lead_to_its_page(desk, clock):
    fields = {"name": "Havnens Læger", "town": "Køge"}
    made = desk.post(reverse("hosts:add"), fields, follow=True)
    assert "Who gets its mails" in text(made)

    url = made.redirect_chain[-1][0]
    changed = desk.post(f"{url}change/", fields | {"town": "Greve"}, follow=True)
    assert changed.redirect_chain[-1][0] == url
    assert "Greve" in text(changed)


# Contacts


CONTACT = {"name": "Birthe Vang", "email": "birthe@praksis.test", "phone": "", "language": "da"}


def test_a_contact_is_added_changed_and_taken_off(desk, host):
    added = desk.post(reverse("hosts:add_contact", args=[host.pk]), CONTACT, follow=True)
    contact = HostContact.objects.get()
    assert "Birthe Vang" in text(added)

    where = [host.pk, contact.pk]
    desk.post(reverse("hosts:change_contact", args=where), CONTACT | {"name": "Bo Vang"})
    assert "Bo Vang" in page(desk, host)

    assert "30 days after the last visit" in text(desk.get(reverse("hosts:take_off", args=where)))
    desk.post(reverse("hosts:take_off", args=where))
    contact.refresh_from_db()
    assert contact.left_at == NOW
    assert "Bo Vang" not in page(desk, host)
    assert desk.get(reverse("hosts:take_off", args=where)).status_code == 404


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(desk, host):
    answer = desk.post(reverse("hosts:add_contact", args=[host.pk]), CONTACT | {"email": "birthe"})

    assert HostContact.objects.count() == 0
    assert "Enter a valid email address." in text(answer)
    assert 'value="Birthe Vang"' in answer.content.decode()


def test_another_contact_s_address_is_refused_with_a_sentence(desk, host):
    HostContactFactory(host=host, email="birthe@praksis.test")
    other = HostContactFactory(host=host)

    answer = desk.post(reverse("hosts:change_contact", args=[host.pk, other.pk]), CONTACT)

    assert "This address is another contact" in text(answer)


def test_links_are_revoked_after_a_question(desk, host):
    contact = HostContactFactory(host=host)
    url = reverse("hosts:renew_links", args=[host.pk, contact.pk])
    assert "opens nothing any more" in text(desk.get(url))

    desk.post(url)

    contact.refresh_from_db()
    assert contact.link_version == 2


def test_the_link_to_the_year_is_mailed_and_logged_without_a_name(desk, host):
    contact = HostContactFactory(host=host)

    said = desk.post(reverse("hosts:send_year", args=[host.pk, contact.pk]), follow=True)

    assert "The link is on its way." in text(said)
    assert (Message.objects.get().kind, Message.objects.get().to) == ("host_year", contact.email)
    entry = ModelLogEntry.objects.get(action="events.mail_year")
    assert entry.label == f"contact of a host practice {contact.pk}"


def test_no_fourth_unopened_link_is_sent_in_a_day(desk, host):
    contact = HostContactFactory(host=host)
    for _n in range(3):
        host_offers.mail_year(contact, NOW)

    said = desk.post(reverse("hosts:send_year", args=[host.pk, contact.pk]), follow=True)

    assert "Not sent" in text(said)
    assert HostLink.objects.count() == 3


def test_a_contact_of_another_practice_is_not_found_here(desk, host):
    stranger = HostContactFactory()

    for name in ("change_contact", "take_off", "renew_links", "send_year"):
        url = reverse(f"hosts:{name}", args=[host.pk, stranger.pk])
        assert desk.post(url).status_code == 404, name
    stranger.refresh_from_db()
    assert (stranger.left_at, stranger.link_version) == (None, 1)


# Offers


@pytest.fixture
def offer(host):
    """Two visits, any Wednesday in March, of a practice that was on an event with a live page."""
    like = OccurrenceFactory(host=host, waitlist_limit=7)
    Audience.objects.create(occurrence=like, stage="ka")
    event_page(like.event)
    return HostOfferFactory(host=host, dates=2)


def offer_url(offer):
    return reverse("offers:edit", args=[offer.pk])


def typed(offer, **fields):
    event = Occurrence.objects.filter(host=offer.host).first().event
    told = {
        "day": ["2027-03-03", "2027-03-10"],
        "event": event.pk,
        "starts": "08:30",
        "ends": "15:00",
        "location": "Torvet 1, Køge",
        "capacity": "2",
        "waitlist_limit": "7",
        "opens": "on",
    }
    return {**told, **fields}


def test_an_offer_is_ready_to_become_dates(desk, offer):
    shown = desk.get(offer_url(offer))
    form, ticks = shown.context["form"], shown.context["ticks"]

    assert form.initial["event"] == Occurrence.objects.get(host=offer.host).event
    assert form.initial["location"] == offer.host.address
    assert (form.initial["waitlist_limit"], form.initial["opens"]) == (7, True)
    assert [it.day.day for it in ticks] == [3, 10, 17, 24, 31]
    assert [it.day.day for it in ticks if it.is_ticked] == [3, 10]
    assert "08:30–15:00, 2 places. They are open for sign-up at once." in text(shown)


def test_holidays_and_days_with_a_visit_are_unticked_and_said(desk, offer):
    HostOffer.objects.update(weekdays="02", first_day=date(2027, 3, 22), last_day=date(2027, 3, 31))
    OccurrenceFactory(
        host=offer.host,
        event=Occurrence.objects.get(host=offer.host).event,
        starts_at=datetime(2027, 3, 24, 8, tzinfo=NOW.tzinfo),
    )

    shown = desk.get(offer_url(offer))

    remarks = {it.day.day: it.remark for it in shown.context["ticks"] if it.remark}
    assert remarks == {
        24: "the practice has a visit on this day already",
        29: "Easter Monday",
    }
    assert [it.day.day for it in shown.context["ticks"] if it.is_ticked] == [22, 31]


def test_one_press_makes_the_dates_opens_them_and_tells_the_practice(desk, offer):
    done = desk.post(offer_url(offer), typed(offer, word="Thank you!"), follow=True)

    offer.refresh_from_db()
    made = list(offer.made.order_by("starts_at"))
    assert "2 dates are made, and the practice is told." in text(done)
    assert [(it.first_day.day, it.state, it.host) for it in made] == [
        (3, "scheduled", offer.host),
        (10, "scheduled", offer.host),
    ]
    assert [it.audience.get().stage for it in made] == ["ka", "ka"]
    assert Message.objects.filter(kind="host_offer_answered").count() == 1
    assert "Wednesday 3 March 2027" in text(desk.get(offer_url(offer)))


def test_pressing_twice_makes_them_once_and_shows_what_became_of_it(desk, offer):
    for _n in range(2):
        answer = desk.post(offer_url(offer), typed(offer), follow=True)

    assert "This offer has been answered already." in text(answer)
    assert "The dates it became" in text(answer)
    assert offer.made.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": []}, "Tick at least one day."),
        ({"starts": "16:00"}, "The end comes before the start."),
        ({"day": ["2027-03-04"]}, "The practice has not offered this day"),
        ({"event": ""}, "This field is required."),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(desk, offer, wrong, said):
    answer = desk.post(offer_url(offer), typed(offer, location="Sidedøren", **wrong))

    assert said in text(answer)
    assert "Sidedøren" in answer.content.decode()
    assert offer.made.count() == 0
    ticked = [it.day.isoformat() for it in answer.context["ticks"] if it.is_ticked]
    assert ticked == [day for day in wrong.get("day", typed(offer)["day"]) if day[-1] != "4"]


def test_an_offer_is_declined_with_a_word_after_a_warning(desk, offer):
    url = reverse("offers:decline", args=[offer.pk])
    assert "this cannot be undone" in text(desk.get(url))

    desk.post(url, {"word": "After the summer."})

    offer.refresh_from_db()
    assert (offer.state, offer.answer) == ("declined", "After the summer.")
    again = desk.post(url, {"word": "No."}, follow=True)
    assert "This offer has been answered already." in text(again)
    assert Message.objects.filter(kind="host_offer_answered").count() == 1


def test_an_offer_all_of_whose_days_have_passed_can_only_be_declined(desk, offer):
    HostOffer.objects.update(first_day=date(2026, 11, 1), last_day=date(2026, 11, 20))

    shown = text(desk.get(offer_url(offer)))

    assert "All its days have passed." in shown
    assert "Make the dates" not in shown


def test_offers_to_answer_stand_in_a_list_the_soonest_first_and_others_by_filter(desk, offer):
    HostOfferFactory(host__name="Før", first_day=date(2027, 2, 1), last_day=date(2027, 2, 5))
    HostOfferFactory(host__name="Væk", state="withdrawn", answered_at=NOW)
    url = reverse("offers:index")

    shown = text(desk.get(url))
    assert shown.index("Før") < shown.index("Lægerne Torvet")
    assert "Væk" not in shown
    assert "Væk" in text(desk.get(url, {"state": "withdrawn"}))
    everything = [row[0] for row in exported(desk, "offers", state="all")[1:]]
    assert everything == ["Før", "Lægerne Torvet", "Væk"]
    assert "Lægerne Torvet" not in text(desk.get(url, {"q": "Før"}))
    assert [row[0] for row in exported(desk, "offers")[1:]] == ["Før", "Lægerne Torvet"]


def test_the_list_of_offers_asks_as_much_for_three_as_for_one(desk, offer):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(reverse("offers:index"))
        return len(seen)

    queries()
    one = queries()
    HostOfferFactory.create_batch(2)
    assert queries() == one


def test_the_page_of_an_offer_asks_as_much_for_a_year_of_days_as_for_five(desk, offer):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(offer_url(offer))
        return len(seen)

    queries()
    five = queries()
    HostOffer.objects.update(weekdays="01234", last_day=date(2027, 12, 1))
    assert queries() == five


def test_open_offers_stand_on_today_and_are_found_by_the_contact(desk, offer):
    assert "Answer practices" in text(desk.get(reverse("wagtailadmin_home")))
    assert "1 offer to receive somebody" in text(desk.get(reverse("wagtailadmin_home")))

    found = text(desk.get(reverse("find"), {"q": offer.contact.name}))
    assert "Lægerne Torvet" in found
    assert offer.contact.email in found


def test_nobody_without_the_permission_sees_contacts_or_offers(writer, offer):
    for url in (
        reverse("offers:index"),
        offer_url(offer),
        reverse("hosts:edit", args=[offer.host_id]),
    ):
        assert writer.get(url).status_code == 302
    assert HostOffer.objects.get().is_new()


def test_the_only_event_is_chosen_where_the_practice_has_been_on_none(desk, clock):
    event = EventFactory()
    offer = HostOfferFactory()

    form = desk.get(offer_url(offer)).context["form"]

    assert (form.initial["event"], form.initial["opens"]) == (event, False)
