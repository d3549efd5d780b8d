"""A fresh link to a visit: whom it goes to, what the mail says, when it does not leave."""

from datetime import timedelta

import pytest

from events.domain import host_contacts, host_link_again, host_links
from events.domain.host_link_again import LinkOver
from events.models import HostLink
from mail import kinds
from mail.domain.composing import contents
from mail.models import Message
from office.actor import of_host
from tests.events.hosts import Practice, comes
from tests.events.people import office

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def practice(clock) -> Practice:
    """A practice with a visit in 19 days and two people, told of it."""
    practice = Practice()
    comes(practice, 2)
    practice.hears()
    return practice


def asks(practice: Practice) -> Message:
    contact = practice.contact.pk
    host_link_again.send(contact, practice.hosting.pk, actor=of_host(contact))
    return Message.objects.filter(kind="host_link").latest("pk")


def test_the_mail_says_which_visit_and_names_nobody_who_comes(practice):
    mail = asks(practice)
    text = contents(mail, link="https://link.test/").text
    assert practice.date.event.title in kinds.get("host_link").render(mail).subject
    assert "Thursday 10 December 2026" in text
    assert "Dear Birthe" in text
    assert not any(it.contact.name in text for it in practice.hosting.people)
    newest = HostLink.objects.latest("pk")
    assert kinds.get("host_link").link(mail) == host_links.url(newest)
    assert practice.hears_of() == ["host_link"]


def test_links_sent_before_go_on_working(practice, clock):
    first = HostLink.objects.first()
    asks(practice)
    token = host_links.url(first).rstrip("/").rpartition("/")[2]
    assert host_links.find(token, clock.now()) == first


@pytest.mark.parametrize("how", ["left", "over", "another practice"])
def test_there_is_nothing_to_send_when_the_page_is_closed(practice, clock, how):
    pk, mail = practice.hosting.pk, asks(practice)
    if how == "left":
        host_contacts.leave(practice.contact.pk, actor=office())
    elif how == "over":
        clock.stop(practice.date.ends_at + timedelta(days=7))
    else:
        other = Practice()
        practice.date.host = other.host
        practice.date.save()
    with pytest.raises(LinkOver):
        host_link_again.send(practice.contact.pk, pk, actor=office())
    assert kinds.get("host_link").still_true(mail) != ""


def test_a_former_contacts_mails_are_forgotten_with_their_address(practice, clock):
    mail = asks(practice)
    host_contacts.leave(practice.contact.pk, actor=office())
    clock.stop(practice.date.ends_at + timedelta(days=31))
    host_contacts.clean(clock.now())
    mail.refresh_from_db()
    assert (mail.to, mail.facts) == ("", {})
