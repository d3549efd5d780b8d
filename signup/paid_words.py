"""What was paid of a deposit, and what went back, as labels and lines to read."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from office.money import money_words
from payments.letters import WHY
from payments.models import GivenBackBecause, Payment, Refund, RefundState, Way

Row = tuple[str, list[str]]

HOW = {
    Way.CARD: gettext_lazy("paid on %(day)s"),
    Way.INVOICE: gettext_lazy("settled by invoice on %(day)s"),
    Way.BANK: gettext_lazy("paid by bank transfer on %(day)s"),
}
UNDER_WAY = {
    True: gettext_lazy("On its way back, the way you paid. Banks take up to ten days."),
    False: gettext_lazy("The office transfers it to you."),
}
BECAUSE = WHY | {
    GivenBackBecause.TOO_LATE: gettext_lazy("You paid after the time, and no place was free."),
    GivenBackBecause.BY_OFFICE: gettext_lazy("The office has decided so."),
    GivenBackBecause.AT_STRIPE: gettext_lazy("The office has decided so."),
}


def paid_rows(payment: Payment, zone: ZoneInfo) -> list[Row]:
    """The payment, and each time something went back, with the reason."""
    amount = money_words(payment.amount, payment.currency)
    if payment.way == Way.WAIVED:
        return [(_("Deposit"), [_("The office has waived it: you need pay nothing.")])]
    how = str(HOW[Way(payment.way)]) % {"day": _day(payment.paid_at, zone)}
    back = [_given_back(it, payment, zone) for it in payment.refunds.all()]
    return [(_("Deposit"), [amount, how]), *back]


def _given_back(refund: Refund, payment: Payment, zone: ZoneInfo) -> Row:
    because = str(BECAUSE[GivenBackBecause(refund.because)])
    if refund.state == RefundState.DONE:
        how = _("Given back on %(day)s.") % {"day": _day(refund.ended_at, zone)}
    else:
        how = str(UNDER_WAY[payment.way == Way.CARD])
    return _("Goes back to you"), [money_words(refund.amount, payment.currency), because, how]


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    pattern = pgettext("date format: day, month, year", "j F Y")
    return date_format(at.astimezone(zone), pattern) if at else ""
