"""What a practice's contacts are told of its year and its offers."""

import pytest

from events.domain import host_contacts, host_offers
from events.models import HostLink
from mail.domain.composing import contents
from mail.models import Message
from tests.events.people import office
from tests.events.test_host_offers import uses
from tests.factories import NOW, HostContactFactory, HostOfferFactory

pytestmark = pytest.mark.usefixtures("in_english")


def text(mail):
    mail.language = "en"
    return contents(mail).text


def test_the_practice_is_told_the_days(clock):
    offer = HostOfferFactory()

    uses(offer, word="Thank you so much!")

    mail = Message.objects.get()
    said = text(mail)
    assert (mail.kind, mail.to) == ("host_offer_answered", offer.contact.email)
    for part in ("Wednesday 3 March 2027", "Wednesday 10 March 2027", "Thank you so much!"):
        assert part in said
    assert f"/host/{HostLink.objects.get().pk}-" in said
    assert "no use" not in said


def test_the_practice_is_told_that_it_was_declined_with_a_word(clock):
    offer = HostOfferFactory()

    host_offers.decline(offer.pk, word=" After the summer. ", actor=office())

    said = text(Message.objects.get())
    assert "no use for the days" in said
    assert "Each visit has a mail of its own" not in said
    assert "After the summer." in said
    offer.refresh_from_db()
    assert (offer.state, offer.answer) == ("declined", "After the summer.")


def test_the_year_is_mailed_with_a_link_of_its_own(clock):
    contact = HostContactFactory()

    mail = host_offers.mail_year(contact, NOW)

    link = HostLink.objects.get()
    assert (link.contact, link.hosting) == (contact, None)
    assert f"/host/{link.pk}-" in text(mail)
    assert contact.host.name in text(mail)


def test_the_link_in_a_mail_that_leaves_late_is_as_good_as_the_contact_s_links(clock):
    contact = HostContactFactory()
    mail = host_offers.mail_year(contact, NOW)
    before = contents(mail).link

    host_contacts.renew_links(contact.pk, actor=office())

    assert contents(mail).link != before
