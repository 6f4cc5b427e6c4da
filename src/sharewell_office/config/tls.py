"""HTTPS spoken by the office itself, for one behind no proxy: certificate and key are named by the environment."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

from django.conf import settings


def given() -> bool:
    """Whether the office speaks HTTPS itself."""
    return bool(settings.SHAREWELL_TLS_CERTIFICATE)


def scheme() -> str:
    return "https" if given() else "http"


def options() -> dict[str, Any]:
    """What the web server is told; nothing where a proxy speaks HTTPS, or nobody does."""
    if not given():
        return {}
    return {
        "certfile": settings.SHAREWELL_TLS_CERTIFICATE,
        "keyfile": settings.SHAREWELL_TLS_KEY,
        "ssl_context": _strict,
    }


def _strict(_config: object, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """TLS 1.2 and newer only (NCSC: Using TLS to protect data); no compression, no renegotiation from outside."""
    context = default()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    return context
