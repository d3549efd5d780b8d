"""The check-in code on the personal page, and the page on paper as a ticket."""

import re
from datetime import timedelta

import pytest
import segno

from events.models import Allocation, Occurrence, OccurrenceState
from mail.domain import links
from signup import ticket
from signup.domain import claims
from signup.views import inert
from tests.factories import (
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
    event_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(clock):
    """A place on a visit on 10 December."""
    contact = ContactFactory(name="Asta Marie Holm", language="en")
    return RegistrationFactory(contact=contact, language="en", occurrence=OccurrenceFactory())


def page(client, place):
    return client.get(claims.path(place)).content.decode()


def address(place):
    return links.url("check-in", place.pk, place.link_version)


def test_the_code_holds_the_check_in_link_in_full(client, place, settings):
    settings.BASE_URL = "https://praksisvej.test"
    assert address(place).startswith("https://praksisvej.test/")
    drawn = ticket.ticket(place, place.occurrence.starts_at).code
    wanted = segno.make(address(place), error="m", micro=False)
    assert re.search(r'viewBox="0 0 (\d+) \1"', drawn)[1] == str(wanted.symbol_size(border=4)[0])
    assert re.search(r'stroke="#000" d="([^"]+)"', drawn)[1] in wanted.svg_inline(border=4)
    assert address(place) not in drawn
    assert "style" not in drawn


@pytest.mark.parametrize(
    ("before_the_start", "big"),
    [
        (timedelta(days=3), False),
        (timedelta(hours=33, minutes=1), False),
        (timedelta(hours=33), True),
    ],
)
def test_it_is_small_until_the_midnight_before_the_day_before(
    client, place, clock, before_the_start, big
):
    clock.stop(place.occurrence.starts_at - before_the_start)
    shown = page(client, place)
    assert ("Show this at the door</h3>" in shown) is big
    assert ("ticket-due" in shown) is big
    assert ("<p>Your check-in code for the door</p>" in shown) is not big


def test_it_stands_there_until_the_end_and_no_longer(client, place, clock):
    clock.stop(place.occurrence.ends_at - timedelta(minutes=1))
    assert "ticket-code" in page(client, place)
    clock.stop(place.occurrence.ends_at)
    assert "ticket-code" not in page(client, place)


def test_no_code_without_a_place_that_can_be_used(client, place):
    at = place.occurrence.starts_at
    place.occurrence.state = OccurrenceState.CALLED_OFF
    assert ticket.ticket(place, at) is None
    place.occurrence.state = OccurrenceState.SCHEDULED
    place.occurrence.trial_until = at
    assert ticket.ticket(place, at) is None
    place.occurrence.trial_until = None
    place.state = "offered"
    assert ticket.ticket(place, at) is None


def test_a_new_version_of_the_link_makes_another_code(place):
    at = place.occurrence.starts_at
    before = ticket.ticket(place, at).code
    place.link_version += 1
    assert ticket.ticket(place, at).code != before


def test_the_office_looking_at_the_page_sees_no_code(place, rf):
    shown = inert.page(rf.get("/"), place, place.occurrence.starts_at).content.decode()
    assert "ticket-code" not in shown


def test_the_ticket_says_which_room_is_theirs_once_that_is_shown(client, place, clock):
    room = SpotFactory(occurrence=place.occurrence, name="Havblik", note="First floor")
    Allocation.objects.create(spot=room, registration=place, slot=room.slot)
    assert "Havblik" not in page(client, place)
    Occurrence.objects.filter(pk=place.occurrence_id).update(spots_shown_at=clock.now())
    ticket_on_paper = page(client, place).partition('class="ticket"')[2]
    assert "Havblik (First floor)" in ticket_on_paper


def brought(client, place) -> str:
    """What stands on the ticket beside "What to bring"."""
    return page(client, place).partition("<dt>What to bring</dt>")[2].partition("</div>")[0]


def test_the_ticket_says_what_to_bring_as_the_page_of_the_event_does(client, place):
    event_page(place.occurrence.event, bring="- Varmt tøj\n\nSko, der kan tåle mudder\n")
    said = brought(client, place)
    assert (
        '<ul class="plain" lang="da"><li>Varmt tøj</li><li>Sko, der kan tåle mudder</li></ul>'
        in said
    )
    assert "on-paper" not in said


def test_where_no_page_says_what_to_bring_the_ticket_says_where_to_look(client, place):
    assert "stands in programme and practicalities: http" in brought(client, place)
    shown = event_page(place.occurrence.event)
    assert "stands in programme and practicalities: http" in brought(client, place)
    shown.bring = "Varmt tøj"
    shown.unpublish()
    assert "Varmt tøj" not in brought(client, place)
