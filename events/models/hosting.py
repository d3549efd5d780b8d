from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.host import Host, HostContact
from events.models.occurrence import Occurrence
from events.models.registration import Registration, RegistrationQuerySet
from events.models.spot import Spot

LINKS_LAST = timedelta(days=7)
"""How long after the end the links of a host open anything."""


class Hosting(models.Model):
    """A practice's part in one date: the visit itself, or the `spot` it has on a camp.

    Found from the date's host and its spots by the worker, which tells the practice what is new;
    ended when the practice has no part in it any more. `told_people` are the numbers of the
    registrations it was told of last, None before the first time. `cancelled_at` is when the
    practice said that it must cancel. `marked_at` is when the last of its people was marked as come
    or not; `objected_at` when a coordinator said that the list is not to close by itself.
    `lines` and `gladly_again` are what the practice wrote back. `of_spot` is the number of its
    spot, which stays when that is removed: nobody else's people become the practice's then.
    `revision` counts how often it was told who comes.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="hostings")
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="hostings")
    spot = models.OneToOneField(
        Spot, on_delete=models.SET_NULL, null=True, blank=True, related_name="hosting"
    )
    of_spot = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    told_people = models.JSONField(null=True, blank=True)
    told_week_at = models.DateTimeField(null=True, blank=True)
    told_day_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)

    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    lines = models.CharField(_("two lines back"), max_length=500, blank=True)
    gladly_again = models.BooleanField(_("would gladly see again"), null=True, blank=True)
    wrote_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("visit at a host practice")
        verbose_name_plural = _("visits at host practices")
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "host"],
                condition=Q(of_spot=None, ended_at=None),
                name="a_host_once_on_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('visit at a host practice')} {self.pk}"

    def save(self, *args: Any, **options: Any) -> None:
        self.of_spot = self.spot_id or self.of_spot
        super().save(*args, **options)

    @property
    def has_part(self) -> bool:
        """Whether the practice still receives, also before the worker has written that it does
        not: its date or spot may be another's by now, or the spot be gone."""
        receives = self.occurrence.host_id if self.of_spot is None else None
        receives = self.spot.host_id if self.spot else receives
        return self.ended_at is None and receives == self.host_id

    @property
    def was_called_off(self) -> bool:
        """Whether its part ended because the whole date was called off: its page says so."""
        date = self.occurrence
        return date.is_called_off and self.of_spot is None and date.host_id == self.host_id

    @property
    def is_on(self) -> bool:
        """Whether the practice is to know of it: it has its part, and the date is held and, for a
        spot, everybody sees who is where."""
        occurrence = self.occurrence
        is_shown = self.of_spot is None or occurrence.spots_shown_at is not None
        return self.has_part and occurrence.is_scheduled and is_shown

    @property
    def stays_away(self) -> bool:
        """Whether it cancelled its spot: hidden and shown again, that is not asked of it anew."""
        is_said = self.cancelled_at is not None and self.of_spot is not None
        return is_said and self.has_part and self.occurrence.is_scheduled

    @property
    def starts_at(self) -> datetime:
        return (self.spot and self.spot.starts_at) or self.occurrence.starts_at

    @property
    def ends_at(self) -> datetime:
        return (self.spot and self.spot.ends_at) or self.occurrence.ends_at

    @property
    def where(self) -> str:
        """Where it is received: on a camp at the practice itself."""
        return self.host.address if self.spot else self.occurrence.location or self.host.address

    @property
    def links_end_at(self) -> datetime:
        """From when its links open nothing any more."""
        return self.ends_at + LINKS_LAST

    @property
    def days(self) -> list[date]:
        """The days on which its people are there, on the event's clock."""
        if self.spot is None or self.spot.starts_at is None:
            return self.occurrence.days
        return [self.spot.starts_at.astimezone(self.occurrence.zone).date()]

    @property
    def people(self) -> RegistrationQuerySet:
        """Who comes to the practice: all with a place, or those in its spot."""
        rows = Registration.objects.met().filter(occurrence=self.occurrence_id)
        return rows.filter(allocations__spot=self.of_spot) if self.of_spot else rows


class HostInvite(models.Model):
    """A contact's calendar entry for a hosting; nobody who comes is named in it.

    UID and ORGANIZER stay what they were; `sequence` is the one last queued, -1 before the first.
    `told` are the facts last queued (times, place, title, the contact's address, and *anew* once
    that has changed), or None once it was cancelled. `revision` grows with each mail about it, so
    that they leave in order.
    """

    hosting = models.ForeignKey(Hosting, on_delete=models.CASCADE, related_name="invites")
    contact = models.ForeignKey(HostContact, on_delete=models.CASCADE, related_name="invites")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.IntegerField(default=-1)
    organizer = models.CharField(max_length=254, blank=True)
    revision = models.PositiveIntegerField(default=1)
    told = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hosting", "contact"], name="one_invite_per_hosting"),
        ]

    def __str__(self) -> str:
        return str(_("invite")) + f" {self.pk}"

    @property
    def claim(self) -> str:
        """Its name in the outbox."""
        return f"host:{self.pk}"


class HostLink(models.Model):
    """A link mailed to a host's contact: to one hosting, or without one to the practice's year.

    Each mail has a link of its own. The first browser that opens it keeps it (`device` is the
    digest of what that browser was given); any other is told to ask for a new one.
    """

    contact = models.ForeignKey(HostContact, on_delete=models.CASCADE, related_name="links")
    hosting = models.ForeignKey(
        Hosting, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    device = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, device="")
                | (Q(opened_at__isnull=False) & ~Q(device="")),
                name="host_link_opened_by_a_device",
            ),
        ]

    def __str__(self) -> str:
        return str(_("link of a host practice")) + f" {self.pk}"

    @property
    def language(self) -> str:
        """What its pages are written in."""
        return self.contact.language
