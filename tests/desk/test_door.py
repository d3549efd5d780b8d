"""The door at the desk: links for helpers, and whoever came without a place."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.domain import attendance, door, helper_passes
from events.models import CheckIn, HelperPass, Occurrence, Registration, WalkIn
from tests.events.people import office
from tests.factories import OccurrenceFactory, RegistrationFactory, of_group

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def reference(db):
    from office.domain.reference import load_country

    load_country("dk")


@pytest.fixture
def camp(clock) -> Occurrence:
    camp = RegistrationFactory(occurrence__camp=True, contact__name="Zenobia Quist").occurrence
    clock.stop(camp.starts_at + timedelta(hours=1))
    return camp


@pytest.fixture
def walk_in(camp, clock) -> WalkIn:
    return a_walk_in(camp, "Gro Nu", "gro@student.test")


def a_walk_in(camp, name, email="") -> WalkIn:
    at = {"tapped_at": camp.starts_at, "recorded_at": camp.starts_at, "recorded_by": "helper:1"}
    who = {"name": name, "email": email}
    return WalkIn.objects.create(occurrence=camp, day=camp.first_day, **at, **who)


def url(name, *args) -> str:
    return reverse(f"dates:{name}", args=args)


def test_a_link_is_made_shown_once_more_and_revoked(desk, camp, clock):
    shown = desk.post(url("helpers", camp.pk), {"name": "Idas phone"}, follow=True)
    made = HelperPass.objects.get()
    text = shown.content.decode()
    assert shown.redirect_chain == [(url("helper", camp.pk, made.pk), 302)]
    assert helper_passes.url(made) in text
    assert "<svg" in text
    assert "style=" not in text[text.index("<svg") : text.index("</svg>")]
    assert "Idas phone" in desk.get(url("helpers", camp.pk)).content.decode()
    HelperPass.objects.update(device="x", opened_at=clock.now(), seen_at=clock.now())
    opened = desk.get(url("helper", camp.pk, made.pk)).content.decode()
    assert helper_passes.url(made) not in opened
    for _ in range(2):
        desk.post(url("revoke_helper", camp.pk, made.pk))
    assert HelperPass.objects.get().revoked_at == clock.now()
    assert desk.get(url("revoke_helper", camp.pk, made.pk)).status_code == 405


def test_what_is_wrong_with_a_link_is_said_and_what_was_typed_kept(desk, camp, clock):
    assert "Whose phone" in desk.post(url("helpers", camp.pk), {"name": ""}).content.decode()
    clock.stop(camp.ends_at + timedelta(days=3))
    late = desk.post(url("helpers", camp.pk), {"name": "Idas phone"})
    assert "or is over" in late.content.decode()
    assert "Idas phone" in late.content.decode()
    assert not HelperPass.objects.exists()


def test_a_link_of_another_date_is_not_found(desk, camp):
    other = helper_passes.make(camp.pk, "Ida", actor=office())
    elsewhere = OccurrenceFactory()
    assert desk.get(url("helper", elsewhere.pk, other.pk)).status_code == 404
    assert desk.post(url("revoke_helper", elsewhere.pk, other.pk)).status_code == 404
    stranger = a_walk_in(camp, "Gro")
    for name in ("settle_walk_in", "dismiss_walk_in"):
        assert desk.get(url(name, elsewhere.pk, stranger.pk)).status_code == 404
    assert HelperPass.objects.get().revoked_at is None


def test_the_tab_leads_to_the_phone_and_shows_who_waits(desk, camp, walk_in, client):
    text = desk.get(url("attendance", camp.pk)).content.decode()
    assert reverse("signup:door", args=[camp.pk]) in text
    assert "Gro Nu" in text
    assert "Gro Nu" not in desk.get(url("attendance", OccurrenceFactory().pk)).content.decode()
    client.force_login(of_group("Check-in helper"))
    seen = client.get(url("attendance", camp.pk)).content.decode()
    assert reverse("signup:door", args=[camp.pk]) in seen
    assert "Gro Nu" not in seen
    assert url("helpers", camp.pk) not in seen
    attendance.close_list(camp.pk, actor=office())
    closed = desk.get(url("attendance", camp.pk)).content.decode()
    assert reverse("signup:door", args=[camp.pk]) not in closed


def test_the_tab_asks_as_often_for_many(desk, camp, walk_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    helper_passes.make(camp.pk, "Ida", actor=office())
    with CaptureQueriesContext(connection) as for_one:
        desk.get(url("attendance", camp.pk))
    for n in range(4):
        a_walk_in(camp, f"Gro {n}")
        helper_passes.make(camp.pk, f"Ida {n}", actor=office())
    with django_assert_num_queries(len(for_one)):
        desk.get(url("attendance", camp.pk))


def test_a_walk_in_gets_a_place_and_a_check_in(desk, camp, walk_in):
    form = desk.get(url("settle_walk_in", camp.pk, walk_in.pk)).content.decode()
    assert "gro@student.test" in form
    told = {"name": "Gro Nu", "email": "", "language": "da"}
    refused = desk.post(url("settle_walk_in", camp.pk, walk_in.pk), told)
    assert refused.status_code == 200
    assert "Gro Nu" in refused.content.decode()
    told["email"] = "gro@student.test"
    done = desk.post(url("settle_walk_in", camp.pk, walk_in.pk), told)
    assert done.url == url("attendance", camp.pk)
    place = Registration.objects.get(contact__email="gro@student.test")
    assert CheckIn.objects.get().registration == place
    assert WalkIn.objects.get().name == ""
    assert desk.get(url("settle_walk_in", camp.pk, walk_in.pk)).status_code == 404


def test_dismissing_asks_first_and_deletes(desk, camp, walk_in):
    asked = desk.get(url("dismiss_walk_in", camp.pk, walk_in.pk)).content.decode()
    assert "cannot be undone" in asked
    assert WalkIn.objects.get().name == "Gro Nu"
    desk.post(url("dismiss_walk_in", camp.pk, walk_in.pk))
    assert WalkIn.objects.get().name == ""


def test_today_says_that_somebody_waits_for_a_place(desk, camp, walk_in):
    assert "1 person waits for a place" in desk.get("/admin/").content.decode()
    WalkIn.objects.update(settled_at=timezone.now())
    assert "waits for a place" not in desk.get("/admin/").content.decode()


def test_the_log_of_the_date_says_which_link_did_what(desk, camp):
    made = helper_passes.make(camp.pk, "Idas phone", actor=office())
    from uuid import uuid4

    from office.actor import helper

    tap = door.Tap(uuid4(), camp.registrations.get().pk, camp.first_day, True, camp.starts_at)
    door.merge(camp.pk, [tap], actor=helper(made.pk))
    text = desk.get(url("log", camp.pk)).content.decode()
    assert f"link {made.pk}" in text
    assert "Zenobia" not in text
