"""Who comes: told to the practice in numbers, a week and a day before, and when it changes."""

from datetime import timedelta

import pytest

from events.domain import host_contacts, hosting, hosting_acts
from events.models import (
    Allocation,
    Hosting,
    Occurrence,
    Registration,
    Spot,
    SpotKind,
)
from mail.models import Message
from office import clock as office_clock
from office.actor import of_host
from tests.calendar_readers import vobject_events
from tests.events.hosts import (
    DAY,
    HOUR,
    WEEK,
    Practice,
    before,
    calendar,
    comes,
    goes,
    says,
)
from tests.events.people import office
from tests.factories import NOW, HostContactFactory, SpotFactory

pytestmark = pytest.mark.usefixtures("in_english")
QUIET = timedelta(minutes=5)
COMES, CHANGED_PEOPLE = "host_who_comes", "host_people_changed"


@pytest.fixture
def visit(clock) -> Practice:
    return Practice()


def test_who_comes_is_told_a_week_and_a_day_before(visit, clock):
    visit.hears()
    comes(visit, 3)
    before(visit, clock, WEEK + timedelta(seconds=1))
    assert visit.hears() == []
    before(visit, clock, WEEK)
    [mail] = visit.hears()
    assert mail.kind == COMES
    assert "3 people come." in says(mail)
    assert visit.hears() == []
    before(visit, clock, DAY)
    assert visit.hears_of() == [COMES]
    assert visit.hears() == []


def test_that_nobody_comes_is_told_as_well(visit, clock):
    visit.hears()
    before(visit, clock, WEEK)
    [mail] = visit.hears()
    assert "Nobody comes as it stands." in says(mail)


def test_a_late_change_is_told_at_once_in_numbers(visit, clock):
    visit.hears()
    people = comes(visit, 3)
    before(visit, clock, WEEK)
    visit.hears()
    before(visit, clock, 5 * DAY)
    goes(people[0])
    comes(visit)
    [mail] = visit.hears()
    assert mail.kind == CHANGED_PEOPLE
    assert "One is new. One no longer comes." in says(mail)
    assert "3 people come." in says(mail)
    assert visit.hears() == []


def test_who_comes_to_a_date_made_late_is_told_with_the_invite(clock):
    visit = Practice(starts_at=NOW + 6 * DAY, closes_at=NOW + DAY, offers_until=NOW + DAY)
    comes(visit)
    invited, told = visit.hears()
    assert (invited.kind, told.kind) == ("host_invited", COMES)
    assert "One person comes." in says(told)
    tomorrow = Practice(starts_at=NOW + 20 * HOUR, closes_at=NOW + HOUR, offers_until=NOW + HOUR)
    assert tomorrow.hears_of() == ["host_invited", COMES]
    assert tomorrow.hears() == []


def test_changes_that_did_not_leave_are_told_as_one_and_not_at_all_if_they_cancel_out(visit, clock):
    visit.hears()
    first, second = comes(visit, 2)
    before(visit, clock, WEEK)
    visit.hears()
    goes(first)
    hosting.follow()
    comes(visit)
    hosting.follow()
    [mail] = visit.hears()
    assert "One is new. One no longer comes." in says(mail)
    state = Registration.objects.filter(pk=second.pk)
    state.update(state="cancelled", ended_at=NOW, ended_because="cancelled")
    hosting.follow()
    state.update(state="confirmed", ended_at=None, ended_because="")
    assert visit.hears() == []


def test_a_move_takes_back_what_is_unsaid_about_people_and_says_it_after_itself(visit, clock):
    visit.hears()
    before(visit, clock, 7 * DAY)
    comes(visit)
    hosting.follow()
    visit.moves(HOUR)
    changed, told = visit.hears()
    assert (changed.kind, told.kind) == ("host_changed", COMES)
    assert "One person comes." in says(told)
    assert "at 10:00 to 16:00" in says(told)


def test_a_date_that_moves_to_later_is_told_a_week_before_that_again(visit, clock):
    visit.hears()
    before(visit, clock, WEEK)
    assert visit.hears_of() == [COMES]
    visit.moves(30 * DAY)
    assert visit.hears_of() == ["host_changed"]
    comes(visit)
    assert visit.hears() == []
    before(visit, clock, WEEK)
    [mail] = visit.hears()
    assert mail.kind == COMES
    assert "One is new." in says(mail)


def test_a_practice_that_must_cancel_hears_no_more_of_people(visit, clock):
    visit.hears()
    cancels = {"actor": of_host(visit.contact.pk), "reason": "Ill", "at_once": False}
    hosting_acts.cancel(visit.hosting.pk, **cancels)
    before(visit, clock, WEEK)
    comes(visit)
    assert visit.hears() == []
    visit.calls_off()
    [mail] = visit.hears()
    assert "You had to cancel" in says(mail)


def test_what_waits_about_people_does_not_leave_once_a_practice_must_cancel(visit, clock):
    visit.hears()
    comes(visit)
    before(visit, clock, WEEK)
    hosting.follow()
    cancels = {"actor": of_host(visit.contact.pk), "reason": "Ill", "at_once": False}
    hosting_acts.cancel(visit.hosting.pk, **cancels)
    assert visit.hears() == []


# Spots


@pytest.fixture
def camp(clock) -> Practice:
    """A camp in eight weeks, on whose Saturday the practice receives one of two."""
    practice = Practice(camp=True)
    Occurrence.objects.update(host=None)
    date = practice.now()
    start = date.starts_at + 18 * HOUR
    hours = {"starts_at": start, "ends_at": start + 5 * HOUR}
    practice.spot = SpotFactory(
        occurrence=date, kind=SpotKind.HOST, name="", host=practice.host, **hours
    )
    practice.people = comes(practice, 2)
    put(practice, practice.people[0])
    return practice


def put(camp: Practice, registration: Registration) -> None:
    Allocation.objects.create(spot=camp.spot, registration=registration, slot=camp.spot.slot)


def show(camp: Practice) -> None:
    """A while ago: for five minutes it can be hidden again without a mail to anybody."""
    Occurrence.objects.update(spots_shown_at=office_clock.now() - QUIET)


def test_a_practice_on_a_camp_hears_once_spots_are_shown(camp):
    assert camp.hears() == []
    show(camp)
    [mail] = camp.hears()
    [event] = vobject_events(calendar(mail))
    assert event.dtstart.value == camp.spot.starts_at
    assert event.location.value == camp.host.address


def test_what_is_hidden_again_within_five_minutes_reaches_no_practice(camp, clock):
    Occurrence.objects.update(spots_shown_at=clock.now())
    clock.move(QUIET - timedelta(seconds=1))
    assert camp.hears() == []
    clock.move(timedelta(seconds=1))
    assert camp.hears_of() == ["host_invited"]


def test_within_a_day_of_the_start_a_practice_hears_at_once(camp, clock):
    clock.stop(Occurrence.objects.get().starts_at - DAY)
    Occurrence.objects.update(spots_shown_at=clock.now())
    assert "host_invited" in camp.hears_of()


def test_a_practice_on_a_camp_is_told_of_its_own_people_only(camp, clock):
    show(camp)
    camp.hears()
    before(camp, clock, WEEK)
    [mail] = camp.hears()
    assert "One person comes." in says(mail)
    put(camp, camp.people[1])
    assert camp.hears() == []
    clock.move(timedelta(minutes=1))
    [mail] = camp.hears()
    assert "One is new." in says(mail)


def test_a_spot_that_is_removed_or_another_practices_ends_its_part(camp):
    show(camp)
    camp.hears()
    other = HostContactFactory()
    Spot.objects.update(host=other.host)
    assert camp.hears_of() == ["host_called_off"]
    Spot.objects.all().delete()
    assert camp.hears_of(other) == ["host_called_off"]
    assert not Hosting.objects.filter(ended_at=None).exists()


def test_a_spot_comes_back_with_a_new_hosting(camp):
    show(camp)
    camp.hears()
    Occurrence.objects.update(spots_shown_at=None)
    assert camp.hears_of() == ["host_called_off"]
    show(camp)
    assert camp.hears_of() == ["host_invited"]


def test_a_practice_that_cancelled_is_not_asked_anew_when_spots_are_hidden_and_shown(camp):
    show(camp)
    camp.hears()
    actor = of_host(camp.contact.pk)
    hosting_acts.cancel(camp.hosting.pk, actor=actor, reason="Ill", at_once=False)
    Occurrence.objects.update(spots_shown_at=None)
    assert camp.hears() == []
    assert Spot.objects.get().is_off
    show(camp)
    assert camp.hears() == []
    assert Spot.objects.get().is_off
    Spot.objects.all().delete()
    assert camp.hears_of() == ["host_called_off"]


def test_a_contact_who_comes_late_learns_with_the_invite_how_many_come(visit, clock):
    host_contacts.leave(visit.contact.pk, actor=office())
    comes(visit, 3)
    hosting.follow()
    before(visit, clock, WEEK)
    hosting.follow()
    assert not Message.objects.exists()
    late = HostContactFactory(host=visit.host, language="en")
    [mail] = visit.hears(late)
    assert mail.kind == "host_invited"
    assert "3 people come." in says(mail)
