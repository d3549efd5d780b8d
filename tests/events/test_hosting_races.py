"""Workers that tell practices, at once, killed halfway, and asking as little of many as of few."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.domain import attendance, host_contacts, hosting, hosting_acts
from events.models import Hosting, HostInvite, HostLink, Occurrence, Registration
from mail.models import Message
from tests.events.hosts import DAY, HOUR, WEEK, Practice, before, comes, goes
from tests.events.people import office
from tests.events.test_crash import is_killed
from tests.events.test_races import at_once, errors, running
from tests.factories import HostContactFactory, RegistrationFactory

__all__ = ["running"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def mails() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("kind", "to"))


# At once


def test_eight_workers_tell_each_contact_once(running):
    practices = [Practice() for _ in range(3)]
    HostContactFactory(host=practices[0].host)
    assert errors(at_once([hosting.follow] * 8)) == []
    assert [kind for kind, _to in mails()] == ["host_invited"] * 4
    assert Hosting.objects.count() == 3
    assert HostInvite.objects.count() == HostLink.objects.count() == 4


@pytest.mark.parametrize("_", range(4))
def test_who_comes_is_told_once_while_somebody_leaves(running, _):
    visit = Practice()
    people = comes(visit, 3)
    visit.hears()
    running.move(visit.date.starts_at - WEEK + HOUR - running.now())
    leaves = [lambda it=it: goes(it) for it in people[:2]]
    assert errors(at_once([hosting.follow, *leaves, hosting.follow, hosting.follow])) == []
    hosting.follow()
    told = Message.objects.filter(kind__in=["host_who_comes", "host_people_changed"])
    standing = told.exclude(state="withdrawn")
    assert standing.count() == 1
    assert standing.get().facts["coming"] == 1


@pytest.mark.parametrize("_", range(4))
def test_a_list_closes_or_a_coordinator_objects_and_never_both(running, _):
    visit = Practice()
    visit.hears()
    [person] = comes(visit)
    running.move(visit.date.ends_at - running.now())
    attendance.mark(person.pk, visit.date.first_day, present=True, actor=office())
    hosting.follow()
    running.move(3 * DAY)
    actor, pk = office(), visit.hosting.pk
    keep = [lambda: hosting_acts.keep_open(pk, actor=actor)]
    assert errors(at_once([hosting.follow, *keep, hosting.follow])) == []
    kept_first = Hosting.objects.get(pk=pk).objected_at
    closed = visit.now().list_closed_at
    assert closed is None or kept_first >= closed
    hosting.follow()
    assert visit.now().list_closed_at == closed


def test_two_mails_for_one_address_become_one_contact(running):
    visit, actor = Practice(), office()
    told: dict[str, Any] = {"name": "Vang", "email": "vang@praksis.test", "actor": actor}
    acts = [lambda: host_contacts.add(visit.host.pk, **told)] * 6
    results = at_once(acts)
    assert errors(results) == []
    assert len({contact.pk for contact in results}) == 1


# Killed halfway


def everything_at_once(clock) -> None:
    """A date that is new, one that moved, one called off, people to tell, a contact who left."""
    Practice()
    moved, off, near, over = (Practice() for _ in range(4))
    leaves = HostContactFactory(host=near.host)
    for practice in (moved, off, near, over):
        comes(practice)
        practice.hears()
    moved.moves(DAY)
    off.calls_off()
    host_contacts.leave(leaves.pk, actor=office())
    before(near, clock, WEEK)


def forget_everything() -> None:
    for model in (Message, HostLink, HostInvite, Hosting):
        model._default_manager.all().delete()
    Registration.objects.all().delete()
    Occurrence.objects.all().delete()


def committed() -> tuple[Any, ...]:
    return (
        sorted(Message.objects.values_list("kind", "state", "revision")),
        sorted(HostInvite.objects.values_list("sequence", "revision")),
        sorted(Hosting.objects.values_list("ended_at", "told_week_at"), key=str),
        HostLink.objects.count(),
    )


@pytest.mark.slow
def test_a_worker_that_is_killed_tells_nothing_twice_and_loses_nothing(clock):
    start = clock.now()
    everything_at_once(clock)
    hosting.follow()
    whole = committed()
    for n in range(1, 400, 7):
        forget_everything()
        clock.stop(start)
        everything_at_once(clock)
        killed = is_killed(hosting.follow, after=n)
        hosting.follow()
        assert committed() == whole
        if not killed:
            break
    else:
        pytest.fail("the worker never came to its end")
    assert n > 100


# How much it asks


def statements(act: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len([it for it in captured if not it["sql"].startswith(("BEGIN", "COMMIT"))])


def test_a_round_with_nothing_to_tell_asks_a_few_statements_whatever_there_is(clock):
    visit = Practice()
    visit.hears()
    comes(visit, 3)
    before(visit, clock, WEEK)
    visit.hears()
    one = statements(hosting.follow)
    for _n in range(4):
        practice = Practice()
        HostContactFactory(host=practice.host)
        comes(practice, 4)
        practice.hears()
    assert statements(hosting.follow) == one <= 11


def test_telling_a_practice_asks_as_much_for_many_people_as_for_few(clock):
    few, many = Practice(), Practice()
    for practice in (few, many):
        practice.hears()
    comes(few)
    comes(many, 9)
    before(few, clock, WEEK)
    Occurrence.objects.filter(pk=many.date.pk).update(state="draft")
    Hosting.objects.filter(occurrence=many.date).update(ended_at=clock.now())
    told = statements(hosting.follow)
    Occurrence.objects.filter(pk=many.date.pk).update(state="scheduled")
    Hosting.objects.filter(occurrence=many.date).update(ended_at=None)
    assert statements(hosting.follow) == told <= 50


def test_closing_asks_little(clock):
    visit = Practice()
    visit.hears()
    people = RegistrationFactory.create_batch(5, occurrence=visit.date)
    clock.stop(visit.date.ends_at + HOUR)
    for person in people:
        attendance.mark(person.pk, visit.date.first_day, present=True, actor=office())
    hosting.follow()
    clock.move(3 * DAY + timedelta(seconds=1))
    assert statements(hosting.follow) <= 45
    assert visit.now().list_closed_at
