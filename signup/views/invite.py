from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from events.domain import invites
from events.domain.facts import facts
from events.models import Registration
from mail.domain.links import BadLink
from signup.domain import claims
from signup.mailed import mailed


@require_safe
@mailed(claims.registration)
def invite(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    """The calendar file of a confirmed place, to download."""
    if not claim.is_confirmed:
        raise BadLink
    told: Any = facts(claim, at)
    response = HttpResponse(invites.published(told), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="invite.ics"'
    return response
