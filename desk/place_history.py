"""What happened with somebody's place or turn, step by step: from its row, and from the log what
the office did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from contacts.models import Contact
from events.models import Registration, Turn
from payments.models import Payment

MADE = {"events.add", "events.add_over_capacity", "events.receive_person"}
VOUCHED, ACCEPTED = "events.vouch", "events.accept_for"


@dataclass(frozen=True)
class Step:
    at: datetime
    what: str
    reason: str = ""


Acts = dict[int, ModelLogEntry]


def places_of(contact: Contact) -> QuerySet[Registration]:
    """Their places, with all that `place_steps` needs."""
    paid = Prefetch("payments", Payment.objects.paid().order_by("paid_at"), to_attr="paid")
    rows = contact.registrations.real().select_related("occurrence__event", "turn")
    return rows.prefetch_related(paid)


def acts_on(rows: Iterable[Registration | Turn]) -> Acts:
    """What the office did that gave each of them their place, as far as the log is kept."""
    found = list(rows)
    if not found:
        return {}
    lines = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(type(found[0])),
        object_id__in=[str(it.pk) for it in found],
        action__in=[*MADE, VOUCHED, ACCEPTED],
    )
    return {int(it.object_id): it for it in lines}


def place_steps(place: Registration, act: ModelLogEntry | None) -> Iterator[Step]:
    """How they came to a place, up to when it was theirs."""
    turn = getattr(place, "turn", None)
    offered = turn is not None and turn.ended_at != place.created_at  # else given at once
    if act and act.action in MADE:
        yield _by_the_office(place.created_at, act)
        return
    if turn is None or offered:
        why = "" if act or place.ended_at else place.reason  # the log is kept for a year
        yield Step(place.created_at, _("place offered") if offered else _("signed up"), why)
    if act and act.action == ACCEPTED and turn and turn.ended_at:
        yield _by_the_office(turn.ended_at, act)
    elif act and act.action == VOUCHED and place.proven_at:
        yield _by_the_office(place.proven_at, act)
    else:
        yield from _of_their_own(place, turn if offered else None)


def turn_steps(turn: Turn, act: ModelLogEntry | None) -> Iterator[Step]:
    """How they came to wait."""
    yield Step(turn.joined_at, _("joined the waitlist"))
    if act and turn.proven_at:
        yield _by_the_office(turn.proven_at, act)


def _of_their_own(place: Registration, offer: Turn | None) -> Iterator[Step]:
    answered = offer.ended_at if offer else place.proven_at
    confirmed = _confirmed_at(place, answered)
    if place.proven_at and not offer and confirmed != place.proven_at:
        yield Step(place.proven_at, _("address confirmed"))
    if confirmed:
        yield Step(confirmed, _("place confirmed"))


def _confirmed_at(place: Registration, answered: datetime | None) -> datetime | None:
    """When the place was theirs for good: as they answered, or once they had paid. An invite was
    sent then, and only then, so its number tells whether it ever was."""
    if answered is None or not (place.is_confirmed or place.has_invite):
        return None
    return max([answered, *(it.paid_at for it in place.paid[:1])])  # type: ignore[attr-defined]


def _by_the_office(at: datetime, act: ModelLogEntry) -> Step:
    return Step(at, str(act.message), str(act.comment))
