from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Currency(models.TextChoices):
    DKK = "DKK", _("Danish kroner")
    NOK = "NOK", _("Norwegian kroner")
    SEK = "SEK", _("Swedish kronor")
    EUR = "EUR", _("euro")


class AsksDeposit(models.Model):
    """What a date asks for a place, and when it is given back.

    `deposit` is in minor units (øre, cents); 0 asks for nothing. It goes back in full to those who
    come, and to those who leave before `deposit_back_until` (None: before the start); who leaves
    later gets `deposit_part_back` per cent.
    """

    deposit = models.PositiveIntegerField(_("deposit"), default=0)
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.DKK
    )
    deposit_back_until = models.DateTimeField(_("back in full until"), null=True, blank=True)
    deposit_part_back = models.PositiveSmallIntegerField(
        _("per cent back after that"), default=0, validators=[MaxValueValidator(100)]
    )

    class Meta:
        abstract = True


DEPOSIT_CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(deposit_part_back__lte=100), name="deposit_part_is_a_percentage"
    ),
    models.CheckConstraint(
        condition=Q(deposit_back_until=None) | Q(deposit_back_until__lte=models.F("starts_at")),
        name="deposit_back_until_the_start",
    ),
]
