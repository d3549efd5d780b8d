"""A person's own page for somebody of the office to look at: nothing in it does or opens anything.

Left out is what the office sees without names, or only by a look that is logged: the evaluation,
food and access needs, the emergency contact; and the check-in code, which is a link.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from events.models import Registration
from mail.domain.links import TOKEN
from signup.domain.claims import Claim
from signup.views import registration, turn

LEADS_SOMEWHERE = re.compile(
    r'(<(?:a|area|button|form|input)\b[^>]*?)\s(?:action|download|formaction|href)(?:="[^"]*")?'
)
NOT_SHOWN = {"needs": None, "emergency": None, "evaluation": None, "ticket": None}


def page(
    request: HttpRequest, claim: Claim, at: datetime, *, with_answers: bool = True
) -> HttpResponse:
    """The page behind the claim's mailed link, in its reader's language."""
    left_out: dict[str, Any] = NOT_SHOWN if with_answers else {**NOT_SHOWN, "answers": None}
    with translation.override(claim.language):
        if isinstance(claim, Registration):
            response = registration.show(request, claim, at, **left_out)
        else:
            response = turn.show(request, claim, at)
        response.headers["Content-Language"] = claim.language
    response.content = inert(response.content.decode())
    return response


def inert(html: str) -> str:
    """Nothing can be reached by keyboard or mouse, no address stands in it, no link of a mail."""
    count = 1
    while count:
        html, count = LEADS_SOMEWHERE.subn(r"\1", html)
    return TOKEN.sub("…", html).replace("<body", "<body inert", 1)
