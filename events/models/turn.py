from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from events.models.occurrence import Occurrence
from events.models.registration import LONGEST_WORD, Registration, claims_found_by
from events.models.states import Because

UNPROVEN_FOR = timedelta(hours=24)
"""How long an address has to answer before what it claims ends."""


class TurnQuerySet(models.QuerySet["Turn"]):
    def real(self) -> TurnQuerySet:
        """Without those of somebody of the office who only tries the sign-up."""
        return self.filter(occurrence__trial_until=None)

    def live(self) -> TurnQuerySet:
        """Not ended and without a running offer."""
        return self.filter(ended_at=None, offer=None)

    def queue(self) -> TurnQuerySet:
        """Q: who is next in line, first first."""
        return self.live().filter(proven_at__isnull=False).order_by("rank", "joined_at", "pk")

    def stale(self, at: datetime) -> TurnQuerySet:
        """Never proven, for too long."""
        return self.live().filter(proven_at=None, joined_at__lte=at - UNPROVEN_FOR)

    def waited_to_the_end(self) -> TurnQuerySet:
        """Proven when the waitlist was over, and with nothing on the date since."""
        same = {"occurrence": OuterRef("occurrence"), "contact": OuterRef("contact")}
        ended = self.filter(ended_because=Because.LIST_OVER, successor=None, contact__isnull=False)
        placed = Registration.objects.holding().filter(**same)
        waits_again = Turn.objects.live().filter(**same)
        return ended.exclude(Exists(placed)).exclude(Exists(waits_again))

    def found_by(self, text: str) -> TurnQuerySet:
        return claims_found_by(self, text)

    def of_person(self, email: str) -> TurnQuerySet:
        contact = Contact.objects.filter(email=email).values("pk")[:1]
        return self.filter(Q(email=email) | Q(contact=Subquery(contact)))


class Turn(models.Model):
    """A place in the waitlist's queue. It ends once and is never offered again.

    The order is (rank, joined_at, pk); rank is 0 unless somebody was moved up by hand.
    While an offer runs, `offer` is the registration that holds the place. `successor` is the place
    on another date that the office gave instead.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="turns")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="turns"
    )
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=10, default="da")
    submitted = models.JSONField(null=True, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    came_from = models.CharField(max_length=LONGEST_WORD, blank=True)

    rank = models.IntegerField(default=0)
    joined_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)
    offer = models.OneToOneField(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="turn"
    )
    successor = models.ForeignKey(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)
    ended_because = models.CharField(max_length=20, choices=Because.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    link_version = models.PositiveIntegerField(default=1)

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "joined_at", "pk"]
        verbose_name = _("turn in the waitlist")
        verbose_name_plural = _("turns in the waitlist")
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "contact"],
                condition=Q(ended_at=None, offer=None, contact__isnull=False),
                name="one_turn_per_contact",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "email"],
                condition=Q(ended_at=None, offer=None) & ~Q(email=""),
                name="one_turn_per_address",
            ),
            models.CheckConstraint(
                condition=Q(proven_at=None, contact=None)
                | Q(proven_at__isnull=False, contact__isnull=False, email=""),
                name="turn_has_contact_once_proven",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="turn_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(offer=None) | Q(proven_at__isnull=False),
                name="only_proven_turns_are_offered",
            ),
        ]
        indexes = [
            models.Index(
                "occurrence",
                "rank",
                "joined_at",
                "id",
                condition=Q(ended_at=None, offer=None, proven_at__isnull=False),
                name="turn_queue",
            ),
            models.Index(
                "occurrence",
                "joined_at",
                condition=Q(ended_at=None, offer=None, proven_at=None),
                name="turn_unproven",
            ),
            models.Index("browser", condition=~Q(browser=""), name="turn_browser"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def claim(self) -> str:
        """Its name in the outbox."""
        return f"turn:{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.offer_id is None

    @property
    def is_proven(self) -> bool:
        return self.proven_at is not None

    @property
    def waited_to_the_end(self) -> bool:
        """Ended with the waitlist, and not moved to another date since."""
        return self.ended_because == Because.LIST_OVER and self.successor_id is None

    @property
    def address(self) -> str:
        """Where its mails go."""
        return self.contact.email if self.contact else self.email
