"""The stand-in as a web server in a thread: `with StandIn() as stripe:` and it answers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from demo.stand_in.api import Api, Asked
from demo.stand_in.bank import Bank
from demo.stand_in.books import Books
from demo.stand_in.checkout import Checkout
from demo.stand_in.disputes import Disputes
from demo.stand_in.form import decoded
from demo.stand_in.front import Front, Shown
from demo.stand_in.refunds import Refunds
from demo.stand_in.webhooks import Webhooks

StartResponse = Callable[..., Any]
SOON = 0.02
"""Seconds within which it stops when told to."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 256


class _Silent(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


class StandIn:
    """`path` keeps its state over a restart; `now` gives Unix seconds.

    Every so many seconds, if `every` is given, what has lapsed expires and messages that were not
    taken are sent again.
    """

    def __init__(
        self,
        path: str = ":memory:",
        *,
        port: int = 0,
        now: Callable[[], float] = time.time,
        every: float = 0,
    ) -> None:
        self.books = Books(path, now)
        self.webhooks = Webhooks(self.books)
        self.checkout = Checkout(self.books, self.webhooks)
        self.refunds = Refunds(self.books, self.webhooks)
        self.disputes = Disputes(self.books, self.webhooks)
        self._server = make_server("127.0.0.1", port, self, _Server, _Silent)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.api = Api(self.books, self.checkout, self.refunds, self.disputes, f"{self.url}/pay")
        bank = Bank(self.books, self.refunds, self.disputes, self.webhooks)
        self.front = Front(self.books, self.checkout, bank)
        self._every, self._stopping = every, threading.Event()

    def __enter__(self) -> StandIn:
        threading.Thread(target=self._server.serve_forever, args=(SOON,), daemon=True).start()
        if self._every:
            threading.Thread(target=self._go_round, daemon=True).start()
        return self

    def __exit__(self, *_args: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self.webhooks.settle()
        self.books.close()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        body = _body(environ)
        act = str(decoded(body).get("act", "")) if environ["REQUEST_METHOD"] == "POST" else ""
        languages = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        if shown := self.front.shown(environ["PATH_INFO"], act, languages):
            return _show(shown, start)
        answer = self.api.answer(_asked(environ, body))
        headers = [("Content-Type", "application/json"), ("Request-Id", "req_stand_in")]
        if answer.is_repeated:
            headers.append(("Idempotent-Replayed", "true"))
        start(f"{answer.status} {'OK' if answer.status == 200 else 'Refused'}", headers)
        return [json.dumps(answer.body).encode()]

    def _go_round(self) -> None:
        while not self._stopping.wait(self._every):
            self.checkout.lapse()
            self.webhooks.soon()


def _show(shown: Shown, start: StartResponse) -> Iterable[bytes]:
    headers = [("Content-Type", shown.kind), ("Cache-Control", "no-store")]
    start(shown.status, [*headers, ("Location", shown.to)] if shown.to else headers)
    return [shown.body]


def _asked(environ: dict[str, Any], body: str) -> Asked:
    return Asked(
        environ["REQUEST_METHOD"],
        environ["PATH_INFO"],
        decoded(environ.get("QUERY_STRING", "")),
        body,
        environ.get("HTTP_AUTHORIZATION", ""),
        environ.get("HTTP_IDEMPOTENCY_KEY", ""),
    )


def _body(environ: dict[str, Any]) -> str:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return str(environ["wsgi.input"].read(length).decode())
