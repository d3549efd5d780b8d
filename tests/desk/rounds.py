"""Every address of the admin, as somebody asks for it, and what became of it."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

WRITES = re.compile(
    r"^(INSERT INTO|UPDATE|DELETE FROM) \"(?!django_session|office_sharedkey)", re.I
)
LOGIN, HOME = "/admin/login/", "/admin/"


@dataclass(frozen=True)
class Address:
    """`name` is what the table calls it: its view's name, or its route where it has none."""

    name: str
    route: str
    pattern: URLPattern

    @property
    def kwargs(self) -> list[str]:
        return re.findall(r"<(?:[^<>:]+:)?(\w+)>", self.route)


def addresses() -> list[Address]:
    """All of them, Wagtail's and ours, in the order they are tried."""
    return [it for it in _walk(get_resolver().url_patterns) if it.route.startswith("admin/")]


def _walk(patterns: Any, route: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, whole, inside)
        else:
            name = ":".join([*spaces, pattern.name]) if pattern.name else whole
            yield Address(name, whole, pattern)


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    text: str
    wrote: tuple[str, ...]

    @property
    def is_refused(self) -> bool:
        """Sent to the sign-in or home, or told that it is not theirs."""
        sent_away = self.status == 302 and self.url.partition("?")[0] in {HOME, LOGIN}
        return sent_away or self.status == 403


def ask(client: Client, method: str, path: str, data: Any = None) -> Answer:
    """Ask, see what was written, and undo it: signing out, too."""
    cookies = deepcopy(client.cookies)
    reset_queries()  # a full log would take no more
    with CaptureQueriesContext(connection) as queries:
        sid = transaction.savepoint()
        try:
            response = getattr(client, method)(path, data or {})
            text = b"".join(response) if response.streaming else response.content
        finally:
            transaction.savepoint_rollback(sid)
            client.cookies = cookies
    wrote = tuple(it["sql"][:100] for it in queries if WRITES.match(it["sql"]))
    url = response.headers.get("Location", "")
    return Answer(response.status_code, url, text.decode(errors="replace"), wrote)


def path_of(address: Address, args: dict[str, Any]) -> str:
    """Where this pattern leads with these arguments."""
    if ":" not in address.name and "/" in address.name:
        return "/" + re.sub(r"[\^$]", "", address.route).replace(".*", "nowhere")
    return reverse(address.name, kwargs={name: args[name] for name in address.kwargs})
