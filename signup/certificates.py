"""A certificate as its sheet says it, for the personal page and for the desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from events.domain.certificates import Certificate


def sheet(certificate: Certificate, office_name: str) -> dict[str, Any]:
    """What `signup/_certificate.html` shows, in the language now in use."""
    return {
        "certificate": certificate,
        "office_name": office_name,
        "language": get_language(),
        "check_address": settings.BASE_URL + reverse("signup:certificate_check"),
    }
