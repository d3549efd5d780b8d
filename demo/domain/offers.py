"""The demo's events: camps and visits with their dates, hosts and who may come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from demo.domain.dates import ZONE, Calendar, wall
from demo.domain.files import Row, rows
from events.domain import scheduling
from events.models import Event, Host, HostContact, Kind
from office.actor import Actor, coordinator
from office.models import Municipality

OPENS, CLOSES, OFFERS = timedelta(weeks=14), timedelta(days=3), timedelta(hours=24)
"""A visit's sign-up opens and closes, and its waitlist ends, this long before it begins."""

AudienceRow = tuple[str, int | None, int | None]


def make_hosts() -> None:
    for row in rows("hosts"):
        town = Municipality.objects.get(name=row["municipality"])
        Host.objects.update_or_create(name=row["name"], defaults={**row, "municipality": town})
    for row in rows("host_contacts"):
        host = Host.objects.get(name=row["host"])
        HostContact.objects.update_or_create(
            host=host, email=row["email"], defaults={**row, "host": host}
        )


def make_events(keys: dict[str, UUID], calendar: Calendar, user: User) -> None:
    """Every event with its dates; `keys` names each one's page by slug."""
    actor = coordinator(user)
    for row in rows("camps"):
        event = _event(keys[row["slug"]], Kind.CAMP, row, calendar, user)
        _add_date(event, _camp(row, calendar), row, actor)
    for row in rows("visits"):
        event = _event(keys[row["slug"]], Kind.VISIT, row, calendar, user)
        _add_date(event, _visit(row, calendar), row, actor)


def _event(page_key: UUID, kind: Kind, row: Row, calendar: Calendar, user: User) -> Event:
    ask = next(person for person in rows("staff") if person["key"] == row["ask"])
    event, _made = Event.objects.get_or_create(
        page_key=page_key,
        defaults={
            "kind": kind,
            "title": row["title"],
            "contact_name": ask["name"],
            "contact_email": ask["email"],
            "contact_phone": ask["phone"],
            "phone_required": row.get("phone_required") == "yes",
            "coordinator": user,
            "asks_food": kind == Kind.CAMP,
            "asks_access": kind == Kind.CAMP,
            "asks_emergency": kind == Kind.CAMP,
            "created_at": calendar.at("2026-04-20 09:00"),
        },
    )
    return event


def _camp(row: Row, calendar: Calendar) -> dict[str, Any]:
    return {
        "location": row["location"],
        "municipality": Municipality.objects.get(name=row["municipality"]),
        "opens_at": calendar.at(row["opens"]),
        "closes_at": calendar.at(row["closes"]),
        "offers_until": calendar.at(row["offers_until"]),
        **_times(row, calendar),
    }


def _visit(row: Row, calendar: Calendar) -> dict[str, Any]:
    host = Host.objects.select_related("municipality").get(name=row["host"])
    start = calendar.at(row["starts"])
    return {
        "location": host.address,
        "municipality": host.municipality,
        "host": host,
        "opens_at": _before(start, OPENS),
        "closes_at": _before(start, CLOSES),
        "offers_until": start - OFFERS,
        **_times(row, calendar),
    }


def _times(row: Row, calendar: Calendar) -> dict[str, Any]:
    return {
        "starts_at": calendar.at(row["starts"]),
        "ends_at": calendar.at(row["ends"]),
        "capacity": int(row["capacity"]),
        "waitlist_limit": int(row["waitlist_limit"]),
        **_deposit(row, calendar),
    }


def _deposit(row: Row, calendar: Calendar) -> dict[str, Any]:
    """In kroner in the file; a day until which all of it comes back, where there is one."""
    until = row.get("back_until")
    return {
        "deposit": int(row["deposit"]) * 100,
        "deposit_back_until": calendar.at(until) if until else None,
        "deposit_part_back": int(row.get("part_back") or 0),
    }


def _before(start: datetime, span: timedelta) -> datetime:
    """So many days earlier at the same time on the wall."""
    return wall((start.astimezone(ZONE) - span).replace(tzinfo=None))


def _add_date(event: Event, fields: dict[str, Any], row: Row, actor: Actor) -> None:
    """A date with who may come; open, unless the file says it is a draft."""
    occurrence = scheduling.draft(event, actor=actor, **fields)
    audience = [_audience(part) for part in row["audience"].split("|")]
    scheduling.change_audience(
        occurrence.pk, actor=actor, revision=occurrence.revision, audience=audience
    )
    if row.get("state") != "draft":
        scheduling.open_occurrence(occurrence.pk, actor=actor)


def _audience(text: str) -> AudienceRow:
    """ "ka 7-12" -> ("ka", 7, 12); "kbu" -> ("kbu", None, None)."""
    stage, _, semesters = text.strip().partition(" ")
    first, _, last = semesters.partition("-")
    return stage, int(first or 0) or None, int(last or 0) or None
