from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from office.languages import languages
from office.models import Municipality


class HostQuerySet(models.QuerySet["Host"]):
    def receiving(self, *, kept: int | None = None) -> Self:
        """Those to choose from: none that is retired, unless it stands there already."""
        return self.filter(Q(retired_at=None) | Q(pk=kept))


class Host(models.Model):
    """A practice that receives participants, until it is retired (`retired_at`)."""

    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    town = models.CharField(_("town"), max_length=60, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    practice_form = models.CharField(_("form of practice"), max_length=60, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = HostQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("host practice")
        verbose_name_plural = _("host practices")

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """One line: name, street, postcode and town; what is missing is left out."""
        town = f"{self.postcode} {self.town}".strip()
        return ", ".join(part for part in (self.name, self.street, town) if part)


class HostContact(models.Model):
    """Somebody at a host practice who gets its mails: the doctor, or who runs the calendar.

    Raising `link_version` revokes every link mailed to them. One who left (`left_at`) is written
    to no more, and their name and addresses are blanked when nothing needs them any longer.
    """

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=languages, default=settings.LANGUAGE_CODE
    )
    link_version = models.PositiveIntegerField(default=1, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["host", "pk"]
        verbose_name = _("contact of a host practice")
        verbose_name_plural = _("contacts of host practices")
        constraints = [
            models.UniqueConstraint(
                fields=["host", "email"],
                condition=Q(left_at=None),
                name="address_once_at_a_host",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('contact of a host practice')} {self.pk}"


class HostAsk(models.Model):
    """An address that asked for the link to its practice's year; gone once the worker has looked
    whether a practice knows it."""

    address = models.EmailField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"asked {self.pk}"


class HostOffer(models.Model):
    """Dates a practice offers: "two students, any Wednesday in March".

    Each `weekdays` digit (0 is Monday) in `first_day` to `last_day` would do, for `dates` visits at
    most, from `starts` to `ends` on the practice's clock. Answered once: used (the dates it was
    `made` into), declined by the office, or withdrawn by the practice.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        USED = "used", _("made into dates")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="offers")
    contact = models.ForeignKey(
        HostContact, on_delete=models.SET_NULL, null=True, blank=True, related_name="offers"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    places = models.PositiveSmallIntegerField(_("places"))
    dates = models.PositiveSmallIntegerField(_("how many visits"), default=1)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    weekdays = models.CharField(_("weekdays"), max_length=7)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    note = models.CharField(_("a word to the office"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answer = models.CharField(_("a word to the practice"), max_length=300, blank=True)
    made = models.ManyToManyField("events.Occurrence", blank=True, related_name="offers")

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("offer of a host practice")
        verbose_name_plural = _("offers of host practices")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day"), ends__gt=F("starts")),
                name="offer_in_order",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, dates__gte=1) & ~Q(weekdays=""),
                name="offer_offers_something",
            ),
            models.CheckConstraint(
                condition=Q(state="new", answered_at=None)
                | (~Q(state="new") & Q(answered_at__isnull=False)),
                name="offer_answered_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('offer of a host practice')} {self.pk}"

    @property
    def days(self) -> list[int]:
        """Its weekdays, 0 is Monday."""
        return sorted(int(day) for day in self.weekdays)

    def is_new(self) -> bool:
        return self.state == self.State.NEW
