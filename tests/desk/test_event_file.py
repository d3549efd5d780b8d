"""One date as a file for the office's records."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.models import (
    Answer,
    CheckIn,
    EmergencyContact,
    Mailing,
    Need,
    Question,
    Recipients,
)
from mail.models import Message
from tests.factories import (
    NOW,
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    event_page,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def visit(coordinator):
    occurrence = OccurrenceFactory(
        event__title="A day in Køge",
        starts_at=NOW - timedelta(days=2),
        opens_at=NOW - timedelta(days=60),
    )
    event_page(
        occurrence.event,
        lead="Come & see <us>",
        practicalities='<p>Take the <a href="https://dsb.dk">train</a>.</p>',
        programme=[
            ("day", {"title": "Friday", "entries": [{"time": "9:30", "what": "Coffee"}]}),
        ],
        first_published_at=NOW,
        last_published_at=NOW,
    )
    nora = RegistrationFactory(
        occurrence=occurrence, contact=ContactFactory(name="Nora Bach", email="nora@student.test")
    )
    CheckIn.objects.create(
        registration=nora,
        day=occurrence.first_day,
        present=True,
        tapped_at=NOW,
        recorded_at=NOW,
    )
    TurnFactory(occurrence=occurrence, contact=ContactFactory(name="Ida Skov"))
    sensitive(occurrence, nora.contact)
    Message.objects.create(
        kind="place",
        claim=nora.claim,
        to="nora@student.test",
        contact=nora.contact.uuid,
        language="da",
        facts={"name": "Nora Bach"},
        state="sent",
        ended_at=NOW,
        queued_at=NOW,
        due_at=NOW,
    )
    for number, sent_at in enumerate([NOW, None]):
        Mailing.objects.create(
            occurrence=occurrence,
            recipients=Recipients.CONFIRMED,
            subject=f"Where we meet {number}",
            text="At the <station>.",
            written_at=NOW,
            leaves_at=NOW,
            sent_at=sent_at,
            count=1,
        )
    return occurrence


def sensitive(occurrence, contact):
    who = {"occurrence": occurrence, "contact": contact, "recorded_at": NOW}
    Need.objects.create(**who, food_note="peanut allergy", access_note="wheelchair")
    EmergencyContact.objects.create(**who, name="Mother Bach", phone="+45 99 88 77 66")
    question = Question.objects.create(
        event=occurrence.event, moment="sign_up", kind="text", wording="Which bed?"
    )
    Answer.objects.create(**who, question=question, value="the upper", wording="?", version=1)


def file_of(client, occurrence, **data):
    answer = client.post(reverse("dates:event_file", args=[occurrence.pk]), data)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content.decode()


def test_the_file_holds_the_date_its_page_and_what_happened(desk, visit, coordinator):
    text = file_of(desk, visit)

    for said in [
        "A day in Køge",
        "Lægehuset, Torvet 1, 4600 Køge",
        "Come &amp; see &lt;us&gt;",
        "Take the train (https://dsb.dk).",
        "Friday",
        "Coffee",
        ": A day in Køge</td>",
        "Where we meet 0",
        "At the &lt;station&gt;.",
        "Mette Kjær",
    ]:
        assert said in text, said
    assert "Where we meet 1" not in text  # never sent


def test_without_the_tick_people_are_numbers(desk, visit, coordinator):
    registration = visit.registrations.get()
    taken_off(visit, coordinator)

    text = file_of(desk, visit)

    for name in ("Nora", "Bach", "Ida", "Skov", "nora@student.test"):
        assert name not in text
    assert f"<td>{registration.pk}</td>" in text
    assert "Without names" in text


def taken_off(visit, coordinator):
    turn, reason = visit.turns.get(), "Ida Skov asked for it"
    visit.turns.update(ended_at=NOW, ended_because="removed", reason=reason)
    act = {"user": coordinator, "data": {"reason": reason}}
    ModelLogEntry.objects.log_action(turn, "events.remove", **act)


def test_with_the_tick_they_are_named_with_reasons(desk, visit, coordinator):
    taken_off(visit, coordinator)

    text = file_of(desk, visit, names="on")

    for name in ("Nora Bach", "nora@student.test", "Ida Skov</td>"):
        assert name in text
    assert text.count("Ida Skov asked for it") == 2
    assert "With names" in text


@pytest.mark.parametrize("names", [{}, {"names": "on"}])
def test_needs_emergency_contacts_and_answers_are_never_in_it(desk, visit, names):
    text = file_of(desk, visit, **names)

    for secret in ("peanut", "wheelchair", "Mother", "99 88", "upper", "Which bed"):
        assert secret not in text


def test_it_needs_nothing_from_elsewhere_and_runs_nothing(desk, visit):
    text = file_of(desk, visit)

    assert '<meta charset="utf-8">' in text
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|@import|\son\w+=", text)


def test_decisions_stand_in_the_order_they_were_taken(desk, visit, coordinator):
    act = {"user": coordinator, "data": {"reason": "all came"}}
    ModelLogEntry.objects.log_action(visit, "events.close_list", **act)
    ModelLogEntry.objects.log_action(visit, "events.reopen_list", user=coordinator)

    text = file_of(desk, visit)

    assert text.index("List closed") < text.index("List reopened")
    assert "all came" in text


def test_names_need_the_permission_to_take_people_out(desk, visit):
    url = reverse("dates:event_file", args=[visit.pk])
    assert "With names" in desk.get(url).content.decode()
    group = Group.objects.get(name="Coordinator")
    group.permissions.remove(Permission.objects.get(codename="export_registration"))

    assert "With names" not in desk.get(url).content.decode()
    assert desk.post(url, {"names": "on"}).status_code == 302
    assert "Nora" not in file_of(desk, visit)


def test_it_is_logged_on_the_date_as_an_export(desk, visit, coordinator):
    file_of(desk, visit, names="on")

    entry = ModelLogEntry.objects.get(action="desk.export")
    assert (entry.object_id, entry.user) == (str(visit.pk), coordinator)
    assert entry.data == {
        "list": "file for the records, with names",
        "rows": 2,
        "form": "html",
        "filters": [],
    }
    assert (
        "file for the records" in desk.get(reverse("dates:log", args=[visit.pk])).content.decode()
    )


def test_a_date_without_page_people_or_mails_has_a_file_too(desk):
    text = file_of(desk, OccurrenceFactory(event__title="Alone"))

    assert "It was never published, or is deleted." in text
    assert text.count("Nobody.") == 3


def test_a_page_taken_down_is_said_to_be(desk, visit):
    from wagtail.models import Page

    Page.objects.filter(translation_key=visit.event.page_key).update(live=False)

    assert "It is no longer on the site." in file_of(desk, visit)


def test_it_asks_as_much_for_many_people_as_for_one(desk, visit):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            file_of(desk, visit, names="on")
        return len(seen)

    file_of(desk, visit)
    one = asked()
    RegistrationFactory.create_batch(8, occurrence=visit)
    TurnFactory.create_batch(8, occurrence=visit)

    assert asked() == one
