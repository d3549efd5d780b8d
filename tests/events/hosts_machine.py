"""Everything that concerns a practice, in any order, with a worker that comes when it likes.

The checks read rows and mails and use none of the engine's own comparisons.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from events.domain import host_contacts, hosting, registrations, scheduling
from events.domain.errors import ActRefused
from events.models import (
    Allocation,
    Host,
    HostContact,
    Hosting,
    HostInvite,
    Occurrence,
    Registration,
    Spot,
    SpotKind,
)
from mail.models import Message, MessageState
from office import clock
from office.actor import PERSON
from tests.events.people import office
from tests.events.postman import Postman
from tests.factories import (
    NOW,
    HostContactFactory,
    HostFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
)

CALENDAR = ("host_invited", "host_changed", "host_called_off", "host_left")
REQUESTS = CALENDAR[:2]
PEOPLE = ("host_who_comes", "host_people_changed")
WAITS = [timedelta(minutes=2), timedelta(hours=5), timedelta(days=1), timedelta(days=5)]
pick = st.integers(0, 5)
dates = st.sampled_from([0, 1])


class World:
    """A visit and a camp with two practices' mornings, both in some three weeks."""

    def __init__(self) -> None:
        clock.stop(NOW)
        hosts = HostFactory.create_batch(2)
        for host in hosts:
            HostContactFactory(host=host)
        visit = OccurrenceFactory(host=hosts[0])
        start = NOW + timedelta(days=20)
        camp = OccurrenceFactory(
            camp=True, starts_at=start, ends_at=start + timedelta(days=2), spots_shown_at=NOW
        )
        for host in hosts:
            hours = {"starts_at": start, "ends_at": start + timedelta(hours=4)}
            SpotFactory(occurrence=camp, kind=SpotKind.HOST, host=host, **hours)
        self.hosts, self.dates = [it.pk for it in hosts], [visit.pk, camp.pk]


class HostLife(RuleBasedStateMachine):
    """Subclasses set `world`. Each example is rolled back."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        clock.stop(NOW)
        self.postman = Postman()

    def teardown(self) -> None:
        try:
            self.rest()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def act(self, do: Callable[[], object]) -> None:
        clock.move(timedelta(seconds=1))
        with suppress(ActRefused), transaction.atomic():
            do()
        check_left(self.postman.left)

    def date(self, n: int) -> Occurrence | None:
        return Occurrence.objects.filter(pk=self.world.dates[n]).first()

    def one(self, rows: Any, n: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[n % len(found)] if found else None

    # Time and the worker

    @rule(by=st.sampled_from(WAITS))
    def wait(self, by: timedelta) -> None:
        clock.move(by)

    @rule(n=dates, days=st.sampled_from([7, 1]))
    def wait_for(self, n: int, days: int) -> None:
        it = self.date(n)
        if it and clock.now() < (at := it.starts_at - timedelta(days=days)):
            clock.stop(at)

    @rule()
    def follow(self) -> None:
        self.act(hosting.follow)

    @rule(limit=st.sampled_from([1, 2, 99]), fails=st.booleans())
    def deliver(self, limit: int, fails: bool) -> None:
        mail = Message.objects.filter(state=MessageState.QUEUED).order_by("pk").first()
        self.postman.fails = {mail.to} if mail and fails else set()
        self.act(lambda: self.postman.deliver(limit))
        self.postman.fails = set()

    @rule(n=pick)
    def lease(self, n: int) -> None:
        """Another worker is sending something just now."""
        if mail := self.one(Message.objects.filter(state=MessageState.QUEUED), n):
            until = clock.now() + timedelta(minutes=1)
            Message.objects.filter(pk=mail.pk).update(leased_until=until)

    @rule()
    def rest(self) -> None:
        """Until nothing is left to do; then what was told is what is so."""
        for _round in range(6):
            clock.move(timedelta(minutes=2))
            self.act(hosting.follow)
            self.act(self.postman.idle)
        assert hosting.follow() == 0
        check_idle(self.postman.left)

    # The dates

    @rule(n=dates, days=st.sampled_from([-3, 1, 20]))
    def move(self, n: int, days: int) -> None:
        if it := self.date(n):
            by = timedelta(days=days)
            times = {"starts_at": it.starts_at + by, "ends_at": it.ends_at + by}
            self.act(lambda: scheduling.move(it.pk, actor=office(), revision=it.revision, **times))

    @rule(where=st.sampled_from(["Here", "There"]), host=dates)
    def change_place(self, where: str, host: int) -> None:
        if it := self.date(0):
            new = {"location": where, "host": Host.objects.get(pk=self.world.hosts[host])}
            how = {"actor": office(), "revision": it.revision}
            self.act(lambda: scheduling.change_location(it.pk, **new, **how))

    @rule(n=dates, title=st.sampled_from(["A day", "A night"]))
    def rename(self, n: int, title: str) -> None:
        if it := self.date(n):
            self.act(lambda: scheduling.rename(it.event_id, actor=office(), title=title))

    @rule(n=dates, verb=st.sampled_from([scheduling.back_to_draft, scheduling.open_occurrence]))
    def draft_or_open(self, n: int, verb: Callable[..., object]) -> None:
        self.act(lambda: verb(self.world.dates[n], actor=office()))

    @rule(n=dates, really=st.sampled_from([False, False, False, True]))
    def call_off(self, n: int, really: bool) -> None:
        if really and (it := self.date(n)):
            how = {"actor": office(), "revision": it.revision, "reason": "Snow"}
            self.act(lambda: scheduling.call_off(it.pk, **how))

    @rule(n=dates, really=st.sampled_from([False, False, False, True]))
    def discard(self, n: int, really: bool) -> None:
        if really:
            self.act(lambda: scheduling.discard(self.world.dates[n], actor=office()))

    # Spots

    @rule(shown=st.booleans())
    def show(self, shown: bool) -> None:
        at = clock.now() if shown else None
        Occurrence.objects.filter(pk=self.world.dates[1]).update(spots_shown_at=at)

    @rule(n=pick, host=dates)
    def give_spot(self, n: int, host: int) -> None:
        if spot := self.one(Spot.objects, n):
            Spot.objects.filter(pk=spot.pk).update(host=self.world.hosts[host])

    @rule(n=pick, really=st.sampled_from([False, False, True]))
    def remove_spot(self, n: int, really: bool) -> None:
        if really and (spot := self.one(Spot.objects, n)):
            spot.delete()

    @rule(n=pick, m=pick)
    def place(self, n: int, m: int) -> None:
        camp = Registration.objects.confirmed().filter(occurrence=self.world.dates[1])
        person, spot = self.one(camp, n), self.one(Spot.objects, m)
        if person and spot:
            Allocation.objects.update_or_create(
                registration=person, slot="host", defaults={"spot": spot}
            )

    # People

    @rule(n=dates)
    def come(self, n: int) -> None:
        it = self.date(n)
        if it and it.is_scheduled:
            RegistrationFactory(occurrence=it)

    @rule(n=pick)
    def go(self, n: int) -> None:
        if person := self.one(Registration.objects.confirmed(), n):
            self.act(lambda: registrations.cancel(person.pk, actor=PERSON))

    # Contacts

    @rule(host=dates)
    def add_contact(self, host: int) -> None:
        if HostContact.objects.count() < 5:
            HostContactFactory(host_id=self.world.hosts[host], host=None)

    @rule(n=pick)
    def leave(self, n: int) -> None:
        if contact := self.one(HostContact.objects.filter(left_at=None), n):
            self.act(lambda: host_contacts.leave(contact.pk, actor=office()))

    @rule(n=pick, address=st.sampled_from(["a@praksis.test", "b@praksis.test"]))
    def readdress(self, n: int, address: str) -> None:
        if contact := self.one(HostContact.objects.filter(left_at=None), n):
            told = {"name": contact.name, "phone": "", "language": "da", "email": address}
            self.act(lambda: host_contacts.change(contact.pk, actor=office(), **told))


def check_left(left: list[Message]) -> None:
    """Of each invite mails left in order, under one UID, with a SEQUENCE that grows."""
    revisions: dict[str, int] = {}
    sequences: dict[str, int] = {}
    uids: dict[str, set[str]] = {}
    for mail in left:
        if not mail.claim.startswith("host:"):
            continue
        assert mail.revision > revisions.get(mail.claim, 0), "an older mail left after a newer one"
        revisions[mail.claim] = mail.revision
        uids.setdefault(mail.claim, set()).add(mail.facts["uid"])
        if mail.kind in CALENDAR:
            assert mail.facts["sequence"] > sequences.get(mail.claim, -1), "SEQUENCE did not grow"
            sequences[mail.claim] = mail.facts["sequence"]
    assert all(len(found) == 1 for found in uids.values())


def check_idle(left: list[Message]) -> None:
    check_parts()
    for invite in HostInvite.objects.select_related(
        "contact", "hosting__occurrence__event", "hosting__spot", "hosting__host"
    ):
        mine = [mail for mail in left if mail.claim == f"host:{invite.pk}"]
        if invite.hosting.ends_at > clock.now():
            check_told(invite, [mail for mail in mine if mail.kind in CALENDAR])
            check_people(invite, mine)


def check_parts() -> None:
    """Each practice has the part that the dates' rows give it, and no other; of a distribution
    just shown it may have none yet."""
    at = clock.now()
    wanted, fresh = set(), set()
    for it in Occurrence.objects.filter(state="scheduled", ends_at__gt=at):
        if it.host_id:
            wanted.add((it.pk, it.host_id, None))
        for spot in it.spots.filter(ends_at__gt=at) if it.spots_shown_at else []:
            is_soon = it.starts_at <= at + timedelta(days=1)
            is_told = is_soon or it.spots_shown_at + timedelta(minutes=5) <= at
            (wanted if is_told else fresh).add((it.pk, spot.host_id, spot.pk))
    living = [it for it in Hosting.objects.filter(ended_at=None) if it.ends_at > at]
    assert {(it.occurrence_id, it.host_id, it.spot_id) for it in living} - fresh == wanted


def check_told(invite: HostInvite, calendars: list[Message]) -> None:
    """What left last is what is so, or what should have left has failed."""
    hosting, contact = invite.hosting, invite.contact
    is_in = hosting.ended_at is None and contact.left_at is None
    assert (invite.told is not None) is is_in
    last = calendars[-1] if calendars else None
    newest = Message.objects.filter(claim=invite.claim, kind__in=CALENDAR).order_by("pk").last()
    if newest and newest.state == MessageState.FAILED:
        return
    if not is_in:
        assert last is None or last.kind not in REQUESTS, "left in a calendar"
        return
    assert last, "never invited"
    assert last.kind in REQUESTS
    assert last.to == contact.email
    assert last.facts["sequence"] == invite.sequence
    so = (hosting.starts_at.isoformat(), hosting.occurrence.event.title, hosting.where)
    assert tuple(last.facts[key] for key in ("starts_at", "title", "location")) == so


def check_people(invite: HostInvite, mails: list[Message]) -> None:
    """In the last week a practice knows how many come: by mail, unless one failed."""
    hosting = invite.hosting
    near = hosting.starts_at - timedelta(days=7) <= clock.now()
    if not near or hosting.ended_at or invite.contact.left_at:
        return
    people = set(hosting.people.values_list("pk", flat=True))
    assert set(hosting.told_people) == people
    failed = Message.objects.filter(claim=invite.claim, state=MessageState.FAILED)
    told = [mail.facts["coming"] for mail in mails if "coming" in mail.facts]
    if not failed.exists():
        assert told, "never told who comes"
        assert told[-1] == len(people)
