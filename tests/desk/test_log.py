"""The log as coordinators and administrators read it, and how long it is kept."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from config.worker import MONEY, REST
from desk.access.log import note_colleague
from desk.domain import forgetting
from desk.models import Invitation
from events.domain import attendance, by_hand
from events.models import QuestionSet
from office import clock as office_clock
from office.actor import coordinator as by
from office.models import SharedKey
from tests.factories import (
    NOW,
    ContactFactory,
    HostFactory,
    HostOfferFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    of_group,
)

INDEX = "/admin/log/"


def lines(answer):
    return [entry.action for entry in answer.context["object_list"]]


@pytest.fixture
def acts(clock, coordinator):
    """A place taken up, two people moved about, and a sign-in."""
    occurrence = OccurrenceFactory(event__title="A day in Ishøj", capacity=1)
    RegistrationFactory(occurrence=occurrence)
    TurnFactory(occurrence=occurrence)
    turn = TurnFactory(occurrence=occurrence)
    by_hand.move_up(turn.pk, actor=by(coordinator), reason="comes from the island")
    log(RegistrationFactory(), "events.cancel", user=coordinator, data={"reason": "ill"})
    log(OccurrenceFactory(), "events.open", user=coordinator)
    note_colleague(coordinator, "desk.sign_in", how="password")
    return turn


def test_it_says_who_when_what_about_which_event_and_why(desk, acts):
    page = desk.get(INDEX).content.decode()

    for words in ("Mette Kjær", "Moved to the front", "A day in Ishøj, 10.12.2026", "the island"):
        assert words in page, words
    assert str(acts) in page
    assert reverse("dates:log", args=[acts.occurrence_id]) in page


def test_no_participant_is_named(desk, acts):
    assert acts.contact.name not in desk.get(INDEX).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ish%C3%B8j", ["events.move_up"]),
        ("q=island", ["events.move_up"]),
        ("q=nothing+like+it", []),
        ("action=desk.sign_in", ["desk.sign_in"]),
        ("until=2020-01-01", []),
    ],
)
def test_it_is_searched_and_filtered(desk, acts, query, found):
    assert lines(desk.get(f"{INDEX}?{query}")) == found


def test_one_persons_acts_are_chosen_by_name(desk, acts, coordinator):
    other = of_group("Administrator", first_name="Ida")
    note_colleague(other, "desk.sign_in")

    answer = desk.get(f"{INDEX}?user={other.pk}")

    assert len(lines(answer)) == 1
    assert "Ida" in answer.content.decode()


def test_it_leaves_as_a_file_and_that_is_logged(desk, acts):
    answer = desk.get(f"{INDEX}?export=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("When", "Who", "What", "About", "Reason")
    assert any("A day in Ishøj" in str(row[3]) and row[4] for row in rows[1:])
    assert ModelLogEntry.objects.first().action == "desk.export"


def test_a_line_about_what_is_gone_keeps_its_number(desk, coordinator, clock):
    occurrence = OccurrenceFactory()
    log(occurrence, "events.discard", user=coordinator, title="date 4711")
    type(occurrence).objects.filter(pk=occurrence.pk).delete()

    assert "date 4711" in desk.get(INDEX).content.decode()


def test_it_asks_as_much_for_many_lines_as_for_few(desk, acts, coordinator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(INDEX)
        return len(queries)

    before = asked()
    for _ in range(10):
        log(RegistrationFactory(), "events.cancel", user=coordinator)
        log(TurnFactory(), "events.remove", user=coordinator)
        log(OccurrenceFactory(), "events.open", user=coordinator)

    assert asked() == before <= 45


def test_editors_read_of_pages_only(clock, acts):
    client = Client()
    client.force_login(of_group("Editor"))

    assert client.get(INDEX).status_code == 302
    history = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "the island" not in history
    assert str(acts) not in history


def test_the_menu_leads_there(desk):
    assert f'"{INDEX}"' in desk.get("/admin/").content.decode()


# How long


def test_the_log_is_kept_a_year(clock, acts):
    ModelLogEntry.objects.update(timestamp=NOW - timedelta(days=364))
    last = ModelLogEntry.objects.first()
    last.timestamp = NOW - timedelta(days=365)
    last.save()

    assert forgetting.plan(NOW).log_entries == 1
    forgetting.forget(NOW)

    assert not ModelLogEntry.objects.filter(pk=last.pk).exists()
    assert ModelLogEntry.objects.count() == 3


@pytest.mark.parametrize("ended", ["accepted_at", "revoked_at", "expires_at"])
def test_an_invitation_is_kept_a_month_after_its_end(clock, coordinator, ended):
    invitation = Invitation.objects.create(
        first_name="Signe",
        email="signe@office.test",
        group=coordinator.groups.get(),
        invited_by=coordinator,
        invited_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    end = NOW + timedelta(days=7)
    Invitation.objects.filter(pk=invitation.pk).update(**{ended: end})

    forgetting.forget(end + timedelta(days=29))
    assert Invitation.objects.exists()
    forgetting.forget(end + timedelta(days=30))
    assert not Invitation.objects.exists()


def test_ended_sessions_and_counts_go_too(desk, clock):
    SharedKey.objects.create(cache_key="old", value="", expires=NOW - timedelta(days=9999))
    Session.objects.create(session_key="old", expire_date=NOW - timedelta(days=9999))

    forgetting.forget(NOW)

    assert not SharedKey.objects.filter(pk="old").exists()
    assert list(Session.objects.values_list("pk", flat=True)) == [desk.session.session_key]


def test_the_worker_does_it_every_night():
    nightly = [piece.name for piece in [*MONEY, *REST] if piece.every is None]
    assert nightly == ["reconciliation", "retention", "bookkeeping", "log"]


def test_what_is_deleted_says_so(desk, acts):
    office_clock.stop(office_clock.now() + timedelta(days=3650))

    assert "lines of the log" in desk.get(reverse("retention:index")).content.decode()


def test_a_check_in_is_logged_too(desk, coordinator, clock):
    registration = RegistrationFactory(occurrence__starts_at=NOW - timedelta(hours=1))
    attendance.check_in(registration.pk, NOW.date(), actor=by(coordinator))

    assert "events.check_in" in lines(desk.get(INDEX))


@pytest.mark.parametrize(
    ("viewset", "make"),
    [
        ("contacts", ContactFactory),
        ("offers", HostOfferFactory),
        ("hosts", HostFactory),
        ("question_sets", lambda: QuestionSet.objects.create(name="Camps")),
    ],
)
def test_what_was_done_with_a_row_is_one_press_from_its_page(desk, viewset, make, coordinator):
    row = make()
    log(row, "contacts.correct", user=coordinator)
    history = reverse(f"{viewset}:history", args=[row.pk])

    page = desk.get(reverse(f"{viewset}:edit", args=[row.pk])).content.decode()

    assert f'href="{history}"' in page
    assert "Name or phone corrected" in desk.get(history).content.decode()


def test_the_log_of_a_date_stands_in_its_tab_and_nowhere_else(desk):
    with pytest.raises(NoReverseMatch):
        reverse("dates:history", args=[1])
    date = OccurrenceFactory()
    assert (
        reverse("dates:log", args=[date.pk])
        in desk.get(reverse("dates:edit", args=[date.pk])).content.decode()
    )
