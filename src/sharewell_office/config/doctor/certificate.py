"""The certificate of an office that speaks HTTPS itself."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cryptography import x509

from sharewell_office.config.doctor.finding import Finding, ok, unsafe, wrong

SOON = timedelta(days=21)


def findings() -> Iterator[Finding]:
    """What is wrong with the certificate and its key."""
    from django.conf import settings

    from sharewell_office.adapters import clock

    try:
        found = x509.load_pem_x509_certificate(Path(settings.SHAREWELL_TLS_CERTIFICATE).read_bytes())
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            settings.SHAREWELL_TLS_CERTIFICATE, settings.SHAREWELL_TLS_KEY or None
        )
    except (OSError, ValueError):
        yield wrong(
            "tls", "The certificate and its key cannot be used together.",
            "Set SHAREWELL_TLS_CERTIFICATE to the chain and SHAREWELL_TLS_KEY to its key, both PEM.",
        )  # fmt: skip
        return
    ends = found.not_valid_after_utc
    if ends < clock.now() + SOON:
        yield wrong(
            "tls", f"The certificate ends on {ends:%-d %B %Y}.", "Renew it, and start the office again."
        )
    key = Path(settings.SHAREWELL_TLS_KEY or settings.SHAREWELL_TLS_CERTIFICATE)
    if key.stat().st_mode & 0o077:
        yield unsafe("tls", "Others on this machine may read the key of the certificate.", f"chmod go= {key}")
    yield ok("tls", f"The office speaks HTTPS itself, TLS 1.2 and newer, until {ends:%-d %B %Y}.")
