"""Playing the bank: each payment with what may be done about it, and the doing."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from demo.stand_in.books import Books, Object
from demo.stand_in.disputes import Disputes
from demo.stand_in.pages import bank_page, money
from demo.stand_in.refunds import Refunds
from demo.stand_in.webhooks import Webhooks

ZONE = ZoneInfo("Europe/Copenhagen")
SHOWN = 50
"""The newest payments; older ones are not on the page."""


class Bank:
    def __init__(
        self, books: Books, refunds: Refunds, disputes: Disputes, webhooks: Webhooks
    ) -> None:
        self.books, self.refunds, self.disputes = books, refunds, disputes
        self.webhooks = webhooks

    def page(self, language: str) -> str:
        charges = self.books.all("charge")
        with translation.override(language):
            rows = [self._row(it) for it in charges[:SHOWN]]
            told = {"coming": self._coming(), "sum": self._sum()}
        return bank_page(
            rows,
            language,
            held=self.webhooks.held,
            waiting=len(self.webhooks.waiting),
            pending=bool(self.books.all("refund", status="pending")),
            **told,
        )

    def do(self, act: str) -> None:
        """What a button says; with the id of what it is about after a colon. Raises Refused."""
        word, _colon, pk = act.partition(":")
        if word in {"fail", "pend", "refuse"}:
            setattr(self.refunds, f"{word}_next", 1)
        elif word == "dispute":
            self.disputes.open(pk)
        elif word in {"win", "lose"}:
            self.disputes.close(pk, won=word == "win")
        elif word == "bounce":
            self.refunds.fail(pk)
        elif word == "arrived":
            for refund in self.books.all("refund", status="pending"):
                self.refunds.settle(refund["id"])
        elif word in {"hold", "send"}:
            self._hold(word == "hold")

    def _hold(self, held: bool) -> None:
        self.webhooks.held = held
        if not held:
            self.webhooks.soon()

    def _row(self, charge: Object) -> Object:
        at = datetime.fromtimestamp(charge["created"], UTC).astimezone(ZONE)
        disputes = self.books.all("dispute", charge=charge["id"])
        back = charge["amount_refunded"]
        return {
            "id": charge["id"],
            "at": f"{at:%Y-%m-%d %H:%M}",
            "what": charge["_what"],
            "amount": money(charge["amount"], charge["currency"]),
            "given_back": money(back, charge["currency"]) if back else "",
            "state": _state(disputes[0]["status"]) if disputes else "",
            "acts": [*self._about_dispute(charge, disputes), *self._about_refunds(charge)],
        }

    def _about_dispute(self, charge: Object, disputes: list[Object]) -> list[tuple[str, str]]:
        status = disputes[0]["status"] if disputes else "won"
        if status == "won":
            return [] if charge["refunded"] else [(f"dispute:{charge['id']}", _("Dispute it"))]
        if status == "lost":
            return []
        pk = disputes[0]["id"]
        return [
            (f"win:{pk}", _("Decide for the office")),
            (f"lose:{pk}", _("Decide for the payer")),
        ]

    def _about_refunds(self, charge: Object) -> list[tuple[str, str]]:
        refunds = self.books.all("refund", charge=charge["id"])
        living = [it for it in refunds if it["status"] in {"pending", "succeeded"}]
        return [(f"bounce:{living[0]['id']}", _("Send the refund back"))] if living else []

    def _coming(self) -> list[str]:
        said = {
            "fail_next": _("The bank will not take the next refund."),
            "pend_next": _("The next refund will take days."),
            "refuse_next": _("The next refund will be refused for want of money."),
        }
        return [text for name, text in said.items() if getattr(self.refunds, name)]

    def _sum(self) -> str:
        sums: dict[str, int] = {}
        for it in self.books.all("balance_transaction"):
            sums[it["currency"]] = sums.get(it["currency"], 0) + it["net"]
        return ", ".join(money(amount, name) for name, amount in sums.items()) or money(0, "dkk")


def _state(status: str) -> str:
    said = {"won": _("dispute won by the office"), "lost": _("dispute lost by the office")}
    return said.get(status, _("disputed"))
