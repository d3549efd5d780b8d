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
from demo.stand_in.books import Books
from demo.stand_in.checkout import Checkout
from demo.stand_in.form import decoded
from demo.stand_in.ledger import Disputes, Refunds
from demo.stand_in.pages import pay_page, style_sheet
from demo.stand_in.refusals import Refused
from demo.stand_in.webhooks import Webhooks

StartResponse = Callable[..., Any]
REASONS = {200: "OK", 303: "See Other", 404: "Not Found"}


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 256


class _Silent(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


class StandIn:
    """`path` keeps its state over a restart; `now` gives Unix seconds."""

    def __init__(
        self, path: str = ":memory:", *, port: int = 0, now: Callable[[], float] = time.time
    ) -> None:
        self.books = Books(path, now)
        self.webhooks = Webhooks(self.books)
        self.checkout = Checkout(self.books, self.webhooks)
        self.refunds = Refunds(self.books, self.webhooks)
        self.disputes = Disputes(self.books, self.webhooks)
        self._server = make_server("127.0.0.1", port, self, _Server, _Silent)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.api = Api(self.books, self.checkout, self.refunds, self.disputes, f"{self.url}/pay")

    def __enter__(self) -> StandIn:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_args: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.webhooks.settle()
        self.books.close()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/pay.css":
            start("200 OK", [("Content-Type", "text/css")])
            return [style_sheet()]
        if path.startswith("/pay/"):
            return self._pay(environ, start, path.removeprefix("/pay/"))
        answer = self.api.answer(_asked(environ))
        headers = [("Content-Type", "application/json"), ("Request-Id", "req_stand_in")]
        if answer.is_repeated:
            headers.append(("Idempotent-Replayed", "true"))
        start(f"{answer.status} {REASONS.get(answer.status, 'Refused')}", headers)
        return [json.dumps(answer.body).encode()]

    def _pay(self, environ: dict[str, Any], start: StartResponse, pk: str) -> Iterable[bytes]:
        act = decoded(_body(environ)).get("act") if environ["REQUEST_METHOD"] == "POST" else ""
        try:
            with self.books.change():
                session = self._done(act, pk)
        except Refused as refused:
            start(f"{refused.status} Refused", [("Content-Type", "text/plain; charset=utf-8")])
            return [str(refused).encode()]
        if act == "pay" and session["status"] == "complete":
            back = session["success_url"].replace("{CHECKOUT_SESSION_ID}", pk)
            start("303 See Other", [("Location", back)])
            return []
        start(
            "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        )
        return [pay_page(session, declined=act == "decline").encode()]

    def _done(self, act: str | None, pk: str) -> dict[str, Any]:
        session = self.checkout.get(pk)
        if session["status"] != "open":
            return session
        acts = {"pay": self.checkout.pay, "decline": self.checkout.decline}
        return acts[act](pk) if act in acts else session


def _asked(environ: dict[str, Any]) -> Asked:
    return Asked(
        environ["REQUEST_METHOD"],
        environ["PATH_INFO"],
        decoded(environ.get("QUERY_STRING", "")),
        _body(environ),
        environ.get("HTTP_AUTHORIZATION", ""),
        environ.get("HTTP_IDEMPOTENCY_KEY", ""),
    )


def _body(environ: dict[str, Any]) -> str:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return str(environ["wsgi.input"].read(length).decode())
