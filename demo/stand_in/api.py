"""The API at `/v1/`: who asks, for what, and the answer as JSON."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from demo.stand_in.books import Books, Object
from demo.stand_in.checkout import Checkout
from demo.stand_in.disputes import Disputes
from demo.stand_in.expanding import expanded
from demo.stand_in.form import decoded
from demo.stand_in.idempotency import Answer, Once
from demo.stand_in.refunds import Refunds
from demo.stand_in.refusals import Refused, invalid, missing
from demo.stand_in.shapes import public

LISTED = {
    "refunds": "refund",
    "balance_transactions": "balance_transaction",
    "disputes": "dispute",
    "events": "event",
    "charges": "charge",
    "payment_intents": "payment_intent",
    "checkout/sessions": "checkout.session",
}
"""By its address, what each list holds."""
PAGE, MOST = 10, 100
FAULT = Refused(500, "An unknown error occurred", kind="api_error")
KEY = re.compile(r"(sk|rk)_(test|live)_\w+")


class Asked(NamedTuple):
    """One request. `key` is the idempotency key; `query` and `body` are decoded."""

    method: str
    path: str
    query: dict[str, Any]
    text: str
    authorization: str
    key: str

    @property
    def body(self) -> dict[str, Any]:
        return decoded(self.text)


class Api:
    """`pay_url`: where the page stands on which people pay.

    `break_next`: so many requests to come are answered by a fault before anything is done;
    `lose_next`: so many are done, and their answer is lost on the way.
    """

    def __init__(
        self, books: Books, checkout: Checkout, refunds: Refunds, disputes: Disputes, pay_url: str
    ) -> None:
        self.books, self.checkout, self.refunds, self.disputes = books, checkout, refunds, disputes
        self.pay_url, self.once = pay_url, Once(books)
        self.break_next = self.lose_next = 0

    def answer(self, asked: Asked) -> Answer:
        """Never raises for what was asked: errors are answers, too."""
        try:
            if self.break_next:
                self.break_next -= 1
                raise FAULT
            answer = self._answer(asked)
            if self.lose_next:
                self.lose_next -= 1
                raise FAULT
            return answer
        except Refused as refused:
            return Answer(refused.status, refused.body)

    def _answer(self, asked: Asked) -> Answer:
        livemode = _livemode(asked.authorization)
        if asked.method == "GET":
            answer = self._read(asked)
            return Answer(200, expanded(self.books, answer, asked.query.get("expand")))
        act, opened = self._act(asked, livemode=livemode), asked.body.get("expand")
        return self.once.answer(
            asked.key,
            f"{asked.path}?{asked.text}",
            lambda: expanded(self.books, public(act()), opened),
        )

    def _act(self, asked: Asked, *, livemode: bool) -> Callable[[], Object]:
        if asked.path == "/v1/checkout/sessions":
            return lambda: self.checkout.create(asked.body, livemode=livemode, pay_url=self.pay_url)
        if found := re.fullmatch(r"/v1/checkout/sessions/(\w+)/expire", asked.path):
            return lambda: self.checkout.expire(found[1])
        if asked.path == "/v1/refunds":
            return lambda: self.refunds.create(asked.body)
        raise _unknown(asked)

    def _read(self, asked: Asked) -> Object:
        address = asked.path.removeprefix("/v1/")
        if address in LISTED:
            return self._list(LISTED[address], asked)
        kind, _slash, pk = address.rpartition("/")
        if kind not in LISTED:
            raise _unknown(asked)
        return public(self._one(LISTED[kind], pk))

    def _one(self, kind: str, pk: str) -> Object:
        if kind == "checkout.session":
            with self.books.change():
                return self.checkout.get(pk)
        found = self.books.get(kind, pk)
        if found is None:
            raise missing(kind, pk)
        return found

    def _list(self, kind: str, asked: Asked) -> Object:
        """Newest first, `limit` at a time after `starting_after`; filters are equal or a range."""
        query = {name: it for name, it in asked.query.items() if name != "expand"}
        limit = int(query.pop("limit", PAGE))
        if not 1 <= limit <= MOST:
            raise invalid("limit", f"Limit must be between 1 and {MOST}")
        after, created = query.pop("starting_after", ""), query.pop("created", {})
        if kind == "checkout.session":
            self.checkout.lapse()
        found = [it for it in self.books.all(kind, **query) if _within(it["created"], created)]
        if after:
            numbers = [it["id"] for it in found]
            if after not in numbers:
                raise missing(kind, after)
            found = found[numbers.index(after) + 1 :]
        return {
            "object": "list",
            "url": asked.path,
            "has_more": len(found) > limit,
            "data": [public(it) for it in found[:limit]],
        }


def _within(at: int, limits: Any) -> bool:
    limits = limits if isinstance(limits, dict) else {"gte": limits, "lte": limits}
    tests: dict[str, Callable[[int], bool]] = {
        "gte": lambda it: at >= it,
        "gt": lambda it: at > it,
        "lte": lambda it: at <= it,
        "lt": lambda it: at < it,
    }
    return all(tests[name](int(it)) for name, it in limits.items())


def _livemode(authorization: str) -> bool:
    """Whether the key is one for real money. Raises Refused where it is none."""
    scheme, _space, rest = authorization.partition(" ")
    key = rest
    if scheme == "Basic":
        key = base64.b64decode(rest + "==").decode(errors="replace").partition(":")[0]
    found = KEY.fullmatch(key)
    if not found:
        raise Refused(401, "Invalid API Key provided.")
    return found[2] == "live"


def _unknown(asked: Asked) -> Refused:
    return Refused(404, f"Unrecognized request URL ({asked.method}: {asked.path}).")
