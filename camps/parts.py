"""The parts of an event's page that are made of its dates and its people: what is said at a
glance, what stays in reach, which dates are shown at once, whose face stands where.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from camps.dates import Date
from camps.structured import questions, script_json

if TYPE_CHECKING:
    from camps.models import EventPage
    from events.models import Event

T = TypeVar("T")

AT_ONCE = 3
"""So many dates are shown at once; what comes later opens on a press."""


@dataclass(frozen=True)
class Reach:
    """The bar that stays in reach: the date it names, and where its button leads.

    `url` is that date's own sign-up; "" leads to the dates on the page, among them `choices`
    that one can sign up for.
    """

    date: Date
    url: str
    choices: int


def parts_of(page: EventPage, dates: dict[str, Any]) -> dict[str, Any]:
    """What the template asks for beside `dates_of`."""
    coming: list[Date] = dates["dates"]
    asked, people = _people(page, dates["event"])
    answered = questions(page)
    return {
        "first_dates": coming[:AT_ONCE],
        "later_dates": coming[AT_ONCE:],
        "reach": reach(coming),
        "glance": _glance(coming),
        "sights": lines(page.sights),
        "included": lines(page.included),
        "bring": lines(page.bring),
        "asked": asked,
        "people": people,
        "questions_structured": script_json(answered) if answered else "",
        "practices": [it for it in page.people if it.block_type == "practice"],
    }


def reach(dates: Sequence[Date]) -> Reach | None:
    """The next date with places, else with room on its waitlist, else the next that is held."""
    held = [it for it in dates if not it.occurrence.is_called_off]
    if not held:
        return None
    open_now = [it for it in held if it.sign_up_url]
    free = [it for it in open_now if not it.showing.joins_waitlist]
    date = (free or open_now or held)[0]
    return Reach(date, date.sign_up_url if len(open_now) == 1 else "", len(open_now))


def lines(text: str) -> list[str]:
    """What stands on each line, without the marks people put before it."""
    found = (line.strip().lstrip("-–•* ").strip() for line in text.splitlines())
    return [line for line in found if line]


def _glance(dates: Sequence[Date]) -> dict[str, Any]:
    """The place, the people and the deposit of all dates where these are the same for all."""
    held = [it for it in dates if not it.occurrence.is_called_off]
    return {
        "place": _common(it.place for it in held) or "",
        "audience": _common(it.audience for it in held) or [],
        "asks_deposit": any(it.deposit for it in held),
        "deposit": _common(it.deposit for it in held) or "",
    }


def _common(values: Iterable[T]) -> T | None:
    """What they all are; None where they differ, or there are none."""
    found = list(values)
    return found[0] if found and all(it == found[0] for it in found) else None


def _people(page: EventPage, event: Event | None) -> tuple[Any, list[Any]]:
    """Whom to ask, if they stand among the people by the same name, and the others."""
    persons = [it for it in page.people if it.block_type == "person"]
    name = event.contact_name.strip() if event else ""
    asked = next((it for it in persons if name and it.value["name"].strip() == name), None)
    return asked, [it for it in persons if it is not asked]
