from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from payments.models.payment import Payment

Sums = dict[str, list[int]]


class DifferenceKind(models.TextChoices):
    """How our books and Stripe's do not agree."""

    UNKNOWN = "unknown", _("unknown to us")
    NOT_COUNTED = "not_counted", _("paid at Stripe, not in our books")
    MISSING = "missing", _("missing at Stripe")
    AMOUNT = "amount", _("another amount")
    CURRENCY = "currency", _("another currency")
    REFUND_FAILED = "refund_failed", _("a refund that failed")
    DISPUTE = "dispute", _("a dispute")


class Reconciliation(models.Model):
    """Our rows held against Stripe's movements of money made from `since` until `until`.

    `sums` says for each currency what we took to have moved, and what did, in minor units. Every
    øre between the two stands in one of `differences`.
    """

    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    made_at = models.DateTimeField(_("made"))
    sums: models.JSONField[Sums, Sums] = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at", "-pk"]
        get_latest_by = "made_at"
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")

    def __str__(self) -> str:
        return f"{_('reconciliation')} {self.pk}"


class Difference(models.Model):
    """One thing our books and Stripe's do not agree on. `about` is Stripe's name for it."""

    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.CASCADE, related_name="differences"
    )
    kind = models.CharField(max_length=13, choices=DifferenceKind.choices)
    payment = models.ForeignKey(
        Payment, on_delete=models.SET_NULL, null=True, blank=True, related_name="differences"
    )
    about = models.CharField(max_length=255, blank=True)
    ours = models.IntegerField(_("ours"))
    theirs = models.IntegerField(_("Stripe's"))
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("difference")
        verbose_name_plural = _("differences")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.about}"
