"""Who at a practice gets its mails: adding, changing, leaving; what is kept of them."""

from datetime import timedelta

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from events.domain import host_contacts, host_link_again, host_links, host_offers
from events.domain.host_contacts import AddressThere, HasLeft, NoAddress, NoName
from events.domain.hosting import follow
from events.models import Allocation, HostContact, Hosting, HostInvite, HostLink
from mail import kinds
from mail.domain import links
from mail.domain.links import OldLink
from mail.models import Message
from tests.events.hosts import HOUR, Practice, comes
from tests.events.people import office
from tests.events.postman import Postman
from tests.factories import (
    NOW,
    HostContactFactory,
    HostFactory,
    HostOfferFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
)

pytestmark = pytest.mark.usefixtures("in_english")
DAY = timedelta(days=1)
TOLD = {"name": "Birthe Vang", "email": "Birthe@Praksis.test ", "phone": " 12 34 56 78"}


def adds(host, **fields):
    return host_contacts.add(host.pk, actor=office(), **{**TOLD, **fields})


def changes(contact, **fields):
    told = {"name": contact.name, "email": contact.email, "phone": contact.phone}
    told |= {"language": contact.language, **fields}
    return host_contacts.change(contact.pk, actor=office(), **told)


def token(link):
    return links.make("host", link.pk, link.contact.link_version)


def opens(link, at):
    try:
        return host_links.find(token(link), at) == link
    except OldLink:
        return False


def test_a_contact_is_added_once_under_an_address(clock):
    host = HostFactory()
    made, again = adds(host), adds(host, phone="")
    with pytest.raises(AddressThere):
        adds(host, name="Somebody else")
    assert made == again == HostContact.objects.get()
    assert (made.name, made.email, made.phone) == (
        "Birthe Vang",
        "birthe@praksis.test",
        "12 34 56 78",
    )
    assert adds(HostFactory()) != made


@pytest.mark.parametrize(
    ("fields", "error"), [({"email": "birthe"}, NoAddress), ({"name": " "}, NoName)]
)
def test_a_contact_has_a_name_and_an_address(clock, fields, error):
    with pytest.raises(error):
        adds(HostFactory(), **fields)
    contact = HostContactFactory()
    with pytest.raises(error):
        changes(contact, **fields)


def test_at_another_address_the_old_links_open_nothing(clock):
    contact = HostContactFactory()
    link = host_links.make(contact, None, NOW)
    changes(contact, name="Birthe V. Vang")
    assert opens(link, NOW)
    changed = changes(contact, email="vang@praksis.test")
    assert not opens(link, NOW)
    assert changes(changed).link_version == changed.link_version == 2


NEW = "vang@praksis.test"


def asks_for_its_visit(practice):
    host_link_again.send(practice.contact.pk, practice.hosting.pk, actor=office())


def asks_for_its_year(practice):
    host_offers.mail_year(practice.contact, NOW)


def is_answered(practice):
    offer = HostOfferFactory(host=practice.host, contact=practice.contact)
    host_offers.decline(offer.pk, word="After the summer", actor=office())


@pytest.fixture
def practice(clock) -> Practice:
    """A practice that knows of its visit and of who comes."""
    practice = Practice()
    comes(practice, 2)
    practice.hears()
    return practice


WAITING = {
    "host_link": asks_for_its_visit,
    "host_year": asks_for_its_year,
    "host_offer_answered": is_answered,
}


@pytest.mark.parametrize("kind", WAITING)
def test_what_waits_for_the_old_address_leaves_for_the_new_one(practice, kind):
    WAITING[kind](practice)
    mail = Message.objects.get(kind=kind)

    changed = changes(practice.contact, email=NEW)

    assert practice.hears_of() == ["old_calendar"]
    mail.refresh_from_db()
    assert (mail.to, mail.state) == (NEW, "sent")
    link = HostLink.objects.get(pk=int(mail.claim.rpartition(":")[2]))
    assert link.contact == changed
    assert kinds.get(kind).link(mail) == host_links.url(link)


def test_who_came_is_asked_at_the_new_address(practice, clock):
    clock.stop(practice.date.ends_at + HOUR)
    follow()
    changes(practice.contact, email=NEW)
    assert practice.hears() == []
    assert Message.objects.filter(kind="host_who_came").values_list("to", "state").get() == (
        NEW,
        "sent",
    )


@pytest.mark.parametrize("kind", WAITING)
def test_what_an_act_still_queues_to_the_old_address_stays_and_has_no_link(practice, kind):
    """It read the address a moment before that was changed."""
    WAITING[kind](practice)
    HostContact.objects.filter(pk=practice.contact.pk).update(email=NEW)
    mail = Message.objects.get(kind=kind)
    assert kinds.get(kind).link(mail) == ""
    postman = Postman()
    postman.idle()
    assert postman.left == []


def test_an_invite_to_the_old_address_stays(clock):
    practice = Practice()
    follow()
    changes(practice.contact, email=NEW)
    postman = Postman()
    postman.idle()
    assert postman.left == []
    assert practice.hears() == []
    assert Message.objects.filter(state="sent").values_list("to", "kind").get() == (
        NEW,
        "host_invited",
    )


def test_back_at_the_old_address_the_invite_comes_with_a_link_that_opens(practice):
    changed = changes(practice.contact, email=NEW)
    changes(changed, email=practice.contact.email)
    [mail] = practice.hears()
    assert mail.kind == "host_invited"
    assert opens(HostLink.objects.get(pk=mail.facts["link"]), NOW)
    assert practice.hears() == []


def test_an_address_is_one_contacts_of_a_practice(clock):
    contact = HostContactFactory()
    other = HostContactFactory(host=contact.host)
    with pytest.raises(AddressThere):
        changes(other, email=contact.email)
    host_contacts.leave(contact.pk, actor=office())
    assert changes(other, email=contact.email).email == contact.email


def test_who_left_is_no_contact_any_more_and_can_be_added_anew(clock):
    contact = HostContactFactory()
    link = host_links.make(contact, None, NOW)
    left = host_contacts.leave(contact.pk, actor=office())
    clock.move(DAY)
    assert host_contacts.leave(contact.pk, actor=office()).left_at == left.left_at
    assert not opens(link, clock.now())
    for act in (changes, lambda it: host_contacts.renew_links(it.pk, actor=office())):
        with pytest.raises(HasLeft):
            act(contact)
    anew = adds(contact.host, name=contact.name, email=contact.email)
    assert anew != contact
    assert anew.left_at is None


def test_renewed_links_open_nothing(clock):
    contact = HostContactFactory()
    link = host_links.make(contact, None, NOW)
    host_contacts.renew_links(contact.pk, actor=office())
    assert not opens(link, NOW)
    assert opens(host_links.make(HostContact.objects.get(), None, NOW), NOW)


def test_the_log_names_nobody(clock):
    contact = adds(HostFactory())
    changes(contact, email="vang@praksis.test")
    host_contacts.renew_links(contact.pk, actor=office())
    host_contacts.leave(contact.pk, actor=office())
    assert ModelLogEntry.objects.count() == 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wagtailcore_modellogentry")
        logged = str(cursor.fetchall()).lower()
    assert "vang" not in logged
    assert "praksis.test" not in logged


def hosted(contact, **fields) -> Hosting:
    date = OccurrenceFactory(host=contact.host)
    hosting = Hosting.objects.create(occurrence=date, host=contact.host, made_at=NOW, **fields)
    HostInvite.objects.create(hosting=hosting, contact=contact, created_at=NOW)
    return hosting


def test_who_left_is_forgotten_30_days_after_their_last_visit(clock):
    contact = HostContactFactory()
    hosting = hosted(contact)
    stays = HostContactFactory(host=contact.host)
    clock.stop(hosting.ends_at + 30 * DAY)
    host_contacts.clean(clock.now())
    contact.refresh_from_db()
    assert contact.name
    HostContact.objects.filter(pk=contact.pk).update(left_at=NOW)
    host_contacts.clean(clock.now() - timedelta(seconds=1))
    contact.refresh_from_db()
    assert contact.name
    assert host_contacts.overdue(clock.now()).get() == contact
    host_contacts.clean(clock.now())
    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.phone) == ("", "", "")
    assert not host_contacts.overdue(clock.now())
    stays.refresh_from_db()
    assert stays.name


def test_the_address_a_calendar_entry_went_to_goes_30_days_after_the_visit(clock):
    contact = HostContactFactory(email="birthe@praksis.test")
    hosting, coming = hosted(contact), hosted(contact)
    coming.occurrence.ends_at = hosting.ends_at + DAY
    coming.occurrence.save()
    told = {"address": contact.email, "title": "A visit"}
    HostInvite.objects.update(told=told)
    end = hosting.ends_at + 30 * DAY
    host_contacts.clean(end - timedelta(seconds=1))
    assert HostInvite.objects.filter(told=told).count() == 2
    host_contacts.clean(end)
    assert HostInvite.objects.get(told__isnull=False).hosting == coming


def test_who_left_without_visits_is_forgotten_after_30_days(clock):
    contact = HostContactFactory(left_at=NOW)
    assert not host_contacts.overdue(NOW + 30 * DAY - timedelta(seconds=1))
    assert host_contacts.overdue(NOW + 30 * DAY).get() == contact


def test_a_link_is_deleted_30_days_after_it_ended(clock):
    contact = HostContactFactory()
    hosting = hosted(contact)
    made = [
        (host_links.make(contact, hosting, NOW), hosting.links_end_at),
        (host_links.make(contact, None, NOW), NOW + 90 * DAY),
        (host_links.make(contact, hosted(contact, ended_at=NOW), NOW), NOW),
    ]
    for link, end in made:
        assert host_links.ends_at(link) == end
        before = end + 30 * DAY - timedelta(seconds=1)
        assert link not in host_contacts.outdated_links(before)
        assert link in host_contacts.outdated_links(end + 30 * DAY)
    host_contacts.clean(NOW + 30 * DAY)
    assert HostLink.objects.count() == 2


def test_a_link_opens_nothing_once_the_practice_has_no_part_in_the_date(clock):
    contact = HostContactFactory()
    hosting = hosted(contact)
    link = host_links.make(contact, hosting, NOW)
    assert opens(link, NOW)
    hosting.occurrence.host = HostFactory()
    hosting.occurrence.save()
    assert not opens(link, NOW)


def test_who_was_in_a_spot_that_is_removed_is_nobodys_guest(clock):
    contact = HostContactFactory()
    date = OccurrenceFactory(camp=True, host=contact.host, spots_shown_at=NOW)
    hours = {"starts_at": date.starts_at, "ends_at": date.starts_at + timedelta(hours=6)}
    spots = [
        SpotFactory(occurrence=date, kind="host", host=contact.host, **hours) for _ in range(2)
    ]
    made = [
        Hosting.objects.create(occurrence=date, host=contact.host, spot=spot, made_at=NOW)
        for spot in spots
    ]
    place = RegistrationFactory(occurrence=date)
    Allocation.objects.create(spot=spots[0], registration=place, slot=spots[0].slot)
    assert list(made[0].people) == [place]
    for spot in spots:
        spot.delete()
    for hosting in Hosting.objects.all():
        assert (hosting.spot, hosting.has_part, list(hosting.people)) == (None, False, [])
