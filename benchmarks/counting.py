"""Counts the SQL statements of each request (BEGIN and COMMIT are not statements of ours)."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class CountingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def counted(execute: Any, *call: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*call)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response["X-Statements"] = str(count)
        return response
