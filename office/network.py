"""Where a request comes from, as far as the proxies in front can be believed."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address


def client_network(request: HttpRequest) -> str:
    """The client's network: one IPv4 address ("192.0.2.7/32") or an IPv6 /56; "" if unknown.

    `X-Forwarded-For` is read from its end, over `TRUSTED_PROXIES` only: what stands before the
    first address that is not a trusted proxy was written by anybody.
    """
    named = request.headers.get("X-Forwarded-For", "").split(",")
    hops = [*(hop for hop in named if hop.strip()), peer_of(request)]
    while len(hops) > 1 and is_trusted(hops[-1]):
        hops.pop()
    client = _address(hops[-1])
    return _network(client) if client else ""


def peer_of(request: HttpRequest) -> str:
    """Whose connection to us it is: an address, or "unix"."""
    return request.META.get("REMOTE_ADDR", "") or "unix"


def is_trusted(hop: str) -> bool:
    """Whether this is one of `TRUSTED_PROXIES`."""
    if hop == "unix":
        return "unix" in settings.TRUSTED_PROXIES
    address = _address(hop)
    proxies = (proxy for proxy in settings.TRUSTED_PROXIES if proxy != "unix")
    return address is not None and any(
        address in ip_network(proxy, strict=False) for proxy in proxies
    )


def _address(text: str) -> Address | None:
    """An address as proxies write it: bare, [bracketed], or with a port behind."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.version == 6 and address.ipv4_mapped) or address


def _network(address: Address) -> str:
    return str(ip_network((address, 32 if address.version == 4 else 56), strict=False))
