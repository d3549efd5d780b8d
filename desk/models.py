from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mail.models import Message


class Watch(models.Model):
    """What somebody of the office wants to be told by mail. Without a row: all of it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watch"
    )
    morning = models.BooleanField(
        _("a mail every working day, with what is to be done"), default=True
    )
    alerts = models.BooleanField(
        _("at once: late cancellations, offers that did not arrive"), default=True
    )
    morning_on = models.DateField(null=True, blank=True, editable=False)
    """The last morning on which it was looked what there is to tell."""

    def __str__(self) -> str:
        return f"watch {self.pk}"


class ShownColumns(models.Model):
    """The columns somebody of the office chose for tables of people. Without a row: the usual ones.

    The keys of questions are those of all events; a table shows the ones it has.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shown_columns"
    )
    keys = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"shown columns {self.pk}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> InvitationQuerySet:
        """Neither accepted nor revoked, in time or not."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, at: datetime) -> InvitationQuerySet:
        """Those whose link still opens the door."""
        return self.unanswered().filter(expires_at__gt=at)


class Invitation(models.Model):
    """A colleague asked by mail to join a group of the desk. Raising `link_version` kills its link.

    The person becomes a user by answering, not before.
    """

    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"))
    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(_("language"), max_length=10, default="da")
    link_version = models.PositiveIntegerField(default=1)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        permissions = [
            ("manage_colleagues", _("Can invite colleagues, choose their group, let them leave")),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('invitation')} {self.pk}"


class MailTest(models.Model):
    """A mail that somebody of the office sent to themselves, to see whether mail arrives.

    The code stands in the mail alone; typing it here says that it arrived.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_test"
    )
    code = models.CharField(max_length=6)
    sent_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{_('test mail')} {self.pk}"
