"""The first steps: an empty installation shows them, rows end them, and nobody ticks anything."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from camps.models import CampIndexPage
from desk.domain.first_steps import first_steps
from desk.models import Invitation, MailTest
from events.models import Event
from office.models import Office
from tests.factories import (
    NOW,
    EventFactory,
    OccurrenceFactory,
    OfficeFactory,
    RegistrationFactory,
    UserFactory,
    event_page,
    of_group,
)

pytestmark = pytest.mark.usefixtures("clock")

TITLES = [
    "Say who you are",
    "Put on your logo and colours",
    "See that mail arrives",
    "Invite your colleagues",
    "Publish the first page with a date",
]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def states(user):
    return {it.name: it.is_done for it in first_steps(user, NOW)}


def home(client):
    return client.get(reverse("wagtailadmin_home")).content.decode()


def invite():
    group = of_group("Editor").groups.get()
    times = {"invited_at": NOW, "expires_at": NOW + timedelta(days=7)}
    Invitation.objects.create(
        first_name="Jens", email="jens@office.test", group=group, invited_by=UserFactory(), **times
    )


def done(user):
    """Everything, in another order than it is shown in."""
    event_page(OccurrenceFactory().event)
    MailTest.objects.create(user=user, code="123456", sent_at=NOW, arrived_at=NOW)
    invite()
    OfficeFactory(colour_action="#1f5a4c")


def test_an_empty_installation_shows_five_and_each_leads_to_where_it_is_done(
    admin_desk, administrator
):
    steps = first_steps(administrator, NOW)
    shown = home(admin_desk)

    assert [it.name for it in steps] == TITLES
    assert not any(it.is_done for it in steps)
    assert "The first steps" in shown
    assert "5 steps, and people can sign up." in shown
    for step in steps:
        assert step.url in shown
        assert admin_desk.get(step.url, follow=True).redirect_chain[1:] == [], step
        assert admin_desk.get(step.url.partition("#")[0]).status_code in (200, 302), step


def test_who_may_do_none_of_it_sees_none(db):
    for group in ("Editor", "Check-in helper"):
        assert states(of_group(group)) == {}


def test_a_coordinator_sees_what_a_coordinator_may_do(coordinator):
    assert list(states(coordinator)) == [TITLES[2], TITLES[4]]


@pytest.mark.parametrize(
    ("title", "act"),
    [
        (TITLES[0], lambda _user: OfficeFactory()),
        (TITLES[3], lambda _user: invite()),
        (TITLES[3], lambda _user: of_group("Coordinator")),
        (TITLES[4], lambda _user: event_page(OccurrenceFactory().event)),
        (
            TITLES[2],
            lambda user: MailTest.objects.create(
                user=user, code="123456", sent_at=NOW, arrived_at=NOW
            ),
        ),
    ],
)
def test_a_step_is_done_when_its_rows_are_there(administrator, title, act):
    assert not any(states(administrator).values())
    act(administrator)
    assert [name for name, is_done in states(administrator).items() if is_done] == [title]


def test_a_logo_or_a_colour_is_a_look(administrator):
    office = OfficeFactory()
    assert states(administrator)[TITLES[1]] is False
    Office.objects.filter(pk=office.pk).update(colour_accent="#a8481c")
    assert states(administrator)[TITLES[1]] is True


def test_an_office_without_addresses_has_not_said_who_it_is(administrator):
    OfficeFactory(email="")
    assert states(administrator)[TITLES[0]] is False


def test_a_page_without_a_date_is_gone_on_with(admin_desk, administrator):
    new = first_steps(administrator, NOW)[-1]
    index = CampIndexPage.objects.get()
    assert new.url == reverse("wagtailadmin_pages:add_subpage", args=[index.pk])
    page = event_page(EventFactory())
    begun = first_steps(administrator, NOW)[-1]
    assert (begun.url, begun.is_done) == (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        False,
    )
    OccurrenceFactory(event=Event.objects.get(), state="draft")
    assert not first_steps(administrator, NOW)[-1].is_done


def test_without_a_list_the_page_is_made_in_the_tree(administrator):
    Page.objects.filter(depth__gt=2).delete()
    assert first_steps(administrator, NOW)[-1].url == reverse("wagtailadmin_explore_root")


def test_they_disappear_when_all_is_done(admin_desk, administrator):
    done(administrator)
    assert states(administrator) == {}
    assert "The first steps" not in home(admin_desk)


def test_they_disappear_with_the_first_real_sign_up(administrator):
    trial = RegistrationFactory(occurrence__trial_until=NOW)
    assert len(states(administrator)) == 5
    trial.delete()
    RegistrationFactory()
    assert states(administrator) == {}


def test_somebody_puts_them_away_for_themselves(admin_desk, desk):
    put_away = json.dumps({"first_steps": True})
    admin_desk.patch(reverse("wagtailadmin_dismissibles"), put_away, "application/json")
    assert "The first steps" not in home(admin_desk)
    assert "The first steps" in home(desk)


def test_they_ask_little_and_nothing_more_once_there_are_many_rows(administrator):
    user = type(administrator).objects.get(pk=administrator.pk)
    user.get_all_permissions()

    def queries():
        with CaptureQueriesContext(connection) as seen:
            first_steps(user, NOW)
        return len(seen)

    few = queries()
    for _n in range(4):
        of_group("Coordinator")
        event_page(EventFactory())
    assert queries() <= few
    assert few <= 10
    RegistrationFactory()
    assert queries() == 1
