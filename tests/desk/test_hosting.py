"""A practice on its date's screen: whom it has, what it was told and said, and what one can do."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from events.domain import attendance, hosting, hosting_acts
from events.models import Allocation, Hosting, HostLink, SpotKind
from mail.models import Message
from office import clock as office_clock
from office.actor import helper, of_host
from tests.events.people import marked, office
from tests.factories import (
    HostContactFactory,
    HostFactory,
    HostingFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
    of_group,
)

DAY = timedelta(days=1)


@pytest.fixture
def visit(clock) -> Hosting:
    """A visit in 19 days with three people, at a practice with a secretary."""
    it = HostingFactory(host=HostFactory(name="Lægerne Havnen"))
    HostContactFactory(host=it.host, name="Birthe Vang", email="birthe@praksis.test")
    RegistrationFactory.create_batch(3, occurrence=it.occurrence)
    return it


def shown(desk, it: Hosting, tab: str = "edit") -> str:
    response = desk.get(reverse(f"dates:{tab}", args=[it.occurrence_id]))
    assert response.status_code == 200
    return response.content.decode()


def presses(desk, it: Hosting, name: str, *more: int):
    args = [it.occurrence_id, it.pk, *more]
    return desk.post(reverse(f"dates:{name}", args=args), follow=True).content.decode()


def says_all(it: Hosting, **at) -> None:
    said = {(person.pk, it.days[0]): n > 0 for n, person in enumerate(it.people)}
    hosting_acts.mark(it.pk, said, actor=of_host(1))


def test_the_date_shows_its_practice_and_who_gets_its_mails(desk, visit):
    page = shown(desk, visit)
    assert "Lægerne Havnen" in page
    assert "Birthe Vang" in page
    assert "No mail yet." in page
    assert "Not told yet who comes" in page


def test_a_practice_nobody_is_written_to_says_what_to_do(desk, visit):
    visit.host.contacts.all().delete()
    assert "Nobody: the practice gets no mail" in shown(desk, visit)


def test_each_mail_says_whether_it_arrived_and_was_opened(desk, visit, clock):
    clock.stop(visit.starts_at - 7 * DAY)
    hosting.follow()
    assert "on its way" in shown(desk, visit)
    sent = Message.objects.get(kind="host_who_comes")
    Message.objects.filter(pk=sent.pk).update(
        state="sent", ended_at=clock.now(), delivered_at=clock.now()
    )
    HostLink.objects.filter(pk=sent.facts["link"]).update(
        opened_at=clock.now() + timedelta(hours=1), device="x"
    )
    page = shown(desk, visit)
    assert "Told of 3 people" in page
    assert re.search(r"delivered, opened \d+ \w+ \d+ 10:00", page)


def test_a_cancelled_visit_says_why_and_what_can_be_done(desk, visit):
    hosting_acts.cancel(visit.pk, actor=of_host(1), reason="The roof leaks", at_once=False)
    page = shown(desk, visit)
    assert "The practice must cancel." in page
    assert "The roof leaks" in page
    assert reverse("dates:location", args=[visit.occurrence_id]) in page
    assert "Another practice takes over" in page


def test_a_visit_called_off_at_once_goes_on_saying_why(desk, visit, clock):
    clock.stop(visit.starts_at - timedelta(minutes=45))
    hosting_acts.cancel(visit.pk, actor=of_host(1), reason="The roof leaks", at_once=True)
    hosting.follow()
    page = shown(desk, visit)
    assert "The practice had to cancel, so the date was called off" in page
    assert "The roof leaks" in page


def test_a_coordinator_keeps_the_list_open_and_takes_that_back(desk, visit, clock):
    assert "Keep the list open" not in shown(desk, visit)
    clock.stop(visit.ends_at)
    says_all(visit)
    hosting.follow()
    page = shown(desk, visit)
    assert "3 of 3 answered: 2 came, 1 did not" in page
    assert "the list closes by itself on 13 Dec 2026" in page
    assert "the list closes by itself on" in shown(desk, visit, "attendance")
    assert "The list stays open until you close it." in presses(desk, visit, "keep_list_open")
    clock.move(4 * DAY)
    hosting.follow()
    visit.occurrence.refresh_from_db()
    assert visit.occurrence.list_closed_at is None
    assert "You keep the list open" in shown(desk, visit)
    assert "closes by itself again" in presses(desk, visit, "let_list_close")
    hosting.follow()
    visit.occurrence.refresh_from_db()
    assert visit.occurrence.list_closed_at == office_clock.now()


def test_a_coordinator_sends_the_link_again(desk, visit):
    contact = visit.host.contacts.get()
    for _ in range(4):  # the office may send as many as it likes
        assert "on its way" in presses(desk, visit, "send_host_link", contact.pk)
    mails = Message.objects.filter(kind="host_link")
    assert {it.to for it in mails} == {"birthe@praksis.test"}
    assert len(mails) == 4
    assert "fresh link" in shown(desk, visit).lower()


def test_nothing_is_sent_to_another_practices_contact(desk, visit):
    stranger = HostContactFactory()
    args = [visit.occurrence_id, visit.pk, stranger.pk]
    assert desk.post(reverse("dates:send_host_link", args=args)).status_code == 404
    other = HostingFactory()
    args = [visit.occurrence_id, other.pk]
    assert desk.post(reverse("dates:keep_list_open", args=args)).status_code == 404
    assert not Message.objects.exists()


def test_the_acts_answer_only_to_a_post_and_are_refused_to_others(desk, outsider, visit):
    contact = visit.host.contacts.get()
    addresses = [
        reverse("dates:keep_list_open", args=[visit.occurrence_id, visit.pk]),
        reverse("dates:let_list_close", args=[visit.occurrence_id, visit.pk]),
        reverse("dates:send_host_link", args=[visit.occurrence_id, visit.pk, contact.pk]),
    ]
    for address in addresses:
        assert desk.get(address).status_code == 405
        assert outsider.post(address).status_code == 302
    visit.refresh_from_db()
    assert visit.objected_at is None
    assert not Message.objects.exists()


def test_what_the_practice_wrote_back_is_the_coordinators_to_read(desk, visit, clock):
    clock.stop(visit.ends_at)
    hosting_acts.write_back(visit.pk, actor=of_host(1), lines="A good day <b>", gladly_again=True)
    page = shown(desk, visit)
    assert "A good day &lt;b&gt;" in page
    assert "Would gladly see them again" in page
    helper_client = Client()
    helper_client.force_login(of_group("Check-in helper"))
    url = reverse("dates:attendance", args=[visit.occurrence_id])
    assert "A good day" not in helper_client.get(url).content.decode()


def test_a_screen_costs_as_many_queries_with_many_practices_as_with_one(
    desk, clock, django_assert_max_num_queries
):
    camp = OccurrenceFactory(camp=True, spots_shown_at=clock.now())
    people = RegistrationFactory.create_batch(4, occurrence=camp)
    url = reverse("dates:edit", args=[camp.pk])

    def add_practice(n: int) -> None:
        start = camp.starts_at + timedelta(hours=18)
        hours = {"starts_at": start, "ends_at": start + timedelta(hours=5)}
        spot = SpotFactory(
            occurrence=camp, kind=SpotKind.HOST, name="", host=HostFactory(), **hours
        )
        HostContactFactory(host=spot.host)
        slot = f"{spot.slot}-{n}"
        Allocation.objects.create(spot=spot, registration=people[n], slot=slot)
        HostingFactory(occurrence=camp, host=spot.host, spot=spot)

    add_practice(0)
    desk.get(url)
    with django_assert_max_num_queries(200) as few:
        desk.get(url)
    for n in (1, 2, 3):
        add_practice(n)
    with django_assert_max_num_queries(200) as many:
        page = desk.get(url).content.decode()
    assert len(many) == len(few)
    assert page.count('id="hosting-') == 4


def test_the_contacts_history_says_who_marked(desk, visit, clock):
    clock.stop(visit.ends_at)
    came, missed, helped = visit.people
    hosting_acts.mark(visit.pk, {(missed.pk, visit.days[0]): False}, actor=of_host(1))
    marked(helped.pk, visit.days[0], present=True, actor=helper(9))
    attendance.check_in(came.pk, visit.days[0], actor=office())
    attendance.undo_check_in(came.pk, visit.days[0], actor=office())

    def history(place) -> str:
        return desk.get(reverse("contacts:edit", args=[place.contact_id])).content.decode()

    assert "Marked as not come, 10 December 2026, by the practice" in history(missed)
    assert "Checked in, 10 December 2026, by a helper" in history(helped)
    assert "Check-in taken back, 10 December 2026, by karen" in history(came)
