"""What is offered: an event, made with the first date of its page, and its facts changed later."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events.domain.errors import ActRefused
from events.domain.log import note
from events.domain.responsible import make_responsible
from events.domain.scheduling import rename
from events.models import Event
from office import clock
from office.actor import Actor


def make_event(page_key: UUID, *, actor: Actor, **facts: Any) -> Event:
    """Make the event of a page. Raises ActRefused if somebody else has just made it."""
    rows = Event.objects.filter(page_key=page_key)
    try:
        with transaction.atomic():
            made = Event.objects.create(page_key=page_key, created_at=clock.now(), **facts)
    except IntegrityError:
        if not rows.exists():
            raise
        raise ActRefused(
            _("Somebody else has just added the first date of this page. Add yours once more.")
        ) from None
    note(made, "events.make_event", actor)
    return made


def change_event(event: int, *, actor: Actor, **facts: Any) -> Event:
    """Change what is given of an event's facts, of who answers for it (`coordinator`) and of its
    title, which is told to everybody still to come. What is so already changes nothing. Raises
    ActRefused.

    What it asks of food, access and emergencies is changed by `needs.ask`.
    """
    with transaction.atomic():
        found = Event.objects.select_for_update().get(pk=event)
        title = facts.pop("title", found.title)
        if "coordinator" in facts:
            make_responsible([event], facts.pop("coordinator"), actor=actor)
        _change_facts(found, facts, actor)
        return rename(event, actor=actor, title=title)


def _change_facts(event: Event, facts: dict[str, Any], actor: Actor) -> None:
    changed = [name for name, value in facts.items() if getattr(event, name) != value]
    if changed:
        for name in changed:
            setattr(event, name, facts[name])
        event.save(update_fields=changed)
        note(event, "events.change_event", actor, changed=changed)
