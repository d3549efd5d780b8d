"""Pages of events that have everything, or as much of it as a page can bear."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wagtail.models import Page

from events.models import Event, Occurrence
from tests.factories import NOW, OccurrenceFactory, event_page
from tests.pictures import picture

LONG = (
    "Vintercamp på Lolland-Falster med almenpraktiserendelægevikarordningen og alt det andet " * 3
)[:200]
"""A title as long as they get."""
EMOJI = "Sommercamp 🏖️ på Bornholm 👩‍⚕️🇩🇰"


def every_block(**fields: Any) -> dict[str, Any]:
    """What a coordinator can write on the page of an event, all of it; `fields` go before."""
    face = picture("A face")
    return {
        "lead": "Tre dage i klinik og på hjemmebesøg, med havet lige udenfor.",
        "picture": picture(),
        "picture_alt": "En vej mellem marker",
        "sights": "Konsultationer side om side\nSygebesøg på gårdene\nSy, skanne, gipse",
        "story": _story(face),
        "programme": [_day("Fredag", 3), _day("Lørdag", 5), _day("Søndag", 2)],
        "included": "Overnatning i tomandsværelse\nAlle måltider\nBus fra København og Køge",
        "bring": "Varmt tøj\nSko, der kan tåle mudder",
        "travel": _travel(),
        "people": _people(face),
        "faq": _faq(),
        "practicalities": "<h3>Godt at vide</h3><p>Du skriver under på tavshedspligt.</p>",
        **fields,
    }


def whole_page(event: Event, **fields: Any) -> Page:
    """A live page with every block."""
    return event_page(event, **every_block(**fields))


def many_dates(event: Event, number: int = 40, **fields: Any) -> list[Occurrence]:
    """A date a week, in different states, each three days long."""
    return [_date(event, week, **fields) for week in range(number)]


def _date(event: Event, week: int, **fields: Any) -> Occurrence:
    start = NOW + timedelta(weeks=week + 2)
    states: list[dict[str, Any]] = [
        {"capacity": 20},
        {"capacity": 3},
        {"capacity": 0},
        {"opens_at": NOW + timedelta(days=2)},
        {"state": "called_off", "called_off_at": NOW},
    ]
    values = {"ends_at": start + timedelta(days=2, hours=3), **states[week % len(states)], **fields}
    return OccurrenceFactory(event=event, starts_at=start, **values)


def _story(face: Any) -> list[tuple[str, Any]]:
    text = (
        "<p>Du bor sammen med femten andre på en gammel højskole, spiser ved langborde og falder i "
        "snak med dem, der har valgt <b>landet</b> til.</p><p>Om dagen følger I lægerne to og to. "
        "De første timer ser du mest på. Derefter er det dig, der tager blodtrykket.</p>"
        '<ul><li>Små hold</li><li>God tid</li></ul><p>Læs <a href="/">mere</a>.</p>'
    )
    return [
        ("text", text),
        ("quote", {"text": "Her kender lægen både patienten, bedstemoren og båden.", "who": ""}),
        ("picture", {"image": picture(), "alt": "En vej", "caption": "Vejen ned til vandet."}),
        ("text", "<h3>Om aftenen</h3><p>Så er der tid til alt det andet.</p>"),
        ("voice", _voice(None)),
        ("voice", _voice(face)),
    ]


def _voice(face: Any) -> dict[str, Any]:
    return {
        "text": "Jeg havde aldrig tænkt på en ø. Nu ved jeg, hvad bådene hedder.",
        "name": "Asta",
        "about": "9. semester, med sidste sommer",
        "picture": face,
    }


def _day(title: str, entries: int) -> tuple[str, Any]:
    whole = {"time": "08.00–13.00", "what": "I praksis to og to", "place": "Hos din værtslæge"}
    whole["more"] = "Konsultationer og sygebesøg.\nHusk korte ærmer."
    short = {"time": "", "what": "Aften for jer selv", "place": "", "more": ""}
    return "day", {"title": title, "entries": [whole] * (entries - 1) + [short]}


def _travel() -> list[tuple[str, Any]]:
    return [
        _meeting("there", "Fredag kl. 10.30", "København H, under uret", "Bussen er hvid."),
        _meeting("there", "Fredag kl. 11.20", "Køge Station, busholdepladsen", ""),
        _meeting("home", "Søndag kl. 15.00", "Højskolens gård", "København H omkring kl. 17.30."),
        ("text", "<p>Kører du selv, er der plads til bilen. Vi betaler <b>færgen</b>.</p>"),
    ]


def _meeting(way: str, time: str, place: str, more: str) -> tuple[str, Any]:
    return "meeting", {"way": way, "time": time, "place": place, "more": more}


def _people(face: Any) -> list[tuple[str, Any]]:
    return [
        _person("Signe Bøgh Holm", "Praktiserende læge i Nexø", "Kom for et år og blev.", face),
        _person("Dr. Ali Hassan", "Læge under uddannelse", "Ved alt om de første år.", None),
        _person("Øyvind", "Kok", "", None),
        _person("Karen Lund", "Koordinator", "Har været med på alle camps.", face),
        ("practice", _practice("Demo-Lægehuset Havnebakken", picture())),
        ("practice", _practice("Demo-Klinikken ved Kanalen", None)),
    ]


def _person(name: str, role: str, line: str, face: Any) -> tuple[str, Any]:
    return "person", {"name": name, "role": role, "line": line, "picture": face}


def _practice(name: str, image: Any) -> dict[str, Any]:
    return {
        "name": name,
        "kind": "Tre læger, der deler huset og patienterne",
        "team": "3 læger, 2 sygeplejersker, 2 sekretærer og en hund",
        "patients": "4.800, mange af dem fiskere",
        "line": "Et gult hus lige ved havnen.",
        "picture": image,
    }


def _faq() -> list[tuple[str, Any]]:
    return [
        ("question", {"question": "Skal jeg kunne noget på forhånd?", "answer": "<p>Nej.</p>"}),
        (
            "question",
            {
                "question": "Må jeg komme senere, hvis jeg har eksamen fredag?",
                "answer": "<p>Ja, skriv til os. <b>Bussen</b> kan ikke vente.</p>",
            },
        ),
    ]
