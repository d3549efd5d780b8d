"""The client's network, behind proxies and with lies in the header."""

import pytest
from django.test import RequestFactory

from office.network import client_network


def asked(peer, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return client_network(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


def test_without_trusted_proxies_the_header_is_a_lie():
    assert asked("192.0.2.7", "198.51.100.1") == "192.0.2.7/32"


@pytest.mark.parametrize(
    ("forwarded", "network"),
    [
        ("198.51.100.1", "198.51.100.1/32"),
        ("6.6.6.6, 198.51.100.1", "198.51.100.1/32"),
        ("6.6.6.6, 198.51.100.1, 10.0.0.9", "198.51.100.1/32"),
        ("198.51.100.1:50123", "198.51.100.1/32"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
        ("[2001:db8:1:2ff:3::4]:443", "2001:db8:1:200::/56"),
        ("::ffff:198.51.100.1", "198.51.100.1/32"),
        ("", "10.0.0.1/32"),
        ("unknown", ""),
    ],
)
def test_the_first_untrusted_address_from_the_end_counts(settings, forwarded, network):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert asked("10.0.0.1", forwarded) == network


def test_a_trusted_proxy_without_header_is_itself_the_client(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    assert asked("10.0.0.1") == "10.0.0.1/32"


def test_a_unix_socket_is_trusted_by_name(settings):
    assert asked("", "198.51.100.1") == ""
    settings.TRUSTED_PROXIES = ["unix"]
    assert asked("", "198.51.100.1") == "198.51.100.1/32"
