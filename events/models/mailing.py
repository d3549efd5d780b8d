from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from events.models.event import Event
from events.models.occurrence import Occurrence
from mail.models import Message, MessageState


class Recipients(models.TextChoices):
    """Whom of the people on a date a mailing goes to."""

    CONFIRMED = "confirmed", _("everybody with a place")
    ALL = "all", _("everybody with a place or waiting")
    CHOSEN = "chosen", _("those chosen")
    WAITING = "waiting", _("everybody waiting")
    WAITED = "waited", _("those who waited to the end")
    UNANSWERED = "unanswered", _("those who have not answered the questions")
    NOT_SAID = "not_said", _("those who have not said whether they still come")
    ATTENDED = "attended", _("those who came")
    NOT_ATTENDED = "not_attended", _("those who did not come")


class AutomaticMail(models.Model):
    """A mail that every date of an event sends by itself, so long before or after it.

    `offset` is a span from the start or the end; negative is before. With `at_time` it is whole
    days, and the mail leaves at that time on the clock there; without, it leaves to the minute.
    Times before `since` are past: for them it is not sent.
    """

    class Anchor(models.TextChoices):
        START = "start", _("the start")
        END = "end", _("the end")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="automatic_mails")
    recipients = models.CharField(_("to"), max_length=20, choices=Recipients.choices)
    anchor = models.CharField(_("counted from"), max_length=10, choices=Anchor.choices)
    offset = models.DurationField(_("how long after (before: with a minus)"))
    at_time = models.TimeField(_("at"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"))
    with_link = models.BooleanField(_("with a button to their own page"), default=True)
    is_on = models.BooleanField(_("is sent"), default=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ["anchor", "offset", "at_time", "pk"]
        verbose_name = _("automatic mail")
        verbose_name_plural = _("automatic mails")

    def __str__(self) -> str:
        return f"{_('automatic mail')} {self.pk}"

    @property
    def is_before(self) -> bool:
        return self.offset < timedelta(0)

    @property
    def fingerprint(self) -> str:
        """Changes with every change: by it a form sees whether it is stale."""
        names = [field.attname for field in self._meta.concrete_fields]
        told = repr([str(getattr(self, name)) for name in names])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def _messages(**states: object) -> Coalesce:
    """How many messages of a mailing are so."""
    mine = Message.objects.filter(mailing=OuterRef("pk"), **states).order_by()
    counted = mine.values("mailing").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), Value(0))


class MailingQuerySet(models.QuerySet["Mailing"]):
    def due(self, at: datetime) -> MailingQuerySet:
        """Neither stopped nor sent, and its time has come."""
        return self.pending().filter(leaves_at__lte=at)

    def pending(self) -> MailingQuerySet:
        """Written, and can still be stopped."""
        return self.filter(stopped_at=None, sent_at=None)

    def by_hand(self) -> MailingQuerySet:
        """Those somebody of the office wrote."""
        return self.filter(automatic=None)

    def with_fates(self) -> MailingQuerySet:
        """Annotate how many messages are `queued`, `left`, `arrived`, `missed` and `held_back`."""
        return self.annotate(
            queued=_messages(state=MessageState.QUEUED),
            left=_messages(state=MessageState.SENT, bounced_at=None),
            arrived=_messages(delivered_at__isnull=False, bounced_at=None),
            missed=Coalesce(_messages(state=MessageState.FAILED), Value(0))
            + _messages(state=MessageState.SENT, bounced_at__isnull=False),
            held_back=_messages(state=MessageState.WITHDRAWN),
        )


class Mailing(models.Model):
    """One mail of a coordinator's to several people on a date. It waits a while, to be stopped.

    `chosen` are contacts' numbers; with `contact` it goes to that person alone, whatever they have
    on a date. `batch` is one act of writing, also to several dates. `count` is how many
    messages it became. Subject and text go after 90 days, what became of it stays.
    """

    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.CASCADE, null=True, blank=True, related_name="mailings"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="mailings"
    )
    automatic = models.ForeignKey(
        AutomaticMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="mailings"
    )
    batch = models.UUIDField(default=uuid.uuid4, editable=False)
    recipients = models.CharField(_("to"), max_length=20, choices=Recipients.choices)
    chosen = models.JSONField(default=list, blank=True)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    text = models.TextField(_("text"), blank=True)
    with_link = models.BooleanField(_("with a button to their own page"), default=True)
    reply_to = models.EmailField(_("answers go to"), blank=True)
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
            models.CheckConstraint(
                condition=Q(occurrence__isnull=False) | Q(contact__isnull=False),
                name="mailing_to_a_date_or_a_person",
            ),
            models.UniqueConstraint(
                fields=["batch", "occurrence"],
                condition=Q(contact=None),
                name="one_mailing_per_date_and_act",
            ),
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(contact__isnull=False),
                name="one_mailing_per_person_and_act",
            ),
        ]
        indexes = [
            models.Index(
                "leaves_at", condition=Q(stopped_at=None, sent_at=None), name="mailing_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('mailing')} {self.pk}"

    @property
    def is_pending(self) -> bool:
        return self.stopped_at is None and self.sent_at is None

    @property
    def is_automatic(self) -> bool:
        return self.automatic_id is not None

    @property
    def messages(self) -> QuerySet[Message]:
        """What it became, one for each person."""
        return Message.objects.filter(mailing=self.pk)
