"""Food, access and emergency contacts at the desk: numbers for all, names by a logged look."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.domain import needs
from events.domain.needs import Told
from events.models import Event, Need
from office import clock
from office.actor import PERSON
from tests.desk.conftest import in_english
from tests.factories import ContactFactory, EventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.usefixtures("clock")

LOOKS = ["look_at_food", "look_at_needs", "look_at_emergency"]
HEALTH = ["celeriac", "a ramp", "Ida Quill", "99887766"]


@pytest.fixture
def place(clock):
    event = EventFactory(kind="camp", asks_food=True, asks_access=True, asks_emergency=True)
    contact = ContactFactory(name="Zebedaeus Quill", phone="20304050")
    place = RegistrationFactory(
        occurrence__camp=True, occurrence__event=event, occurrence__capacity=50, contact=contact
    )
    tell(place)
    return place


def tell(place):
    told = Told(["meat", "fish"], "celeriac", "a ramp")
    needs.tell(place.pk, told, wording="Keep it", actor=PERSON)
    needs.tell_emergency(place.pk, name="Ida Quill", phone="99887766", wording="Call", actor=PERSON)


def url(name, place, *more):
    return reverse(f"dates:{name}", args=[place.occurrence_id, *more])


def text(answer):
    return answer.getvalue().decode()


def looks():
    return list(
        ModelLogEntry.objects.filter(action__contains="look").values_list("action", flat=True)
    )


def allowed(*names):
    """A browser of somebody who may enter the admin, and do what is named."""
    user = in_english(UserFactory())
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", *names]))
    client = Client()
    client.force_login(user)
    return client


def test_the_tab_shows_numbers_and_nothing_of_anybody(desk, place):
    RegistrationFactory(occurrence=place.occurrence)
    shown = text(desk.get(url("needs", place)))
    assert "Vegetarian" in shown
    assert "Told nothing about food" in shown
    assert not [word for word in [*HEALTH, "Zebedaeus"] if word in shown]
    assert looks() == []


def test_it_asks_as_much_for_twenty_people_as_for_one(desk, place):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(url("needs", place))
            for look in LOOKS:
                assert desk.post(url(look, place)).status_code == 200
        return len(seen)

    queries()
    one = queries()
    for more in RegistrationFactory.create_batch(20, occurrence=place.occurrence):
        tell(more)
    assert queries() == one


def test_the_kitchens_sheet_has_lines_and_no_names_and_stands_in_the_log(desk, place):
    shown = text(desk.post(url("look_at_food", place)))
    assert "celeriac" in shown
    assert not [word for word in ["Zebedaeus", "a ramp", "Ida Quill"] if word in shown]
    assert looks() == ["events.look_at_food"]


def test_who_told_what_is_a_look_that_stands_in_the_log(desk, place):
    other = RegistrationFactory(occurrence=place.occurrence)
    answer = desk.post(url("look_at_needs", place))
    shown = text(answer)
    for word in ("Zebedaeus Quill", "no meat, no fish; celeriac", "a ramp", other.contact.name):
        assert word in shown
    assert "told nothing" in shown
    assert "99887766" not in shown
    assert "no-store" in answer["Cache-Control"]
    assert looks() == ["events.look_at_needs"]


def test_the_leaders_sheet_is_a_look_that_stands_in_the_log(desk, place):
    shown = text(desk.post(url("look_at_emergency", place)))
    for word in ("Zebedaeus Quill", "20304050", "Ida Quill", "99887766"):
        assert word in shown
    assert "celeriac" not in shown
    assert looks() == ["events.look_at_emergency"]


def test_the_log_says_that_somebody_looked_and_holds_nothing_of_anybody(desk, place):
    for look in LOOKS:
        desk.post(url(look, place))
    said = text(desk.get(url("log", place)))
    assert "Looked at food and access needs" in said
    kept = str(list(ModelLogEntry.objects.values()))
    assert not [word for word in [*HEALTH, "Zebedaeus"] if word in kept]


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_answers_to_a_post_only(desk, place, look):
    assert desk.get(url(look, place)).status_code == 405
    assert looks() == []


@pytest.mark.parametrize("look", LOOKS)
def test_without_the_permission_nobody_looks(place, look):
    client = allowed("change_occurrence", "view_occurrence", "view_registration")
    answer = client.post(url(look, place), follow=True)
    assert not [word for word in HEALTH if word in text(answer)]
    assert [it.level_tag for it in answer.context["messages"]] == ["error"]
    assert looks() == []


def test_food_does_not_open_emergency_contacts_nor_the_other_way(place):
    sees = "view_registration"
    kitchen, leader = allowed("view_need", sees), allowed("view_emergencycontact", sees)
    assert kitchen.post(url("look_at_emergency", place)).status_code == 302
    assert leader.post(url("look_at_needs", place)).status_code == 302
    assert leader.post(url("look_at_emergency", place)).status_code == 200


def test_nothing_of_it_stands_in_lists_exports_or_on_the_persons_screen(desk, place):
    pages = [
        url("edit", place),
        reverse("contacts:edit", args=[place.contact_id]),
        *(reverse(f"{name}:index") for name in ("contacts", "registrations", "dates", "mails")),
        reverse("registrations:index") + "?export=csv",
        reverse("contacts:index") + "?export=csv",
    ]
    for page in pages:
        shown = text(desk.get(page))
        assert not [word for word in HEALTH if word in shown], page
    for name in ("contacts", "registrations"):
        assert "Zebedaeus" not in text(desk.get(reverse(f"{name}:index"), {"q": "celeriac"}))


def test_what_is_told_on_the_phone_is_written_down_with_a_yes(desk, place):
    form = desk.get(url("write_needs", place, place.pk))
    assert "celeriac" not in text(form)
    refused = desk.post(url("write_needs", place, place.pk), {"does_not_eat": ["nuts"]})
    assert refused.context["form"].errors.keys() == {"yes"}

    desk.post(url("write_needs", place, place.pk), {"does_not_eat": ["nuts"], "yes": "on"})

    need = Need.objects.get()
    assert (need.does_not_eat, need.access_note) == (["nuts"], "")
    assert need.consent_wording.startswith("Zebedaeus Quill was read this")
    assert ModelLogEntry.objects.filter(action="events.tell_needs").count() == 1


def test_what_an_event_asks_is_chosen_on_a_screen_of_its_own(desk, place):
    page = reverse("dates:asks", args=[place.occurrence.event_id])
    assert desk.get(page).status_code == 200
    desk.post(page, {"asks_emergency": "on"})
    event = Event.objects.get()
    assert (event.asks_food, event.asks_access, event.asks_emergency) == (False, False, True)
    assert Need.objects.count() == 1
    shown = text(desk.get(url("needs", place)))
    assert "Vegetarian" in shown


def test_the_screen_of_its_questions_leads_there(desk, place):
    event = place.occurrence.event_id
    assert reverse("dates:asks", args=[event]) in text(
        desk.get(reverse("dates:questions", args=[event]))
    )


def test_an_event_that_asks_nothing_says_what_to_do(desk):
    place = RegistrationFactory()
    shown = text(desk.get(url("needs", place)))
    assert "asks nobody" in shown
    assert reverse("dates:asks", args=[place.occurrence.event_id]) in shown


def test_the_plan_of_deletion_names_both(desk, place):
    clock.stop(place.occurrence.ends_at.replace(month=3))
    shown = text(desk.get(reverse("retention:index")))
    assert "the food and access needs of 1 person" in shown
    assert "1 emergency contact:" in shown
