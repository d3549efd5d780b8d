"""Whose events they are: on the form, in the list, handed over."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from events.models import Event
from tests.desk.conftest import in_english
from tests.factories import (
    CoordinatorFactory,
    EventFactory,
    OccurrenceFactory,
    UserFactory,
    event_page,
)

pytestmark = pytest.mark.usefixtures("clock")

URL = "/admin/dates/hand-over/"


@pytest.fixture
def colleague(db):
    return CoordinatorFactory(first_name="Bent", last_name="Holm")


def text(answer):
    return answer.content.decode()


def hand_over(client, **typed):
    looked = client.post(URL, typed)
    return client.post(URL, typed | {"go": "1", "seen": looked.context["seen"]})


def test_whoever_makes_an_event_answers_for_it_unless_they_say_otherwise(desk, coordinator):
    page = event_page(EventFactory())
    Event.objects.all().delete()
    form = desk.get(reverse("dates:add_to_page", args=[page.pk])).context["event_form"]

    assert form["coordinator"].initial == coordinator
    assert "Mette Kjær" in str(form["coordinator"])


def test_the_events_form_changes_who_answers_for_it_and_logs_it(desk, colleague):
    event = EventFactory()
    url = reverse("dates:event", args=[event.pk])
    form = desk.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if form[name].value()}
    for _ in range(2):
        desk.post(url, typed | {"coordinator": colleague.pk})

    event.refresh_from_db()
    assert event.coordinator == colleague
    from wagtail.models import ModelLogEntry

    assert ModelLogEntry.objects.filter(action="events.make_responsible").count() == 1


def test_one_who_left_stays_on_the_form_until_somebody_else_is_chosen(desk):
    gone = CoordinatorFactory(first_name="Gone", is_active=False)
    event = EventFactory(coordinator=gone)
    form = desk.get(reverse("dates:event", args=[event.pk])).context["form"]

    names = dict(form.fields["coordinator"].choices)
    assert "Gone" in names.values()


def test_the_list_shows_and_finds_mine_and_nobodys(desk, coordinator, colleague):
    mine = OccurrenceFactory(event__coordinator=coordinator)
    OccurrenceFactory(event__coordinator=colleague)
    nobodys = OccurrenceFactory()
    url = reverse("dates:index")

    def shown(**filters):
        return [row.pk for row in desk.get(url, filters).context["object_list"]]

    assert "Bent Holm" in text(desk.get(url))
    assert (shown(whose="mine"), shown(whose="nobody")) == ([mine.pk], [nobodys.pk])
    assert len(shown()) == 3


def test_all_of_mine_go_to_a_colleague_after_a_look(desk, coordinator, colleague):
    coming = OccurrenceFactory(event__coordinator=coordinator).event
    never = EventFactory(coordinator=coordinator)
    typed = {"of": coordinator.pk, "to": colleague.pk}

    looked = desk.post(URL, typed | {"which": "coming"})
    assert looked.context["preview"]["events"] == [coming]
    assert "1 event goes to Bent Holm" in text(looked)
    hand_over(desk, **typed, which="all")

    assert set(Event.objects.filter(coordinator=colleague)) == {coming, never}


def test_a_coordinator_hands_over_nobody_elses(desk, coordinator, colleague):
    EventFactory(coordinator=colleague)
    shown = desk.get(URL)
    assert [user.pk for user in shown.context["form"].fields["of"].queryset] == [coordinator.pk]

    answer = desk.post(URL, {"of": colleague.pk, "to": coordinator.pk, "which": "all", "go": "1"})
    assert answer.context["form"].errors["of"]
    assert Event.objects.get().coordinator == colleague


def test_an_administrator_hands_over_for_one_who_left(client, colleague):
    gone = CoordinatorFactory(is_active=False, first_name="Gone")
    EventFactory(coordinator=gone)
    boss = in_english(UserFactory())
    boss.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(boss)

    hand_over(client, of=gone.pk, to=colleague.pk, which="all")

    assert Event.objects.get().coordinator == colleague


def test_to_oneself_is_refused_at_the_field(desk, coordinator):
    answer = desk.post(URL, {"of": coordinator.pk, "to": coordinator.pk, "which": "all"})

    assert answer.context["form"].errors["to"]
    assert "They answer for these events already." in text(answer)
