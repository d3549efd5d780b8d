"""A person's page: who, what they agreed to, all that happened; erasing; what is deleted."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry

from contacts.domain import consent, stages
from contacts.domain.stages import Stage
from contacts.models import Consent
from events.domain import attendance
from events.domain.erasure import erase
from events.models import Intention
from mail.models import Message
from office.actor import SYSTEM
from office.models import Work
from payments.domain import retention
from payments.models import StripeEvent
from tests.events.people import office
from tests.factories import (
    NOW,
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    UserFactory,
    open_occurrence,
)
from tests.payments.rows import back, paid, placed

pytestmark = pytest.mark.usefixtures("clock")


def text(answer):
    return answer.content.decode()


def url(name, contact):
    return reverse(f"contacts:{name}", args=[contact.pk])


@pytest.fixture
def contact(db):
    return ContactFactory(name="Nora Bach", phone="+4520304050")


def test_the_whole_history_in_the_order_it_happened(desk, contact, clock):
    registration = RegistrationFactory(contact=contact, sequence=0)
    occurrence = registration.occurrence
    stages.record(contact, Stage("bachelor", "KU"), source="sign-up", at=NOW)
    consent.record(
        contact,
        Consent.Purpose.WRITE_TO_ME,
        granted=True,
        wording="Write to me about events.",
        source="sign-up",
        at=NOW,
    )
    Intention.objects.create(
        contact=contact, occurrence=occurrence, moment="sign_up", value=7, recorded_at=NOW
    )
    Message.objects.create(
        kind="place",
        to=contact.email,
        contact=contact.uuid,
        language="da",
        queued_at=NOW,
        due_at=NOW,
        state="sent",
        ended_at=NOW,
        delivered_at=NOW,
    )
    clock.stop(occurrence.starts_at + timedelta(hours=1))
    attendance.check_in(registration.pk, occurrence.first_day, actor=SYSTEM)
    clock.move(timedelta(hours=1))
    attendance.close_list(occurrence.pk, actor=SYSTEM)

    answer = desk.get(url("edit", contact))

    happened = [entry.what for entry in answer.context["entries"]]
    assert happened[0] == "attended, 6 hours"
    assert happened[1].startswith("checked in")
    assert set(happened[2:6]) == {
        "stage",
        "consent given",
        "likelihood of becoming a GP: 7 of 10, at sign-up",
        "mail: your place",
    }
    assert happened[6:] == ["place confirmed", "signed up", "became a contact"]
    assert "Write to me about events." in text(answer)
    assert "delivered" in text(answer)


def test_a_turn_and_its_end_are_told(desk, contact):
    turn = TurnFactory(contact=contact)
    turn.ended_at, turn.ended_because, turn.reason = NOW, "removed", "Asked us to"
    turn.save()

    entries = desk.get(url("edit", contact)).context["entries"]

    assert (entries[0].what, entries[0].reason) == (
        "waitlist ended: removed by the office",
        "Asked us to",
    )
    assert "joined the waitlist" in [entry.what for entry in entries]


def test_a_contact_is_added_to_a_date_with_what_is_known_filled_in(desk, contact):
    stages.record(contact, Stage("kbu", "KU"), source="sign-up", at=NOW)
    occurrence, theirs = open_occurrence(), RegistrationFactory(contact=contact).occurrence
    shown = desk.get(url("add_to_date", contact)).context["form"]
    offered = [pk for pk, _label in shown.fields["to"].choices]
    assert occurrence.pk in offered
    assert theirs.pk not in offered

    form = desk.post(url("add_to_date", contact), {"to": occurrence.pk}).url

    page = desk.get(form)
    initial = page.context["form"].initial
    assert (initial["name"], initial["email"]) == ("Nora Bach", contact.email)
    assert "as it is, kbu, KU" in text(page)
    told = {**initial, "stage": "", "reason": "Rang us"}
    done = desk.post(form, told)
    assert done.url == url("edit", contact)
    assert occurrence.registrations.get().contact == contact
    assert contact.stages.count() == 1


def test_an_address_fills_in_no_contact_for_whoever_may_not_see_them(client, contact, clock):
    may = ("access_admin", "view_registration", "change_registration")
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client.force_login(user)
    form = reverse("dates:add_person", args=[open_occurrence().pk])

    shown = client.get(form, {"contact": contact.pk})

    assert shown.status_code == 200
    assert contact.email not in text(shown)
    assert client.get(url("add_to_date", contact)).status_code == 302


def test_erasing_asks_first_then_erases_and_settles_the_place(desk, contact, coordinator):
    occurrence = open_occurrence(capacity=1)
    RegistrationFactory(contact=contact, occurrence=occurrence)
    turn = TurnFactory(occurrence=occurrence)

    asked = text(desk.get(url("erase", contact)))
    assert "1 place or turn ends" in asked
    answer = desk.post(url("erase", contact))

    contact.refresh_from_db()
    turn.refresh_from_db()
    assert answer.url == url("edit", contact)
    assert contact.erased_at
    assert turn.offer is not None
    assert "Nora Bach" not in text(desk.get(url("edit", contact), follow=True))
    assert ModelLogEntry.objects.get(action="contacts.erase").user == coordinator


def test_their_page_leads_to_correcting_them(desk, contact):
    page = text(desk.get(reverse("contacts:edit", args=[contact.pk])))

    assert reverse("contacts:correct", args=[contact.pk]) in page


def test_the_name_stands_in_no_log(desk, contact):
    desk.post(url("send_my_data", contact))
    desk.post(url("erase", contact))

    assert not ModelLogEntry.objects.filter(label__contains="Nora").exists()


def test_the_link_to_their_data_is_mailed(desk, contact, coordinator):
    desk.post(url("send_my_data", contact))

    assert Message.objects.get().kind == "my_data"
    assert ModelLogEntry.objects.get(action="contacts.send_my_data").user == coordinator


def test_to_an_erased_person_nothing_is_mailed(desk, contact):
    desk.post(url("erase", contact))

    answer = desk.post(url("send_my_data", contact), follow=True)

    assert "there is no address to write to" in text(answer)
    assert not Message.objects.exists()


def test_retention_says_in_counts_what_would_go(desk, clock):
    ContactFactory()
    clock.move(timedelta(days=400))

    shown = text(desk.get(reverse("retention:index")))

    assert "1 contact without consent" in shown
    assert "It has not run yet." in shown


def test_retention_says_what_would_go_of_deposits(desk, clock, settings):
    settings.PAYMENTS_ON = True
    place = placed(open_occurrence(deposit=30000))
    back(paid(place, why="Told us why"), 100, why="Ill")
    StripeEvent.objects.create(stripe_id="e", kind="x", livemode=False, came_at=NOW, due_at=NOW)

    def shown():
        return text(desk.get(reverse("retention:index")))

    assert "0 deposits, with what went back" in shown()
    erase(place.contact_id, actor=office())
    assert "the reasons for 2 payments or refunds" in shown()
    later = NOW.replace(year=NOW.year + 6)
    clock.stop(later)
    assert "1 deposit, with what went back" in shown()
    assert "1 notice of Stripe" in shown()
    retention.clean(later)
    assert "0 deposits, with what went back" in shown()
    settings.PAYMENTS_ON = False
    assert "deposit" not in shown()


def test_retention_says_when_it_last_ran(desk):
    Work.objects.create(name="retention", finished_at=NOW)

    shown = text(desk.get(reverse("retention:index")))

    assert "Nothing: all that is kept" in shown
    assert "It succeeded." in shown


def test_nobody_yet(desk):
    occurrence = OccurrenceFactory()

    shown = text(desk.get(reverse("dates:edit", args=[occurrence.pk])))
    waits = text(desk.get(reverse("dates:waitlist", args=[occurrence.pk])))

    assert "Nobody yet." in shown
    assert "Nobody waits." in waits
