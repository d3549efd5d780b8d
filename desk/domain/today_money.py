"""What there is to do about deposits: due on a date, or anywhere that money does not go its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.deposit_lines import SEE
from desk.domain.today_dates import Found
from events.models import Occurrence, RegistrationState
from office.money import money_words
from payments.domain.standing import due
from payments.domain.working_off import TRIES
from payments.models import Dispute, Payment, Reconciliation, Refund, RefundState, StripeEvent

__all__ = ["SEE", "find", "of_office"]

Told = tuple[str, str, str, str]
"""What to do, about what, a detail, and where it is done."""


def find(at: datetime) -> Iterator[Found]:
    """Dates on which people have a place without the deposit it asks for."""
    if not settings.PAYMENTS_ON:
        return
    unpaid = due(at).filter(state=RegistrationState.CONFIRMED).order_by()
    counted = dict(unpaid.values_list("occurrence").annotate(n=Count("pk")))
    rows = Occurrence.objects.filter(pk__in=counted).select_related("event__coordinator")
    for date in rows.in_order():
        n = counted[date.pk]
        said = ngettext("%(n)d has not paid: %(sum)s", "%(n)d have not paid: %(sum)s", n)
        told = {"n": n, "sum": money_words(n * date.deposit, date.currency)}
        url = f"{reverse('dates:payments', args=[date.pk])}?only=due"
        yield Found("deposits", date, _("Ask them"), said % told, url)


def of_office(user: Any) -> Iterator[Told]:
    """Refunds, disputes and differences that somebody has to look at."""
    if not settings.PAYMENTS_ON or not user.has_perm(SEE):
        return
    yield from _refunds()
    if n := Payment.objects.filter(dispute=Dispute.OPEN).count():
        about = ngettext("%(n)d deposit is disputed", "%(n)d deposits are disputed", n)
        detail = _("It is answered at Stripe, within the days it gives.")
        yield _("Answer the dispute"), about % {"n": n}, detail, _list("disputed")
    yield from _books()


def _refunds() -> Iterator[Told]:
    if n := Refund.objects.filter(state=RefundState.FAILED).count():
        about = ngettext("%(n)d refund failed", "%(n)d refunds failed", n) % {"n": n}
        detail = _("It is tried again by itself; settle it if the account is closed.")
        yield _("Look at failed refunds"), about, detail, _list("failed")
    if n := Refund.objects.by_hand().count():
        about = ngettext(
            "%(n)d deposit is to be given back by the office",
            "%(n)d deposits are to be given back by the office",
            n,
        )
        detail = _("They were not paid by card.")
        yield _("Transfer the money"), about % {"n": n}, detail, _list("office_owes")


def _books() -> Iterator[Told]:
    url = reverse("payments:reconciliations")
    stuck = StripeEvent.objects.filter(worked_at=None, attempts__gte=TRIES)
    if n := stuck.count():
        about = ngettext(
            "%(n)d notice of Stripe could not be worked off",
            "%(n)d notices of Stripe could not be worked off",
            n,
        )
        yield _("Tell whoever runs the server"), about % {"n": n}, "", url
    last = Reconciliation.objects.annotate(n=Count("differences")).first()
    if last and last.n:
        about = ngettext(
            "%(n)d difference between our books and Stripe’s",
            "%(n)d differences between our books and Stripe’s",
            last.n,
        )
        yield _("Look at the differences"), about % {"n": last.n}, "", url


def _list(group: str) -> str:
    return f"{reverse('payments:index')}?group={group}"
