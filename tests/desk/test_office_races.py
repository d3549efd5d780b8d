"""Two workers, or two colleagues, at the same moment: each mail leaves once, each act is one."""

from uuid import uuid4

import pytest

from desk.domain import alerts, morning
from events.domain import registrations
from events.domain.errors import ActRefused
from events.domain.event_facts import make_event
from events.models import Event
from mail.domain import again, wordings
from mail.models import Message, Wording
from mail.standard import Words
from office.actor import PERSON, coordinator
from tests.desk.test_morning import MONDAY, on_this_week
from tests.events.people import comes
from tests.events.test_races import at_once, errors
from tests.factories import CoordinatorFactory, UserFactory, missed_mail, open_occurrence

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TIMES = 4


def test_two_workers_write_one_morning_mail_to_each(clock):
    readers = [CoordinatorFactory(), CoordinatorFactory()]
    on_this_week(MONDAY)
    clock.stop(MONDAY)
    assert errors(at_once([morning.queue_due] * TIMES)) == []
    assert Message.objects.filter(kind="morning").count() == len(readers)


def test_two_workers_tell_a_late_cancellation_once(clock):
    CoordinatorFactory()
    date = open_occurrence()
    claim = comes(date, "Anna")
    clock.stop(date.starts_at - alerts.LATE / 2)
    registrations.cancel(claim.pk, actor=PERSON)
    assert errors(at_once([alerts.queue_due] * TIMES)) == []
    assert Message.objects.filter(kind="late_cancellation").count() == 1


def test_a_mail_sent_again_by_two_at_once_leaves_once(clock):
    mail = missed_mail(comes(open_occurrence(), "Anna"))
    actor = coordinator(UserFactory())
    results = at_once([lambda: again.again(mail.pk, actor=actor)] * TIMES)
    assert len(errors(results)) == TIMES - 1
    assert Message.objects.filter(kind="reminder", state="queued").count() == 1


def test_two_colleagues_who_word_a_mail_at_once_keep_one_wording(clock):
    actor = coordinator(UserFactory())

    def words(n: int) -> Wording | None:
        return wordings.change("place", "en", Words(f"Yes {n}", "Come."), actor=actor)

    results = at_once([lambda n=n: words(n) for n in range(TIMES)])
    assert {type(error) for error in errors(results)} == {wordings.ChangedMeanwhile}
    assert len(errors(results)) == TIMES - 1
    assert Wording.objects.count() == 1


def test_two_colleagues_who_add_the_first_date_of_a_page_at_once_make_one_event():
    actor, page = coordinator(UserFactory()), uuid4()
    facts = {"kind": "camp", "title": "Camp on Møn"}
    results = at_once([lambda: make_event(page, actor=actor, **facts)] * TIMES)
    assert {type(error) for error in errors(results)} == {ActRefused}
    assert len(errors(results)) == TIMES - 1
    assert Event.objects.get().page_key == page
