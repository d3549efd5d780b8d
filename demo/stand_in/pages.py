"""Pages of the stand-in: one to pay on, and one that plays the banks. Nothing is charged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from demo.stand_in.books import Object

HERE = Path(__file__).parent
LANGUAGES = ("da", "en", "nb")


def style_sheet() -> bytes:
    return (HERE / "pages.css").read_bytes()


def pay_page(session: Object, *, declined: bool = False) -> str:
    """In the session's language."""
    with translation.override(known(session["locale"])):
        told = {
            "session": session,
            "amount": money(session["amount_total"], session["currency"]),
            "declined": declined,
            "words": _words(session),
            "ways": _ways(session),
        }
        return _rendered("pay.html", told)


def bank_page(rows: list[Object], language: str, **told: Any) -> str:
    """Every payment, and what a bank or Stripe itself may do about it."""
    with translation.override(known(language)):
        return _rendered("bank.html", {"rows": rows, "words": _bank_words(), **told})


def money(amount: int, currency: str) -> str:
    """`300,00 DKK`, with a point in English. Called within the page's language."""
    mark = "." if translation.get_language() == "en" else ","
    return f"{amount / 100:.2f}".replace(".", mark) + f" {currency.upper()}"


def _rendered(name: str, told: dict[str, Any]) -> str:
    template = Engine(dirs=[str(HERE)]).get_template(name)
    return template.render(Context({"language": translation.get_language(), **told}))


def known(language: str | None) -> str:
    return language if language in LANGUAGES else "en"


def _words(session: Object) -> dict[str, str]:
    return {
        "title": _("Pay – a demo"),
        "made_up": _("This page stands in for Stripe in the demo. No money moves."),
        "what": session["_what"],
        "decline": _("Have the card refused"),
        "leave": _("Leave without paying"),
        "declined": _("Your card was refused. Try another one."),
        "paid": _("This is paid already."),
        "over": _("The time to pay is over."),
        "back": _("Back"),
    }


def _ways(session: Object) -> list[tuple[str, str]]:
    """What one may press to pay, and what it says."""
    said = {
        "card": _("Pay by card"),
        "mobilepay": _("Pay with MobilePay"),
        "sepa_debit": _("Pay by direct debit, which takes days"),
    }
    return [("pay", said["card"])] + [
        (f"pay:{way}", said[way])
        for way in session["payment_method_types"]
        if way in said and way != "card"
    ]


def _bank_words() -> dict[str, str]:
    return {
        "title": _("Stripe's part – a demo"),
        "made_up": _("This page stands in for Stripe in the demo. No money moves."),
        "intro": _("Here you are the bank: what you do, the office is told."),
        "none": _("Nothing has been paid yet."),
        "payments": _("Payments"),
        "given_back": _("given back"),
        "next": _("The next refund"),
        "fail": _("The bank does not take it"),
        "pend": _("It takes days"),
        "refuse": _("Too little money at Stripe"),
        "arrived": _("Let what is on its way arrive"),
        "messages": _("Messages to the office"),
        "hold": _("Hold them back"),
        "send": _("Send them"),
        "held": _("Messages are held back."),
        "waiting": pgettext("messages to the office", "Waiting:"),
        "sum": _("In the account:"),
    }
