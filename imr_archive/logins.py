"""Who counts as one client when failed logins are counted."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

OWNED_BY_ONE = 64
"""Bits that networks of IPv6 clients have in common: each has 2**64 addresses to take turns with."""


def client_address(request: HttpRequest) -> str | None:
    """The client's address, of IPv6 its network's; None where it has none (a socket file).

    Behind a proxy it is the one that the proxy itself added last: all before it the client can make up.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    text = forwarded if settings.BEHIND_PROXY and forwarded else request.META.get("REMOTE_ADDR")
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, OWNED_BY_ONE), strict=False).network_address)
