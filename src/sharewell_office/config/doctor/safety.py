"""What would let somebody in: settings, keys, and people who are only there for show."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from sharewell_office.config.doctor import certificate
from sharewell_office.config.doctor.finding import Finding, Result, ok, unsafe, wrong


def settings() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.checks import run_checks

    from sharewell_office.config import tls

    if settings.PRODUCTION:
        yield ok("settings", "This is a production office: HTTPS only, secure cookies, HSTS.")
    else:
        yield Finding(
            area="settings", result=Result.NOTE, what="This office is not set up for production.",
            remedy="For real data set SHAREWELL_PRODUCTION=1 and run doctor again.",
        )  # fmt: skip
    if set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost"} or "*" in settings.ALLOWED_HOSTS:
        yield unsafe(
            "settings", "SHAREWELL_HOSTS names no host of yours.",
            "Set SHAREWELL_HOSTS to the host names people use, such as sharewell.example.org.",
        )  # fmt: skip
    if settings.SHAREWELL_OFFICE_NAME == settings.DEMONSTRATION_NAME:
        yield unsafe(
            "settings", "The office still bears the demonstration's name, and recipients would read it.",
            "Set SHAREWELL_OFFICE_NAME.",
        )  # fmt: skip
    if tls.given():
        yield from certificate.findings()
    elif settings.PRODUCTION and not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        yield wrong(
            "settings", "Nothing speaks HTTPS for this office.",
            "Set SHAREWELL_TLS_CERTIFICATE and SHAREWELL_TLS_KEY; or put a proxy that speaks it in front, and set "
            "SHAREWELL_TRUST_PROXY=1.",
        )  # fmt: skip
    for message in run_checks(include_deployment_checks=settings.PRODUCTION):
        if message.is_serious() or settings.PRODUCTION:
            yield wrong("settings", str(message.msg), str(message.hint or ""))


def keys() -> Iterator[Finding]:
    from django.conf import settings

    from sharewell_office.ledger import keys, witnessing

    if keys.is_there():
        yield ok("keys", f"The record is signed by {keys.signing_key().verifier()}")
    if not keys.lies_elsewhere():
        yield unsafe(
            "keys", "The record's signing key lies beside the database: whoever holds both can write history anew.",
            "Move record.key to another host's storage and set SHAREWELL_KEYS to that folder.",
        )  # fmt: skip
    # Both lists are read, so that a line nobody can read is found here and not when a partner asks.
    if witnessing.witnesses() == []:
        yield Finding(
            area="keys", result=Result.NOTE, what="Nobody outside witnesses the record.",
            remedy="Ask a partner to: docs/spec/ledger.md says how.",
        )  # fmt: skip
    if witnessing.logs():
        yield ok("keys", f"Partners' logs are witnessed with {keys.witness_key().verifier()}")
    home = Path(settings.SHAREWELL_HOME)
    loose = [
        each for each in (home, *_files(home / "keys"), *_files(keys.folder())) if _others_may_read(each)
    ]
    for each in loose:
        yield unsafe("keys", f"Others on this machine may read {each.name}.", f"chmod go= {each}")


def _files(folder: Path) -> list[Path]:
    # A public key is for everybody.
    return [each for each in sorted(folder.glob("*")) if each.is_file() and each.suffix != ".vkey"]


def _others_may_read(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def people() -> Iterator[Finding]:
    from sharewell_office.people import demo

    if demo.is_here():
        yield unsafe(
            "people", "The demonstration's people can sign in, and demo.json holds their passwords.",
            "Start the real office in a SHAREWELL_HOME of its own.",
        )  # fmt: skip
