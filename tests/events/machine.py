"""Every act on two dates, by six people and the office, in any order, with a moved clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from contacts.models import Contact
from events.domain import (
    attendance,
    by_hand,
    coming,
    correcting,
    erasure,
    keeping_back,
    mailing_out,
    mailings,
    moving,
    proof,
    recipients,
    registrations,
    reminders,
    retention,
    scheduling,
    several,
    vouching,
    waitlist,
)
from events.domain.errors import ActRefused
from events.domain.mailings import Text
from events.domain.sign_up import correct_address, link_again, sign_up
from events.domain.tick import tick
from events.models import HELD, HOLDING, Mailing, Occurrence, Registration, Turn
from mail.models import Message
from office import clock
from office.actor import PERSON
from tests.events.invariants import Moment, check
from tests.events.people import address, comes, office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import NOW, ContactFactory, open_occurrence

NAMES = ["Anna", "Bo", "Clara", "Dina", "Emil", "Freja"]
KNOWN = ["Emil", "Freja"]
WAITS = [
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=13),
    timedelta(hours=25),
    timedelta(days=3),
]
pick = st.integers(0, 5)
twice = st.booleans()
names = st.sampled_from(NAMES)
dates = st.sampled_from([0, 1])
rarely = st.sampled_from([False, False, False, True])


@dataclass
class World:
    """What stands before each example: on the first date two have a place, and two wait."""

    occurrences: list[int]

    @classmethod
    def made(cls) -> World:
        clock.stop(NOW)
        for name in KNOWN:
            ContactFactory(name=f"{name} Holm", email=address(name))
        first = open_occurrence(capacity=2, waitlist_limit=3)
        second = open_occurrence(capacity=3, waitlist_limit=2, starts_at=first.starts_at)
        for name in NAMES[:4]:
            comes(first, name)
        Postman().idle()
        return cls([first.pk, second.pk])


def rows(moment: Moment) -> tuple[Any, ...]:
    """Everything but the clock, to see whether anything changed."""
    tables = [moment.occurrences, moment.registrations, moment.turns]
    kept = [[_values(row) for row in table.values()] for table in tables]
    return (*kept, [(m.pk, m.state) for m in moment.messages])


def _values(row: Model) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


class Life(RuleBasedStateMachine):
    """Subclasses set `world`. Each example is rolled back."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        clock.stop(NOW)
        self.postman = Postman()
        self.moment = check()

    def teardown(self) -> None:
        try:
            self.postman.idle()
            check(self.moment, idle=True)
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # How acts are done and looked at

    def act(self, do: Callable[[], object], *, again: bool = False, **how: Any) -> None:
        clock.move(timedelta(seconds=1))
        before = self.rows()
        refused = self._try(do)
        self.moment = check(self.moment, **how)
        after = self.rows()
        assert not refused or after == before, "8: refused, and changed something"
        assert not refused or refused.endswith("."), "8: refused without a sentence"
        if again:
            self._try(do)
            self.moment = check(self.moment)
            assert self.rows() == after, "8: twice is once"

    def rows(self) -> tuple[Any, ...]:
        return rows(self.moment)

    def _try(self, do: Callable[[], object]) -> str:
        try:
            with transaction.atomic():
                do()
        except ActRefused as refused:
            return str(refused)
        return ""

    def occurrence(self, n: int) -> Occurrence:
        return self.moment.occurrences[self.world.occurrences[n]]

    def _one(self, found: list[Any], n: int) -> Any:
        return found[n % len(found)] if found else None

    def registration(self, n: int, *states: str) -> Registration | None:
        every = self.moment.registrations.values()
        return self._one([r for r in every if r.state in states], n)

    def turn(self, n: int, *, ended: bool = False) -> Turn | None:
        every = self.moment.turns.values()
        return self._one([t for t in every if (t.ended_at is not None) is ended], n)

    # Time and the worker

    @rule(by=st.sampled_from(WAITS))
    def wait(self, by: timedelta) -> None:
        clock.move(by)

    @rule(n=dates, before=st.sampled_from([0, 50, 70]), really=rarely)
    def wait_for_the_end_of_offers(self, n: int, before: int, really: bool) -> None:
        at = self.occurrence(n).offers_until - timedelta(minutes=before)
        if really and clock.now() < at < clock.now() + timedelta(days=21):
            clock.stop(at)

    @rule(again=twice)
    def tick(self, again: bool) -> None:
        self.act(tick, again=again)

    @rule(fails=st.sets(names, max_size=1), limit=st.sampled_from([1, 2, 99]))
    def deliver(self, fails: set[str], limit: int) -> None:
        self.postman.fails = set(map(address, fails))
        self.act(lambda: self.postman.deliver(limit))
        self.postman.fails = set()

    @rule()
    def rest(self) -> None:
        self.act(self.postman.idle, again=True)
        check(self.moment, idle=True)

    @rule(n=pick)
    def bounce(self, n: int) -> None:
        if (held := self.registration(n, *HELD)) and held.hold_mail_id:
            Message.objects.filter(pk=held.hold_mail_id).update(bounced_at=clock.now())

    @rule(again=twice)
    def clean_unproven(self, again: bool) -> None:
        self.act(lambda: retention.clean_unproven(clock.now()), again=again)

    @rule(again=twice)
    def send_mailings(self, again: bool) -> None:
        self.act(mailing_out.send_due, again=again)

    @rule(again=twice)
    def remind(self, again: bool) -> None:
        self.act(reminders.remind, again=again)

    # People

    @rule(n=dates, name=names, prove_first=st.sampled_from([False, False, True]))
    def sign_up(self, n: int, name: str, prove_first: bool) -> None:
        told = {"language": "da", "browser": name, "prove_first": prove_first}
        self.act(lambda: sign_up(self.occurrence(n).pk, typed(name), **told))

    @rule(n=dates, name=names)
    def come(self, n: int, name: str) -> None:
        """Sign up, and press the link."""
        self.act(lambda: comes(self.occurrence(n), name))

    @rule(n=dates, name=names)
    def come_too_late(self, n: int, name: str) -> None:
        """Sign up, and press the link when the hold is over."""
        self.act(lambda: signs_up(self.occurrence(n), name))
        self.act(self.postman.idle)
        clock.move(timedelta(hours=3))
        if found := self.registration(-1, "unconfirmed"):
            self.act(lambda: proof.confirm(found.pk), again=True)

    @rule(n=dates, name=names, other=names)
    def correct_address(self, n: int, name: str, other: str) -> None:
        told = {"language": "da", "browser": name}
        self.act(lambda: correct_address(self.occurrence(n).pk, typed(other), **told))

    @rule(n=pick, again=twice)
    def confirm(self, n: int, again: bool) -> None:
        if found := self.registration(n, "unconfirmed"):
            self.act(lambda: proof.confirm(found.pk), again=again)

    @rule(n=pick, again=twice)
    def confirm_late(self, n: int, again: bool) -> None:
        if found := self.registration(n, "lapsed", "cancelled"):
            self.act(lambda: proof.confirm(found.pk), again=again)

    @rule(n=pick, again=twice, ended=st.sampled_from([False, False, True]))
    def prove(self, n: int, again: bool, ended: bool) -> None:
        if found := self.turn(n, ended=ended):
            self.act(lambda: proof.prove(found.pk), again=again)

    @rule(n=pick, again=twice)
    def accept(self, n: int, again: bool) -> None:
        if found := self.registration(n, "offered") or self.registration(n, "lapsed"):
            self.act(lambda: waitlist.accept(found.pk), again=again)

    @rule(n=pick, again=twice)
    def decline(self, n: int, again: bool) -> None:
        if found := self.registration(n, "offered"):
            self.act(lambda: waitlist.decline(found.pk), again=again)

    @rule(n=pick, again=twice)
    def leave(self, n: int, again: bool) -> None:
        if found := self.turn(n):
            self.act(lambda: waitlist.leave(found.pk), again=again)

    @rule(n=pick, again=twice, by_office=st.booleans())
    def cancel(self, n: int, again: bool, by_office: bool) -> None:
        if found := self.registration(n, *HOLDING):
            actor = office() if by_office else PERSON
            self.act(lambda: registrations.cancel(found.pk, actor=actor, reason="ill"), again=again)

    @rule(n=pick, again=twice, by_office=st.booleans(), take_back=rarely)
    def still_coming(self, n: int, again: bool, by_office: bool, take_back: bool) -> None:
        if found := self.registration(n, "confirmed"):
            actor = office() if by_office else PERSON
            say = coming.take_back if take_back else coming.say_yes
            self.act(lambda: say(found.pk, actor=actor), again=again)

    @rule(n=pick, yes=st.booleans(), told=st.booleans())
    def pass_on(self, n: int, yes: bool, told: bool) -> None:
        """Somebody cancels, and whoever is offered the place says yes or no."""
        self.cancel(n=n, again=False, by_office=False)
        if told:
            self.act(self.postman.idle)
        answer = self.accept if yes else self.decline
        answer(n=-1, again=True)

    @rule(n=pick, again=twice, of_turn=st.booleans())
    def not_me(self, n: int, again: bool, of_turn: bool) -> None:
        if found := self.turn(n) if of_turn else self.registration(n, "unconfirmed"):
            self.act(lambda: proof.not_me(found), again=again)

    @rule(n=pick, of_turn=st.booleans())
    def ask_for_the_link(self, n: int, of_turn: bool) -> None:
        if found := self.turn(n) if of_turn else self.registration(n, *HOLDING):
            self.act(lambda: link_again(found))

    @rule(n=pick, again=twice, really=st.booleans())
    def erase(self, n: int, again: bool, really: bool) -> None:
        living = Contact.objects.living().order_by("pk")
        if really and (found := self._one(list(living), n)):
            self.act(lambda: erasure.erase(found.pk, actor=office()), again=again)

    # The office

    @rule(n=dates, capacity=st.integers(0, 4), limit=st.integers(0, 5))
    def change_capacity(self, n: int, capacity: int, limit: int) -> None:
        self._change(n, scheduling.change_capacity, capacity=capacity, waitlist_limit=limit)

    @rule(n=dates, kept=st.integers(0, 3), hours=st.sampled_from([1, 3, 30, 400]))
    def keep_back(self, n: int, kept: int, hours: int) -> None:
        until = clock.now() + timedelta(hours=hours)
        self._change(n, keeping_back.keep_back, places=kept, until=until)

    @rule(n=dates, days=st.sampled_from([-7, -1, 2, 60]), hours=st.sampled_from([0, 5]))
    def move(self, n: int, days: int, hours: int) -> None:
        by = timedelta(days=days, hours=hours)
        it = self.occurrence(n)
        self._change(n, scheduling.move, starts_at=it.starts_at + by, ends_at=it.ends_at + by)

    @rule(n=dates, location=st.sampled_from(["Here", "There", ""]))
    def change_location(self, n: int, location: str) -> None:
        self._change(n, scheduling.change_location, location=location)

    @rule(days=st.sampled_from([0, 7]), location=st.sampled_from(["Here", "There"]), really=rarely)
    def change_both(self, days: int, location: str, really: bool) -> None:
        """Both dates in one act: everybody is told once, and twice is once."""
        new = {}
        for it in map(self.occurrence, [0, 1] if really else [1]):
            by = timedelta(days=days)
            times = {"starts_at": it.starts_at + by, "ends_at": it.ends_at + by}
            new[it.pk] = (it.revision, {**times, "location": location})
        before = {m.pk for m in self.moment.messages}
        self.act(lambda: several.change_several(new, actor=office()), again=True)
        told = [m for m in self.moment.messages if m.pk not in before]
        changes = [m.claim for m in told if m.facts.get("change")]
        assert len(changes) == len(set(changes)), "a change is told twice"

    @rule(n=dates, closes=st.sampled_from([-72, 0, 1]), offers=st.sampled_from([-40, -3, 1, 24]))
    def change_window(self, n: int, closes: int, offers: int) -> None:
        it = self.occurrence(n)
        window = {
            "opens_at": it.opens_at,
            "closes_at": it.closes_at + timedelta(hours=closes),
            "offers_until": it.offers_until + timedelta(hours=offers),
        }
        self._change(n, scheduling.change_window, **window)

    @rule(n=dates, again=twice, really=rarely)
    def call_off(self, n: int, again: bool, really: bool) -> None:
        if really:
            self._change(n, scheduling.call_off, again=again, reason="No heating")

    @rule(n=dates, title=st.sampled_from(["A day in practice", "A night in practice"]))
    def rename(self, n: int, title: str) -> None:
        event = self.occurrence(n).event_id
        self.act(lambda: scheduling.rename(event, actor=office(), title=title), again=True)

    def _change(self, n: int, verb: Callable[..., object], again: bool = True, **new: Any) -> None:
        it = self.occurrence(n)
        self.act(lambda: verb(it.pk, actor=office(), revision=it.revision, **new), again=again)

    @rule(n=dates, name=names, over=st.booleans())
    def add(self, n: int, name: str, over: bool) -> None:
        told = {
            "actor": office(),
            "language": "da",
            "reason": "The lecturer",
            "over_capacity": over,
        }
        it = self.occurrence(n).pk
        self.act(lambda: by_hand.add(it, typed(name), **told), by_hand=True, over=over)

    @rule(n=pick, again=twice)
    def move_up(self, n: int, again: bool) -> None:
        if found := self.turn(n):
            told = {"actor": office(), "reason": "Comes from afar"}
            self.act(lambda: by_hand.move_up(found.pk, **told), again=again)

    @rule(n=pick, again=twice)
    def remove(self, n: int, again: bool) -> None:
        if found := self.turn(n):
            told = {"actor": office(), "reason": "Asked us by phone"}
            self.act(lambda: by_hand.remove(found.pk, **told), again=again)

    @rule(n=pick)
    def give_place(self, n: int) -> None:
        if found := self.turn(n, ended=True):
            told = {"actor": office(), "reason": "Answered the phone"}
            self.act(lambda: by_hand.give_place(found.pk, **told), by_hand=True)

    @rule(n=dates, to=st.sampled_from(recipients.ALONE), both=st.booleans())
    def write(self, n: int, to: str, both: bool) -> None:
        batch, dates = uuid4(), self.world.occurrences if both else [self.world.occurrences[n]]
        told = {"actor": office(), "to": to, "batch": batch}
        self.act(lambda: mailings.write(dates, Text("Hello", "All of you."), **told), again=True)

    @rule(n=pick)
    def write_to_one(self, n: int) -> None:
        if found := self.registration(n, "confirmed", "cancelled"):
            told = {"actor": office(), "about": found.occurrence_id, "batch": uuid4()}
            who, text = found.contact_id, Text("Hello", "You there.")
            if who:
                self.act(lambda: mailings.write_to_person(who, text, **told), again=True)

    @rule(n=pick)
    def stop(self, n: int) -> None:
        if found := self._one(list(Mailing.objects.order_by("pk")), n):
            self.act(lambda: mailings.stop(found.pk, actor=office()), again=True)

    @rule(n=pick, again=twice, over=rarely, of_turn=rarely, to=dates)
    def move_person(self, n: int, again: bool, over: bool, of_turn: bool, to: int) -> None:
        """To another date; the way back is as good as the way there."""
        how = {"actor": office(), "reason": "Has an exam", "over_capacity": over}
        date = self.occurrence(to).pk
        told = {"again": again, "by_hand_on": date, "over": over}
        if of_turn and (waits := self.turn(n) or self.turn(n, ended=True)):
            self.act(lambda: moving.move_turn(waits.pk, date, **how), **told)
        elif not of_turn and (found := self.registration(n, *HOLDING)):
            self.act(lambda: moving.move(found.pk, date, **how), **told)

    @rule(n=pick, again=twice, of_turn=st.booleans())
    def confirm_for(self, n: int, again: bool, of_turn: bool) -> None:
        found = self.turn(n) if of_turn else self.registration(n, *HELD)
        if found:
            how = {"actor": office(), "reason": "Rang us"}
            self.act(lambda: vouching.confirm_for(found, **how), again=again)

    @rule(n=pick, again=twice, name=names, of_turn=st.booleans())
    def correct_typed_address(self, n: int, again: bool, name: str, of_turn: bool) -> None:
        found = self.turn(n) if of_turn else self.registration(n, "unconfirmed")
        if found:
            how = {"actor": office(), "reason": "A typo"}
            self.act(lambda: correcting.typed_address(found, address(name), **how), again=again)

    @rule(n=pick, again=twice, name=st.sampled_from([*NAMES, "Gerda", "Hans"]))
    def correct_address_of(self, n: int, again: bool, name: str) -> None:
        if found := self._one(list(Contact.objects.living().order_by("pk")), n):
            how = {"actor": office(), "reason": "A typo"}
            self.act(lambda: correcting.address_of(found.pk, address(name), **how), again=again)

    @rule(n=pick, undo=st.sampled_from([False, False, True]))
    def check_in(self, n: int, undo: bool) -> None:
        if found := self.registration(n, "confirmed"):
            tap = attendance.undo_check_in if undo else attendance.check_in
            day = self.moment.occurrences[found.occurrence_id].first_day
            self.act(lambda: tap(found.pk, day, actor=office()), again=True)
