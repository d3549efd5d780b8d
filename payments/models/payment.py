from __future__ import annotations

import secrets
from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.models import Registration
from events.models.deposit import Currency


class Way(models.TextChoices):
    """How a deposit is settled: by card at Stripe, or by the office's own hand."""

    CARD = "card", _("card or MobilePay")
    INVOICE = "invoice", _("invoice")
    BANK = "bank", _("bank transfer")
    WAIVED = "waived", _("waived")


class PaymentState(models.TextChoices):
    OPENING = "opening", _("beginning")
    OPEN = "open", _("open")
    PAID = "paid", _("paid")
    UNPAID = "unpaid", _("not paid")


class Dispute(models.TextChoices):
    """What a card holder's objection at the bank has come to."""

    NONE = "", _("none")
    OPEN = "open", _("disputed")
    WON = "won", _("dispute won")
    LOST = "lost", _("dispute lost")


BEGUN = [PaymentState.OPENING, PaymentState.OPEN]


def new_reference() -> str:
    """128 bits that nobody can guess: all that another firm's address says of a payment."""
    return secrets.token_urlsafe(16)


class PaymentQuerySet(models.QuerySet["Payment"]):
    def begun(self) -> PaymentQuerySet:
        """Those not decided yet: somebody may be paying."""
        return self.filter(state__in=BEGUN)

    def paid(self) -> PaymentQuerySet:
        """Settled: paid, or by hand; given back or not."""
        return self.filter(state=PaymentState.PAID)

    def kept(self) -> PaymentQuerySet:
        """Settled, and not given back in full."""
        return self.paid().filter(KEPT)

    def with_money(self) -> PaymentQuerySet:
        """Of which the office holds money that nobody disputes: what can be given back."""
        return self.kept().undisputed().filter(given_back__lt=F("amount"))

    def undisputed(self) -> PaymentQuerySet:
        return self.exclude(dispute__in=[Dispute.OPEN, Dispute.LOST])

    def to_follow(self, at: datetime) -> PaymentQuerySet:
        """Those about which the rail has to be asked now: its time has come, or nobody is to pay
        this any more."""
        date = "registration__occurrence__"
        over = ~Q(registration__state__in=["awaiting_payment", "confirmed"])
        over |= ~Q(amount=F(f"{date}deposit"), currency=F(f"{date}currency"))
        settled = Payment.objects.kept().filter(registration=OuterRef("registration"))
        return self.begun().filter(Q(due_at__lte=at) | over | Exists(settled))


NO_SHOW = "no_show"
KEPT = Q(given_back__lt=F("amount")) | Q(amount=0)


class Payment(models.Model):
    """One deposit for one registration, or the attempt to pay it.

    Amounts are minor units. `back_until` and `part_back` are the rule that was shown before paying;
    `given_back` is what refunds promise or have done. `reference` names the payment to others, and
    opens its return page. `session` and `intent` are Stripe's names for it. `due_at` is when Stripe
    is asked next what became of it. `disputes` says by Stripe's names how each of them stands,
    `dispute` how the one that matters most does. `decided` is the reason by which the rule was
    applied once its registration had ended, or `NO_SHOW` once a list was closed without them.
    `actor` and `why` say who settled it by hand.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="payments"
    )
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.CARD)
    state = models.CharField(
        max_length=10, choices=PaymentState.choices, default=PaymentState.OPENING
    )
    reference = models.CharField(max_length=30, unique=True, default=new_reference, editable=False)
    amount = models.PositiveIntegerField(_("amount"))
    currency = models.CharField(max_length=3, choices=Currency.choices)
    back_until = models.DateTimeField(null=True, blank=True)
    part_back = models.PositiveSmallIntegerField(default=0)
    given_back = models.PositiveIntegerField(default=0)

    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    session = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    intent = models.CharField(max_length=255, blank=True)
    disputes: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, blank=True
    )
    dispute = models.CharField(max_length=5, choices=Dispute.choices, blank=True)
    decided = models.CharField(max_length=20, blank=True)
    actor = models.CharField(max_length=40, blank=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(given_back__lte=F("amount")), name="never_more_back_than_paid"
            ),
            models.CheckConstraint(
                condition=Q(given_back=0) | Q(state="paid"), name="only_what_is_paid_goes_back"
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state__in=["opening", "open"]),
                name="one_payment_begun_per_registration",
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state="paid") & KEPT,
                name="one_payment_kept_per_registration",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=~Q(session=""), name="one_payment_per_session"
            ),
            models.UniqueConstraint(
                fields=["intent"], condition=~Q(intent=""), name="one_payment_per_intent"
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False)
                | (~Q(state="paid") & Q(paid_at=None)),
                name="paid_says_when",
            ),
            models.CheckConstraint(
                condition=Q(way="card") | (~Q(actor="") & ~Q(why="")),
                name="by_hand_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(way="waived", amount=0) | (~Q(way="waived") & Q(amount__gt=0)),
                name="waived_is_no_money",
            ),
        ]
        indexes = [
            models.Index("due_at", condition=Q(state__in=["opening", "open"]), name="payment_begun")
        ]

    def __str__(self) -> str:
        return f"{_('payment')} {self.pk}"

    @property
    def left(self) -> int:
        """What the office still holds of it, in minor units."""
        return self.amount - self.given_back if self.state == PaymentState.PAID else 0

    @property
    def is_paid(self) -> bool:
        return self.state == PaymentState.PAID

    @property
    def is_begun(self) -> bool:
        return self.state in BEGUN

    @property
    def is_disputed(self) -> bool:
        """Whether a refund would pay twice: the card holder's bank has the money, or may get it."""
        return self.dispute in (Dispute.OPEN, Dispute.LOST)
