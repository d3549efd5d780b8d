from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mail.standard import Trial, Words

HELD_BACK = "suppressed: "
"""How the reason begins of a mail withdrawn because of its address."""


class MessageState(models.TextChoices):
    QUEUED = "queued", _("on its way")
    SENT = "sent", _("sent")
    WITHDRAWN = "withdrawn", _("withdrawn")
    FAILED = "failed", _("failed")


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime) -> MessageQuerySet:
        """Queued, due, held by no worker, and first of its claim in revision order."""
        earlier = Message.objects.filter(
            Q(revision__lt=OuterRef("revision"))
            | Q(revision=OuterRef("revision"), pk__lt=OuterRef("pk")),
            claim=OuterRef("claim"),
            state=MessageState.QUEUED,
        )
        return self.filter(
            Q(leased_until=None) | Q(leased_until__lte=at),
            Q(claim="") | ~Exists(earlier),
            state=MessageState.QUEUED,
            due_at__lte=at,
        ).order_by("due_at", "pk")

    def about(self, *claims: str) -> MessageQuerySet:
        """Mails about these claims, by an index that `due` cannot take for its own: that one knows
        of no claim whether it is named."""
        return self.filter(claim__in=claims).exclude(claim="")

    def real(self) -> MessageQuerySet:
        """Without those of somebody of the office who only tries the sign-up."""
        return self.filter(try_out=False)

    def dead(self) -> MessageQuerySet:
        """Mails to addresses that do not work: refused at once, or sent back for good."""
        return self.filter(dead_at__isnull=False)

    def missed(self) -> MessageQuerySet:
        """Mails that did not arrive: failed, sent back, or held back from a suppressed address.

        Once the text is deleted there is nobody left to write to.
        """
        held_back = Q(state=MessageState.WITHDRAWN, why__startswith=HELD_BACK)
        missed = Q(state=MessageState.FAILED) | Q(bounced_at__isnull=False) | held_back
        return self.filter(missed).exclude(to="")

    def to_deal_with(self) -> MessageQuerySet:
        """Of those, the ones nobody has dealt with yet."""
        return self.missed().real().filter(dealt_with_at=None)

    def unanswered(self, address: str, since: datetime) -> MessageQuerySet:
        """Mails to an address that asked for a proof and did not get it."""
        return self.filter(
            to=address, asks_proof=True, answered_at=None, queued_at__gt=since
        ).exclude(state=MessageState.WITHDRAWN)


class Message(models.Model):
    """One mail in the outbox: the facts to be told, not yet a text. Outbox and log at once.

    `claim` names what it is about ("registration:12", "turn:5", or empty); `revision` is that
    claim's revision when the mail was queued, by which the sender sees whether it still holds.
    `mailing` is the number of the mailing it is one of.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    claim = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=0)
    n = models.PositiveIntegerField(default=0)
    to = models.CharField(max_length=254)
    contact = models.UUIDField(null=True, blank=True, db_index=True)
    language = models.CharField(max_length=10)
    mailing = models.PositiveBigIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    asks_proof = models.BooleanField(default=False)
    try_out = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(
        max_length=10, choices=MessageState.choices, default=MessageState.QUEUED
    )
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    """When it was refused or sent back, for whatever reason."""
    dead_at = models.DateTimeField(null=True, blank=True)
    """When that was because its address does not work."""
    dealt_with_at = models.DateTimeField(null=True, blank=True)
    """When somebody of the office saw to a mail that did not arrive."""

    objects = MessageQuerySet.as_manager()

    trial: Trial | None = None
    """Only on a message that is looked at, never on one that leaves; it is not stored."""

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "revision", "kind", "to", "n"],
                condition=~Q(claim="") & ~Q(to=""),
                name="one_message_of_a_kind_per_revision",
            ),
            models.CheckConstraint(
                condition=Q(state="queued", ended_at=None)
                | (~Q(state="queued") & Q(ended_at__isnull=False)),
                name="message_ends_once",
            ),
        ]
        indexes = [
            models.Index("due_at", "id", condition=Q(state="queued"), name="message_due"),
            models.Index("claim", "revision", condition=Q(state="queued"), name="message_order"),
            models.Index("claim", "kind", condition=~Q(claim=""), name="message_about"),
            models.Index("to", "queued_at", name="message_to"),
            models.Index("mailing", condition=Q(mailing__isnull=False), name="message_of_mailing"),
            models.Index("claim", condition=Q(dead_at__isnull=False), name="message_dead"),
        ]

    def __str__(self) -> str:
        return f"{_('message')} {self.pk}"

    @property
    def why_in_words(self) -> str:
        """Why it ended so: in the reader's language where it is a reason of ours."""
        return gettext(self.why) if self.why else ""


class Suppression(models.Model):
    """An address not to write to, kept as a keyed hash: enough to stop a mail, no more."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("the address does not work")
        COMPLAINED = "complained", _("marked as unwanted")
        NOT_ME = "not_me", _("this was not me")

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")

    def __str__(self) -> str:
        return f"{_('suppression')} {self.pk}"


class Wording(models.Model):
    """The office's own words for a kind of mail in one language, in place of the standard."""

    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"))
    after = models.TextField(_("text after the button"), blank=True)
    standard = models.JSONField(default=dict)
    """The standard's words when this was written: by them one sees that it changed since."""
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("wording of a mail")
        verbose_name_plural = _("wordings of mails")
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="one_wording_per_language"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.language}"

    @property
    def words(self) -> Words:
        return Words(self.subject, self.text, self.after)
