"""What a browser is shown: the page on which people pay, and the bank's."""

from __future__ import annotations

from typing import NamedTuple

from demo.stand_in.bank import Bank
from demo.stand_in.books import Books, Object
from demo.stand_in.checkout import Checkout
from demo.stand_in.pages import known, pay_page, style_sheet
from demo.stand_in.refusals import Refused


class Shown(NamedTuple):
    """An answer to a browser; `to` leads it elsewhere."""

    status: str
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    to: str = ""


class Front:
    def __init__(self, books: Books, checkout: Checkout, bank: Bank) -> None:
        self.books, self.checkout, self.bank = books, checkout, bank

    def shown(self, path: str, act: str, languages: str) -> Shown | None:
        """The page at this path, after `act` was pressed on it; None where there is none."""
        try:
            if path == "/pages.css":
                return Shown("200 OK", style_sheet(), "text/css")
            if path.startswith("/pay/"):
                return self._pay(path.removeprefix("/pay/"), act)
            return self._bank(act, languages) if path == "/" else None
        except Refused as refused:
            said = str(refused).encode()
            return Shown(f"{refused.status} Refused", said, "text/plain; charset=utf-8")

    def _bank(self, act: str, languages: str) -> Shown:
        if act:
            with self.books.change():
                self.bank.do(act)
            return Shown("303 See Other", to="/")
        return Shown("200 OK", self.bank.page(known(languages[:2])).encode())

    def _pay(self, pk: str, act: str) -> Shown:
        with self.books.change():
            session = self._pressed(pk, act)
        if act.startswith("pay") and session["status"] == "complete":
            back = session["success_url"].replace("{CHECKOUT_SESSION_ID}", pk)
            return Shown("303 See Other", to=back)
        return Shown("200 OK", pay_page(session, declined=act == "decline").encode())

    def _pressed(self, pk: str, act: str) -> Object:
        session = self.checkout.get(pk)
        word, _colon, way = act.partition(":")
        if session["status"] != "open" or word not in {"pay", "decline"}:
            return session
        return self.checkout.pay(pk, way or "card") if word == "pay" else self.checkout.decline(pk)
