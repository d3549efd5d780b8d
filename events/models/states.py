from django.db import models
from django.utils.translation import gettext_lazy as _


class OccurrenceState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    CALLED_OFF = "called_off", _("called off")


class RegistrationState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("not confirmed yet")
    AWAITING_PAYMENT = "awaiting_payment", _("awaiting payment")
    OFFERED = "offered", _("place offered")
    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("cancelled")
    LAPSED = "lapsed", _("lapsed")


HELD = [
    RegistrationState.UNCONFIRMED,
    RegistrationState.AWAITING_PAYMENT,
    RegistrationState.OFFERED,
]
HOLDING = [*HELD, RegistrationState.CONFIRMED]
"""States that take a place; those in HELD do so until a time."""

PUBLIC = [OccurrenceState.SCHEDULED, OccurrenceState.CALLED_OFF]
"""Dates in these states are told to the world, once their page is live."""


class Because(models.TextChoices):
    """Why a registration or a turn ended."""

    ACCEPTED = "accepted", _("place taken")
    DECLINED = "declined", _("offer declined")
    LAPSED = "lapsed", _("time ran out")
    LEFT = "left", _("left")
    CANCELLED = "cancelled", _("cancelled")
    UNPROVEN = "unproven", _("address never answered")
    ADDED = "added", _("added by the office")
    LIST_OVER = "list_over", _("waitlist over")
    CALLED_OFF = "called_off", _("called off")
    REMOVED = "removed", _("removed by the office")
    NOT_ME = "not_me", _("this was not me")
    BOUNCED = "bounced", _("mail did not arrive")
    LIST_FULL = "list_full", _("waitlist full")
    ALREADY = "already", _("already signed up")
    ERASED = "erased", _("erased")
    MERGED = "merged", _("merged")
    MOVED = "moved", _("moved to another date")
