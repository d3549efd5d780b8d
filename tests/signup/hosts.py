"""What people at a host practice do in these tests."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

from events.domain import host_links
from events.models import HostContact, Hosting, HostLink
from office import clock
from signup.domain.host_visit import path
from tests.factories import HostContactFactory


def mailed(hosting: Hosting, contact: HostContact | None = None) -> HostLink:
    """A link mailed to somebody at the practice."""
    who = contact or HostContactFactory(host=hosting.host, language="en")
    return host_links.make(who, hosting, clock.now())


def opened(client: Client, link: HostLink) -> str:
    """Press *Open* in this browser; the address of the page."""
    response = client.post(path(link), {"act": "open"})
    assert response.status_code == 302
    return path(link)


def page(client: Client, link: HostLink, name: str = "host") -> str:
    """What the browser that keeps the link shows."""
    response = client.get(path(link, name))
    assert response.status_code == 200
    return text(response)


def text(response: HttpResponse) -> str:
    return response.content.decode()
