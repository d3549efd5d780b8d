"""Practices for the office: what cannot wait, what is to be done, mails that did not arrive."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from desk.domain import alerts
from desk.domain.today import today
from events.domain import host_contacts, hosting, hosting_acts
from mail.domain import delivery
from mail.models import Message
from office.actor import of_host
from tests.events.hosts import DAY, HOUR, WEEK, Practice, before, comes
from tests.events.people import office
from tests.factories import CoordinatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def karen(clock) -> User:
    user = CoordinatorFactory()
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def visit(clock) -> Practice:
    practice = Practice()
    practice.hears()
    return practice


def cancels(visit: Practice, *, at_once: bool = False) -> None:
    how = {"actor": of_host(visit.contact.pk), "reason": "The doctor is ill", "at_once": at_once}
    hosting_acts.cancel(visit.hosting.pk, **how)


def text_of(message: Message) -> str:
    mail = delivery.build(message)
    return f"{mail.subject}\n{mail.body}"


def told() -> list[Message]:
    alerts.queue_due()
    return list(Message.objects.filter(kind="host_cancelled").order_by("pk"))


def hosts_lines(user, clock) -> list[tuple[str, str, str]]:
    seen = today(user, clock.now())
    parts = [it for it in [*seen.mine, *seen.others] if it.name == "hosts"]
    return [(line.act, line.detail, line.url) for part in parts for line in part.lines]


# At once


def test_the_office_is_told_at_once_that_a_practice_cancels(karen, visit):
    cancels(visit)
    [mail] = told()
    text = text_of(mail)
    assert f"{visit.host} cancels: {visit.date.event.title}" in text
    assert "has had to cancel: The doctor is ill" in text
    assert "find another practice, or call it off" in text
    assert reverse("dates:edit", args=[visit.date.pk]) in text
    assert told() == [mail]


def test_at_the_last_moment_it_says_that_the_visit_is_called_off(karen, visit, clock):
    comes(visit)
    before(visit, clock, HOUR)
    cancels(visit, at_once=True)
    hosting.follow()
    [mail] = told()
    assert "called off by that, and everybody with a place was told" in text_of(mail)


def test_what_was_taken_back_is_no_alert_and_cancelling_again_is(karen, visit, clock):
    cancels(visit)
    [first] = told()
    hosting_acts.take_back(visit.hosting.pk, actor=of_host(visit.contact.pk))
    delivery.deliver_due(20)
    first.refresh_from_db()
    assert (first.state, first.why) == ("withdrawn", "the practice has taken it back")
    clock.move(HOUR)
    cancels(visit)
    assert len(told()) == 2


# Today


def test_a_practice_that_cancelled_is_to_be_replaced(karen, visit, clock):
    assert hosts_lines(karen, clock) == []
    cancels(visit)
    [(act, detail, url)] = hosts_lines(karen, clock)
    assert act == "Find another practice, or call off"
    assert detail == f"{visit.host} has had to cancel."
    assert url == reverse("dates:edit", args=[visit.date.pk])
    visit.calls_off()
    assert hosts_lines(karen, clock) == []


def test_a_practice_nobody_can_be_written_to_is_called_in_the_last_week(karen, visit, clock):
    host_contacts.leave(visit.contact.pk, actor=office())
    before(visit, clock, WEEK + HOUR)
    assert hosts_lines(karen, clock) == []
    before(visit, clock, WEEK)
    [(act, detail, url)] = hosts_lines(karen, clock)
    assert (act, url) == ("Call the practice", reverse("hosts:edit", args=[visit.host.pk]))
    assert "nobody there is told" in detail


def test_a_mail_that_did_not_reach_the_practice_stands_with_its_date(karen, visit, clock):
    mail = Message.objects.get(claim=visit.invite.claim)
    Message.objects.update(state="failed", ended_at=clock.now(), why="550 no such user")
    [(_act, detail, url)] = hosts_lines(karen, clock)
    assert detail == f"A mail to {visit.host} did not arrive."
    assert url == reverse("mails:show", args=[mail.pk])
    Message.objects.update(dealt_with_at=clock.now())
    assert hosts_lines(karen, clock) == []


def test_three_days_after_the_question_the_office_asks_who_came(karen, visit, clock):
    comes(visit, 2)
    clock.stop(visit.date.ends_at + HOUR)
    hosting.follow()
    clock.move(3 * DAY - timedelta(seconds=1))
    assert hosts_lines(karen, clock) == []
    clock.move(timedelta(seconds=1))
    [(act, detail, url)] = hosts_lines(karen, clock)
    assert (act, url) == ("Ask who came", reverse("dates:attendance", args=[visit.date.pk]))
    assert detail.startswith(f"{visit.host} was asked 10 Dec 2026")
    for person in visit.hosting.people:
        day = visit.date.first_day
        hosting_acts.mark(visit.hosting.pk, {(person.pk, day): True}, actor=of_host(1))
    hosting.follow()
    assert hosts_lines(karen, clock) == []


def test_a_list_that_the_practice_fills_in_is_not_the_offices_to_close(karen, visit, clock):
    def to_close() -> bool:
        seen = today(karen, clock.now())
        return any(part.name == "lists" for part in [*seen.mine, *seen.others])

    [person] = comes(visit)
    clock.stop(visit.date.ends_at)
    assert to_close()
    clock.move(HOUR)
    hosting.follow()
    assert not to_close()
    clock.move(3 * DAY)
    assert to_close()
    said = {(person.pk, visit.date.first_day): True}
    hosting_acts.mark(visit.hosting.pk, said, actor=of_host(1))
    hosting.follow()
    assert not to_close()
    hosting_acts.keep_open(visit.hosting.pk, actor=office())
    assert to_close()


def test_today_asks_as_much_for_many_practices_as_for_one(karen, visit, clock):
    before(visit, clock, DAY)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            today(karen, clock.now())
        return len(captured)

    host_contacts.leave(visit.contact.pk, actor=office())
    statements()
    one = statements()
    for practice in [Practice(), Practice(), Practice()]:
        practice.hears()
        host_contacts.leave(practice.contact.pk, actor=office())
    assert len(hosts_lines(karen, clock)) == 4
    assert statements() == one


# Mails


def test_a_dates_messages_name_the_practice(desk, visit):
    page = desk.get(reverse("dates:messages", args=[visit.date.pk])).content.decode()
    assert f"{visit.host}, Birthe Vang" in page
    assert "host practice: the visit" in page


def test_a_failed_mail_to_a_practice_leads_to_it_and_goes_out_again(desk, visit, clock):
    Message.objects.update(state="failed", ended_at=clock.now(), why="550 no such user")
    listed = desk.get(reverse("missed:index")).content.decode()
    assert f"{visit.host}, Birthe Vang" in listed
    assert visit.contact.phone in listed
    mail = Message.objects.get()
    shown = desk.get(reverse("mails:show", args=[mail.pk])).content.decode()
    assert reverse("hosts:edit", args=[visit.host.pk]) in shown
    assert reverse("dates:edit", args=[visit.date.pk]) in shown
    assert visit.contact.phone in shown
    text = desk.get(reverse("mails:text", args=[mail.pk])).content.decode()
    assert "You receive participants" in text
    desk.post(reverse("mails:again", args=[mail.pk]))
    assert Message.objects.filter(state="queued", to=visit.contact.email).count() == 1


def test_a_mail_to_a_practice_that_is_overtaken_is_not_sent_again(desk, visit, clock):
    Message.objects.update(state="failed", ended_at=clock.now())
    visit.moves(DAY)
    visit.hears()
    mail = Message.objects.order_by("pk").first()
    answer = desk.post(reverse("mails:again", args=[mail.pk]), follow=True).content.decode()
    assert "It cannot be sent again" in answer


def test_a_dates_mails_take_as_many_statements_for_many_practices(desk, visit):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse("dates:messages", args=[visit.date.pk])).status_code == 200
        return len(captured)

    statements()
    one = statements()
    for n in range(3):
        email = f"vang{n}@praksis.test"
        host_contacts.add(visit.host.pk, name="Vang", email=email, actor=office())
    visit.hears()
    assert statements() == one
