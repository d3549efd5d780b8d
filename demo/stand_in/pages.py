"""The page on which people pay: pay, have the card refused, or leave. Nothing is charged."""

from __future__ import annotations

from pathlib import Path

from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import gettext as _

from demo.stand_in.books import Object

HERE = Path(__file__).parent
LANGUAGES = ("da", "en", "nb")


def style_sheet() -> bytes:
    return (HERE / "pay.css").read_bytes()


def pay_page(session: Object, *, declined: bool = False) -> str:
    """In the session's language."""
    language = session["locale"] if session["locale"] in LANGUAGES else "en"
    with translation.override(language):
        template = Engine(dirs=[str(HERE)]).get_template("pay.html")
        amount = f"{session['amount_total'] / 100:.2f} {session['currency'].upper()}"
        told = {
            "session": session,
            "amount": amount.replace(".", "," if language != "en" else "."),
            "declined": declined,
            "language": language,
            "words": _words(session),
        }
        return template.render(Context(told))


def _words(session: Object) -> dict[str, str]:
    return {
        "title": _("Pay – a demo"),
        "made_up": _("This page stands in for Stripe in the demo. No money moves."),
        "what": session["_intent_data"].get("description") or _("Deposit"),
        "pay": _("Pay"),
        "decline": _("Have the card refused"),
        "leave": _("Leave without paying"),
        "declined": _("Your card was refused. Try another one."),
        "paid": _("This is paid already."),
        "over": _("The time to pay is over."),
        "back": _("Back"),
    }
