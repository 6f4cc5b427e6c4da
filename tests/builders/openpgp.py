"""OpenPGP keys to test with, made anew each time: nothing of them is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pysequoia

NAME = "Records of Northshire Council <records@council.example.org>"


def a_key() -> tuple[str, str, str]:
    """A new key: its public half in letters, its secret half in letters, and its fingerprint."""
    secret = pysequoia.Tsk.generate(NAME)
    public = secret.extract_certificate()
    return str(public), str(secret), public.fingerprint.upper()


def a_key_that_ended() -> str:
    """The public half of a key that has ended since it was made."""
    secret = pysequoia.Tsk.generate(NAME)
    ended = datetime.now(tz=UTC) + timedelta(seconds=1)
    return str(secret.extract_certificate().set_expiration(ended, secret.certifier()))


def a_revoked_key() -> str:
    """The public half of a key that its owner revoked."""
    secret = pysequoia.Tsk.generate(NAME)
    public = secret.extract_certificate()
    return str(pysequoia.Cert.from_bytes(bytes(public) + bytes(public.revoke(secret.certifier()))))
