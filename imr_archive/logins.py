"""Who counts as one client, and under what name, when failed logins are counted."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

OWNED_BY_ONE = 64
"""Bits that networks of IPv6 clients have in common: each has 2**64 addresses to take turns with."""
KEPT_OF_A_NAME = 255
"""Characters that the table of failures has room for; a name may be typed at any length."""


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
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped  # all of these would be one network
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.IPv6Network((int(address), OWNED_BY_ONE), strict=False).network_address)


def login_name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str | None:
    """The name that was typed, as far as it is kept; None where none was."""
    typed = (credentials or request.POST).get("username")
    return typed[:KEPT_OF_A_NAME] if typed else None
