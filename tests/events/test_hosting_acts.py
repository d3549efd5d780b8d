"""What a host practice does about its visit: cancel, say who came, write back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from events.domain import host_links, hosting_acts, registrations, scheduling, statements
from events.domain.errors import ActRefused, NeedsReason, StaleForm
from events.domain.hosting_acts import ListClosed, NoPart, NotBegun, VisitOver
from events.models import (
    Allocation,
    AnswerKind,
    CheckIn,
    Hosting,
    Moment,
    Registration,
    SpotKind,
)
from mail.domain import links
from mail.domain.links import OldLink
from mail.models import Message
from office.actor import of_host
from tests.events.people import office
from tests.factories import (
    AnswerFactory,
    HostContactFactory,
    HostFactory,
    HostingFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
    SpotFactory,
)

pytestmark = pytest.mark.usefixtures("in_english")
HOURS = timedelta(hours=1)
SECRETARY = of_host(4)


@pytest.fixture
def visit(clock) -> Hosting:
    """A practice's visit in 19 days, with three people."""
    hosting = HostingFactory()
    RegistrationFactory.create_batch(3, occurrence=hosting.occurrence)
    return hosting


@pytest.fixture
def saturday(clock) -> Hosting:
    """A practice's Saturday on a camp of five, with two of them."""
    camp = OccurrenceFactory(camp=True)
    people = RegistrationFactory.create_batch(5, occurrence=camp)
    start = camp.starts_at + timedelta(hours=18)
    hours = {"starts_at": start, "ends_at": start + timedelta(hours=5)}
    spot = SpotFactory(occurrence=camp, kind=SpotKind.HOST, name="", host=HostFactory(), **hours)
    for registration in people[:2]:
        Allocation.objects.create(spot=spot, registration=registration, slot=spot.slot)
    return HostingFactory(occurrence=camp, host=spot.host, spot=spot)


def cancels(hosting: Hosting, *, at_once: bool) -> Hosting:
    return hosting_acts.cancel(
        hosting.pk, actor=SECRETARY, reason="The doctor is ill", at_once=at_once
    )


# We must cancel


@pytest.mark.parametrize(("hours", "at_once"), [(49, False), (48, False), (47, True), (0.75, True)])
def test_a_visit_is_called_off_at_once_from_48_hours_before(visit, clock, hours, at_once):
    clock.stop(visit.starts_at - hours * HOURS)
    cancels(visit, at_once=at_once)
    visit.refresh_from_db()
    assert visit.cancelled_at == clock.now()
    assert visit.cancelled_because == "The doctor is ill"
    assert visit.occurrence.is_called_off is at_once
    told = Message.objects.filter(kind="called_off").count()
    assert told == (3 if at_once else 0)


def test_people_are_told_that_the_practice_cancels_and_not_why(visit, clock):
    clock.stop(visit.starts_at - HOURS)
    cancels(visit, at_once=True)
    visit.occurrence.refresh_from_db()
    assert "ill" not in visit.occurrence.called_off_because
    assert {row.ended_by for row in Registration.objects.all()} == {"host:4"}
    facts = Message.objects.filter(kind="called_off").values_list("facts", flat=True)
    assert all("ill" not in str(it) for it in facts)


def test_cancelling_twice_is_once(visit, clock):
    clock.stop(visit.starts_at - HOURS)
    first = cancels(visit, at_once=True)
    clock.move(timedelta(minutes=1))
    second = cancels(visit, at_once=True)
    assert second.cancelled_at == first.cancelled_at
    assert Message.objects.filter(kind="called_off").count() == 3


def test_cancelling_needs_a_reason_and_a_visit_that_is_not_over(visit, clock):
    with pytest.raises(NeedsReason):
        hosting_acts.cancel(visit.pk, actor=SECRETARY, reason=" ", at_once=False)
    clock.stop(visit.ends_at)
    with pytest.raises(VisitOver):
        cancels(visit, at_once=True)
    clock.stop(visit.ends_at - HOURS)
    cancels(visit, at_once=True)
    visit.occurrence.refresh_from_db()
    assert visit.occurrence.is_called_off


def test_nothing_else_happens_than_what_the_page_said(visit, clock):
    clock.stop(visit.starts_at - 47 * HOURS)
    with pytest.raises(StaleForm):
        cancels(visit, at_once=False)
    visit.refresh_from_db()
    assert visit.cancelled_at is None
    assert not visit.occurrence.is_called_off


def test_what_the_office_has_called_off_is_not_cancelled_again(visit):
    scheduling.call_off(
        visit.occurrence_id, actor=office(), revision=visit.occurrence.revision, reason="Snow"
    )
    assert cancels(visit, at_once=False).cancelled_at is None


def test_taking_back_is_possible_until_it_was_called_off(visit, clock):
    cancels(visit, at_once=False)
    for _ in range(2):
        back = hosting_acts.take_back(visit.pk, actor=SECRETARY)
        assert (back.cancelled_at, back.cancelled_because) == (None, "")
    clock.stop(visit.starts_at - HOURS)
    cancels(visit, at_once=True)
    with pytest.raises(ActRefused, match="called off"):
        hosting_acts.take_back(visit.pk, actor=SECRETARY)


def test_a_practice_that_receives_a_whole_camp_leaves_it_to_the_office(clock):
    host = HostFactory()
    whole = HostingFactory(host=host, occurrence=OccurrenceFactory(camp=True, host=host))
    clock.stop(whole.starts_at - HOURS)
    cancels(whole, at_once=False)
    whole.occurrence.refresh_from_db()
    assert whole.occurrence.is_scheduled


def test_a_practice_on_a_camp_leaves_the_camp_as_it_is(saturday, clock):
    clock.stop(saturday.starts_at - HOURS)
    cancels(saturday, at_once=False)
    assert not Allocation.objects.exists()
    saturday.occurrence.refresh_from_db()
    assert saturday.occurrence.is_scheduled
    assert Registration.objects.confirmed().count() == 5


# Who came


def test_the_practice_says_who_came_from_the_start_on(visit, clock):
    first, second, third = visit.occurrence.registrations.order_by("pk")
    day = visit.occurrence.first_day
    said = {(first.pk, day): True, (second.pk, day): False}
    with pytest.raises(NotBegun):
        hosting_acts.mark(visit.pk, said, actor=SECRETARY)
    clock.stop(visit.starts_at)
    for _ in range(2):
        hosting_acts.mark(visit.pk, said, actor=SECRETARY)
    rows = CheckIn.objects.order_by("pk").values_list("registration", "present", "recorded_by")
    assert list(rows) == [(first.pk, True, "host:4"), (second.pk, False, "host:4")]
    assert not third.check_ins.exists()


def test_who_has_left_the_list_is_passed_over_and_the_others_are_kept(visit, clock):
    gone, there = visit.occurrence.registrations.order_by("pk")[:2]
    registrations.cancel(gone.pk, actor=office(), reason="Ill")
    clock.stop(visit.starts_at)
    day = visit.occurrence.first_day
    stranger = RegistrationFactory()
    said = {(it.pk, day): True for it in (gone, there, stranger)}
    hosting_acts.mark(visit.pk, said, actor=SECRETARY)
    assert list(CheckIn.objects.values_list("registration", flat=True)) == [there.pk]


def test_a_closed_list_is_the_offices(visit, clock):
    clock.stop(visit.ends_at)
    scheduling.Occurrence.objects.update(list_closed_at=clock.now())
    place = visit.occurrence.registrations.first()
    with pytest.raises(ListClosed):
        hosting_acts.mark(visit.pk, {(place.pk, visit.days[0]): True}, actor=SECRETARY)


def test_a_practice_on_a_camp_marks_its_own_people_on_its_own_day(saturday, clock):
    clock.stop(saturday.starts_at)
    assert saturday.days == [saturday.occurrence.days[1]]
    everybody = saturday.occurrence.registrations.all()
    said = {(it.pk, day): True for it in everybody for day in saturday.occurrence.days[:2]}
    hosting_acts.mark(saturday.pk, said, actor=SECRETARY)
    marked = CheckIn.objects.values_list("registration", "day")
    assert set(marked) == {(it.pk, saturday.days[0]) for it in saturday.people}
    assert len(marked) == 2


# Lines back, and the list that closes


def test_the_practice_writes_back_and_can_change_it(visit, clock):
    with pytest.raises(NotBegun):
        hosting_acts.write_back(visit.pk, actor=SECRETARY, lines="Fine", gladly_again=True)
    clock.stop(visit.ends_at)
    hosting_acts.write_back(visit.pk, actor=SECRETARY, lines=" Fine ", gladly_again=True)
    visit.refresh_from_db()
    assert (visit.lines, visit.gladly_again, visit.wrote_at) == ("Fine", True, clock.now())
    clock.move(HOURS)
    hosting_acts.write_back(visit.pk, actor=SECRETARY, lines="", gladly_again=None)
    visit.refresh_from_db()
    assert (visit.lines, visit.gladly_again, visit.wrote_at) == ("", None, None)


def test_a_coordinator_keeps_the_list_open_and_takes_that_back(visit):
    for _ in range(2):
        hosting_acts.keep_open(visit.pk, actor=office())
    visit.refresh_from_db()
    assert visit.objected_at is not None
    for _ in range(2):
        hosting_acts.let_close(visit.pk, actor=office())
    visit.refresh_from_db()
    assert visit.objected_at is None
    acts = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["events.keep_list_open", "events.let_list_close"]


# A part that is over


@pytest.mark.parametrize("how", ["ended", "another host", "no spot"])
def test_a_practice_without_a_part_can_do_and_open_nothing(saturday, visit, clock, how):
    hosting = saturday if how == "no spot" else visit
    link = host_links.make(HostContactFactory(host=hosting.host), hosting, clock.now())
    token = links.make("host", link.pk, link.contact.link_version)
    assert host_links.find(token, clock.now()) == link
    if how == "ended":
        Hosting.objects.update(ended_at=clock.now())
    elif how == "another host":
        visit.occurrence.host = HostFactory()
        visit.occurrence.save()
    else:
        saturday.spot.delete()
    with pytest.raises(OldLink):
        host_links.find(token, clock.now())
    with pytest.raises(NoPart):
        cancels(hosting, at_once=False)


# Statements


def test_statements_count_as_signed_when_those_that_must_be_are(visit):
    event = visit.occurrence.event
    asked = {"event": event, "kind": AnswerKind.STATEMENT, "moment": Moment.SIGN_UP}
    must = QuestionFactory(**asked)
    QuestionFactory(**asked, required=False)
    signed, unsigned, _ = visit.occurrence.registrations.order_by("pk")
    AnswerFactory(contact=signed.contact, occurrence=visit.occurrence, question=must, value=True)
    told = statements.signed(visit.occurrence)
    assert (told[signed.pk], told[unsigned.pk]) == (True, False)


def test_who_has_nothing_to_sign_is_not_asked_for_it_and_the_count_of_queries_is_fixed(visit):
    assert statements.signed(visit.occurrence) == {}
    QuestionFactory(event=visit.occurrence.event, kind=AnswerKind.STATEMENT)
    with CaptureQueriesContext(connection) as few:
        assert len(statements.signed(visit.occurrence)) == 3
    RegistrationFactory.create_batch(5, occurrence=visit.occurrence)
    with CaptureQueriesContext(connection) as many:
        assert len(statements.signed(visit.occurrence)) == 8
    assert len(few) == len(many)
