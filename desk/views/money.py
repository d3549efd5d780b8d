"""Deposits as the office's books: sums by year and event, and our books against Stripe's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from desk import words
from desk.deposit_lines import SEE
from desk.export import OF_PEOPLE, download
from desk.money_files import differences_file, sums_file
from desk.person_url import person_url
from desk.views.base import DeskMixin
from office.money import money_words
from payments.domain.standing import Standing, with_standing
from payments.domain.working_off import TRIES
from payments.models import Difference, Payment, Reconciliation, StripeEvent

NIGHTS = 60


class MoneyView(DeskMixin, TemplateView):
    model = Payment
    permission = SEE
    trail = ("payments:index", gettext_lazy("Payments"))
    header_icon = "tag"


@dataclass(frozen=True)
class SumLine:
    """What was paid for one event in one year, in words."""

    event: str
    n: int
    amounts: list[str]
    url: str


class Sums(MoneyView):
    template_name = "desk/deposits/sums.html"
    page_title = gettext_lazy("Sums by year and event")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "export" in request.GET:
            return download(request, sums_file(self._rows()), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years: dict[int, list[SumLine]] = {}
        for row in self._rows():
            years.setdefault(row["year"], []).append(_sum_line(row))
        return super().get_context_data(**kwargs) | {"years": years}

    def _rows(self) -> Any:
        """By the year in which it was paid, in the office's zone."""
        withheld = Q(standing=Standing.WITHHELD)
        rows = with_standing(Payment.objects.all()).order_by()
        rows = rows.annotate(
            year=ExtractYear("paid_at", tzinfo=words.office_zone()),
            event=F("registration__occurrence__event__title"),
            of=F("registration__occurrence__event"),
        )
        sums = rows.values("year", "event", "of", "currency").annotate(
            n=Count("pk"),
            paid=Sum("amount"),
            back=Sum("given_back"),
            held=Sum(F("amount") - F("given_back"), filter=withheld),
        )
        return sums.order_by("-year", "event", "of", "currency")


def _sum_line(row: dict[str, Any]) -> SumLine:
    numbers = [row["paid"], row["back"], row["held"] or 0]
    amounts = [money_words(it, row["currency"]) for it in numbers]
    of = urlencode({"event": row["of"], "year": row["year"]})
    return SumLine(row["event"], row["n"], amounts, f"{reverse('payments:index')}?{of}")


class Reconciliations(MoneyView):
    """What was found each night, the last or the one asked for in full; and notices of Stripe that
    could not be worked off."""

    template_name = "desk/deposits/reconciliations.html"
    page_title = gettext_lazy("Our books and Stripe’s")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "export" in request.GET and self.shown:
            found = differences_file(self._differences(), self.shown)
            return download(request, found, request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def shown(self) -> Any:
        """The night whose differences are listed."""
        asked = self.request.GET.get("night", "")
        if asked.isdecimal():
            return get_object_or_404(Reconciliation, pk=asked)
        return Reconciliation.objects.first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nights = Reconciliation.objects.annotate(n=Count("differences"))[:NIGHTS]
        stuck = StripeEvent.objects.filter(worked_at=None, attempts__gte=TRIES)
        return super().get_context_data(**kwargs) | {
            "shown": self.shown and _night(self.shown),
            "differences": list(map(_difference, self._differences())),
            "can_export": self.request.user.has_perm(OF_PEOPLE),
            "nights": [_night(it) | {"n": it.n} for it in nights],
            "stuck": [(it.kind, it.stripe_id, _when(it.came_at)) for it in stuck],
        }

    def _differences(self) -> Any:
        mine = Difference.objects.filter(reconciliation=self.shown)
        return mine.select_related("payment__registration__contact", "payment__registration")


def _when(at: Any) -> str:
    return words.moment(at, words.office_zone())


def _night(run: Reconciliation) -> dict[str, Any]:
    sums = [
        (money_words(ours, currency), money_words(theirs, currency))
        for currency, (ours, theirs) in sorted(run.sums.items())
    ]
    days = {"since": _when(run.since), "until": _when(run.until)}
    return {
        "pk": run.pk,
        "made": _when(run.made_at),
        "period": _("%(since)s to %(until)s") % days,
        "sums": sums,
    }


def _difference(it: Difference) -> dict[str, Any]:
    place = it.payment.registration if it.payment else None
    return {
        "kind": it.get_kind_display(),
        "name": words.name_of(place) if place else "",
        "url": person_url(place) if place else "",
        "about": it.about,
        "ours": money_words(it.ours, it.currency),
        "theirs": money_words(it.theirs, it.currency),
        "at": _when(it.at),
    }
