"""One date's screen: its tables, acts on several, one person, attendance, the log."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk import phones
from desk.models import ShownColumns
from desk.people_columns import USUAL, Columns
from events.models import Answer, CheckIn, Registration, Turn
from mail.domain.links import TOKEN
from tests.factories import (
    NOW,
    ContactFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
    TurnFactory,
    UserFactory,
    event_page,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock")


def url(name, *args):
    return reverse(f"dates:{name}", args=args)


def text(answer):
    return answer.content.decode()


def names(answer):
    return [line.name for line in answer.context["table"].lines]


@pytest.fixture
def date(db):
    """Bo, Anna and Søren have a place; Søren has no number and a note."""
    occurrence = open_occurrence(capacity=5)
    for name, phone in (("Bo Ek", "20304050"), ("Anna Holm", "+4511223344"), ("Søren Dam", "")):
        contact = ContactFactory(name=name, phone=phone)
        RegistrationFactory(occurrence=occurrence, contact=contact, sequence=0)
    contact.notes.create(text="Rang us", written_at=NOW)
    return occurrence


@pytest.fixture
def helper(db):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Check-in helper"))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?q=soren", ["Søren Dam"]),
        ("?q=2030", ["Bo Ek"]),
        ("?only=note", ["Søren Dam"]),
        ("?only=unproven", []),
        ("?sort=-name", ["Søren Dam", "Bo Ek", "Anna Holm"]),
        ("?sort=-phone", ["Bo Ek", "Anna Holm", "Søren Dam"]),
        ("?state=nonsense&sort=nonsense", ["Anna Holm", "Bo Ek", "Søren Dam"]),
    ],
)
def test_people_are_searched_filtered_and_sorted(desk, date, asked, found):
    assert names(desk.get(url("edit", date.pk) + asked)) == found


def test_chosen_columns_are_remembered_and_are_those_of_the_file(desk, date):
    desk.post(url("columns", date.pk), {"column": ["email", "signed_up"]})

    shown = desk.get(url("edit", date.pk)).context["table"].shown
    file = desk.get(url("edit", date.pk) + "?export=csv&q=anna")

    rows = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert [column.key for column in shown] == ["email", "signed_up"]
    assert len(rows) == 2
    assert "anna" in rows[1].lower() or "asta" in rows[1].lower()


def shown(client, date):
    return [it.key for it in client.get(url("edit", date.pk)).context["table"].shown]


def test_chosen_columns_outlive_a_sign_in_and_are_ones_own(desk, admin_desk, coordinator, date):
    desk.post(url("columns", date.pk), {"column": ["email", "nonsense"]})
    elsewhere = Client()
    elsewhere.force_login(coordinator)
    assert shown(elsewhere, date) == ["email"]
    assert shown(admin_desk, date) == USUAL

    desk.post(url("columns", date.pk))
    assert shown(elsewhere, date) == []
    assert list(ShownColumns.objects.values_list("keys", flat=True)) == [[]]


def test_choosing_on_one_event_leaves_the_questions_of_another(desk, date):
    other = open_occurrence()
    here, more = QuestionFactory.create_batch(2, event=date.event)
    there = QuestionFactory(event=other.event)
    desk.post(url("columns", date.pk), {"column": ["phone", f"q{here.pk}", f"q{more.pk}"]})
    desk.post(url("columns", other.pk), {"column": ["email", f"q{there.pk}"]})
    assert shown(desk, date) == ["email", f"q{here.pk}", f"q{more.pk}"]

    desk.post(url("columns", date.pk), {"column": ["email", f"q{more.pk}"]})
    assert shown(desk, date) == ["email", f"q{more.pk}"]
    assert shown(desk, other) == ["email", f"q{there.pk}"]


@pytest.mark.usefixtures("office_is_kept")
@pytest.mark.slow
def test_300_people_40_questions_and_2000_answers_take_20_queries(desk):
    occurrence = OccurrenceFactory(capacity=400)
    event_page(occurrence.event)
    asked = QuestionFactory.create_batch(40, event=occurrence.event)
    people = RegistrationFactory.create_batch(300, occurrence=occurrence)
    pairs = [(person, question) for question in asked for person in people][:2000]
    Answer.objects.bulk_create(
        Answer(
            contact=person.contact,
            occurrence=occurrence,
            question=question,
            value="Yes",
            wording="Q",
            version=1,
            recorded_at=NOW,
        )
        for person, question in pairs
    )
    every = list(Columns(occurrence, with_answers=True).all)
    desk.post(url("columns", occurrence.pk), {"column": every})
    desk.get(url("edit", occurrence.pk))

    with CaptureQueriesContext(connection) as seen:
        answer = desk.get(url("edit", occurrence.pk) + "?only=unanswered&sort=mail")

    assert answer.status_code == 200
    assert len(seen) <= 20


def test_several_are_asked_about_first_and_then_cancelled_with_a_reason(desk, date):
    ticked = [it.claim for it in date.registrations.all()[:2]]

    asked = desk.post(url("cancel_several", date.pk), {"claim": ticked})
    assert date.registrations.holding().count() == 3
    refused = desk.post(url("cancel_several", date.pk), {"claim": ticked, "sure": 1})
    done = desk.post(url("cancel_several", date.pk), {"claim": ticked, "sure": 1, "reason": "Ill"})

    assert "Bo Ek" in text(asked)
    assert refused.context["form"].errors
    assert done.status_code == 302
    assert date.registrations.holding().count() == 1


def test_without_a_tick_nothing_is_done_and_it_is_said(desk, date):
    answer = desk.post(url("cancel_several", date.pk), {"sure": 1, "reason": "Ill"}, follow=True)

    assert "Tick somebody first." in text(answer)
    assert date.registrations.holding().count() == 3


def test_several_move_and_who_finds_no_place_is_named(desk, date):
    to = open_occurrence(capacity=1)
    ticked = [it.claim for it in date.registrations.all()[:2]]
    sent = {"claim": ticked, "sure": 1, "to": to.pk, "reason": "Snow"}

    answer = desk.post(url("move_several", date.pk), sent, follow=True)

    assert to.registrations.holding().count() == 1
    assert "There is no free place." in text(answer)


def test_numbers_are_ready_for_both_kinds_of_phone(desk, date):
    ticked = [it.claim for it in date.registrations.all()]

    page = text(desk.post(url("numbers", date.pk), {"claim": ticked}))

    assert 'href="sms:+4520304050,+4511223344"' in page
    assert 'href="sms:/open?addresses=+4520304050,+4511223344"' in page
    assert "Søren Dam" in page


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [("20 30 40 50", "+4520304050"), ("0045 20304050", "+4520304050"), ("+47 99", "+4799")],
)
def test_a_number_is_dialled_from_anywhere(typed, dialled):
    assert phones.dialled(typed) == dialled


def test_those_ticked_are_the_readers_of_a_mail(desk, date):
    place = date.registrations.first()

    answer = desk.post(url("write_to_several", date.pk), {"claim": [place.claim]}, follow=True)

    assert answer.context["form"].initial["chosen"] == [place.contact_id]


def test_one_person_moves_and_is_confirmed_for_by_form(desk, date):
    to = open_occurrence()
    place = date.registrations.first()
    held = RegistrationFactory(
        occurrence=date,
        contact=None,
        proven_at=None,
        state="unconfirmed",
        email="dina@student.test",
        submitted={"name": "Dina", "email": "dina@student.test"},
        created_at=NOW,
        held_until=NOW + timedelta(hours=24),
    )

    desk.post(
        url("move_person", date.pk, "registration", place.pk), {"to": to.pk, "reason": "Exam"}
    )
    desk.post(url("confirm_for", date.pk, "registration", held.pk), {"reason": "Rang us"})

    held.refresh_from_db()
    assert to.registrations.get().contact == place.contact
    assert held.is_confirmed


def test_another_address_needs_a_reason_and_one_taken_links_to_its_contact(desk, date):
    first, second = date.registrations.all()[:2]
    address = url("correct_claim", date.pk, "registration", first.pk)
    sent = {"name": "Bo Ek", "phone": "", "email": second.contact.email}

    assert "reason" in desk.post(address, sent).context["form"].errors
    taken = text(desk.post(address, sent | {"reason": "A typo"}))

    assert reverse("contacts:edit", args=[second.contact_id]) in taken


def test_the_page_as_they_see_it_does_nothing_and_holds_no_link(desk, date):
    place = date.registrations.first()

    answer = desk.get(url("participants_page", date.pk, "registration", place.pk))

    page = text(answer)
    assert "<body inert" in page
    assert not TOKEN.search(page)
    assert not any(word in page for word in ("<a href", "formaction", "action="))
    assert "sandbox" in answer["Content-Security-Policy"]


def test_all_present_is_one_press_and_can_be_taken_back(desk, date, clock):
    clock.stop(date.starts_at)
    day = date.first_day.isoformat()

    answer = desk.post(url("all_present", date.pk, day), follow=True)
    assert CheckIn.objects.present().count() == 3
    undo = answer.context["undo"]
    desk.post(undo["url"], {"at": undo["at"]})

    assert not CheckIn.objects.present().exists()


def test_a_helper_sees_names_and_no_numbers_and_only_what_is_on_today(helper, date, clock):
    day = date.first_day.isoformat()
    assert helper.post(url("all_present", date.pk, day)).status_code == 404
    clock.stop(date.starts_at)

    page = text(helper.get(url("edit", date.pk), follow=True))
    assert "Anna Holm" in page
    assert not any(
        word in page for word in ("+4511223344", "@student.test", "/registration/person")
    )
    helper.post(url("all_present", date.pk, day))
    assert CheckIn.objects.present().count() == 3


def test_the_log_names_people_says_why_and_is_filtered(desk, date):
    place = date.registrations.get(contact__name="Bo Ek")
    desk.post(url("cancel", date.pk, place.pk), {"reason": "Asked us to"})

    page = desk.get(url("log", date.pk))
    nothing = desk.get(url("log", date.pk) + "?about=date")

    (line,) = page.context["lines"]
    assert (line.about, line.reason, line.who) == ("Bo Ek", "Asked us to", "Mette Kjær")
    assert nothing.context["lines"] == []


def test_the_waitlist_stands_in_order_with_the_unproven_last(desk, date):
    TurnFactory(occurrence=date, contact__name="Clara")
    Turn.objects.create(occurrence=date, email="d@student.test", joined_at=NOW)

    assert names(desk.get(url("waitlist", date.pk)))[0] == "Clara"
    assert Registration.objects.count() == 3
