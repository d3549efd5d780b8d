"""Whom somebody would like to be placed with: a name they wrote, and whose it may be.

Nobody but the office is told whether a name is anybody's. Two who named each other are a pair,
which the distribution keeps together where it can; one who is not named back is only shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.domain import naming
from contacts.models import Contact
from events.domain import wishes
from events.domain.errors import ActRefused, ClaimEnded
from events.domain.places import Places
from events.models import Friend, Occurrence, Registration
from office.folding import fold


def is_asked(occurrence: Occurrence, at: datetime) -> bool:
    """Whether somebody with a place can name a friend now: while there may be wishes."""
    has_spots = occurrence.event.is_camp or occurrence.spots.exists()
    return wishes.is_open(occurrence, at) and has_spots


def name(registration: int, friend: str) -> Registration:
    """Keep the name of a friend instead of the one before; nothing takes it back. Twice is once.

    Raises ClaimEnded, ActRefused.
    """
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        if not found.is_confirmed:
            raise ClaimEnded
        if not is_asked(places.occurrence, places.at):
            raise ActRefused(_("This can no longer be changed."))
        _keep(found, " ".join(friend.split()), places.at)
        return found


def _keep(registration: Registration, friend: str, at: datetime) -> None:
    if not friend:
        Friend.objects.filter(registration=registration).delete()
        return
    values = {"name": friend, "recorded_at": at}
    Friend.objects.update_or_create(registration=registration, defaults=values)


def forget_name(contact: Contact) -> None:
    """Of an erased person the name goes also where somebody wished to be placed with them."""
    theirs = Q(registration__occurrence__registrations__contact=contact)
    theirs |= Q(registration__occurrence__turns__contact=contact)
    rows = Friend.objects.filter(theirs).select_related("registration").distinct()
    gone = [it.pk for it in rows if _is_theirs(it, contact)]
    Friend.objects.filter(pk__in=gone).delete()


def _is_theirs(friend: Friend, contact: Contact) -> bool:
    """Whether the words mean them, or name them and mean nobody else on the date."""
    if is_meant(friend.name, contact.name):
        return True
    on_date = Contact.objects.filter(registrations__occurrence=friend.registration.occurrence_id)
    others = on_date.exclude(pk=contact.pk).values_list("name", flat=True)
    named = naming.names(friend.name, contact)
    return named and not any(is_meant(friend.name, other) for other in others)


def is_meant(friend: str, whole: str) -> bool:
    """Whether every word that was written stands in somebody's name: "emil kjaer", "Emil"."""
    wanted = _words(friend)
    return bool(wanted) and wanted <= _words(whole)


def _words(name: str) -> set[str]:
    return set(fold(name).replace("-", " ").replace(".", " ").split())


@dataclass(frozen=True)
class Friends:
    """Of everybody with a place on a date, by the numbers of their registrations: `names`, and
    the names they `wrote`."""

    names: Mapping[int, str]
    wrote: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def means(self) -> dict[int, int]:
        """Whom somebody wrote of, where only one person on the date can be meant."""
        found = {}
        for person, friend in self.wrote.items():
            meant = [it for it, whole in self.names.items() if is_meant(friend, whole)]
            others = [it for it in meant if it != person]
            if len(others) == 1:
                found[person] = others[0]
        return found

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Those who wrote of each other; nobody is in two."""
        means = self.means
        return sorted((a, b) for a, b in means.items() if a < b and means.get(b) == a)

    def of(self, person: int) -> int | None:
        """The other one of a pair."""
        friend = self.means.get(person)
        return friend if friend is not None and self.means.get(friend) == person else None


def friends_on(occurrence: Occurrence) -> Friends:
    """Of everybody with a place on a date."""
    return friends_among(Registration.objects.filter(occurrence=occurrence).with_friends())


def friends_among(registrations: Iterable[Registration]) -> Friends:
    """Of those among them who have a place, read `with_friends()`."""
    placed = [it for it in registrations if it.is_confirmed]
    met = [(it, it.contact.name) for it in placed if it.contact and not it.contact.erased_at]
    wrote = {it.pk: it.friend.name for it, _name in met if hasattr(it, "friend")}
    return Friends({it.pk: name for it, name in met}, wrote)
