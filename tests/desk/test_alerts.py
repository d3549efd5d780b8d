"""What the office is told at once, by whom it is told, and that it is told once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from desk import tasks
from desk.domain import alerts
from desk.models import Watch
from events.domain import erasure, proof, registrations, scheduling, trial
from events.domain.sign_up import sign_up
from events.domain.tick import tick
from events.models import Mailing, Registration
from mail.domain.delivery import build
from mail.models import Message
from office.actor import PERSON, coordinator
from tests.events.people import comes, office, typed
from tests.events.postman import Postman
from tests.factories import NOW, CoordinatorFactory, EventFactory, of_group, open_occurrence

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ALERTS = ["late_cancellation", "offer_unreached", "mailing_failed"]


@pytest.fixture
def karen(clock):
    user = CoordinatorFactory(username="karen2", first_name="Karen", last_name="Lund")
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


def told() -> list[Message]:
    alerts.queue_due()
    return list(Message.objects.filter(kind__in=ALERTS).order_by("pk"))


def text_of(message: Message) -> str:
    mail = build(message)
    return f"{mail.subject}\n{mail.body}"


def before_start(clock, date, hours: float) -> None:
    clock.stop(date.starts_at - hours * HOUR)


def gives_back(date, name: str = "Anna") -> Registration:
    claim = Registration.objects.get(occurrence=date, contact__email=f"{name.lower()}@student.test")
    registrations.cancel(claim.pk, actor=PERSON)
    return claim


@pytest.mark.parametrize(("hours", "is_told"), [(48.01, False), (48, True), (1, True)])
def test_a_place_given_back_within_48_hours_is_told_at_once(karen, clock, hours, is_told):
    date = open_occurrence()
    comes(date, "Anna")
    before_start(clock, date, hours)
    gives_back(date)
    assert len(told()) == is_told


def test_it_says_who_by_first_name_and_initial_and_leads_to_the_waitlist(karen, clock):
    date = open_occurrence()
    comes(date, "Anna")
    before_start(clock, date, 5)
    gives_back(date)
    (message,) = told()
    said = text_of(message)
    assert said.startswith("Late cancellation: A day in practice")
    assert "Anna H. has given the place back." in said
    assert "Nobody waits for it." in said
    assert "Thursday 10 December 2026" in said
    assert f"http://testserver{reverse('dates:waitlist', args=[date.pk])}" in said
    assert "Holm" not in said
    assert "Anna" not in str(message.facts)


def test_a_place_offered_to_the_next_in_line_is_told_so(karen, clock):
    date = open_occurrence(capacity=1)
    comes(date, "Anna"), comes(date, "Bo")
    before_start(clock, date, 40)
    gives_back(date)
    assert "has been offered to the next in line" in text_of(told()[0])


def test_when_offers_are_over_it_says_that_somebody_waits(karen, clock):
    date = open_occurrence(capacity=1)
    comes(date, "Anna"), comes(date, "Bo")
    before_start(clock, date, 5)
    tick()
    gives_back(date)
    assert "Somebody waits, and nobody was offered the place" in text_of(told()[0])


def test_an_erased_person_is_somebody(karen, clock):
    date = open_occurrence()
    claim = comes(date, "Anna")
    before_start(clock, date, 5)
    erasure.erase(claim.contact_id, actor=PERSON)
    (message,) = told()
    assert "Somebody has given the place back." in text_of(message)


def test_what_the_office_does_itself_and_what_is_called_off_is_no_news(karen, clock):
    date, off = open_occurrence(), open_occurrence()
    anna = comes(date, "Anna")
    comes(off, "Bo")
    before_start(clock, date, 5)
    registrations.cancel(anna.pk, actor=office(), reason="Asked by phone")
    off.refresh_from_db()
    scheduling.call_off(off.pk, actor=office(), revision=off.revision, reason="Snow")
    assert told() == []


def test_each_is_told_once_however_often_it_is_looked(karen, clock):
    CoordinatorFactory()
    date = open_occurrence()
    comes(date, "Anna")
    before_start(clock, date, 5)
    gives_back(date)
    for _ in range(3):
        tasks.tell_office.call()
        clock.move(timedelta(minutes=1))
    found = told()
    assert len(found) == 2
    assert len({message.to for message in found}) == 2


def test_what_happened_yesterday_is_no_news(karen, clock):
    date = open_occurrence()
    comes(date, "Anna")
    before_start(clock, date, 40)
    gives_back(date)
    clock.move(25 * HOUR)
    assert told() == []


def test_an_offer_whose_address_does_not_work_is_told(karen, clock):
    date = open_occurrence(capacity=1)
    anna = comes(date, "Anna")
    comes(date, "Bo")
    Postman().idle()
    registrations.cancel(anna.pk, actor=PERSON)
    Postman(fails={"bo@student.test"}).idle()
    (message,) = told()
    said = text_of(message)
    assert said.startswith("An offer did not arrive: A day in practice")
    assert "The offer of a place to Bo H. came back" in said


def test_a_first_mail_that_bounces_is_no_alert(karen, clock):
    from tests.events.people import signs_up

    signs_up(open_occurrence(), "Anna")
    Postman(fails={"anna@student.test"}).idle()
    assert told() == []


def sent_mailing(failed: int, count: int) -> Mailing:
    date = open_occurrence()
    at = {"written_at": NOW, "leaves_at": NOW, "sent_at": NOW}
    mailing = Mailing.objects.create(
        occurrence=date, recipients="all", subject="S", text="T", count=count, **at
    )
    for n in range(count):
        Message.objects.create(
            kind="mailing",
            claim=f"mailing:{mailing.pk}:contact:{n}",
            mailing=mailing.pk,
            to=f"a{n}@student.test",
            language="en",
            queued_at=NOW,
            due_at=NOW,
            ended_at=NOW,
            state="failed" if n < failed else "sent",
        )
    return mailing


@pytest.mark.parametrize(
    ("failed", "count", "is_told"),
    [(2, 4, False), (3, 16, False), (3, 15, True), (8, 40, True), (7, 40, False), (0, 10, False)],
)
def test_a_mailing_that_failed_for_many_is_told(karen, clock, failed, count, is_told):
    sent_mailing(failed, count)
    found = told()
    assert len(found) == is_told
    if found:
        said = text_of(found[0])
        assert f"{failed} of {count} mails did not arrive" in said
        assert f"http://testserver{reverse('missed:index')}" in said


def test_only_who_may_see_people_and_wants_alerts_is_told(karen, clock):
    Watch.objects.create(user=CoordinatorFactory(), alerts=False)
    CoordinatorFactory(is_active=False)
    of_group("Editor")
    of_group("Check-in helper")
    sent_mailing(5, 5)
    assert [message.to for message in told()] == [karen.email]


def test_the_responsible_is_named(karen, clock):
    date = open_occurrence(event=EventFactory(coordinator=karen))
    comes(date, "Anna")
    before_start(clock, date, 5)
    gives_back(date)
    assert "Responsible: Karen Lund." in text_of(told()[0])


def test_a_date_to_try_the_sign_up_on_is_no_news(karen, clock):
    date = open_occurrence()
    comes(date, "Anna")
    date.trial_for, date.trial_until = karen, date.ends_at
    date.save()
    before_start(clock, date, 5)
    gives_back(date)
    assert told() == []


def test_clearing_a_trial_away_is_no_cancellation(karen, clock):
    date = open_occurrence()
    before_start(clock, date, 30)
    tried = trial.start(date.pk, actor=coordinator(karen))
    sign_up(tried.pk, typed("Karen", email=karen.email), language="en")
    proof.confirm(tried.registrations.get().pk)
    Postman().idle()
    trial.finish(tried.pk)
    assert tried.registrations.get().ended_because == "cancelled"
    assert told() == []


def test_looking_asks_little_when_nothing_happened(karen, clock, django_assert_num_queries):
    with django_assert_num_queries(5):  # the clock; four kinds of news
        alerts.queue_due()
