"""One answer for each key: https://docs.stripe.com/api/idempotent_requests

A key that comes again with the same words gets the first answer, also if that was an error of the
act; with other words it is refused; while the first is still at work it is told to come later.
What was refused before it began (a wrong or missing parameter) is not kept, and nothing for longer
than a day.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from demo.stand_in.books import Books
from demo.stand_in.refusals import Refused

KIND = "idempotency_error"
NOT_BEGUN = {"parameter_missing", "parameter_invalid_integer", "parameter_invalid"} | {
    "parameter_unknown",
    "payment_method_types_no_longer_supported",
}


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]
    is_repeated: bool = False


@dataclass
class Once:
    books: Books
    _at_work: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, key: str, asked: str, act: Callable[[], dict[str, Any]]) -> Answer:
        """Do the act, or say again what it came to. Raises Refused."""
        if not key:
            return Answer(200, self._whole(act))
        self._begin(key)
        try:
            return self._repeated(key, asked) or self._first(key, asked, act)
        finally:
            self._at_work.discard(key)

    def _begin(self, key: str) -> None:
        with self._lock:
            if key in self._at_work:
                message = "There is currently another in-progress request using this key."
                raise Refused(409, message, kind=KIND, code="idempotency_key_in_use")
            self._at_work.add(key)

    def _repeated(self, key: str, asked: str) -> Answer | None:
        found = self.books.answer(key)
        if found is None:
            return None
        before, status, body = found
        if before != asked:
            message = (
                "Keys for idempotent requests can only be used with the same parameters they were"
                f" first used with. Try using a key other than '{key}'."
            )
            raise Refused(400, message, kind=KIND)
        return Answer(status, json.loads(body), is_repeated=True)

    def _first(self, key: str, asked: str, act: Callable[[], dict[str, Any]]) -> Answer:
        try:
            made = Answer(200, self._whole(act))
        except Refused as refused:
            if refused.body["error"].get("code") in NOT_BEGUN:
                raise
            made = Answer(refused.status, refused.body)
        self.books.keep_answer(key, asked, made.status, json.dumps(made.body))
        return made

    def _whole(self, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        with self.books.change():
            return act()
