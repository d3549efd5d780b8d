"""Whoever's practice, room or meeting point is shown or changes gets one mail, and no more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from events.domain import allocating, changing, registrations, spots, spots_telling
from events.domain.spots import Values
from events.models import Occurrence, SpotKind, SpotsTold
from mail import kinds
from mail.models import Message
from office.actor import PERSON
from tests.events.people import office
from tests.factories import HostFactory, OccurrenceFactory, RegistrationFactory, SpotFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "in_english")]

SATURDAY = datetime(2027, 1, 16, 8, tzinfo=UTC)


@pytest.fixture
def camp(clock):
    camp = OccurrenceFactory(camp=True)
    for _n in range(2):
        RegistrationFactory(occurrence=camp)
    return camp


@pytest.fixture
def room(camp):
    return SpotFactory(occurrence=camp, name="Room 4")


def put(camp, spot, *who):
    mine = list(camp.registrations.order_by("pk"))
    allocating.put([mine[n].pk for n in who], spot.pk, actor=office())


def look(clock, minutes=0):
    """What the worker does, so many minutes later; how many it told."""
    clock.move(timedelta(minutes=minutes))
    return spots_telling.tell_due()


def text(mail):
    letter = kinds.get("spots").render(mail)
    return "\n".join([letter.subject, *letter.lines])


def mails():
    return list(Message.objects.filter(kind="spots").order_by("pk"))


def test_nobody_is_told_before_it_is_shown(camp, room, clock):
    put(camp, room, 0)
    assert look(clock) == look(clock, 10) == 0
    assert not SpotsTold.objects.exists()


def test_five_minutes_after_it_is_shown_those_with_a_spot_are_told_once(camp, room, clock):
    put(camp, room, 0)
    assert spots_telling.who_is_told(camp) == 1
    allocating.show(camp.pk, actor=office())
    assert [look(clock), look(clock, 4), look(clock, 1), look(clock), look(clock, 30)] == [
        *(0, 0, 1, 0, 0)
    ]
    [mail] = mails()
    assert mail.to == camp.registrations.order_by("pk").first().contact.email
    assert "Where you will be: Winter camp" in text(mail)
    assert "Your room:\nRoom 4" in text(mail)
    assert "changed" not in text(mail)


def test_hidden_again_within_the_five_minutes_nobody_is_told(camp, room, clock):
    put(camp, room, 0)
    allocating.show(camp.pk, actor=office())
    look(clock)
    allocating.hide(camp.pk, actor=office())
    assert look(clock, 10) == 0
    assert mails() == []


def test_many_clicks_are_one_mail(camp, room, clock):
    other = SpotFactory(occurrence=camp, name="Room 5")
    put(camp, room, 0)
    allocating.show(camp.pk, actor=office())
    look(clock)
    assert look(clock, 6) == 1
    for spot in (other, room, other, room, other):
        put(camp, spot, 0)
        assert look(clock, 2) == 0
    assert look(clock, 5) == 1
    assert "Something has changed" in text(mails()[-1])
    assert "Room 5" in text(mails()[-1])


def test_a_change_that_is_taken_back_is_not_told(camp, room, clock):
    other = SpotFactory(occurrence=camp)
    put(camp, room, 0)
    allocating.show(camp.pk, actor=office())
    look(clock)
    look(clock, 6)
    put(camp, other, 0)
    look(clock)
    put(camp, room, 0)
    assert look(clock, 10) == 0


def test_within_a_day_of_the_start_it_is_told_at_once(camp, room, clock):
    allocating.show(camp.pk, actor=office())
    clock.stop(camp.starts_at - timedelta(hours=24))
    put(camp, room, 1)
    assert look(clock) == 1


def test_another_time_or_practice_of_the_spot_is_told_to_those_in_it(camp, clock):
    hours = {"starts_at": SATURDAY, "ends_at": SATURDAY + timedelta(hours=6)}
    spot = SpotFactory(occurrence=camp, kind=SpotKind.HOST, host=HostFactory(), name="", **hours)
    put(camp, spot, 0)
    allocating.show(camp.pk, actor=office())
    look(clock)
    look(clock, 6)
    assert "Saturday 16 January 2027, 09:00–15:00: " in text(mails()[0])
    assert "Torvet 1, 4600 Køge" in text(mails()[0])
    other = HostFactory(name="The doctors by the bridge")
    new = Values(2, host=other, starts_at=SATURDAY, ends_at=SATURDAY + timedelta(hours=2))
    spots.change(spot.pk, new, actor=office())
    look(clock)
    assert look(clock, 6) == 1
    assert "09:00–11:00: The doctors by the bridge" in text(mails()[1])


def test_a_date_that_moves_tells_the_new_times(camp, clock):
    camp.refresh_from_db()
    point = SpotFactory(
        occurrence=camp, kind=SpotKind.MEETING_POINT, name="Station", starts_at=camp.starts_at
    )
    put(camp, point, 0)
    allocating.show(camp.pk, actor=office())
    look(clock)
    look(clock, 6)
    camp = Occurrence.objects.get()
    later = {"starts_at": camp.starts_at + timedelta(hours=1)}
    changing.change(camp.pk, later, actor=office(), revision=camp.revision)
    look(clock)
    assert look(clock, 6) == 1
    assert "Station, Friday 15 January 2027 at 16:00" in text(mails()[1])


def test_whose_spot_is_gone_is_told_that_another_follows(camp, room, clock):
    other = SpotFactory(occurrence=camp, name="Room 5")
    put(camp, room, 0, 1)
    allocating.show(camp.pk, actor=office())
    look(clock)
    look(clock, 6)
    room.allocations.all().delete()  # as a practice that must cancel does
    put(camp, other, 1)
    look(clock)
    assert look(clock, 6) == 2
    lost, moved = mails()[2:]
    assert "as soon as you have another place:\nRoom 4" in text(lost)
    assert "Room 4" not in text(moved)


def test_a_mail_does_not_leave_once_it_is_hidden_cancelled_or_no_longer_so(camp, room, clock):
    put(camp, room, 0)
    allocating.show(camp.pk, actor=office())
    look(clock)
    look(clock, 6)
    [mail] = mails()
    true = kinds.get("spots").still_true
    assert true(mail) == ""
    SpotsTold.objects.update(times=2)
    assert "changed" in true(mail)
    SpotsTold.objects.update(times=1)
    allocating.hide(camp.pk, actor=office())
    assert "changed" in true(mail)
    allocating.show(camp.pk, actor=office())
    assert true(mail) == ""
    registrations.cancel(camp.registrations.order_by("pk")[0].pk, actor=PERSON)
    assert "changed" in true(mail)


def test_each_is_told_in_their_own_language(camp, room, clock):
    camp.registrations.update(language="da")
    put(camp, room, 0)
    allocating.show(camp.pk, actor=office())
    look(clock)
    with translation.override("nb"):
        look(clock, 6)
    assert mails()[0].language == "da"
    assert mails()[0].facts["spots"][0]["name"] == "Room 4"


def test_the_worker_asks_little_where_nothing_is_to_be_told(
    camp, room, clock, django_assert_num_queries
):
    for _n in range(20):
        RegistrationFactory(occurrence=camp)
    SpotFactory(occurrence=camp, capacity=30)
    allocating.propose(camp.pk, actor=office())
    allocating.show(camp.pk, actor=office())
    look(clock)
    assert look(clock, 6) == 22
    with django_assert_num_queries(7):
        assert spots_telling.tell_due() == 0
