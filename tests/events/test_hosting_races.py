"""A practice and the office at once, and two at the practice: real threads on PostgreSQL."""

from datetime import timedelta
from itertools import pairwise

import pytest

from events.domain import devices, host_link_again, host_links, hosting_acts, scheduling
from events.domain.errors import StaleForm
from events.domain.host_link_again import AskedTooOften
from events.models import CheckIn, Hosting, HostLink
from mail.models import Message
from office import clock as office_clock
from office.actor import of_host
from tests.events.people import office
from tests.events.test_races import at_once, errors, running
from tests.factories import HostContactFactory, HostingFactory, RegistrationFactory

__all__ = ["running"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def visit_in(hours: float, *, people: int = 3) -> Hosting:
    starts_at = office_clock.now() + timedelta(hours=hours)
    times = {"starts_at": starts_at, "opens_at": starts_at - timedelta(days=30)}
    hosting = HostingFactory(**{f"occurrence__{name}": it for name, it in times.items()})
    RegistrationFactory.create_batch(people, occurrence=hosting.occurrence)
    return hosting


def cancels(hosting: Hosting, contact: int, *, at_once: bool):
    return lambda: hosting_acts.cancel(
        hosting.pk, actor=of_host(contact), reason="No heating", at_once=at_once
    )


@pytest.mark.parametrize("_", range(4))
def test_practice_and_office_call_off_at_once_and_everybody_is_told_once(running, _):
    hosting, actor = visit_in(5), office()
    revision = hosting.occurrence.revision
    call_off = {"actor": actor, "revision": revision, "reason": "Snow"}
    results = at_once(
        [
            cancels(hosting, 1, at_once=True),
            cancels(hosting, 2, at_once=True),
            lambda: scheduling.call_off(hosting.occurrence_id, **call_off),
        ]
    )
    assert errors(results) == []
    hosting.occurrence.refresh_from_db()
    assert hosting.occurrence.is_called_off
    assert Message.objects.filter(kind="called_off").count() == 3


@pytest.mark.parametrize("_", range(4))
def test_a_practice_that_was_told_the_office_decides_never_calls_off(running, _):
    hosting, actor = visit_in(60), office()
    date = hosting.occurrence
    times = {
        "starts_at": date.starts_at - timedelta(hours=30),
        "ends_at": date.ends_at - timedelta(hours=30),
    }
    results = at_once(
        [
            cancels(hosting, 1, at_once=False),
            lambda: scheduling.move(date.pk, actor=actor, revision=date.revision, **times),
        ]
    )
    refused = errors(results)
    assert all(isinstance(it, StaleForm) for it in refused)
    hosting.refresh_from_db()
    assert hosting.occurrence.is_scheduled
    assert (hosting.cancelled_at is None) is bool(refused)
    assert Message.objects.filter(kind="moved").count() == 3


@pytest.mark.parametrize("_", range(4))
def test_of_two_who_mark_differently_at_once_the_later_counts(running, _):
    hosting = visit_in(-1, people=1)
    place, day = hosting.people.get(), hosting.days[0]
    results = at_once(
        [
            lambda said=said, who=who: hosting_acts.mark(
                hosting.pk, {(place.pk, day): said}, actor=of_host(who)
            )
            for who, said in enumerate([True, False] * 3)
        ]
    )
    assert errors(results) == []
    rows = list(CheckIn.objects.order_by("pk"))
    assert [it.tapped_at for it in rows] == sorted(it.tapped_at for it in rows)
    assert all(a.present is not b.present for a, b in pairwise(rows))
    assert CheckIn.objects.marked(hosting.occurrence_id, day).get() == rows[-1]


def test_one_of_many_browsers_keeps_a_link(running):
    hosting = visit_in(5)
    link = host_links.make(HostContactFactory(host=hosting.host), hosting, office_clock.now())
    secrets = [devices.new_secret() for _ in range(6)]
    at = office_clock.now()
    results = at_once(
        [
            lambda it=it: devices.open_with(HostLink.objects.get(pk=link.pk), it, at)
            for it in secrets
        ]
    )
    assert sorted(results) == [False] * 5 + [True]


def test_many_who_ask_at_once_get_three_links(running):
    hosting = visit_in(5)
    contact = HostContactFactory(host=hosting.host)
    results = at_once(
        [lambda: host_link_again.send(contact.pk, hosting.pk, actor=of_host(contact.pk))] * 6
    )
    assert [type(it) for it in errors(results)] == [AskedTooOften] * 3
    assert Message.objects.filter(kind="host_link").count() == 3
