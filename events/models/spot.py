from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.host import Host
from events.models.occurrence import Occurrence
from events.models.registration import Registration


class SpotKind(models.TextChoices):
    HOST = "host", _("host practice")
    ROOM = "room", _("room")
    MEETING_POINT = "meeting_point", _("meeting point")


class Spot(models.Model):
    """Where some of the people on a date are: a host practice on a day, a room, a meeting point.

    A host practice has hours, a meeting point the time one meets (`starts_at`), a room neither.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="spots")
    kind = models.CharField(_("kind"), max_length=15, choices=SpotKind.choices)
    name = models.CharField(_("name"), max_length=120, blank=True)
    host = models.ForeignKey(
        Host,
        verbose_name=_("host practice"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="spots",
    )
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("room for"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["kind", F("starts_at").asc(nulls_first=True), "pk"]
        verbose_name = _("spot")
        verbose_name_plural = _("spots")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="host",
                    host__isnull=False,
                    starts_at__isnull=False,
                    ends_at__gt=F("starts_at"),
                )
                | Q(kind="room", host=None, starts_at=None, ends_at=None)
                | Q(kind="meeting_point", host=None, starts_at__isnull=False, ends_at=None),
                name="spot_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=False) | ~Q(name=""), name="spot_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.host)

    @property
    def slot(self) -> str:
        """Of the spots of one slot a person has at most one: `host:2027-01-16`, or the kind."""
        if self.kind != SpotKind.HOST or self.starts_at is None:
            return self.kind
        return f"{self.kind}:{self.starts_at.astimezone(self.occurrence.zone).date()}"

    @property
    def is_off(self) -> bool:
        """Whether the practice said that it cannot receive anybody after all."""
        hosting = getattr(self, "hosting", None)
        return bool(hosting and hosting.cancelled_at and hosting.host_id == self.host_id)


class Allocation(models.Model):
    """One person in one spot. `by_hand`: a coordinator chose it, so that a proposal leaves it."""

    spot = models.ForeignKey(Spot, on_delete=models.CASCADE, related_name="allocations")
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="allocations"
    )
    slot = models.CharField(max_length=30)
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "slot"], name="one_spot_per_slot"),
        ]

    def __str__(self) -> str:
        return f"{_('spot')} {self.spot_id}: {self.registration_id}"


class Wish(models.Model):
    """A spot somebody would like; rank 1 is their first wish in its slot."""

    spot = models.ForeignKey(Spot, on_delete=models.CASCADE, related_name="wishes")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "spot"], name="a_spot_wished_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=3), name="three_wishes"),
        ]

    def __str__(self) -> str:
        return str(_("wish")) + f" {self.pk}"


class Friend(models.Model):
    """A name, as somebody with a place wrote it, of whom they would like to be placed with.

    Only words: whether it is anybody's on the date is told to nobody but the office.
    """

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="friend"
    )
    name = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("friend to be placed with")
        verbose_name_plural = _("friends to be placed with")

    def __str__(self) -> str:
        return f"{_('friend to be placed with')} {self.pk}"


class Proposal(models.Model):
    """The last proposal on a date: its seed, and who was where before it, to be undone.

    `before` holds [registration, spot] for each allocation that it replaced.
    """

    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, related_name="proposal")
    seed = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    before = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(_("proposal")) + f" {self.pk}"


class SpotsTold(models.Model):
    """What somebody was told of their spots, and what is so now if that differs.

    `told` is what the last mail said, None before the first. `seen` is what the worker saw last,
    since `seen_at`: once that has stood for a while, it is told. `times` counts the mails.
    """

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="spots_told"
    )
    told = models.JSONField(null=True, blank=True)
    seen = models.JSONField(default=list)
    seen_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(_("spots told")) + f" {self.registration_id}"
