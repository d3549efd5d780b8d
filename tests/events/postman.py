"""The worker in small: delivers as mail/ does, without rendering, and writes down what left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from events.domain.tick import tick
from mail import kinds
from mail.domain import suppression
from mail.models import Message, MessageState
from office import clock

METHODS = {
    "place": "REQUEST",
    "moved": "REQUEST",
    "moved_to": "REQUEST",
    "moved_away": "CANCEL",
    "changed": "REQUEST",
    "cancelled": "CANCEL",
    "removed": "CANCEL",
    "called_off": "CANCEL",
}
"""Kinds of mail that carry an invite, where its registration has one."""


@dataclass
class Postman:
    """`fails` are addresses whose server refuses for good; `left` is what was sent, in order."""

    fails: set[str] = field(default_factory=set)
    left: list[Message] = field(default_factory=list)

    def deliver(self, limit: int = 1000) -> int:
        """Send what is due; returns how many messages ended."""
        at, done = clock.now(), 0
        while done < limit and (message := Message.objects.due(at).first()):
            self._end(message, at)
            done += 1
        return done

    def idle(self) -> None:
        """Tick and deliver until nothing is left to do."""
        for _ in range(20):
            if not tick() + self.deliver():
                return
        raise AssertionError("the worker never comes to rest")

    def _end(self, message: Message, at: datetime) -> None:
        why = self._objection(message, at)
        if why:
            state = MessageState.WITHDRAWN
        elif message.to in self.fails:
            state, why = MessageState.FAILED, "550 no such user"
        else:
            state = MessageState.SENT
            self.left.append(message)
        ends = {"state": state, "why": why, "ended_at": at, "lease": None, "leased_until": None}
        Message.objects.filter(pk=message.pk).update(**ends)

    def _objection(self, message: Message, at: datetime) -> str:
        kind = kinds.get(message.kind)
        if why := kind.still_true(message):
            return why
        row = None if kind.must_know else suppression.suppressed(message.to, at)
        return f"suppressed: {row.reason}" if row else ""
