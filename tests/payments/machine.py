"""Every act on two dates that ask for a deposit, with a Stripe that is late, away, or says no.

The acts on places are those of the engine's own machine; here is what money adds. Stripe is the
stand-in, asked over HTTP by the stripe library; what it tells us is handed on when a rule says so,
in any order, twice or never.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.test import override_settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from demo.stand_in.books import Object
from demo.stand_in.refusals import Refused
from demo.stand_in.server import StandIn
from demo.stand_in.shapes import public
from demo.stand_in.webhooks import signed
from events.domain import attendance, changing
from events.domain.attendance import first_moment
from events.domain.errors import ActRefused
from events.models import Occurrence
from office import clock
from payments import tasks
from payments.domain import by_hand, checkout, following, inbox
from payments.models import Payment, Refund, StripeEvent, Way
from tests.events import machine
from tests.events.people import address, comes, office
from tests.events.postman import Postman
from tests.factories import NOW, ContactFactory, open_occurrence
from tests.payments import invariants
from tests.payments.world import KEY, SECRET

DEPOSIT = 30000
WAITS = [timedelta(seconds=20), timedelta(minutes=4), timedelta(minutes=30), timedelta(minutes=56)]
ORDERS = ["as it came", "reversed", "twice", "the first", "the last"]
MAY_BE_LOST = ("checkout.", "payment_intent.", "charge.succeeded", "refund.created")
"""What we learn by asking, too. A dispute or a refund that failed later is told by events alone."""

pick, twice, dates, rarely = machine.pick, machine.twice, machine.dates, machine.rarely


class World(machine.World):
    """On the first date two are to pay and two wait; the second asks for no part after its start,
    and has places."""

    @classmethod
    def made(cls) -> World:
        clock.stop(NOW)
        for name in machine.KNOWN:
            ContactFactory(name=f"{name} Holm", email=address(name))
        money = {"deposit": DEPOSIT, "waitlist_limit": 3}
        first = open_occurrence(capacity=2, deposit_part_back=33, **money)
        first.deposit_back_until = first.starts_at - timedelta(days=6)
        first.save()
        second = open_occurrence(capacity=3, starts_at=first.starts_at, **money)
        for name in machine.NAMES[:4]:
            comes(first, name)
        Postman().idle()
        return cls([first.pk, second.pk])


class Money(machine.Life):
    """Subclasses set `world`. Each example has a Stripe of its own."""

    change_both = change_location = rename = keep_back = None
    write = write_to_one = stop = send_mailings = remind = None
    correct_address = correct_typed_address = correct_address_of = ask_for_the_link = None

    def __init__(self) -> None:
        self.unix = NOW.timestamp()
        self.stripe = StandIn(now=lambda: self.unix)
        self.stripe.__enter__()
        self.settings = override_settings(
            STRIPE_SECRET_KEY=KEY,
            STRIPE_WEBHOOK_SECRETS=[SECRET],
            STRIPE_API_BASE=self.stripe.url,
            STRIPE_LIVE=False,
            PAYMENTS_ON=True,
        )
        self.settings.enable()
        self.is_behind = False
        super().__init__()
        self.money = invariants.check()

    def teardown(self) -> None:
        try:
            self.rest()
            super().teardown()
        finally:
            self.settings.disable()
            self.stripe.__exit__()

    @initialize(paid=st.integers(0, 2))
    def some_have_paid(self, paid: int) -> None:
        for n in range(paid):
            self.begin(n=n, opens=True)
            self.pay(n=0)
        self.tell(order="as it came")
        self.work()

    # How acts are done and looked at

    def act(self, do: Callable[[], object], *, again: bool = False, **how: Any) -> None:
        super().act(do, again=again, **how)
        self.money = invariants.check()

    def rows(self) -> tuple[Any, ...]:
        tables = [model.objects.order_by("pk") for model in (Payment, Refund, StripeEvent)]
        return (*super().rows(), *(list(table.values_list()) for table in tables))

    def _try(self, do: Callable[[], object]) -> str:
        self.unix = clock.now().timestamp()
        return super()._try(do)

    def payment(self, n: int, *states: str) -> Payment | None:
        return self._one([it for it in self.money.payments if it.state in states], n)

    def at_stripe(self, n: int, kind: str, *statuses: str) -> Object | None:
        every = self.stripe.books.all(kind)[::-1]
        return self._one([it for it in every if it["status"] in statuses], n)

    def there(self, do: Callable[[], object]) -> None:
        """Something happens at Stripe; what it refuses has not happened."""

        def change() -> None:
            with suppress(Refused), self.stripe.books.change():
                do()

        self.act(change)

    # Time and the worker

    @rule(by=st.sampled_from(WAITS))
    def wait_a_little(self, by: timedelta) -> None:
        clock.move(by)

    @rule(n=dates, what=st.sampled_from(["last", "late", "late", "day", "end", "14"]))
    def wait_for(self, n: int, what: str) -> None:
        """Until just before or after something that changes what goes back."""
        it = self.occurrence(n)
        at = {
            "last": (it.deposit_back_until or it.starts_at) - timedelta(minutes=30),
            "late": it.deposit_back_until or it.starts_at - timedelta(hours=30),
            "day": first_moment(it),
            "end": it.ends_at,
            "14": it.ends_at + timedelta(days=14),
        }[what]
        if clock.now() < at < clock.now() + timedelta(days=21):
            clock.stop(at)

    @rule()
    def work(self) -> None:
        self.act(tasks.work.call)

    @rule()
    def rest(self) -> None:
        """Everything has been told, and the worker finds nothing more to do."""
        self.stripe.api.break_next = self.stripe.api.lose_next = 0
        for _round in range(60):
            before = self.rows()
            self.tell(order="as it came")
            self.work()
            self.act(self.postman.idle)
            is_still = self.rows() == before and not self.stripe.webhooks.waiting
            if is_still and not self._later():
                break
        else:
            raise AssertionError("the worker never comes to rest")
        self.is_behind = False
        machine.check(self.moment, idle=True)
        self.unix = clock.now().timestamp()
        invariants.check_idle(self.stripe.books)

    def _later(self) -> bool:
        """Whether something will be asked again, because it was lost or came too early. If so it
        is that time now."""
        at, soon = clock.now(), clock.now() + timedelta(minutes=3)
        due = [it.due_at for it in StripeEvent.objects.filter(worked_at=None)]
        if self.is_behind:
            due += [_ends(it) for it in Payment.objects.begun().select_related("registration")]
            due += [it.due_at for it in Refund.objects.filter(due_at__range=(at, soon))]
        if not (to_come := [it for it in due if it > at]):
            return False
        clock.stop(min(to_come))
        return True

    # Who pays

    @rule(n=pick, opens=st.sampled_from([True, True, True, False]))
    def begin(self, n: int, opens: bool) -> None:
        """Press *Pay*; and be led to Stripe, unless something breaks before."""
        found = self.registration(n, "awaiting_payment") or self.registration(n, "confirmed")
        if found is None:
            return
        self.act(lambda: checkout.begin(found.pk), again=True)
        begun = Payment.objects.begun().filter(registration=found.pk).first()
        if begun and opens:
            self.unix = clock.now().timestamp()
            with suppress(ActRefused):
                checkout.address(begun)
            self.act(lambda: None)

    @rule(n=pick)
    def pay(self, n: int) -> None:
        if session := self.at_stripe(n, "checkout.session", "open"):
            self.there(lambda: self.stripe.checkout.pay(session["id"]))

    @rule(n=pick)
    def card_refused(self, n: int) -> None:
        """The card is refused; another one may be taken."""
        if session := self.at_stripe(n, "checkout.session", "open"):
            self.there(lambda: self.stripe.checkout.decline(session["id"]))

    @rule(n=pick)
    def come_back(self, n: int) -> None:
        """The page after paying, or after leaving Stripe."""
        if found := self.payment(n, "opening", "open", "paid", "unpaid"):
            self.act(lambda: following.came_back(found, clock.now()))

    @rule(n=pick, name=machine.names, of=dates)
    def come_and_pay(self, n: int, name: str, of: int) -> None:
        """All of it at once: sign up, press the link, pay, and the worker comes round."""
        self.come(n=of, name=name)
        self.begin(n=-1, opens=True)
        self.pay(n=-1)
        self.tell(order="as it came")
        self.work()

    @rule(n=pick, by_office=twice)
    def one_leaves_and_another_pays(self, n: int, by_office: bool) -> None:
        self.cancel(n=n, again=True, by_office=by_office)
        self.accept(n=0, again=True)
        self.begin(n=-1, opens=True)
        self.pay(n=-1)

    # What Stripe tells us, and what becomes of it

    @rule(order=st.sampled_from(ORDERS))
    def tell(self, order: str) -> None:
        waiting = self.stripe.webhooks.waiting
        some = {"reversed": waiting[::-1], "the first": waiting[:1], "the last": waiting[-1:]}
        now = some.get(order, list(waiting)) * (2 if order == "twice" else 1)
        if now:
            self.act(lambda: [inbox.take_in(*_signed(event)) for event in now])
            self.stripe.webhooks.waiting = [it for it in waiting if it not in now]

    @rule(n=pick)
    def lose(self, n: int) -> None:
        """An event never arrives: what it said is found out by asking, an hour later at most."""
        waiting = self.stripe.webhooks.waiting
        lost = self._one([it for it in waiting if it["type"].startswith(MAY_BE_LOST)], n)
        if lost:
            waiting.remove(lost)
            self.is_behind = True

    @rule(lost=twice, often=st.sampled_from([1, 3]))
    def stripe_is_away(self, lost: bool, often: int) -> None:
        """It does not do what is asked, or does it and the answer is lost; once the library's
        own retries do not notice, thrice they do."""
        setattr(self.stripe.api, "lose_next" if lost else "break_next", often)
        self.is_behind = True

    @rule(how=st.sampled_from(["fail_next", "pend_next", "refuse_next"]))
    def next_refund(self, how: str) -> None:
        setattr(self.stripe.refunds, how, 1)

    @rule(n=pick, well=twice)
    def decide_refund(self, n: int, well: bool) -> None:
        """One that was on its way arrives, or a bank sends one back."""
        statuses = ["pending"] if well else ["pending", "succeeded"]
        if refund := self.at_stripe(n, "refund", *statuses):
            do = self.stripe.refunds.settle if well else self.stripe.refunds.fail
            self.there(lambda: do(refund["id"]))

    @rule(n=pick)
    def dispute(self, n: int) -> None:
        if charge := self.at_stripe(n, "charge", "succeeded"):
            self.there(lambda: self.stripe.disputes.open(charge["id"]))

    @rule(n=pick, won=twice)
    def decide_dispute(self, n: int, won: bool) -> None:
        if dispute := self.at_stripe(n, "dispute", "needs_response"):
            self.there(lambda: self.stripe.disputes.close(dispute["id"], won=won))

    @rule(n=pick, amount=st.sampled_from([1, 10000, DEPOSIT]), really=rarely)
    def refund_at_stripe(self, n: int, amount: int, really: bool) -> None:
        """Somebody of the office gives money back in Stripe's own pages."""
        charge = self.at_stripe(n, "charge", "succeeded") if really else None
        if charge and not self.stripe.books.all("dispute", charge=charge["id"]):
            asked = {"charge": charge["id"], "amount": amount}
            self.there(lambda: self.stripe.refunds.create(asked))

    # The office

    @rule(n=pick, way=st.sampled_from([Way.INVOICE, Way.BANK, Way.WAIVED]), again=twice)
    def settle(self, n: int, way: Way, again: bool) -> None:
        found = self.registration(n, "awaiting_payment", "confirmed")
        if found:
            how = {"actor": office(), "reason": "Rang us"}
            self.act(lambda: by_hand.settle(found.pk, way, **how), again=again)

    @rule(n=pick, share=st.sampled_from([1, 2, 3]))
    def give_back(self, n: int, share: int) -> None:
        if found := self.payment(n, "paid"):
            how = {"actor": office(), "reason": "A mistake", "given_back": found.given_back}
            amount = found.left // share
            self.act(lambda: by_hand.give_back(found.pk, amount, **how))

    @rule(n=pick, again=twice)
    def settle_refund(self, n: int, again: bool) -> None:
        """One that failed at Stripe, or that the office is to transfer itself."""
        rows = [it for rows in self.money.refunds.values() for it in rows]
        waits = [it for it in rows if it.state != "done" and not self._is_there(it)]
        if found := self._one(waits, n):
            how = {"actor": office(), "reason": "Transferred"}
            self.act(lambda: by_hand.done_by_hand(found.pk, **how), again=again)

    def _is_there(self, refund: Refund) -> bool:
        """Whether Stripe gives it back already."""
        every = self.stripe.books.all("refund")
        mine = [it for it in every if it["metadata"].get("refund") == str(refund.uuid)]
        return any(it["status"] in ("pending", "succeeded") for it in mine)

    @rule(n=dates, deposit=st.sampled_from([0, 20000, DEPOSIT]), really=rarely)
    def change_deposit(self, n: int, deposit: int, really: bool) -> None:
        if really:
            it = self.occurrence(n)
            how = {"actor": office(), "revision": it.revision}
            self.act(lambda: changing.change(it.pk, {"deposit": deposit}, **how))

    @rule(n=dates, part=st.sampled_from([0, 50, 100]), days=st.sampled_from([2, 10]), really=rarely)
    def change_rule(self, n: int, part: int, days: int, really: bool) -> None:
        if really:
            it = self.occurrence(n)
            until = it.starts_at - timedelta(days=days)
            new = {"deposit_back_until": until, "deposit_part_back": part}
            how = {"actor": office(), "revision": it.revision}
            self.act(lambda: changing.change(it.pk, new, **how))

    @rule(n=dates, of=st.lists(twice, min_size=3, max_size=3), reopen=rarely)
    def close_list(self, n: int, of: list[bool], reopen: bool) -> None:
        """Who came is checked in, and the list is closed; or a closed one is opened again."""
        it = self.occurrence(n)
        if reopen:
            return self.act(lambda: attendance.reopen_list(it.pk, actor=office()), again=True)
        self._arrives(it)
        for came, held in zip(of, sorted(self.moment.held(it.pk)), strict=False):
            if came:
                who = {"registration": held, "day": it.first_day, "actor": office()}
                self.act(lambda who=who: attendance.check_in(**who), again=True)
        return self.act(lambda: attendance.close_list(it.pk, actor=office()), again=True)

    def _arrives(self, it: Occurrence) -> None:
        """The day has come, if it is near."""
        if it.is_scheduled and clock.now() < it.starts_at < clock.now() + timedelta(days=8):
            clock.stop(it.starts_at)


def _ends(payment: Payment) -> datetime:
    """When nobody can pay it any more."""
    return checkout.ends_at(payment.registration) or payment.begun_at + timedelta(hours=1)


def _signed(event: Object) -> tuple[bytes, str]:
    body = json.dumps(public(event))
    return body.encode(), signed(body, SECRET, int(time.time()))
