"""The API at `/v1/`: who asks, for what, and the answer as JSON."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from demo.stand_in.books import Books, Object
from demo.stand_in.checkout import Checkout
from demo.stand_in.form import decoded
from demo.stand_in.idempotency import Answer, Once
from demo.stand_in.ledger import Disputes, Refunds
from demo.stand_in.refusals import Refused, missing
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
    """`pay_url`: where the page stands on which people pay."""

    def __init__(
        self, books: Books, checkout: Checkout, refunds: Refunds, disputes: Disputes, pay_url: str
    ) -> None:
        self.books, self.checkout, self.refunds, self.disputes = books, checkout, refunds, disputes
        self.pay_url, self.once = pay_url, Once(books)

    def answer(self, asked: Asked) -> Answer:
        """Never raises for what was asked: errors are answers, too."""
        try:
            livemode = _livemode(asked.authorization)
            if asked.method == "GET":
                return Answer(200, self._read(asked))
            act = self._act(asked, livemode=livemode)
            words = f"{asked.path}?{asked.text}"
            return self.once.answer(asked.key, words, lambda: public(act()))
        except Refused as refused:
            return Answer(refused.status, refused.body)

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
        query = dict(asked.query)
        limit = min(MOST, int(query.pop("limit", PAGE)))
        after, created = query.pop("starting_after", ""), query.pop("created", {})
        found = [it for it in self.books.all(kind, **query) if _within(it["created"], created)]
        if after:
            numbers = [it["id"] for it in found]
            found = found[numbers.index(after) + 1 :] if after in numbers else []
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
