"""The office's own colours as a style sheet, at an address that changes with them."""

from __future__ import annotations

from hashlib import sha256

from django.urls import reverse

from office.colours import Colours


def theme_url(colours: Colours) -> str:
    """The address of these colours; "" when none are chosen."""
    css = colours.css()
    return reverse("theme", args=[version(css)]) if css else ""


def version(css: str) -> str:
    return sha256(css.encode()).hexdigest()[:12]
