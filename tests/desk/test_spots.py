"""The tab *Distribution*: adding, proposing, moving, showing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.forms.spots import RoomsForm
from events.domain import hosting
from events.models import Allocation, Hosting, Occurrence, Proposal, Spot, SpotKind, Wish
from mail.models import Message
from tests.events.postman import Postman
from tests.factories import (
    NOW,
    HostContactFactory,
    HostFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
)

pytestmark = pytest.mark.django_db

SATURDAY = datetime(2027, 1, 16, 8, tzinfo=UTC)


@pytest.fixture
def camp(clock):
    return OccurrenceFactory(camp=True)


def url(name, camp, *more):
    return reverse(f"dates:{name}", args=[camp.pk, *more])


def page(desk, camp):
    return desk.get(url("spots", camp)).content.decode()


def post(desk, _name, camp, *more, **data):
    """Send a form, and read the screen it leads to."""
    return desk.post(url(_name, camp, *more), data, follow=True).content.decode()


def people(camp, n=2):
    return [RegistrationFactory(occurrence=camp) for _n in range(n)]


# The tab


def test_a_camp_has_the_tab_and_it_says_what_it_is_for(desk, camp):
    said = page(desk, camp)
    assert "Here you decide who goes where" in said
    for name in ("add_practices", "add_rooms", "add_meeting_point"):
        assert url(name, camp) in said
    assert "Propose a fair distribution" not in said


def test_a_visit_has_the_tab_once_it_has_spots(desk, clock):
    visit = OccurrenceFactory()
    assert url("spots", visit) not in desk.get(url("edit", visit)).content.decode()
    assert desk.get(url("spots", visit)).status_code == 200
    SpotFactory(occurrence=visit)
    assert url("spots", visit) in desk.get(url("edit", visit)).content.decode()


def test_the_tab_tells_who_is_where_how_they_fare_and_who_is_left_over(desk, camp):
    a, b = SpotFactory(occurrence=camp, name="Blue"), SpotFactory(occurrence=camp, name="Red")
    first, second, _third = people(camp, 3)
    Wish.objects.create(spot=b, registration=first, rank=1)
    Wish.objects.create(spot=a, registration=first, rank=2)
    Allocation.objects.create(spot=a, registration=first, slot="room")
    Allocation.objects.create(spot=b, registration=second, slot="room", by_hand=True)
    said = page(desk, camp)
    assert "2 of 3 have a spot" in said
    assert "1 left over" in said
    assert "second wish: 1" in said
    assert said.count("by hand</span>") == 1
    assert "Blue: 1 free" in said


def test_the_tab_asks_as_much_for_two_people_as_for_two_hundred(desk, camp):
    rooms = [SpotFactory(occurrence=camp, capacity=150) for _n in range(2)]
    counts = []
    for n in (2, 198):
        for it in people(camp, n):
            Allocation.objects.create(spot=rooms[n > 2], registration=it, slot="room")
        SpotFactory(occurrence=camp)
        page(desk, camp)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(desk, camp)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_practice_that_cancelled_is_marked_and_not_to_be_chosen(desk, camp):
    hours = {"starts_at": SATURDAY, "ends_at": SATURDAY + timedelta(hours=6)}
    spot = SpotFactory(occurrence=camp, kind=SpotKind.HOST, host=HostFactory(), name="", **hours)
    people(camp)
    assert f'<option value="{spot.pk}">' in page(desk, camp)
    visit = {"occurrence": camp, "host": spot.host, "spot": spot, "made_at": NOW}
    Hosting.objects.create(**visit, cancelled_at=NOW)
    said = page(desk, camp)
    assert "The practice has cancelled" in said
    assert f'<option value="{spot.pk}">' not in said


# Adding and changing


def test_practices_are_added_for_all_days_ticked_by_the_clock_on_the_wall(desk, camp):
    hosts = [HostFactory().pk for _n in range(2)]
    days = ["2027-01-16", "2027-01-17"]
    told = {"hosts": hosts, "days": days, "starts": "09:00", "ends": "15:00", "capacity": 2}
    assert "4 are added" in post(desk, "add_practices", camp, **told)
    assert "there already" in post(desk, "add_practices", camp, **told)
    assert set(Spot.objects.values_list("starts_at", flat=True)) == {
        SATURDAY,
        SATURDAY + timedelta(days=1),
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hosts": []}, "Tick at least one practice."),
        ({"days": []}, "Tick at least one day."),
        ({"days": ["2027-02-01"]}, "Select a valid choice"),
        ({"ends": "08:00"}, "The end comes before the start."),
        ({"capacity": 0}, "greater than or equal to 1"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_what_was_typed_stays(desk, camp, wrong, said):
    told = {"hosts": [HostFactory().pk], "days": ["2027-01-16"], "starts": "09:00"}
    told |= {"ends": "15:00", "capacity": 2, "note": "The red door"} | wrong
    shown = post(desk, "add_practices", camp, **told)
    assert said in shown
    assert "The red door" in shown
    assert "Nothing is saved yet" in shown
    assert not Spot.objects.exists()


def test_rooms_are_added_by_the_dozen(desk, camp):
    assert "13 are added" in post(desk, "add_rooms", camp, names="Room 1-12\nThe attic", capacity=2)
    names = list(Spot.objects.order_by("pk").values_list("name", flat=True))
    assert names == [*(f"Room {n}" for n in range(1, 13)), "The attic"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Room 1-3", ["Room 1", "Room 2", "Room 3"]),
        ("A\n\nA\nB ", ["A", "B"]),
        ("Room 3-1", ["Room 3-1"]),
        ("7–8", ["7", "8"]),
        ("Room 1-9999", None),
        ("x" * 121, None),
    ],
)
def test_names_of_rooms(camp, typed, names):
    form = RoomsForm({"names": typed, "capacity": 2}, occurrence=camp)
    assert form.is_valid() is bool(names)
    assert form.cleaned_data.get("names") == names


def test_a_meeting_point_has_its_time(desk, camp):
    told = {"name": "Køge station", "starts_at": "2027-01-15T13:30", "capacity": 20}
    assert "1 is added" in post(desk, "add_meeting_point", camp, **told)
    assert Spot.objects.get().starts_at == datetime(2027, 1, 15, 12, 30, tzinfo=UTC)
    told |= {"name": "Later", "starts_at": "2027-03-15T13:30"}
    assert "People meet within a day" in post(desk, "add_meeting_point", camp, **told)


@pytest.mark.parametrize("kind", ["host", "room", "meeting_point"])
def test_a_spot_of_each_kind_is_changed_by_its_own_fields(desk, camp, kind):
    times = {
        "host": {"starts_at": SATURDAY, "ends_at": SATURDAY + timedelta(hours=6)},
        "room": {},
        "meeting_point": {"starts_at": camp.starts_at},
    }[kind]
    host = HostFactory() if kind == "host" else None
    spot = SpotFactory(occurrence=camp, kind=kind, host=host, **times)
    form = desk.get(url("change_spot", camp, spot.pk)).context["form"]
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent |= {name: f"{sent[name]:%Y-%m-%dT%H:%M}" for name in sent if name.endswith("_at")}
    sent |= {"host": host.pk} if host else {}
    assert "It is changed" in post(
        desk, "change_spot", camp, spot.pk, **sent | {"capacity": 7, "note": "By the lake"}
    )
    changed = Spot.objects.get()
    assert (changed.capacity, changed.note) == (7, "By the lake")
    assert (changed.starts_at, changed.ends_at) == (spot.starts_at, spot.ends_at)


def test_a_spot_with_more_people_than_it_would_hold_is_not_made_smaller(desk, camp):
    spot = SpotFactory(occurrence=camp)
    for it in people(camp):
        Allocation.objects.create(spot=spot, registration=it, slot="room")
    said = post(desk, "change_spot", camp, spot.pk, name="Room", capacity=1)
    assert "2 people are in it: move some of them first." in said


def test_removing_asks_first_and_says_who_loses_it(desk, camp):
    spot = SpotFactory(occurrence=camp)
    Allocation.objects.create(spot=spot, registration=people(camp, 1)[0], slot="room")
    said = desk.get(url("remove_spot", camp, spot.pk)).content.decode()
    assert "1 person is in it and will be without one." in said
    assert Spot.objects.exists()
    assert "It is removed" in post(desk, "remove_spot", camp, spot.pk)
    assert not Spot.objects.exists()


def test_spots_of_another_date_are_not_reached_through_this_one(desk, camp):
    other = SpotFactory()
    for name in ("change_spot", "remove_spot"):
        assert desk.get(url(name, camp, other.pk)).status_code == 404


# Proposing and moving


def test_one_press_proposes_another_takes_it_back(desk, camp):
    SpotFactory(occurrence=camp, capacity=1)
    SpotFactory(occurrence=camp, capacity=1)
    people(camp, 3)
    said = post(desk, "propose_spots", camp)
    assert "2 people have a spot" in said
    assert "1 person is left over" in said
    assert f"lots number {Proposal.objects.get().seed}" in said
    assert "Where several could have the same, lots decide." in said
    assert "taken back" in post(desk, "undo_proposal", camp)
    assert not Allocation.objects.exists()


def test_the_same_lots_can_be_drawn_again(desk, camp):
    for _n in range(3):
        SpotFactory(occurrence=camp)
    people(camp, 6)
    post(desk, "propose_spots", camp, lots="4711")
    first = set(Allocation.objects.values_list("registration", "spot"))
    post(desk, "propose_spots", camp)
    post(desk, "propose_spots", camp, lots="4711")
    assert set(Allocation.objects.values_list("registration", "spot")) == first


@pytest.mark.parametrize("lots", ["-1", "a few", "100000", "²"])
def test_lots_that_are_no_number_are_refused(desk, camp, lots):
    SpotFactory(occurrence=camp)
    assert "number below 100000" in post(desk, "propose_spots", camp, lots=lots)
    assert not Proposal.objects.exists()


def test_those_ticked_are_moved_and_taken_out(desk, camp):
    spot, (one, other) = SpotFactory(occurrence=camp), people(camp)
    ticked = {"slot": "room", "person": [one.pk, other.pk]}
    assert "2 people are moved" in post(desk, "move_into_spot", camp, **ticked, to=spot.pk)
    assert Allocation.objects.filter(by_hand=True).count() == 2
    assert "Nobody had to move." in post(desk, "move_into_spot", camp, **ticked, to=spot.pk)
    assert "2 people are taken out" in post(desk, "move_into_spot", camp, **ticked, to="out")
    assert not Allocation.objects.exists()


def test_a_full_spot_takes_nobody_and_says_so(desk, camp):
    spot = SpotFactory(occurrence=camp, name="Blue")
    ticked = {"slot": "room", "person": [it.pk for it in people(camp, 3)]}
    said = post(desk, "move_into_spot", camp, **ticked, to=spot.pk)
    assert "Blue has 2 of 2 places free, too few for 3 more. Nobody was moved." in said


def test_moving_says_what_is_missing_and_reaches_no_other_date(desk, camp):
    here, elsewhere = people(camp, 1)[0], SpotFactory()
    stranger = RegistrationFactory()
    spot = SpotFactory(occurrence=camp)
    assert "Tick somebody" in post(desk, "move_into_spot", camp, slot="room", to=spot.pk)
    for to in ("", "x", elsewhere.pk):
        ticked = {"slot": "room", "person": here.pk, "to": to}
        assert "Choose where they go." in post(desk, "move_into_spot", camp, **ticked)
    post(desk, "move_into_spot", camp, slot="room", person=stranger.pk, to=spot.pk)
    assert not Allocation.objects.exists()


# Showing


def test_showing_says_first_who_is_told_and_who_lacks_something(desk, camp):
    spot, (one, _other) = SpotFactory(occurrence=camp), people(camp)
    Allocation.objects.create(spot=spot, registration=one, slot="room")
    said = desk.get(url("show_spots", camp)).content.decode()
    assert "1 person gets a mail." in said
    assert "1 person still lacks something" in said
    assert Occurrence.objects.get().spots_shown_at is None
    assert "Shown to participants" in post(desk, "show_spots", camp)
    assert "Only the office sees this yet" in post(desk, "hide_spots", camp)


def test_hiding_says_first_which_practices_are_told_and_only_then_hides(desk, camp, clock):
    for name in ("Lægerne Havnen", "Lægerne Torvet", "Lægerne Uden"):
        hours = {"starts_at": SATURDAY, "ends_at": SATURDAY + timedelta(hours=6)}
        host = HostFactory(name=name)
        spot = SpotFactory(occurrence=camp, kind=SpotKind.HOST, name="", host=host, **hours)
        if "Uden" not in name:
            HostContactFactory(host=spot.host)
    post(desk, "show_spots", camp)
    assert "No practice has been told yet" in desk.get(url("hide_spots", camp)).content.decode()
    clock.move(timedelta(minutes=6))
    hosting.follow()
    Postman().deliver()
    assert url("hide_spots", camp) in page(desk, camp)

    said = desk.get(url("hide_spots", camp)).content.decode()

    assert "2 practices are told by mail that it is planned anew" in said
    assert "Lægerne Havnen" in said
    assert "Lægerne Uden" not in said
    assert Occurrence.objects.get().spots_shown_at is not None
    post(desk, "hide_spots", camp)
    hosting.follow()
    assert Message.objects.filter(kind="host_called_off").count() == 2


def test_a_date_that_is_over_is_only_looked_at(desk, camp, clock):
    SpotFactory(occurrence=camp)
    people(camp)
    clock.stop(camp.ends_at)
    said = page(desk, camp)
    assert "Move" not in said.split("desk-slot")[1]
    assert url("add_rooms", camp) not in said


# Who may, and the file


def test_who_may_only_look_gets_no_buttons_and_can_do_nothing(writer, camp, clock):
    spot, one = SpotFactory(occurrence=camp), people(camp, 1)[0]
    user = User.objects.get(pk=writer.session["_auth_user_id"])
    for codename in ("view_spot", "view_registration"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    said = page(writer, camp)
    assert "Propose" not in said
    assert "checkbox" not in said.split("desk-slot")[1]
    for name in ("propose_spots", "undo_proposal", "hide_spots", "show_spots"):
        writer.post(url(name, camp))
    writer.post(url("move_into_spot", camp), {"slot": "room", "person": one.pk, "to": spot.pk})
    assert not Allocation.objects.exists()
    assert writer.get(url("spots", camp) + "?export=csv").status_code in (302, 403)


def test_the_distribution_leaves_as_a_file(desk, camp):
    spot, (one, _other) = SpotFactory(occurrence=camp, name="Blue"), people(camp)
    Allocation.objects.create(spot=spot, registration=one, slot="room")
    answer = desk.get(url("spots", camp) + "?export=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Name")
    assert lines[0].endswith("Room;Would like to be with")
    assert sum("Blue" in line for line in lines) == 1
    assert len(lines) == 3


# Today


def test_the_first_page_says_where_somebody_lacks_a_spot_once_it_is_time(desk, camp, clock):
    spot, (one, _other) = SpotFactory(occurrence=camp), people(camp)
    Allocation.objects.create(spot=spot, registration=one, slot="room")
    first = reverse("wagtailadmin_home")
    assert "To distribute" not in desk.get(first).content.decode()
    clock.stop(camp.starts_at - timedelta(days=14))
    said = desk.get(first).content.decode()
    assert "1 person lacks a host practice, room or meeting point." in said
    assert url("spots", camp) in said
    post(desk, "propose_spots", camp)
    SpotFactory(occurrence=camp)
    post(desk, "propose_spots", camp)
    assert "To distribute" not in desk.get(first).content.decode()


def test_the_first_page_says_it_earlier_where_it_is_shown(desk, camp):
    SpotFactory(occurrence=camp)
    people(camp, 3)
    post(desk, "show_spots", camp)
    assert "3 people lack" in desk.get(reverse("wagtailadmin_home")).content.decode()
