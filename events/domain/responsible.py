"""Who of the office answers for an event."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from events.domain.errors import ActRefused
from events.domain.log import note
from events.models import Event, Occurrence, OccurrenceState
from office import clock
from office.actor import Actor

BACKEND = "django.contrib.auth.backends.ModelBackend"


def may_be_responsible() -> QuerySet[User]:
    """Those who can act on dates, by name."""
    able = User.objects.with_perm("events.change_occurrence", backend=BACKEND)
    return able.order_by("first_name", "last_name", "username")


def make_responsible(events: Iterable[int], user: User | None, *, actor: Actor) -> list[Event]:
    """Let somebody, or nobody, answer for these events; returns those that changed.

    All in one transaction, locked in the order of their numbers. Raises ActRefused for somebody
    who cannot act on dates.
    """
    if user and not may_be_responsible().filter(pk=user.pk).exists():
        raise ActRefused(_("This person cannot act on dates."))
    with transaction.atomic():
        found = Event.objects.select_for_update().filter(pk__in=set(events)).order_by("pk")
        changed = [event for event in found if event.coordinator_id != (user and user.pk)]
        for event in changed:
            _give(event, user, actor)
        return changed


def hand_over(of: User, to: User, *, actor: Actor, only_coming: bool) -> list[Event]:
    """Hand everything somebody answers for to somebody else, logged event by event.

    With `only_coming`: what still has a date to come. Raises ActRefused.
    """
    if of == to:
        raise ActRefused(_("They answer for these events already."))
    with transaction.atomic():
        mine = [event.pk for event in events_of(of, only_coming=only_coming)]
        return make_responsible(mine, to, actor=actor)


def events_of(user: User, *, only_coming: bool) -> QuerySet[Event]:
    """What somebody answers for; with `only_coming`, what still has a date to come."""
    mine = Event.objects.filter(coordinator=user).order_by("title", "pk")
    to_come = Occurrence.objects.filter(event=OuterRef("pk"))
    to_come = to_come.exclude(state=OccurrenceState.CALLED_OFF).upcoming(clock.now())
    return mine.filter(Exists(to_come)) if only_coming else mine


def _give(event: Event, user: User | None, actor: Actor) -> None:
    old, event.coordinator = event.coordinator_id, user
    event.save(update_fields=["coordinator"])
    note(event, "events.make_responsible", actor, old=old, new=user and user.pk)
