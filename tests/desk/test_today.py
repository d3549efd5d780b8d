"""What is to be known and done today, each line leading to where it is done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from desk.domain.today import Line, Today, today
from events.models import Because, Mailing, Occurrence, Question, RegistrationState
from mail.models import Message
from tests.desk.conftest import in_english
from tests.factories import (
    NOW,
    ContactFactory,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    event_page,
    of_group,
)

pytestmark = pytest.mark.usefixtures("clock")

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def mine(coordinator):
    """An event of the coordinator's with a public page."""
    event = EventFactory(title="Mine", coordinator=coordinator)
    event_page(event)
    return event


def date(event, days: float, **fields) -> Occurrence:
    starts_at = NOW + days * DAY
    opens_at = min(NOW, starts_at) - 60 * DAY
    return OccurrenceFactory(event=event, starts_at=starts_at, **{"opens_at": opens_at, **fields})


def lines(seen: Today, part: str) -> list[Line]:
    return [it for found in seen.mine + seen.others for it in found.lines if found.name == part]


def the_line(user, part: str, at=NOW) -> Line:
    (found,) = lines(today(user, at), part)
    return found


def half_full(event, days: float, capacity: int = 2, **fields) -> Occurrence:
    made = date(event, days, capacity=capacity, **fields)
    RegistrationFactory(occurrence=made)
    return made


# The parts


def test_nothing_to_do_says_so(coordinator, desk):
    assert today(coordinator, NOW).is_empty
    shown = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "Nothing is to be done" in shown


def test_dates_of_the_week_are_there_and_what_is_later_is_not(coordinator, mine):
    soon, running = half_full(mine, 6.9), half_full(mine, -0.1)
    half_full(mine, 7.1)
    half_full(mine, -2, list_closed_at=NOW)
    found = lines(today(coordinator, NOW), "week")
    assert [it.url for it in found] == [
        reverse("dates:edit", args=[it.pk]) for it in (running, soon)
    ]
    assert [it.act for it in found] == ["Running", "Coming"]
    assert "1 of 2 places taken" in found[1].detail


def test_a_date_of_the_week_with_few_sign_ups_says_so_there(coordinator, mine):
    date(mine, 5)
    assert "Few sign-ups" in the_line(coordinator, "week").detail
    assert lines(today(coordinator, NOW), "short") == []


@pytest.mark.parametrize(
    ("taken", "waiting", "fills"), [(7, 0, False), (8, 0, True), (10, 0, True), (0, 1, True)]
)
def test_what_fills_up(coordinator, mine, taken, waiting, fills):
    made = date(mine, 40, capacity=10)
    RegistrationFactory.create_batch(taken, occurrence=made)
    TurnFactory.create_batch(waiting, occurrence=made)
    found = lines(today(coordinator, NOW), "fills")
    assert bool(found) is fills
    assert not fills or found[0].url == reverse("dates:capacity", args=[made.pk])


@pytest.mark.parametrize(
    ("days", "taken", "short"), [(28, 1, True), (28, 2, False), (29, 1, False)]
)
def test_what_is_short(coordinator, mine, days, taken, short):
    made = date(mine, days, capacity=4)
    RegistrationFactory.create_batch(taken, occurrence=made)
    assert bool(lines(today(coordinator, NOW), "short")) is short


def test_a_list_that_is_not_closed_leads_to_the_check_in(coordinator, mine):
    over = half_full(mine, -3)
    half_full(mine, -4, list_closed_at=NOW)
    half_full(mine, -100)
    date(mine, -5)
    line = the_line(coordinator, "lists")
    assert line.url == reverse("dates:attendance", args=[over.pk])
    assert line.detail == "1 had a place."


def test_a_running_offer_says_when_it_ends(coordinator, mine):
    made = half_full(mine, 40)
    until = NOW + timedelta(hours=5)
    for hours in (0, 3):
        offer = RegistrationFactory(
            occurrence=made,
            state=RegistrationState.OFFERED,
            held_until=until + timedelta(hours=hours),
        )
        TurnFactory(occurrence=made, contact=offer.contact, offer=offer)
    line = the_line(coordinator, "offers")
    assert line.url == reverse("dates:waitlist", args=[made.pk])
    assert line.detail.startswith("2 offers, the first until 21 Nov 2026 18:00")


def test_a_free_place_somebody_waited_for_is_to_be_given(coordinator, mine):
    made = half_full(mine, 0.9)
    ended = {"ended_at": NOW, "ended_because": Because.LIST_OVER}
    placed = made.registrations.get().contact
    TurnFactory(occurrence=made, contact=placed, **ended)
    assert lines(today(coordinator, NOW), "give") == []
    TurnFactory(occurrence=made, **ended)
    line = the_line(coordinator, "give")
    assert line.url == reverse("dates:waitlist", args=[made.pk])
    RegistrationFactory(occurrence=made)
    assert lines(today(coordinator, NOW), "give") == []


def test_a_date_nobody_can_see_leads_to_its_page_or_to_itself(coordinator, mine):
    hidden = EventFactory()
    page = event_page(hidden, live=False)
    without = EventFactory()
    date(hidden, 40)
    no_page = date(without, 41)
    draft = date(mine, 42, state="draft")
    date(mine, 43, state="draft", opens_at=NOW + DAY)
    found = lines(today(coordinator, NOW), "unseen")
    assert {it.url for it in found} == {
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("dates:edit", args=[no_page.pk]),
        reverse("dates:edit", args=[draft.pk]),
    }


def test_who_has_not_answered_in_time_is_counted(coordinator, mine):
    made = half_full(mine, 20)
    question = {"event": mine, "moment": "after_place", "kind": "text", "wording": "Bed?"}
    Question.objects.create(required=True, due_days=14, **question)
    Question.objects.create(required=False, due_days=20, **question)
    assert lines(today(coordinator, NOW + 5 * DAY), "unanswered") == []
    line = the_line(coordinator, "unanswered", NOW + 7 * DAY)
    assert line.detail == "1 has not answered in time."
    assert str(made) == line.about


def test_a_mailing_that_is_about_to_leave_is_there_until_it_left_or_was_stopped(coordinator, mine):
    made = half_full(mine, 40)
    told = {"occurrence": made, "recipients": "waiting", "written_at": NOW, "text": "Hello"}
    for fields in (
        {"leaves_at": NOW + timedelta(minutes=5)},
        {"leaves_at": NOW, "sent_at": NOW},
        {"leaves_at": NOW, "stopped_at": NOW},
        {"leaves_at": NOW + 2 * DAY},
    ):
        Mailing.objects.create(**told, **fields)
    assert "everybody waiting" in the_line(coordinator, "mailings").detail


def test_a_copy_for_trying_the_sign_up_is_nobodys_work(coordinator, mine):
    for days in (2, 20, 40, -3):
        half_full(mine, days, trial_until=NOW)
    assert today(coordinator, NOW).is_empty


def test_the_worker_and_failed_mails_stand_on_top(coordinator):
    mail = {"kind": "place", "to": "a@b.test", "language": "da", "queued_at": NOW}
    Message.objects.create(due_at=NOW, **mail)
    Message.objects.create(due_at=NOW, state="failed", ended_at=NOW, **mail)
    Message.objects.create(due_at=NOW, state="sent", ended_at=NOW, bounced_at=NOW, **mail)
    assert [it.act for it in today(coordinator, NOW).office] == ["Look at failed mails"]
    (late, failed) = today(coordinator, NOW + timedelta(minutes=10)).office
    assert late.about == "the worker does not run"
    assert failed.about == "2 mails of the last two weeks did not arrive"
    assert len(today(coordinator, NOW + 14 * DAY).office) == 1


# Whose


def test_mine_come_first_and_those_of_others_say_whose_they_are(coordinator, mine):
    half_full(mine, 5)
    other = of_group("Coordinator", first_name="Jens", last_name="Bro")
    half_full(EventFactory(coordinator=other), 3)
    half_full(EventFactory(), 4)
    seen = today(coordinator, NOW)
    (my_part,) = [it for it in seen.mine if it.name == "week"]
    (their_part,) = [it for it in seen.others if it.name == "week"]
    assert [it.responsible for it in my_part.lines] == [""]
    assert [it.responsible for it in their_part.lines] == ["Jens Bro", ""]


# Who may


def test_a_helper_sees_nothing_of_this(mine):
    half_full(mine, 5)
    half_full(mine, -3)
    seen = today(of_group("Check-in helper"), NOW)
    assert not seen.others
    assert not seen.mine


def test_an_editor_gets_no_such_panel(mine):
    half_full(mine, 5)
    client = Client()
    client.force_login(in_english(of_group("Editor")))
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "The next seven days" not in shown
    assert "Mine" not in shown


# The screen


def everything(event, n: int) -> None:
    """One more of each kind of line."""
    question = {"event": event, "moment": "after_place", "kind": "text", "wording": "Bed?"}
    Question.objects.create(required=True, due_days=14, **question)
    for days in (0.9, 5, 10, 20, 40, -3):
        made = half_full(event, days + n / 1000, capacity=3)
        TurnFactory(occurrence=made, ended_at=NOW, ended_because=Because.LIST_OVER)
        RegistrationFactory(
            occurrence=made,
            state=RegistrationState.OFFERED,
            held_until=NOW + DAY,
            contact=ContactFactory(),
        )
        told = {"recipients": "waiting", "written_at": NOW, "text": "Hello", "leaves_at": NOW}
        Mailing.objects.create(occurrence=made, **told)
    date(EventFactory(), 50)


def test_the_first_page_asks_as_much_for_many_dates_as_for_one(coordinator, mine):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            today(user, NOW)
        return len(seen)

    user = type(coordinator).objects.get(pk=coordinator.pk)
    everything(mine, 0)
    queries()
    one = queries()
    for n in range(1, 4):
        event = EventFactory(coordinator=coordinator)
        event_page(event)
        everything(event, n)
    assert queries() == one
    assert one <= 19


def test_every_line_leads_somewhere(desk, coordinator, mine):
    everything(mine, 0)
    everything(EventFactory(), 0)
    seen = today(coordinator, NOW)
    assert {part.name for part in seen.mine} >= {"week", "give", "offers", "mailings", "lists"}
    for part in seen.mine + seen.others:
        for line in part.lines:
            assert desk.get(line.url).status_code == 200, line
    shown = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "Those of others" in shown
