"""No line of a log holds a mailed link or an address."""

import logging
from collections.abc import Iterable, Iterator
from re import sub

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from config.private_logs import PrivateFilter, mask
from mail.domain import links

SECRET = "7-Ab_9"
PARTS = r"<(?:\w+:)?\w+>|\(\?P<\w+>.*?\)"
"""What is filled in, in a route and in a regular expression."""


def secret_routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """The routes in which something stands that opens them."""
    for it in patterns:
        route = before + str(it.pattern)
        if isinstance(it, URLResolver):
            yield from secret_routes(it.url_patterns, route)
        elif {"token", "reference", "key"} & set(it.pattern.regex.groupindex):
            yield route


ROUTES = sorted(secret_routes(get_resolver().url_patterns))


@pytest.mark.parametrize("route", ROUTES)
def test_no_secret_of_any_address_stands_in_the_log(route):
    address = f"/{sub(PARTS, SECRET, route).replace('^', '').removesuffix('$')}"
    assert SECRET in address
    assert SECRET not in mask(f'"GET {address}?done=save HTTP/1.1" 200')


@pytest.mark.parametrize("route", ROUTES)
def test_machines_are_kept_from_every_address_with_a_secret(client, route):
    text = client.get("/robots.txt").content.decode()
    kept = [line.removeprefix("Disallow: ") for line in text.splitlines() if "Disallow" in line]
    assert any(f"/{route}".startswith(path) for path in kept)


def test_machines_may_read_where_a_practice_asks_for_its_link(client):
    assert "Allow: /host/$" in client.get("/robots.txt").content.decode().splitlines()


def test_operations_names_what_the_proxy_must_not_log_either():
    told = (settings.ROOT / "docs" / "operations.md").read_text()
    missing = [it for it in links.BEFORE_SECRETS if f"`/{it}/`" not in told]
    assert missing == []


def test_nothing_is_kept_secret_that_no_address_has():
    starts = [route.partition("/")[0] for route in ROUTES]
    assert set(links.BEFORE_SECRETS) == set(starts) - {"admin"}


@pytest.mark.parametrize("purpose", links.URL_NAMES)
def test_every_kind_of_mailed_link_is_masked(purpose):
    url = links.url(purpose, 7, 1)
    token = url.rstrip("/").rpartition("/")[2]

    assert token in url
    assert token not in mask(f'"GET {url} HTTP/1.1" 200')
    assert token not in mask(f"Internal Server Error: {url}cancel/?done=save")


def test_an_address_is_masked_also_where_an_error_names_it():
    try:
        raise ValueError("anna@student.test")
    except ValueError as error:
        record = logging.LogRecord("x", 40, "x", 1, "of %s", ("bo@student.test",), None)
        record.exc_info = (ValueError, error, error.__traceback__)

    assert PrivateFilter().filter(record)
    assert "student.test" not in f"{record.getMessage()} {record.exc_text}"
