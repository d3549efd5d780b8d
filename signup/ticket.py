"""What somebody shows at the door: a QR code that holds their check-in link, and it on paper.

The code opens nothing by itself: the page behind it asks for the phone of somebody who takes
attendance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from camps.bringing import Bring, what_to_bring
from events.domain.zoned import first_instant
from events.models import Registration
from mail.domain import links
from signup import qr


@dataclass(frozen=True)
class Ticket:
    """`is_due`: the day before the start has begun, so that it is shown big."""

    code: SafeString
    programme: str
    bring: Bring
    is_due: bool


def ticket(claim: Registration, at: datetime) -> Ticket | None:
    """Of a confirmed place on a date that is not over."""
    date_ = claim.occurrence
    if not claim.is_confirmed or date_.is_trial or date_.is_called_off or at >= date_.ends_at:
        return None
    return Ticket(
        code=_code(links.url("check-in", claim.pk, claim.link_version)),
        programme=settings.BASE_URL + reverse("event", args=[date_.event_id]),
        bring=what_to_bring(date_.event),
        is_due=at >= _the_day_before(claim),
    )


def _the_day_before(claim: Registration) -> datetime:
    """Its midnight, where the event is."""
    date_ = claim.occurrence
    midnight = datetime.combine(date_.first_day - timedelta(days=1), datetime.min.time())
    return first_instant(midnight, date_.zone)


def _code(address: str) -> SafeString:
    """Black on white in every theme; the size is the stylesheet's."""
    return qr.draw(
        address,
        css="ticket-code",
        title=_("Your check-in code"),
        desc=_("A QR code, to be read by the phone of whoever takes attendance at the door."),
    )
