from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from events.models.occurrence import Occurrence
from events.models.states import HELD, HOLDING, Because, RegistrationState
from mail.models import Message
from office.folding import Rows, found_by

LONGEST_WORD = 24
"""Of the word that says where somebody came from."""


def as_typed(name: str) -> KeyTextTransform:
    """Of a claim in a query: what was typed as `name` or `phone`, kept until it is proven."""
    return KeyTextTransform(name, "submitted")


def claims_found_by(rows: Rows, text: str) -> Rows:
    """By parts of the person's name or address or of the event's title, or by the phone number."""
    person = ("contact__name", "contact__email", as_typed("name"), "email")
    phone = Coalesce("contact__phone", as_typed("phone"), output_field=TextField())
    return found_by(rows, text, *person, "occurrence__event__title", phone=phone)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def real(self) -> RegistrationQuerySet:
        """Without those of somebody of the office who only tries the sign-up."""
        return self.filter(occurrence__trial_until=None)

    def holding(self) -> RegistrationQuerySet:
        """Those that take a place."""
        return self.filter(state__in=HOLDING)

    def confirmed(self) -> RegistrationQuerySet:
        return self.filter(state=RegistrationState.CONFIRMED)

    def awaiting_payment(self) -> RegistrationQuerySet:
        return self.filter(state=RegistrationState.AWAITING_PAYMENT)

    def met(self) -> RegistrationQuerySet:
        """Those with a place whom somebody can meet: of an erased person only a number is left."""
        return self.confirmed().filter(contact__erased_at=None)

    def found_by(self, text: str) -> RegistrationQuerySet:
        return claims_found_by(self, text)

    def with_friends(self) -> RegistrationQuerySet:
        """Each with its contact and the friend they would like to be placed with."""
        return self.select_related("contact", "friend")

    def due(self, at: datetime) -> RegistrationQuerySet:
        """Holds whose time has run out."""
        return self.filter(state__in=HELD, held_until__lte=at)

    def of_person(self, email: str) -> RegistrationQuerySet:
        """A person's: the contact's, or before proof those of the address."""
        contact = Contact.objects.filter(email=email).values("pk")[:1]
        return self.filter(Q(email=email) | Q(contact=Subquery(contact)))

    def unproven(self) -> RegistrationQuerySet:
        return self.filter(proven_at=None)

    def proven_late(self) -> RegistrationQuerySet:
        """Whose address answered when the hold was over: what it was goes on in another claim."""
        return self.unproven().exclude(successor=None, successor_turn=None)

    def with_attendance(self) -> RegistrationQuerySet:
        """Annotate `came`: whether there is a check-in, not undone, on any day."""
        from events.models.attendance import CheckIn  # noqa: PLC0415 -- circular import

        present = CheckIn.objects.present().filter(registration=OuterRef("pk"))
        return self.annotate(came=Exists(present))

    def attended(self) -> RegistrationQuerySet:
        return self.confirmed().with_attendance().filter(Q(came=True))

    def times_attended(self, start: datetime, end: datetime) -> models.QuerySet[Any, int]:
        """Of each person who attended in this time: how often ever, up to its end."""
        dates = Occurrence.objects.filter(starts_at__lt=end)
        people = self.attended().filter(occurrence__in=dates).order_by().values("contact")
        counted = people.annotate(times=Count("pk"), last=Max("occurrence__starts_at"))
        return counted.filter(last__gte=start).values_list("times", flat=True)

    def no_show(self) -> RegistrationQuerySet:
        """Confirmed, the list closed, and never checked in."""
        closed = self.confirmed().filter(occurrence__list_closed_at__isnull=False)
        return closed.with_attendance().filter(Q(came=False))


class Registration(models.Model):
    """A contact's claim to one place. Made and ended only in `events/domain/places.py`.

    Before proof there is no contact: `email` is the lower-cased address and `submitted` what was
    typed, `came_from` the word of the address they came by.

    `held_until` stands exactly while the place is kept until a time; `hold_mail` is the
    mail the hold waits for, `told_at` when that had left. `asked_coming_at` is when *still coming?*
    was asked last, `still_coming_at` when that was answered with yes. `revision` counts the acts
    on the registration, `sequence` is the SEQUENCE last queued for its invite.
    """

    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, related_name="registrations"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=10, default="da")
    submitted = models.JSONField(null=True, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    came_from = models.CharField(max_length=LONGEST_WORD, blank=True)

    state = models.CharField(max_length=20, choices=RegistrationState.choices)
    created_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    hold_mail = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)
    ended_because = models.CharField(max_length=20, choices=Because.choices, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    successor_turn = models.ForeignKey(
        "events.Turn", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    reminded_at = models.DateTimeField(null=True, blank=True)
    asked_coming_at = models.DateTimeField(null=True, blank=True)
    still_coming_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.IntegerField(default=-1)
    organizer = models.CharField(max_length=254, blank=True)
    revision = models.PositiveIntegerField(default=1)
    link_version = models.PositiveIntegerField(default=1)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        permissions = [("export_registration", _("Can take lists of people out"))]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "contact"],
                condition=Q(state__in=HOLDING) & Q(contact__isnull=False),
                name="one_place_per_contact",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "email"],
                condition=Q(state__in=HOLDING) & ~Q(email=""),
                name="one_place_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HELD, held_until__isnull=False)
                | (~Q(state__in=HELD) & Q(held_until=None)),
                name="held_until_exactly_while_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HOLDING, ended_at=None, ended_because="")
                | (~Q(state__in=HOLDING) & Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="registration_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(proven_at=None, contact=None)
                | Q(proven_at__isnull=False, contact__isnull=False, email=""),
                name="registration_has_contact_once_proven",
            ),
            models.CheckConstraint(
                condition=Q(state="unconfirmed", proven_at=None)
                | Q(state__in=["offered", "awaiting_payment", "confirmed"], proven_at__isnull=False)
                | Q(state__in=["cancelled", "lapsed"]),
                name="only_unconfirmed_is_unproven",
            ),
        ]
        indexes = [
            models.Index("occurrence", condition=Q(state__in=HOLDING), name="registration_holding"),
            models.Index("held_until", condition=Q(state__in=HELD), name="registration_due"),
            models.Index("browser", condition=~Q(browser=""), name="registration_browser"),
        ]

    def __str__(self) -> str:
        return f"{_('registration')} {self.pk}"

    @property
    def claim(self) -> str:
        """Its name in the outbox."""
        return f"registration:{self.pk}"

    @property
    def is_holding(self) -> bool:
        return self.state in HOLDING

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    @property
    def is_confirmed(self) -> bool:
        return self.state == RegistrationState.CONFIRMED

    @property
    def awaits_payment(self) -> bool:
        return self.state == RegistrationState.AWAITING_PAYMENT

    @property
    def is_asked_coming(self) -> bool:
        """Asked whether they still come, and has not said."""
        return (
            self.is_confirmed and self.asked_coming_at is not None and self.still_coming_at is None
        )

    @property
    def is_proven(self) -> bool:
        return self.proven_at is not None

    @property
    def address(self) -> str:
        """Where its mails go."""
        return self.contact.email if self.contact else self.email

    @property
    def has_invite(self) -> bool:
        """Whether an invite was ever queued for it."""
        return self.sequence >= 0
