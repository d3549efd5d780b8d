"""Copies of dates and of whole events: drafts, same weekdays, same times on the wall."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from events.domain import planning
from events.domain.changing import check_times
from events.domain.date_times import moved_along
from events.domain.errors import ActRefused, WrongTime
from events.models import AutomaticMail, Event, Host, Occurrence, Question, Registration
from tests.events.people import office
from tests.factories import (
    NOW,
    CoordinatorFactory,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.usefixtures("in_english")

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def local(at: datetime) -> str:
    return at.astimezone(COPENHAGEN).strftime("%a %Y-%m-%d %H:%M")


def ask(event: Event, wording: str, **more) -> Question:
    told = {"moment": "sign_up", "kind": "text", "order": event.questions.count()}
    return Question.objects.create(event=event, wording=wording, **{**told, **more})


def copy_event(event: Event, **more) -> Event:
    dates = [it.pk for it in event.occurrences.all()]
    told = {"page_key": uuid.uuid4(), "title": "Camp 2027", "weeks": 52, "dates": dates}
    return planning.copy_event(event.pk, actor=office(), **{**told, **more})


def test_a_date_is_copied_with_everything_but_its_day(clock):
    host = Host.objects.create(name="Lægehuset")
    old = OccurrenceFactory(
        host=host, capacity=3, kept_back=1, kept_back_until=NOW + DAY, municipality=None
    )
    old.audience.create(stage="bachelor", from_semester=5, to_semester=6)
    RegistrationFactory(occurrence=old)

    new = planning.copy_date(old.pk, actor=office(), starts_at=old.starts_at + 5 * WEEK)

    assert (new.event, new.host, new.location, new.capacity) == (old.event, host, old.location, 3)
    assert (new.state, new.kept_back, new.kept_back_until) == ("draft", 1, NOW + DAY + 5 * WEEK)
    assert new.ends_at - new.starts_at == old.ends_at - old.starts_at
    assert [(a.stage, a.from_semester) for a in new.audience.all()] == [("bachelor", 5)]
    assert not new.registrations.exists()


def test_a_copy_over_a_clock_change_keeps_what_clocks_on_the_wall_show(clock):
    old = OccurrenceFactory()
    new = planning.copy_date(old.pk, actor=office(), starts_at=datetime(2027, 4, 15, 7, tzinfo=UTC))

    shown = [local(at) for at in (new.starts_at, new.ends_at, new.opens_at, new.offers_until)]
    assert shown == [
        "Thu 2027-04-15 09:00",
        "Thu 2027-04-15 15:00",
        "Sat 2027-03-20 13:00",
        "Wed 2027-04-14 09:00",
    ]


def test_copying_twice_makes_one_copy(clock):
    old = OccurrenceFactory()
    copies = [
        planning.copy_date(old.pk, actor=office(), starts_at=old.starts_at + WEEK) for _ in range(2)
    ]

    assert copies[0] == copies[1]
    assert Occurrence.objects.count() == 2


def test_a_date_that_was_called_off_is_copied_to_its_own_day(clock):
    off = OccurrenceFactory(state="called_off", called_off_at=NOW)

    new = planning.copy_date(off.pk, actor=office(), starts_at=off.starts_at)

    assert (new.state, new.called_off_at) == ("draft", None)


def test_a_copy_to_where_it_is_or_to_the_past_is_refused(clock):
    old = OccurrenceFactory()
    with pytest.raises(ActRefused, match="at that time already"):
        planning.copy_date(old.pk, actor=office(), starts_at=old.starts_at)
    with pytest.raises(WrongTime, match="passed"):
        planning.copy_date(old.pk, actor=office(), starts_at=NOW)
    with pytest.raises(ActRefused):
        planning.copy_date(4711, actor=office(), starts_at=NOW + DAY)


def test_an_event_is_copied_with_its_facts_and_dates_and_nobody_on_it(clock):
    boss = CoordinatorFactory()
    old = EventFactory(kind="camp", coordinator=boss, asks_food=True, phone_required=True)
    first = OccurrenceFactory(event=old)
    second = OccurrenceFactory(event=old, starts_at=first.starts_at + 3 * DAY)
    OccurrenceFactory(event=old, starts_at=first.starts_at + 9 * DAY)
    RegistrationFactory(occurrence=first)

    key = uuid.uuid4()
    new = copy_event(old, page_key=key, dates=[first.pk, second.pk])

    kept = ("kind", "zone", "contact_name", "asks_food", "phone_required", "coordinator")
    assert [getattr(new, name) for name in kept] == [getattr(old, name) for name in kept]
    assert (new.title, new.page_key) == ("Camp 2027", key)
    dates = list(new.occurrences.all())
    assert [local(it.starts_at) for it in dates] == ["Thu 2027-12-09 09:00", "Sun 2027-12-12 09:00"]
    assert {it.state for it in dates} == {"draft"}
    assert Registration.objects.count() == 1
    assert ModelLogEntry.objects.get(action="events.copy").data == {"of": old.pk}


def test_copying_an_event_twice_for_one_page_makes_one_event(clock):
    old = OccurrenceFactory().event
    key = uuid.uuid4()
    assert copy_event(old, page_key=key) == copy_event(old, page_key=key)
    assert Occurrence.objects.count() == 2


def test_an_event_whose_coordinator_has_left_is_its_makers(clock):
    old = OccurrenceFactory(event__coordinator=CoordinatorFactory(is_active=False)).event
    actor = office()
    new = planning.copy_event(
        old.pk, actor=actor, page_key=uuid.uuid4(), title="New", weeks=1, dates=[]
    )
    assert new.coordinator == actor.user


def test_questions_still_asked_come_along_with_their_conditions(clock):
    old = EventFactory()
    bus = ask(old, "Do you take the bus?", kind="yes_no")
    told = {"kind": "choice", "options": ["A", "B"], "only_if": bus, "only_if_answer": "yes"}
    ask(old, "Which bus?", **told)
    ask(old, "Old one?", retired_at=NOW)

    new = copy_event(old)

    copies = {q.wording: q for q in new.questions.all()}
    assert set(copies) == {"Do you take the bus?", "Which bus?"}
    assert copies["Which bus?"].only_if == copies["Do you take the bus?"]
    assert copies["Which bus?"].options == ["A", "B"]
    assert old.questions.count() == 3


def test_automatic_mails_come_along(clock):
    old = EventFactory()
    AutomaticMail.objects.create(
        event=old,
        recipients="confirmed",
        anchor="start",
        offset=-2 * DAY,
        subject="Soon",
        text="Bring boots.",
        is_on=False,
        since=NOW,
    )
    mail = copy_event(old).automatic_mails.get()
    assert (mail.offset, mail.subject, mail.is_on) == (-2 * DAY, "Soon", False)


AT = st.integers(0, 2 * 365 * 96).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(minutes=15)
)
NIGHTS = st.sampled_from(["2026-10-25", "2027-03-28", "2027-10-31"]).flatmap(
    lambda day: st.integers(-6, 16).map(
        lambda n: datetime.fromisoformat(f"{day}T00:00+00:00") + n * timedelta(minutes=15)
    )
)
SPANS = st.integers(0, 300).map(lambda n: n * timedelta(minutes=15))


@given(
    start=AT | NIGHTS,
    spans=st.tuples(SPANS, SPANS, SPANS, SPANS),
    to=AT | NIGHTS,
)
def test_a_copys_times_always_fit_together(start, spans, to):
    """Whatever distances a date has, its copy on any day is one the table takes."""
    step = timedelta(minutes=15)
    offers = start - spans[0]
    closes = offers - spans[1]
    like = Occurrence(
        event=Event(zone="Europe/Copenhagen"),
        starts_at=start,
        ends_at=start + spans[2] + step,
        offers_until=offers,
        closes_at=closes,
        opens_at=closes - spans[3] - step,
        kept_back_until=offers,
        deposit_back_until=start,
    )
    check_times(like)
    copy = Occurrence(**moved_along(like, to))
    check_times(copy)
    assert copy.kept_back_until <= copy.offers_until
    assert copy.deposit_back_until <= copy.starts_at


@given(start=AT | NIGHTS, weeks=st.integers(1, 60))
def test_weeks_later_is_the_same_weekday_at_the_same_time(start, weeks):
    like = Occurrence(event=Event(zone="Europe/Copenhagen"), starts_at=start)
    was = like.local_start
    now = planning.weeks_later(like, weeks).astimezone(COPENHAGEN)

    assert now.date() == was.date() + weeks * WEEK
    assert now.weekday() == was.weekday()
    skipped = now.time().replace(hour=(now.hour - 1) % 24) if now.hour == 3 else None
    assert was.time() in (now.time(), skipped)


def names(model) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def test_each_field_of_an_event_and_a_date_is_copied_or_meant_not_to_be():
    """A new field turns this red until somebody says which of the two."""
    own = {"id", "page_key", "title", "coordinator", "created_at", "changed_at"}
    assert names(Event) == own | set(planning.OF_EVENT)
    times = {"starts_at", "ends_at", "opens_at", "closes_at", "offers_until", "kept_back_until"}
    times |= {"deposit_back_until"}
    fresh = {
        *("id", "changed_at", "event", "state", "revision", "opened_at", "called_off_at"),
        *("called_off_because", "list_closed_at", "trial_for", "trial_until"),
        *("spots_shown_at", "form_key"),
    }
    assert names(Occurrence) == times | fresh | set(planning.KEPT)
