"""What people tell of food, access and whom to call: asked once they have a place, and theirs
to take back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from contacts.models import Contact
from events.domain.errors import ActRefused, ClaimEnded
from events.domain.log import note
from events.domain.places import Places
from events.models import EmergencyContact, Event, Food, Need, Occurrence, Registration
from office.actor import Actor


@dataclass(frozen=True)
class Told:
    """What somebody does not eat, and what they need to take part."""

    does_not_eat: Iterable[str] = ()
    food_note: str = ""
    access_note: str = ""


def ask(event: int, *, actor: Actor, food: bool, access: bool, emergency: bool) -> Event:
    """Choose what an event asks. What was told before stays until its day."""
    with transaction.atomic():
        found = Event.objects.select_for_update().get(pk=event)
        asks = {"asks_food": food, "asks_access": access, "asks_emergency": emergency}
        if any(getattr(found, name) is not asked for name, asked in asks.items()):
            for name, asked in asks.items():
                setattr(found, name, asked)
            found.save(update_fields=list(asks))
            note(found, "events.ask_needs", actor)
        return found


def tell(registration: int, told: Told, *, wording: str, actor: Actor) -> Need:
    """Keep what somebody with a place told, instead of what they told before.

    Raises ClaimEnded without a place, ActRefused when it is over or nothing of it is asked.
    """
    with Places.lock(registration=registration) as places:
        found = _placed(places, registration)
        values = _asked(places.occurrence.event, told)
        need, _made = Need.objects.update_or_create(
            contact=found.contact,
            occurrence=places.occurrence,
            defaults=values | {"consent_wording": wording, "recorded_at": places.at},
        )
        note(found, "events.tell_needs", actor)
        return need


def withdraw(registration: int, *, actor: Actor) -> None:
    """Take back what was told, at once. Twice changes nothing."""
    _withdraw(Need, registration, actor)


def tell_emergency(
    registration: int, *, name: str, phone: str, wording: str, actor: Actor
) -> EmergencyContact:
    """Keep whom to call, instead of whom they named before. Raises ClaimEnded, ActRefused."""
    with Places.lock(registration=registration) as places:
        found = _placed(places, registration)
        if not places.occurrence.event.asks_emergency:
            raise ActRefused(_("This event does not ask for that."))
        values = {"name": name, "phone": phone, "consent_wording": wording}
        named, _made = EmergencyContact.objects.update_or_create(
            contact=found.contact,
            occurrence=places.occurrence,
            defaults=values | {"recorded_at": places.at},
        )
        note(found, "events.tell_emergency", actor)
        return named


def withdraw_emergency(registration: int, *, actor: Actor) -> None:
    """Take back whom to call, at once. Twice changes nothing."""
    _withdraw(EmergencyContact, registration, actor)


def look_at_food(occurrence: Occurrence, *, actor: Actor) -> None:
    """Somebody reads what people wrote, without names: that stands in the log."""
    note(occurrence, "events.look_at_food", actor)


def look_at_needs(occurrence: Occurrence, *, actor: Actor) -> None:
    """Somebody reads who has which needs: that stands in the log."""
    note(occurrence, "events.look_at_needs", actor)


def look_at_emergency(occurrence: Occurrence, *, actor: Actor) -> None:
    """Somebody reads whom to call for whom: that stands in the log."""
    note(occurrence, "events.look_at_emergency", actor)


def _placed(places: Places, registration: int) -> Registration:
    """Somebody's confirmed place; the person is held, so that they are not erased meanwhile."""
    found = places.registration(registration)
    living = Contact.objects.living().select_for_update()
    person = living.filter(pk=found.contact_id or 0).first()
    if not found.is_confirmed or person is None:
        raise ClaimEnded
    if places.at >= places.occurrence.ends_at:
        raise ActRefused(_("It is over, so this is no longer needed."))
    return found


def _asked(event: Event, told: Told) -> dict[str, object]:
    """What of it this event asks for."""
    if not (event.asks_food or event.asks_access):
        raise ActRefused(_("This event does not ask for that."))
    ticked = set(told.does_not_eat) if event.asks_food else set()
    return {
        "does_not_eat": [food.value for food in Food if food in ticked],
        "food_note": told.food_note if event.asks_food else "",
        "access_note": told.access_note if event.asks_access else "",
    }


def _withdraw(model: type[Need | EmergencyContact], registration: int, actor: Actor) -> None:
    found = Registration.objects.get(pk=registration)
    with transaction.atomic():
        deleted, _models = model.objects.of(found).delete()
        if deleted:
            note(found, "events.withdraw_needs", actor)
