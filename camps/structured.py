"""schema.org `Event`, for search engines: https://schema.org/Event"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from events.domain.showing import Showing
from events.models import Occurrence

if TYPE_CHECKING:
    from camps.models import EventPage
    from home.frame import Frame

STATUS = {True: "https://schema.org/EventCancelled", False: "https://schema.org/EventScheduled"}
AVAILABILITY = {
    "open": "https://schema.org/InStock",
    "few": "https://schema.org/LimitedAvailability",
    "not_open": "https://schema.org/PreSale",
}
SOLD_OUT = "https://schema.org/SoldOut"
FREE = {"isAccessibleForFree": True}
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def structured(
    occurrence: Occurrence, showing: Showing, page: EventPage, site: Frame
) -> dict[str, Any]:
    """One date as a schema.org Event; what is not known is left out."""
    address = page.get_full_url(site.request) or settings.BASE_URL
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "description": page.description,
        "inLanguage": occurrence.event.language,
        "url": address,
        "startDate": occurrence.local_start.isoformat(),
        "endDate": occurrence.local_end.isoformat(),
        "eventStatus": STATUS[occurrence.is_called_off],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _location(occurrence),
        "organizer": {"@type": "Organization", "name": site.name, "url": settings.BASE_URL},
        "offers": _offer(occurrence, showing, address) | _price(occurrence, page),
        **({"image": [page.photo.plain.full_url]} if page.photo else {}),
        **({} if page.cost or occurrence.asks_deposit else FREE),
    }


def questions(page: EventPage) -> dict[str, Any]:
    """The page's questions and answers as a schema.org FAQPage; empty where there are none."""
    asked = [it.value for it in page.faq]
    if not asked:
        return {}
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": it["question"],
                "acceptedAnswer": {"@type": "Answer", "text": str(it["answer"])},
            }
            for it in asked
        ],
    }


def script_json(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308 -- the three characters HTML knows are escaped


def _location(occurrence: Occurrence) -> dict[str, Any]:
    host, area = occurrence.host, occurrence.area
    name = occurrence.location or (host.name if host else "") or str(area or "")
    town = (host.town if host else "") or str(area or "")
    parts = {
        "@type": "PostalAddress",
        "streetAddress": host.street if host else "",
        "postalCode": host.postcode if host else "",
        "addressLocality": town,
    }
    address = {key: value for key, value in parts.items() if value}
    return {"@type": "Place", "name": name, "address": address}


def _price(occurrence: Occurrence, page: EventPage) -> dict[str, str]:
    """What has to be paid to come: a deposit, too; a price in words is left out."""
    if page.cost:
        return {}
    if not occurrence.asks_deposit:
        return {"price": "0"}
    major, minor = divmod(occurrence.deposit, 100)
    price = f"{major}.{minor:02}" if minor else str(major)
    return {"price": price, "priceCurrency": occurrence.currency}


def _offer(occurrence: Occurrence, showing: Showing, address: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "url": address,
        "validFrom": occurrence.opens_at.astimezone(occurrence.zone).isoformat(),
        "availability": AVAILABILITY.get(showing.state, SOLD_OUT),
    }
