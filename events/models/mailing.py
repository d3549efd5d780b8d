from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.models.occurrence import Occurrence


class Recipients(models.TextChoices):
    """Whom of the people on a date a mailing goes to."""

    CONFIRMED = "confirmed", _("everybody with a place")
    ALL = "all", _("everybody with a place or waiting")
    CHOSEN = "chosen", _("those chosen")
    WAITING = "waiting", _("everybody waiting")
    UNANSWERED = "unanswered", _("those who have not answered the questions")
    ATTENDED = "attended", _("those who came")
    NOT_ATTENDED = "not_attended", _("those who did not come")


class AutomaticMail(models.Model):
    """A mail that every date of an event sends by itself, so long before or after it.

    `offset` is a span from the start or the end; negative is before.
    """

    class Anchor(models.TextChoices):
        START = "start", _("the start")
        END = "end", _("the end")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="automatic_mails")
    recipients = models.CharField(_("to"), max_length=20, choices=Recipients.choices)
    anchor = models.CharField(_("counted from"), max_length=10, choices=Anchor.choices)
    offset = models.DurationField(_("how long after (before: with a minus)"))
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"))
    is_on = models.BooleanField(_("is sent"), default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["anchor", "offset", "pk"]
        verbose_name = _("automatic mail")
        verbose_name_plural = _("automatic mails")

    def __str__(self) -> str:
        return f"{_('automatic mail')} {self.pk}"


class MailingQuerySet(models.QuerySet["Mailing"]):
    def due(self, at: datetime) -> MailingQuerySet:
        """Neither stopped nor sent, and its time has come."""
        return self.filter(stopped_at=None, sent_at=None, leaves_at__lte=at)

    def pending(self) -> MailingQuerySet:
        """Written, and can still be stopped."""
        return self.filter(stopped_at=None, sent_at=None)


class Mailing(models.Model):
    """One mail of a coordinator's to several people on a date. It waits a while, to be stopped.

    `chosen` names claims ("registration:12"); `count` is how many messages it became.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="mailings")
    automatic = models.ForeignKey(
        AutomaticMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="mailings"
    )
    recipients = models.CharField(_("to"), max_length=20, choices=Recipients.choices)
    chosen = models.JSONField(default=list, blank=True)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    written_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    count = models.PositiveIntegerField(default=0)

    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        constraints = [
            models.UniqueConstraint(
                fields=["automatic", "occurrence"],
                condition=Q(automatic__isnull=False),
                name="automatic_mail_once_per_occurrence",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(sent_at=None),
                name="mailing_is_stopped_or_sent",
            ),
        ]
        indexes = [
            models.Index(
                "leaves_at", condition=Q(stopped_at=None, sent_at=None), name="mailing_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('mailing')} {self.pk}"
