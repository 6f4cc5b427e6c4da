"""Time stamps: every night an authority outside is shown the last checkpoint, and says when (RFC 3161).

It sees a SHA-256 and nothing else. Its address is a setting; its certificates may lie beside the record's key, in
`tsa.pem`, and what it answers is then kept only if they signed it.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from sharewell.ledger import stamp
from sharewell.ledger.note import SignedNote, VerifierKey
from sharewell_office.ledger import models, store
from sharewell_office.ledger.keys import folder
from sharewell_office.ledger.witnessing import OPENER

_TIMEOUT = 15
_MOST_BYTES = 1 << 16


class AuthorityUnusable(Exception):
    """The time stamping authority does not answer, or its answer does not hold. The job is tried again."""


def ask(at: datetime) -> str:
    """Have the last checkpoint stamped, once; says what came of it. Raises `AuthorityUnusable`."""
    row = store.last_checkpoint()
    if not settings.SHAREWELL_TSA or row is None:
        return "Nothing to stamp" if settings.SHAREWELL_TSA else "No time stamping authority is set"
    if not hasattr(row, "stamp"):
        token = stamp.written(_answer(_text(row)))
        try:
            said = stamp.judged(token, [_text(row)], roots=_certificates())
        except stamp.StampDoesNotHold as problem:
            raise AuthorityUnusable(f"its stamp does not hold: {problem}") from None
        store.add_stamp(row, token=token, at=said.at)
    return f"Stamped: {row.size:,} entries"


def _text(row: models.Checkpoint) -> bytes:
    return stamp.stamped_text(SignedNote.parse(row.note), VerifierKey.parse(row.verifier_key))


def _certificates() -> tuple[stamp.Certificate, ...]:
    path = folder() / "tsa.pem"
    return stamp.certificates(path.read_bytes()) if path.exists() else ()


def _answer(data: bytes) -> bytes:
    if urlsplit(settings.SHAREWELL_TSA).scheme not in {"http", "https"}:
        raise AuthorityUnusable("SHAREWELL_TSA: expected a web address")
    query = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()
    asked = urllib.request.Request(  # noqa: S310 - the setting's scheme was looked at
        settings.SHAREWELL_TSA, data=query, headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with OPENER.open(asked, timeout=_TIMEOUT) as said:
            return bytes(said.read(_MOST_BYTES))
    except (urllib.error.HTTPError, OSError):
        raise AuthorityUnusable("it did not answer") from None
