"""What to bring to an event: from its public page, for somebody who has a place there."""

from __future__ import annotations

from dataclasses import dataclass, field

from camps.models import CampPage, EventPage, VisitPage
from camps.parts import lines
from events.models import Event, live_pages
from home.languages import foreign, one_each

PAGES: dict[str, type[EventPage]] = {it.kind: it for it in (CampPage, VisitPage)}


@dataclass(frozen=True)
class Bring:
    """`lang`: the language of the lines where that is not the one now in use."""

    lines: list[str] = field(default_factory=list)
    lang: str = ""


def what_to_bring(event: Event) -> Bring:
    """Nothing where no page says it, or none that the world can see."""
    public = live_pages().filter(translation_key=event.page_key).values("pk")
    for page in one_each(PAGES[event.kind].objects.filter(pk__in=public)):
        return Bring(lines(page.bring), foreign(page))
    return Bring()
