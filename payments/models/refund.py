from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Registration
from payments.models.payment import Dispute, Payment, Way


class GivenBackBecause(models.TextChoices):
    """Why a deposit, or a part of it, goes back."""

    ATTENDED = "attended", _("they came")
    LEFT_IN_TIME = "left_in_time", _("cancelled in time")
    LEFT_LATE = "left_late", _("cancelled late: the part that goes back")
    TAKEN_OVER = "taken_over", _("somebody from the waitlist took the place")
    CALLED_OFF = "called_off", _("called off")
    HOST_CANCELLED = "host_cancelled", _("the host practice cancelled")
    CANNOT_FOLLOW = "cannot_follow", _("the date moved, and they cannot come")
    NOT_CLOSED = "not_closed", _("nobody closed the list")
    MOVED = "moved", _("moved to a date with another deposit")
    TOO_LATE = "too_late", _("paid when no place was left")
    TWICE = "twice", _("paid twice")
    BY_OFFICE = "by_office", _("by the office")
    AT_STRIPE = "at_stripe", _("made at Stripe")


class RefundState(models.TextChoices):
    OWED = "owed", _("to be sent")
    SENT = "sent", _("under way")
    DONE = "done", _("given back")
    FAILED = "failed", _("failed")


UNDER_WAY = [RefundState.OWED, RefundState.SENT, RefundState.FAILED]
SEVERAL = [GivenBackBecause.BY_OFFICE, GivenBackBecause.AT_STRIPE]
"""Reasons for which one payment may be given back more than once."""


class RefundQuerySet(models.QuerySet["Refund"]):
    def to_send(self, at: datetime) -> RefundQuerySet:
        """By card, and due: new, or failed and to be tried again."""
        again = Q(state__in=[RefundState.OWED, RefundState.FAILED])
        clear = ~Q(payment__dispute__in=[Dispute.OPEN, Dispute.LOST])
        return self.filter(again, clear, payment__way=Way.CARD, due_at__lte=at)

    def by_hand(self) -> RefundQuerySet:
        """Those that somebody of the office has to pay back."""
        return self.filter(state__in=UNDER_WAY).exclude(payment__way=Way.CARD)


class Refund(models.Model):
    """Money that goes back of one payment, in minor units; once per reason.

    `uuid` and `attempt` name it to Stripe, so that asking twice is asking once; `attempt` grows
    only when an attempt is known to have failed. `released_by` is whose acceptance of the place
    released it. `actor` and `why` say who of the office wanted it, or settled it by hand.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    because = models.CharField(max_length=20, choices=GivenBackBecause.choices)
    amount = models.PositiveIntegerField(_("amount"))
    state = models.CharField(max_length=6, choices=RefundState.choices, default=RefundState.OWED)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.PositiveIntegerField(default=1)
    owed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    stripe_id = models.CharField(max_length=255, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    released_by = models.OneToOneField(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="released"
    )
    actor = models.CharField(max_length=40, default="system")
    why = models.CharField(_("reason"), max_length=300, blank=True)
    settled_by_hand = models.BooleanField(default=False)

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["owed_at", "pk"]
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "because"],
                condition=~Q(because__in=["by_office", "at_stripe"]),
                name="given_back_once_per_reason",
            ),
            models.UniqueConstraint(
                fields=["stripe_id"], condition=~Q(stripe_id=""), name="one_refund_per_stripe_id"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_refund_is_some_money"),
            models.CheckConstraint(
                condition=Q(state="done", ended_at__isnull=False)
                | (~Q(state="done") & Q(ended_at=None)),
                name="refund_done_says_when",
            ),
        ]
        indexes = [
            models.Index(
                "due_at", condition=Q(state__in=["owed", "sent", "failed"]), name="refund_due"
            )
        ]

    def __str__(self) -> str:
        return f"{_('refund')} {self.pk}"

    @property
    def key(self) -> str:
        """Stripe's idempotency key: the same attempt asked twice is one refund."""
        return f"refund-{self.uuid}-{self.attempt}"
