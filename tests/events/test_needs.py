"""Food and access needs and emergency contacts: told with a place, gone with it or soon after."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from wagtail.models import ModelLogEntry

from events.domain import erasure, needs, needs_end, registrations, retention, scheduling
from events.domain.errors import ActRefused, ClaimEnded
from events.domain.kitchen import kitchen, plate
from events.domain.needs import Told
from events.models import EmergencyContact, Event, Food, Need, Occurrence, Registration
from mail import kinds
from mail.models import Message
from office.actor import PERSON, SYSTEM
from tests.events.people import comes, office, signs_up
from tests.factories import (
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock")

ASKS = {"asks_food": True, "asks_access": True, "asks_emergency": True}


@pytest.fixture
def place(clock) -> Registration:
    event = EventFactory(kind="camp", **ASKS)
    return RegistrationFactory(occurrence__camp=True, occurrence__event=event)


def tells(place: Registration, *foods: str, note: str = "", access: str = "") -> Need:
    told = Told(foods, note, access)
    return needs.tell(place.pk, told, wording="Keep it", actor=PERSON)


def names(place: Registration, name: str = "Ida", phone: str = "12 34 56 78") -> EmergencyContact:
    return needs.tell_emergency(place.pk, name=name, phone=phone, wording="Call them", actor=PERSON)


def kept() -> tuple[int, int]:
    return Need.objects.count(), EmergencyContact.objects.count()


# Telling


def test_what_is_told_is_kept_with_the_words_of_the_consent(place, clock):
    need = tells(place, "nuts", "meat", note="celery", access="no steps")
    assert (need.does_not_eat, need.food_note, need.access_note) == (
        ["meat", "nuts"],
        "celery",
        "no steps",
    )
    assert (need.consent_wording, need.recorded_at) == ("Keep it", clock.now())


def test_telling_anew_replaces_all_that_was_told(place):
    tells(place, "nuts", note="celery", access="no steps")
    tells(place, "egg")
    need = Need.objects.get()
    assert (need.does_not_eat, need.food_note, need.access_note) == (["egg"], "", "")
    names(place)
    names(place, "Bo")
    assert EmergencyContact.objects.get().name == "Bo"


def test_unknown_foods_are_not_kept(place):
    assert tells(place, "nuts", "plutonium").does_not_eat == ["nuts"]


def test_only_what_the_event_asks_is_kept(place):
    Event.objects.update(asks_access=False)
    assert tells(place, "nuts", access="no steps").access_note == ""
    Event.objects.update(asks_food=False, asks_access=True)
    need = tells(place, "nuts", note="celery", access="no steps")
    assert (need.does_not_eat, need.food_note, need.access_note) == ([], "", "no steps")


def test_what_is_not_asked_is_refused(place):
    Event.objects.update(asks_food=False, asks_access=False, asks_emergency=False)
    with pytest.raises(ActRefused):
        tells(place, "nuts")
    with pytest.raises(ActRefused):
        names(place)
    assert kept() == (0, 0)


def test_nothing_is_kept_of_who_has_no_confirmed_place(place):
    held = signs_up(open_occurrence(event__asks_food=True, event__asks_emergency=True), "Anna")
    left = RegistrationFactory(occurrence=place.occurrence)
    registrations.cancel(left.pk, actor=PERSON)
    for claim in (held, left):
        with pytest.raises(ClaimEnded):
            tells(claim, "nuts")
        with pytest.raises(ClaimEnded):
            names(claim)
    assert kept() == (0, 0)


def test_nothing_is_told_any_more_once_it_is_over(place, clock):
    clock.stop(place.occurrence.ends_at - timedelta(seconds=1))
    tells(place, "nuts")
    clock.stop(place.occurrence.ends_at)
    with pytest.raises(ActRefused):
        tells(place, "egg")
    assert Need.objects.get().does_not_eat == ["nuts"]


def test_taking_back_deletes_at_once_and_twice_is_once(place):
    tells(place, "nuts")
    names(place)
    for _ in range(2):
        needs.withdraw(place.pk, actor=PERSON)
    assert kept() == (0, 1)
    for _ in range(2):
        needs.withdraw_emergency(place.pk, actor=PERSON)
    assert kept() == (0, 0)


def test_choosing_what_an_event_asks_is_logged_once_and_deletes_nothing(place):
    tells(place, "nuts")
    for _ in range(2):
        needs.ask(
            place.occurrence.event_id, actor=office(), food=False, access=True, emergency=True
        )
    event = Event.objects.get()
    assert (event.asks_food, event.asks_access, event.asks_emergency) == (False, True, True)
    assert ModelLogEntry.objects.filter(action="events.ask_needs").count() == 1
    assert kept() == (1, 0)


# Deleting


def other_place(place: Registration) -> Registration:
    """A second person's, who told the same; what happens to the first leaves it alone."""
    other = RegistrationFactory(occurrence=place.occurrence)
    tells(other, "nuts")
    names(other)
    return other


@pytest.mark.parametrize("end", ["cancel", "remove", "call_off", "erase"])
def test_it_goes_with_the_place(place, end):
    tells(place, "nuts")
    names(place)
    other = other_place(place)
    if end == "cancel":
        registrations.cancel(place.pk, actor=PERSON)
    elif end == "remove":
        registrations.cancel(place.pk, actor=office(), reason="Double")
    elif end == "erase":
        erasure.erase(place.contact_id, actor=SYSTEM)
    else:
        off = place.occurrence
        scheduling.call_off(off.pk, actor=office(), revision=off.revision, reason="Snow")
    assert kept() == ((0, 0) if end == "call_off" else (1, 1))
    assert end == "call_off" or Need.objects.get().contact == other.contact


def test_it_goes_with_the_person_also_where_the_place_stays_for_the_counts(place, clock):
    tells(place, "nuts")
    names(place)
    clock.stop(place.occurrence.starts_at)
    erasure.erase(place.contact_id, actor=SYSTEM)
    assert kept() == (0, 0)
    assert Registration.objects.confirmed().count() == 1


def test_it_is_deleted_on_the_day_that_was_promised(place, clock):
    """The camp ends on 17 January 2027 in Copenhagen: food on the 31st, emergency on the 24th."""
    tells(place, "nuts")
    names(place)
    it = place.occurrence
    assert EmergencyContact.deleted_on(it).isoformat() == "2027-01-24"
    assert Need.deleted_on(it).isoformat() == "2027-01-31"
    for day, left in [(23, (1, 1)), (24, (1, 0)), (30, (1, 0)), (31, (0, 0))]:
        at = datetime(2027, 1, day, 2, tzinfo=UTC)  # three in the night
        planned = retention.plan(at)
        assert (1 - planned.needs, 1 - planned.emergency_contacts - (day > 24)) == left, day
        retention.clean(at)
        assert kept() == left, day


@pytest.mark.parametrize(("minutes", "day"), [(0, "24"), (1, "25")])
def test_an_end_at_midnight_belongs_to_the_day_before(place, minutes, day):
    midnight = datetime(2027, 1, 17, 23, tzinfo=UTC)
    Occurrence.objects.update(ends_at=midnight + timedelta(minutes=minutes))
    names(place)
    it = Occurrence.objects.get()
    assert EmergencyContact.deleted_on(it).isoformat() == f"2027-01-{day}"
    before = datetime(2027, 1, int(day) - 1, 22, 59, tzinfo=UTC)
    assert not EmergencyContact.objects.overdue(before).exists()
    assert EmergencyContact.objects.overdue(before + timedelta(minutes=1)).exists()


def test_the_night_finds_what_lost_its_place_some_other_way(place):
    tells(place, "nuts")
    other_place(place)
    Registration.objects.filter(pk=place.pk).update(
        state="cancelled", ended_at=place.created_at, ended_because="cancelled"
    )
    assert retention.clean(place.created_at).needs == 1
    assert kept() == (1, 1)


def test_it_goes_along_to_another_date_of_the_event(place):
    tells(place, "nuts")
    names(place)
    other_place(place)
    to = OccurrenceFactory(event=place.occurrence.event)
    needs_end.go_along(place, to)
    assert Need.objects.filter(occurrence=to).get().contact == place.contact
    assert EmergencyContact.objects.filter(occurrence=to).get().contact == place.contact
    assert kept() == (2, 2)


def test_it_does_not_go_along_to_another_event_or_what_that_does_not_ask(place):
    tells(place, "nuts")
    names(place)
    needs_end.go_along(place, OccurrenceFactory(event=EventFactory(**ASKS)))
    Event.objects.update(asks_food=False, asks_access=False, asks_emergency=False)
    needs_end.go_along(
        place, OccurrenceFactory(event=Event.objects.get(pk=place.occurrence.event_id))
    )
    assert Need.objects.get().occurrence == place.occurrence
    assert EmergencyContact.objects.get().occurrence == place.occurrence


def test_it_stays_when_the_date_moves_in_time(place):
    tells(place, "nuts")
    it = place.occurrence
    later = {
        "starts_at": it.starts_at + timedelta(days=7),
        "ends_at": it.ends_at + timedelta(days=7),
    }
    scheduling.move(it.pk, actor=office(), revision=it.revision, **later)
    it.refresh_from_db()
    assert Need.deleted_on(it).isoformat() == "2027-02-07"
    assert kept() == (1, 0)


# The kitchen


@pytest.mark.usefixtures("in_english")
def test_the_kitchen_counts_people_ticks_and_plates(place):
    tells(place, "meat", "fish", "milk", "egg", "nuts", note="celery")
    for foods in (["nuts"], ["nuts"], ["meat", "fish"]):
        tells(RegistrationFactory(occurrence=place.occurrence), *foods)
    tells(RegistrationFactory(occurrence=place.occurrence), access="no steps")
    RegistrationFactory(occurrence=place.occurrence)
    TurnFactory(occurrence=place.occurrence)
    tells(RegistrationFactory(occurrence=OccurrenceFactory(event=place.occurrence.event)), "pork")

    seen = kitchen(place.occurrence)

    assert (seen.placed, seen.told, seen.told_nothing, seen.access) == (6, 4, 2, 1)
    assert dict(seen.ticks) == {
        "no meat": 2,
        "no fish": 2,
        "no milk": 1,
        "no egg": 1,
        "no nuts": 3,
    }
    assert seen.plates == [("no nuts", 2), ("vegan, no nuts", 1), ("vegetarian", 1)]
    assert seen.notes == ["celery"]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("foods", "said"),
    [
        ("meat pork", "no meat"),
        ("pork", "no pork"),
        ("meat fish shellfish", "vegetarian"),
        ("meat fish milk", "vegetarian, no milk"),
        ("fish shellfish", "no fish, no shellfish"),
        ("meat pork fish shellfish milk egg gluten", "vegan, no gluten"),
        ("milk egg", "no milk, no egg"),
    ],
)
def test_a_plate_in_the_kitchens_words(foods, said):
    assert plate(map(Food, foods.split())) == said


# Mails


def test_the_confirmation_says_that_one_can_tell_and_no_mail_says_what(clock):
    for asks in (False, True):
        comes(open_occurrence(event__asks_food=asks), "Anna" if asks else "Bo")
    mails = Message.objects.filter(kind="place").order_by("pk")
    with translation.override("en"):
        said = [kinds.get("place").render(mail).after for mail in mails]
    asked = ["what you do not eat" in " ".join(after) for after in said]
    assert asked == [False, True]


def test_no_act_on_needs_puts_anything_into_a_mail_or_the_log(place):
    needs.tell(place.pk, Told(["nuts"], "celery"), wording="x", actor=office())
    names(place, "Zebedaeus")
    needs.look_at_needs(place.occurrence, actor=office())
    registrations.cancel(place.pk, actor=PERSON)
    said = str(list(Message.objects.values())) + str(list(ModelLogEntry.objects.values()))
    assert not [word for word in ("nuts", "celery", "Zebedaeus") if word in said]
