"""The deposits of a date: who has paid, what became of it, and what the office does about one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from desk import words
from desk.deposit_file import deposit_file
from desk.deposit_lines import ACT, Deposits, day_of, how_back, totals
from desk.export import OF_PEOPLE, download
from desk.forms.deposit_acts import GiveBackForm, SettleForm, Why
from desk.views.base import actor_of
from desk.views.claims import ClaimAct
from desk.views.tabs import OccurrenceTab
from events.domain.errors import StaleForm
from events.models import Registration
from office.money import money_words
from payments.domain import by_hand
from payments.domain.standing import GROUPS
from payments.models import Payment, Refund, Way


class PaymentsTab(OccurrenceTab):
    tab = "payments"
    template_name = "desk/occurrence/payments.html"

    @cached_property
    def deposits(self) -> Deposits:
        return Deposits(self.occurrence, self.at)

    @property
    def asked(self) -> str:
        name = self.request.GET.get("only", "")
        return name if name in GROUPS else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if form := request.GET.get("export"):
            lines = self.deposits.in_group(self.asked)
            filters = [self.asked] if self.asked else []
            return download(request, deposit_file(lines, self.occurrence, filters), form)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it = self.occurrence
        return super().get_context_data(**kwargs) | {
            "deposit": words.deposit(it),
            "lines": self.deposits.in_group(self.asked),
            "everybody": len(self.deposits.lines),
            "groups": list(self.deposits.groups()),
            "asked": self.asked,
            "totals": totals(self.deposits.books),
            "can_export": self.request.user.has_perm(OF_PEOPLE),
        }


class DepositAct(ClaimAct):
    """An act on the deposit of somebody's place."""

    permission = ACT
    claims = Registration

    @property
    def home(self) -> str:
        return self.person_url

    def steps(self) -> list[dict[str, Any]]:
        date = reverse("dates:edit", args=[self.kwargs["pk"]])
        return [
            {"url": date, "label": str(self.occurrence)},
            {"url": self.person_url, "label": self.name},
        ]


class SettleDeposit(DepositAct):
    form_class = SettleForm
    what = gettext_lazy("Settle the deposit of %(name)s by hand")
    submit_label = gettext_lazy("Settle the deposit")
    done = gettext_lazy("The deposit of %(name)s is settled.")

    def get_explanation(self) -> str:
        amount = money_words(self.occurrence.deposit, self.occurrence.currency)
        said = _(
            "For somebody who does not pay by card: you have their %(amount)s by invoice or bank, "
            "or the office waives it."
        ) % {"amount": amount}
        if self.claim.awaits_payment:
            then = _(
                "The place that waits is theirs at once, and they get the mail with the invite."
            )
        else:
            then = _("Nobody is written to.")
        return f"{said} {then}"

    def act(self, form: Any) -> object:
        way, reason = Way(form.cleaned_data["way"]), form.cleaned_data["reason"]
        return by_hand.settle(self.claim.pk, way, actor=actor_of(self.request), reason=reason)


class GiveBack(DepositAct):
    form_class = GiveBackForm
    what = gettext_lazy("Give back to %(name)s")
    submit_label = gettext_lazy("Give it back")
    serious = True

    @cached_property
    def payment(self) -> Payment:
        mine = Payment.objects.paid().filter(registration=self.claim)
        return get_object_or_404(mine, pk=self.kwargs["payment"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An old link may lead here when there is nothing to give any more: the person's page says
        what became of it, and what can be done."""
        if why_not := self._why_not():
            messages.warning(request, why_not)
            return redirect(f"{self.person_url}#deposit")
        return super().get(request, *args, **kwargs)

    def _why_not(self) -> str:
        if self.payment.is_disputed:
            return str(by_hand.Disputed())
        if self.payment.left:
            return ""
        if self.payment.way == Way.WAIVED:
            return _("This deposit was waived: there is no money to give back.")
        paid = {"paid": money_words(self.payment.amount, self.payment.currency)}
        return _("All of the %(paid)s has gone back or is on its way: nothing is left.") % paid

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"payment": self.payment}

    def get_explanation(self) -> str:
        it = self.payment
        told = {
            "paid": money_words(it.amount, it.currency),
            "day": day_of(it.paid_at, self.claim),
            "left": money_words(it.left, it.currency),
        }
        stands = _("%(paid)s was paid %(day)s; %(left)s of it are left.") % told
        place = _("Their place stays as it is.") if self.claim.is_holding else ""
        return " ".join(filter(None, [stands, how_back(it), place]))

    def act(self, form: Any) -> object:
        typed = form.cleaned_data
        return by_hand.give_back(
            self.payment.pk,
            typed["amount"],
            actor=actor_of(self.request),
            reason=typed["reason"],
            given_back=typed["given_back"],
        )

    def get_done(self, result: Any) -> str:
        amount = money_words(result.amount, self.payment.currency)
        return _("%(amount)s go back to %(name)s.") % {"amount": amount, "name": self.name}

    def stale(self, form: Any, refused: StaleForm) -> HttpResponse:
        """Something went back meanwhile: what is left now stands above the form."""
        del self.payment
        form.catch_up(self.payment)
        return super().stale(form, refused)


class SettleRefund(DepositAct):
    form_class = Why
    what = gettext_lazy("Settle the refund to %(name)s")
    submit_label = gettext_lazy("The refund is settled")
    done = gettext_lazy("The refund to %(name)s is settled.")

    @cached_property
    def refund(self) -> Refund:
        mine = Refund.objects.filter(payment__registration=self.claim).select_related("payment")
        return get_object_or_404(mine, pk=self.kwargs["refund"])

    def get_explanation(self) -> str:
        it = self.refund
        amount = {"amount": money_words(it.amount, it.payment.currency)}
        if it.payment.way != Way.CARD:
            said = _("You have given the %(amount)s back, or it is settled otherwise.") % amount
        else:
            failed = _("Stripe could not give the %(amount)s back: %(why)s.")
            said = failed % {**amount, "why": it.failure.rstrip(".") or _("it did not say why")}
        then = _("The refund counts as done, and nothing is sent to Stripe any more.")
        return f"{said} {then}"

    def act(self, form: Any) -> object:
        reason = form.cleaned_data["reason"]
        return by_hand.done_by_hand(self.refund.pk, actor=actor_of(self.request), reason=reason)
