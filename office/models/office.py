from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from office.models.reference import Municipality


class OfficeQuerySet(models.QuerySet["Office"]):
    def current(self, on: date) -> Office | None:
        """The settings in force on this day; None before anything is set."""
        return self.filter(valid_from__lte=on).order_by("-valid_from").first()


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

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("settings of the office")
        verbose_name_plural = _("settings of the office")

    def __str__(self) -> str:
        return self.name
