"""Stripe's form encoding: `line_items[0][price_data][currency]=dkk` means what JSON would nest."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

PART = re.compile(r"[^\[\]]+")


def decoded(text: str) -> dict[str, Any]:
    """The pairs, nested; numbered keys and `[]` become lists in their order."""
    nested: dict[str, Any] = {}
    for count, (key, value) in enumerate(parse_qsl(text, keep_blank_values=True)):
        parts = PART.findall(key) + ([str(count)] if key.endswith("[]") else [])
        _put(nested, parts, value)
    return {key: _listed(value) for key, value in nested.items()}


def _put(into: dict[str, Any], parts: list[str], value: str) -> None:
    for part in parts[:-1]:
        into = into.setdefault(part, {})
    into[parts[-1]] = value


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_listed(value[key]) for key in sorted(value, key=int)]
    return {key: _listed(inner) for key, inner in value.items()}
