from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office import colours
from office.models.reference import Municipality


class OfficeQuerySet(models.QuerySet["Office"]):
    def current(self, at: datetime) -> Office | None:
        """The settings of the day it is in the office's own zone; None before anything is set."""
        today = timezone.localdate(at, timezone.get_default_timezone())
        begun = self.filter(valid_from__lte=today).select_related("logo")
        return begun.order_by("-valid_from").first()


OF_COLOUR: dict[str, Any] = {
    "max_length": 7,
    "blank": True,
    "validators": [
        RegexValidator(
            colours.HEX.pattern + r"\Z",
            _("Write the colour as # and six digits, such as #1f5a4c."),
        )
    ],
}
"""A field that holds #rrggbb; empty: the colour we came with."""


class Office(models.Model):
    """The office's own settings from a day on. The newest that has begun counts."""

    valid_from = models.DateField(_("valid from"), unique=True)
    name = models.CharField(_("name of the office"), max_length=100)
    controller = models.CharField(
        _("data controller"),
        max_length=150,
        help_text=_("Who is responsible for personal data, as it should stand in every notice."),
    )
    privacy_email = models.EmailField(_("privacy contact, e-mail"))
    privacy_phone = models.CharField(_("privacy contact, phone"), max_length=30, blank=True)
    sender_name = models.CharField(
        _("sender's name"), max_length=100, help_text=_("The name mails come from.")
    )
    email = models.EmailField(_("the office's e-mail"))
    phone = models.CharField(_("the office's phone"), max_length=30, blank=True)
    was_url = models.URLField(
        _("accessibility statement"),
        blank=True,
        help_text=_("The address at was.digst.dk. The page /was sends people there."),
    )
    municipalities = models.ManyToManyField(
        Municipality, verbose_name=_("municipalities"), blank=True, related_name="offices"
    )

    logo = models.ForeignKey(
        "office.Picture",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands beside the name at the top of every page. Without it: our own mark."),
    )
    colour_action = models.CharField(
        _("colour of buttons and links"),
        help_text=_(
            "Such as #1f5a4c. White words stand on it. The dark version is made from it by itself."
        ),
        **OF_COLOUR,
    )
    colour_accent = models.CharField(
        _("accent colour"),
        help_text=_("Such as #a8481c: the mark in the menu, small words above headings, times."),
        **OF_COLOUR,
    )
    colour_ground = models.CharField(
        _("colour of the page"),
        help_text=_("Such as #fcf9f3, a very light one. At night it is ours."),
        **OF_COLOUR,
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("settings of the office")
        verbose_name_plural = _("settings of the office")

    def __str__(self) -> str:
        return self.name

    @property
    def colours(self) -> colours.Colours:
        return colours.Colours(self.colour_action, self.colour_accent, self.colour_ground)

    def clean(self) -> None:
        """Refuses colours on which words could not be read."""
        if problems := self.colours.problems():
            raise ValidationError({f"colour_{role}": why for role, why in problems.items()})
