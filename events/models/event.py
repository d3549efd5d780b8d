from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.changing import Changing
from office.languages import languages


class Kind(models.TextChoices):
    CAMP = "camp", _("camp")
    VISIT = "visit", _("practice visit")


class Event(Changing):
    """What is offered. `page_key` is the translation_key of its page, which it outlives."""

    page_key = models.UUIDField(unique=True, default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("Stands in calendars and mails.")
    )
    zone = models.CharField(_("time zone"), max_length=60, default="Europe/Copenhagen")
    language = models.CharField(
        _("language it is held in"),
        max_length=10,
        choices=languages,
        default=settings.LANGUAGE_CODE,
    )
    contact_name = models.CharField(_("whom to ask"), max_length=120, blank=True)
    contact_email = models.EmailField(_("their e-mail"), blank=True)
    contact_phone = models.CharField(_("their phone"), max_length=30, blank=True)
    phone_required = models.BooleanField(_("phone number required at sign-up"), default=False)
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible coordinator"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
    )
    asks_food = models.BooleanField(_("asks what people do not eat"), default=False)
    asks_access = models.BooleanField(_("asks for access needs"), default=False)
    asks_emergency = models.BooleanField(_("asks for an emergency contact"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["title"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return self.title

    @property
    def is_camp(self) -> bool:
        return self.kind == Kind.CAMP

    @property
    def asks_needs(self) -> bool:
        """Whether it asks for food, access or an emergency contact."""
        return self.asks_food or self.asks_access or self.asks_emergency
