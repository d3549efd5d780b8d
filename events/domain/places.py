"""The one place where a place is taken or freed.

Having a `Places` is having the occurrence's lock: what it says is free is free, and everybody
else waits. It settles on entry and on exit, so that no commit leaves a free place beside
somebody who waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery

from events.domain import asking, needs_end, spots_end, telling
from events.domain.errors import ActRefused
from events.domain.offer_times import payment_end, unconfirmed_cap
from events.models import (
    HOLDING,
    Because,
    Occurrence,
    Registration,
    RegistrationState,
    Turn,
)
from office import clock
from office.actor import SYSTEM, Actor

Claim = Registration | Turn

TOLD_WHEN_LAPSED: dict[str, str] = {
    RegistrationState.OFFERED: "offer_lapsed",
    RegistrationState.AWAITING_PAYMENT: "payment_lapsed",
}


@dataclass(frozen=True)
class Look:
    """What one statement tells about an occurrence under its lock."""

    held: int
    unproven: int
    due: bool
    stale: bool
    live: bool
    next_turn: int | None


class Places:
    """One occurrence's places, locked to the end of the transaction."""

    def __init__(self, locked: Occurrence) -> None:
        self.occurrence = locked
        self.at: datetime = clock.now()
        self._seen: Look | None = None
        self.sheets: dict[int, asking.Sheet] = {}

    @classmethod
    @contextmanager
    def lock(
        cls,
        occurrence: int | None = None,
        *,
        registration: int | None = None,
        turn: int | None = None,
    ) -> Iterator[Places]:
        """Lock an occurrence, named by its number or by that of a registration or turn on it;
        settle, do the act, settle, commit.

        Raises ActRefused if there is no such occurrence (any more).
        """
        named = {"pk": occurrence, "registrations": registration, "turns": turn}
        with transaction.atomic():
            places = cls(_locked({by: pk for by, pk in named.items() if pk is not None}))
            places.settle()
            yield places
            if places.occurrence.pk:
                places.settle()

    # What is so

    @property
    def free(self) -> int:
        """Places nobody holds, those kept back among them; never below 0."""
        return max(0, self.occurrence.capacity - self.look().held)

    @property
    def queue(self) -> Any:
        """Q: the turns in line, first first."""
        return Turn.objects.filter(occurrence=self.occurrence).queue()

    @property
    def is_open(self) -> bool:
        """Scheduled, page live and public (or nobody but the office is to see it), inside the
        sign-up window."""
        seen = self.occurrence.is_trial or getattr(self.occurrence, "page_live", False)
        return bool(seen) and self.occurrence.is_in_window(self.at)

    @property
    def can_take(self) -> bool:
        """Whether somebody without a turn may have a place: one is free and nobody waits."""
        look = self.look()
        return look.held < self._for_everybody and look.next_turn is None

    @property
    def mostly_unproven(self) -> bool:
        """Whether unproven holds exceed half of the places for everybody."""
        return self.look().unproven * 2 > self._for_everybody

    @property
    def list_is_full(self) -> bool:
        return self.queue.count() >= self.occurrence.waitlist_limit

    def look(self) -> Look:
        """What is so now; asked anew only after something was done."""
        self._seen = self._seen or self._look()
        return self._seen

    def _look(self) -> Look:
        """Everything an act asks about the occurrence, in one statement.

        Its event comes along: the statement that took the lock may have waited for it, and shows
        other tables as they were before.
        """
        mine = Registration.objects.filter(occurrence=OuterRef("pk")).order_by()
        turns = Turn.objects.filter(occurrence=OuterRef("pk"))
        row: Any = (
            Occurrence.every.select_related("event")
            .only("event")
            .order_by()
            .annotate(
                held=_count(mine.filter(state__in=HOLDING)),
                unproven=_count(mine.filter(state=RegistrationState.UNCONFIRMED)),
                due=Exists(mine.due(self.at)),
                stale=Exists(turns.order_by().stale(self.at)),
                live=Exists(turns.order_by().live()),
                next_turn=Subquery(turns.queue().values("pk")[:1]),
            )
            .get(pk=self.occurrence.pk)
        )
        self.occurrence.event = row.event
        return Look(row.held or 0, row.unproven or 0, row.due, row.stale, row.live, row.next_turn)

    def registration(self, pk: int) -> Registration:
        """The registration as it is now, under the lock."""
        found = Registration.objects.select_related("contact", "successor").get(pk=pk)
        found.occurrence = self.occurrence
        return found

    def turn(self, pk: int) -> Turn:
        """The turn as it is now, under the lock."""
        found = Turn.objects.select_related("contact", "offer", "offer__contact", "successor").get(
            pk=pk
        )
        found.occurrence = self.occurrence
        return found

    def claim_of(self, email: str, *, besides: Claim | None = None) -> Claim | None:
        """What a person holds here: a registration with a place, or a live turn.

        The person is named by their address, which may have claimed something unproven, too.
        """
        held = Registration.objects.holding().filter(occurrence=self.occurrence)
        turns = Turn.objects.live().filter(occurrence=self.occurrence)
        theirs: list[QuerySet[Any]] = [held.of_person(email), turns.of_person(email)]
        for rows in theirs:
            for found in rows.select_related("contact"):
                if email and found != besides:
                    found.occurrence = self.occurrence
                    return cast("Claim", found)
        return None

    def discard(self) -> None:
        """Delete the occurrence itself, which nobody ever claimed."""
        self.occurrence.delete()

    # Taking and freeing

    def use_kept_back(self) -> None:
        """A place the office gives by hand is one it kept back, as long as there is one."""
        date = self.occurrence
        if date.kept_back_at(self.at):
            date.kept_back -= 1
            date.kept_back_until = date.kept_back_until if date.kept_back else None
            date.save(update_fields=["kept_back", "kept_back_until"])

    def take(self, state: RegistrationState, **fields: Any) -> Registration:
        """Make a registration. Whether there is room was asked before, under this lock."""
        self._seen = None
        return Registration.objects.create(
            occurrence=self.occurrence, state=state, created_at=self.at, **fields
        )

    def hold_unproven(self, **fields: Any) -> Registration:
        """Keep a place for an address that has yet to answer."""
        until = unconfirmed_cap(self.occurrence, self.at)
        return self.take(RegistrationState.UNCONFIRMED, held_until=until, **fields)

    def join(self, **fields: Any) -> Turn:
        """Put somebody at the end of the queue."""
        self._seen = None
        return Turn.objects.create(occurrence=self.occurrence, joined_at=self.at, **fields)

    def give(self, registration: Registration) -> None:
        """The place is theirs: at once, or kept for them until the deposit is paid."""
        if self.occurrence.asks_deposit:
            self._await_payment(registration)
        else:
            self.confirm(registration)

    def _await_payment(self, registration: Registration) -> None:
        registration.state = RegistrationState.AWAITING_PAYMENT
        registration.held_until = payment_end(self.occurrence, self.at)
        registration.hold_mail, registration.told_at = None, self.at
        registration.email, registration.submitted = "", None
        self.acted(registration)
        telling.tell(registration, "pay", at=self.at)

    def confirm(self, registration: Registration, kind: str = "place", **more: Any) -> None:
        """Make a hold (or a new registration) a confirmed place, and send the invite.

        `more` says what else is known, of its deposit above all; without, that is due.
        """
        registration.state = RegistrationState.CONFIRMED
        registration.held_until = registration.hold_mail = None
        registration.email, registration.submitted = "", None
        registration.organizer = registration.organizer or settings.INVITES_FROM_EMAIL[0]
        registration.sequence += 1
        self.acted(registration)
        if self.occurrence.asks_deposit and not more:
            more = {"deposit_due": True}
        told = self._what_waits(registration) | more
        telling.tell(registration, kind, at=self.at, **told)

    def _what_waits(self, registration: Registration) -> dict[str, Any]:
        """What the person has yet to answer, as facts; asked of the rows unless just written."""
        contact = registration.contact_id or 0
        sheet = self.sheets.get(contact) or asking.sheet(contact, self.occurrence)
        return asking.facts(sheet, self.occurrence, self.at)

    def offer(self, turn: Turn) -> Registration:
        """Give a free place to a turn, until a time."""
        registration = self.take(
            RegistrationState.OFFERED,
            contact=turn.contact,
            proven_at=turn.proven_at,
            language=turn.language,
            came_from=turn.came_from,
            held_until=self.occurrence.offers_until,
        )
        turn.offer = registration
        self.acted(turn)
        self.hold_on(registration, telling.tell(registration, "offer", at=self.at))
        return registration

    def hold_on(self, registration: Registration, mail: Any) -> None:
        """Let a hold wait for its mail to leave."""
        registration.hold_mail, registration.told_at = mail, None
        registration.save(update_fields=["hold_mail", "told_at"])

    def end(
        self,
        registration: Registration,
        because: Because,
        *,
        actor: Actor = SYSTEM,
        reason: str = "",
    ) -> None:
        """Free the place, and end the turn that led to it if it was still an offer."""
        was_offered = registration.state == RegistrationState.OFFERED
        if registration.is_confirmed:
            needs_end.forget(registration)
            spots_end.forget(registration)
        lapsed = because == Because.LAPSED
        registration.state = RegistrationState.LAPSED if lapsed else RegistrationState.CANCELLED
        registration.held_until = None
        registration.reason = reason or registration.reason
        _end(registration, because, actor, self.at)
        self.acted(registration)
        if was_offered and (turn := Turn.objects.filter(offer=registration).first()):
            self.end_turn(turn, because, actor=actor)

    def end_turn(
        self, turn: Turn, because: Because, *, actor: Actor = SYSTEM, reason: str = ""
    ) -> None:
        """End a turn, once."""
        if turn.ended_at is None:
            turn.reason = reason or turn.reason
            _end(turn, because, actor, self.at)
            self.acted(turn)

    def acted(self, claim: Claim) -> None:
        """Save a claim after an act: its revision grows."""
        self._seen = None
        claim.revision += 1
        claim.save()

    # Settling

    def settle(self) -> None:
        """Lapse what is due, end what is stale, offer what is free: until nothing is left to do."""
        while self._settle_one(self._look()):
            pass

    def _settle_one(self, look: Look) -> bool:
        self._seen = look
        if look.due:
            self._lapse_due()
        elif look.stale:
            self._end_stale()
        elif look.live and self._list_is_over:
            self._end_list()
        elif look.next_turn and self._has_room(look):
            self.offer(self.turn(look.next_turn))
        else:
            return False
        return True

    @property
    def _list_is_over(self) -> bool:
        return self.at >= self.occurrence.offers_until or self.occurrence.is_called_off

    def _has_room(self, look: Look) -> bool:
        return look.held < self._for_everybody and self.occurrence.is_offering(self.at)

    @property
    def _for_everybody(self) -> int:
        return self.occurrence.for_everybody(self.at)

    def _lapse_due(self) -> None:
        mine = Registration.objects.filter(occurrence=self.occurrence)
        due = mine.due(self.at).select_related("contact").order_by("held_until", "pk")
        for registration in due:
            registration.occurrence = self.occurrence
            told = TOLD_WHEN_LAPSED.get(registration.state)
            self.end(registration, Because.LAPSED)
            if told:
                telling.tell(registration, told, at=self.at)

    def _end_stale(self) -> None:
        for turn in Turn.objects.filter(occurrence=self.occurrence).stale(self.at):
            self.end_turn(turn, Because.UNPROVEN)

    def _end_list(self) -> None:
        because = Because.CALLED_OFF if self.occurrence.is_called_off else Because.LIST_OVER
        kind = "called_off" if self.occurrence.is_called_off else "list_over"
        live = Turn.objects.filter(occurrence=self.occurrence).live().select_related("contact")
        for turn in live:
            turn.occurrence = self.occurrence
            self.end_turn(turn, because)
            if turn.is_proven:
                telling.tell(turn, kind, at=self.at, reason=self.occurrence.called_off_because)


def _locked(named: dict[str, int]) -> Occurrence:
    rows = Occurrence.every.with_page().order_by()
    locked = rows.select_for_update(of=("self",)).filter(**named).first()
    if locked is None:
        raise ActRefused
    return locked


def _count(rows: Any) -> Subquery:
    counted = rows.values("occurrence").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def _end(claim: Claim, because: Because, actor: Actor, at: datetime) -> None:
    claim.ended_at, claim.ended_by, claim.ended_because = at, actor.name, because


__all__ = ["Claim", "Look", "Places"]
