"""Time stamps (RFC 3161): an authority outside says when a checkpoint existed.

Our own clock's word is our own. An authority signs the SHA-256 of a checkpoint together with the time, and whoever
holds the authority's certificates checks that without it and without us.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import TimeStampResponse, VerificationError, VerifierBuilder, decode_timestamp_response

from sharewell.ledger.note import SignedNote, VerifierKey

_GRANTED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When it was stamped. `trusted`: signed under a certificate that the reader brought."""

    at: datetime
    trusted: bool


class StampDoesNotHold(ValueError):
    """The token is no time stamp, is over something else, or is not signed by the authority."""


class CertificatesUnreadable(ValueError):
    """The file holds no certificate in PEM."""


def certificates(pem: bytes) -> tuple[Certificate, ...]:
    """The authority's certificates, its root among them. Raises `CertificatesUnreadable`."""
    try:
        return tuple(load_pem_x509_certificates(pem))
    except ValueError:
        raise CertificatesUnreadable("expected one certificate or more in PEM") from None


def stamped_text(note: SignedNote, key: VerifierKey) -> bytes:
    """What is stamped of a checkpoint: its text and the log's own signature, before any witness's."""
    return str(SignedNote(text=note.text, signatures=note.of(key))).encode()


def written(token: bytes) -> str:
    """A token (a whole TimeStampResp, DER) as evidence holds it."""
    return base64.b64encode(token).decode("ascii")


def judged(text: str, over: Sequence[bytes], *, roots: Sequence[Certificate] = ()) -> Stamp:
    """What a stamp over one of these texts says. Raises `StampDoesNotHold`.

    Without certificates only the text is compared, and the stamp is not trusted: anybody can write one.
    """
    try:
        answer = _answer(text)
        # Its parts are read only when they are asked for.
        status, at, imprint = (
            int(answer.status),
            answer.tst_info.gen_time,
            answer.tst_info.message_imprint.message,
        )
    except (binascii.Error, ValueError) as problem:
        raise StampDoesNotHold("it is no time stamp in its one spelling") from problem
    if status != _GRANTED or not any(sha256(each).digest() == imprint for each in over):
        raise StampDoesNotHold("it is not over this checkpoint")
    if roots:
        _must_be_signed(answer, imprint, roots)
    return Stamp(at=at, trusted=bool(roots))


def _answer(text: str) -> TimeStampResponse:
    answer = decode_timestamp_response(base64.b64decode(text.encode("ascii"), validate=True))
    if written(answer.as_bytes()) != text:
        raise ValueError
    return answer


def _must_be_signed(answer: TimeStampResponse, imprint: bytes, roots: Sequence[Certificate]) -> None:
    try:
        VerifierBuilder(roots=list(roots)).build().verify(answer, imprint)
    except (VerificationError, ValueError):
        raise StampDoesNotHold("the authority whose certificates you brought did not sign it") from None
