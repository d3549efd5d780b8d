"""The morning mail: when, to whom, what it says, and that it comes once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from desk import tasks
from desk.domain import morning
from desk.models import Watch
from events.models import Event
from mail.domain.delivery import build, deliver_due
from mail.models import Message
from tests.factories import (
    CoordinatorFactory,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    event_page,
    of_group,
)

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 7:00 in Copenhagen
TUESDAY = MONDAY + timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def karen(clock):
    user = CoordinatorFactory(username="karen", first_name="Karen", last_name="Lund")
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


def on_this_week(at: datetime, coordinator=None, title: str = "A day") -> Event:
    """An event with a date in two days and somebody on it."""
    event = EventFactory(title=title, coordinator=coordinator)
    event_page(event)
    starts = at + timedelta(days=2)
    date = OccurrenceFactory(event=event, starts_at=starts, opens_at=at - timedelta(days=40))
    RegistrationFactory(occurrence=date, contact__name="Zebedaeus Holm")
    return event


def mails() -> list[Message]:
    return list(Message.objects.filter(kind="morning").order_by("pk"))


def text_of(message: Message) -> str:
    mail = build(message)
    return f"{mail.subject}\n{mail.body}"


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (MONDAY - MINUTE, False),
        (MONDAY, True),
        (MONDAY + timedelta(hours=4, minutes=59), True),
        (MONDAY + timedelta(hours=5), False),  # noon
        (MONDAY - timedelta(days=1), False),  # Sunday
        (datetime(2026, 12, 24, 7, tzinfo=UTC), False),
        (datetime(2027, 3, 26, 7, tzinfo=UTC), False),  # Good Friday
        (datetime(2026, 6, 30, 5, tzinfo=UTC), True),  # summer time
        (datetime(2026, 6, 30, 4, 59, tzinfo=UTC), False),
    ],
)
def test_it_leaves_at_seven_on_working_days(karen, clock, at, due):
    on_this_week(at)
    clock.stop(at)
    assert morning.queue_due() == due
    assert len(mails()) == due


def test_it_comes_once_a_day(karen, clock):
    on_this_week(MONDAY)
    clock.stop(MONDAY)
    for _ in range(3):
        morning.queue_due()
        clock.move(timedelta(minutes=30))
    assert len(mails()) == 1
    clock.stop(TUESDAY)
    morning.queue_due()
    assert len(mails()) == 2


def test_it_tells_what_the_admins_home_tells_own_events_first(karen, clock):
    on_this_week(MONDAY, title="Others' day")
    on_this_week(MONDAY, coordinator=karen, title="My day")
    clock.stop(MONDAY)
    morning.queue_due()
    said = text_of(mails()[0])
    assert said.startswith("Monday 23 November 2026: ")
    assert said.index("My day") < said.index("Others' day")
    assert "The next seven days, events of others" in said


def test_each_line_leads_to_where_it_is_done(karen, clock):
    event = on_this_week(MONDAY)
    clock.stop(MONDAY)
    morning.queue_due()
    mail = build(mails()[0])
    address = "http://testserver" + reverse("dates:edit", args=[event.occurrences.get().pk])
    assert address in mail.body
    assert f'href="{address}"' in mail.alternatives[0][0]
    assert "http://testserver/admin/" in mail.body


def test_it_names_no_participant(karen, clock):
    on_this_week(MONDAY)
    clock.stop(MONDAY)
    morning.queue_due()
    (message,) = mails()
    assert "Zebedaeus" not in text_of(message)
    assert "Zebedaeus" not in str(message.facts)


def test_with_nothing_to_do_it_comes_on_the_first_working_day_of_the_week_only(karen, clock):
    for at, told in [(MONDAY, 1), (TUESDAY, 0)]:
        clock.stop(at)
        assert morning.queue_due() == told
    assert "Nothing is to be done" in text_of(mails()[0])


def test_after_a_holiday_the_first_working_day_is_tuesday(karen, clock):
    clock.stop(datetime(2027, 3, 30, 5, tzinfo=UTC))  # after Easter Monday
    assert morning.queue_due() == 1


def test_what_comes_up_later_in_the_morning_waits_for_the_next(karen, clock):
    clock.stop(TUESDAY)
    assert morning.queue_due() == 0
    on_this_week(TUESDAY)
    clock.move(timedelta(minutes=5))
    assert morning.queue_due() == 0


def test_only_who_may_see_people_and_wants_it_is_written_to(clock):
    on_this_week(MONDAY)
    wanted = CoordinatorFactory()
    no_more = CoordinatorFactory()
    Watch.objects.create(user=no_more, morning=False)
    Watch.objects.create(user=CoordinatorFactory(), alerts=False, morning=True)
    CoordinatorFactory(is_active=False)
    CoordinatorFactory(email="")
    of_group("Editor")
    of_group("Check-in helper")
    clock.stop(MONDAY)
    morning.queue_due()
    readers = {message.to for message in mails()}
    assert wanted.email in readers
    assert len(readers) == 2


@pytest.mark.parametrize("lost", ["group", "account", "wish", "address"])
def test_who_lost_the_right_or_the_wish_meanwhile_gets_nothing(karen, clock, lost):
    on_this_week(MONDAY)
    clock.stop(MONDAY)
    morning.queue_due()
    if lost == "group":
        karen.groups.clear()
    if lost == "account":
        karen.is_active = False
    if lost == "wish":
        Watch.objects.filter(user=karen).update(morning=False)
    if lost == "address":
        karen.email = "karen@elsewhere.test"
    karen.save()
    deliver_due()
    assert mails()[0].state == "withdrawn"


def test_it_is_delivered_in_the_reader_s_language(karen, clock, mailoutbox):
    on_this_week(MONDAY)
    UserProfile.objects.filter(user=karen).update(preferred_language="da")
    clock.stop(MONDAY)
    tasks.tell_office.call()
    deliver_due()
    (mail,) = mailoutbox
    assert mail.to == [karen.email]
    assert mail.subject.startswith("Mandag 23. november 2026")


def test_a_mail_that_could_not_leave_all_morning_does_not_come_in_the_afternoon(karen, clock):
    on_this_week(MONDAY)
    clock.stop(MONDAY)
    morning.queue_due()
    clock.stop(MONDAY + timedelta(hours=5))
    deliver_due()
    assert mails()[0].state == "withdrawn"


def test_a_long_day_of_others_is_cut(karen, clock):
    for n in range(14):
        on_this_week(MONDAY, title=f"Day {n}")
    clock.stop(MONDAY)
    morning.queue_due()
    facts = mails()[0].facts
    told = sum(len(it["items"]) for it in facts["others"])
    assert told == morning.MOST
    assert facts["left"] == 2
    assert "2 more lines are at the desk." in text_of(mails()[0])


def test_looking_on_an_evening_is_one_question_only(karen, clock, django_assert_num_queries):
    clock.stop(MONDAY + timedelta(hours=12))
    with django_assert_num_queries(1):  # the clock
        morning.queue_due()


def test_everybody_chooses_in_their_own_account(desk, coordinator, clock):
    account = reverse("wagtailadmin_account")
    said = desk.get(account).content.decode()
    assert "Mails of the office to you" in said
    form = {
        "name_email-first_name": "Mette",
        "name_email-last_name": "Kjær",
        "name_email-email": coordinator.email,
        "locale-preferred_language": "en",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "",
        "watch-alerts": "on",
    }
    Watch.objects.create(user=coordinator, morning_on=MONDAY.date())
    assert desk.post(account, form).status_code == 302
    watch = Watch.objects.get(user=coordinator)
    assert (watch.morning, watch.alerts, watch.morning_on) == (False, True, MONDAY.date())


def test_who_sees_no_people_is_not_asked(clock, client):
    client.force_login(of_group("Editor"))
    said = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "watch-morning" not in said
