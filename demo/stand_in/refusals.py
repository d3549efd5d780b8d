"""What the API says when it does not do what it was asked."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """An error as the API answers it: https://docs.stripe.com/api/errors"""

    def __init__(
        self, status: int, message: str, *, kind: str = "invalid_request_error", **more: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **more}}


def missing(what: str, pk: str) -> Refused:
    return Refused(404, f"No such {what}: '{pk}'", code="resource_missing", param="id")


def required(param: str) -> Refused:
    message = f"Missing required param: {param}."
    return Refused(400, message, code="parameter_missing", param=param)


def invalid(param: str, message: str, code: str = "parameter_invalid_integer") -> Refused:
    return Refused(400, message, code=code, param=param)
