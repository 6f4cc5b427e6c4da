"""The address of an engine on another machine, and what may be said to it."""

from __future__ import annotations

import re

USUAL_PORT = 15002  # of Spark Connect


class EndpointUnusable(Exception):
    """There is no such endpoint, it does not answer, or what is said to it could be overheard."""


def refuse_unsafe(endpoint: str) -> None:
    """Raise `EndpointUnusable` unless it is one of this machine, or what is sent to it is encrypted (TLS)."""
    host, _ = address(endpoint)
    if host not in ("localhost", "127.0.0.1", "::1") and "use_ssl=true" not in endpoint:
        raise EndpointUnusable("another machine is spoken to with TLS only: sc://HOST:PORT/;use_ssl=true")


def address(endpoint: str) -> tuple[str, int]:
    """Host and port of an endpoint. Raises `EndpointUnusable` where there are none."""
    known = re.fullmatch(r"sc://([A-Za-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d{1,5}))?(?:/.*)?", endpoint)
    if known is None:
        raise EndpointUnusable("expected an address such as sc://127.0.0.1:50051")
    return known[1].strip("[]"), int(known[2] or USUAL_PORT)
