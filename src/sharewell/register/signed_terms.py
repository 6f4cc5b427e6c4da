"""Terms that an office has signed: an export of a live authority that the gate trusts away from the office.

    terms document without `signature`, with `issued` and `expires`   --RFC 8785, SHA-256-->  digest
    "sharewell terms v1", newline, digest, newline                   --C2SP signed note-->  `signature`

The signature covers every key there is, so that neither a field nor a day can be added afterwards. It covers the keys
of the recipient that were verified, and the SHA-256 of every file that the terms name, so that neither another reader
nor another list can be put in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sharewell.ledger.note import NoteUnreadable, SignedNote, SigningKey, VerifierKey, sign
from sharewell.register.terms import Terms
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.outcome import Refusal, Rule

ORIGIN = "sharewell terms v1"
SIGNED = Rule(
    code="G_AUTHORITY",
    title="Away from the office, only terms that the office signed let a file leave",
    citation="OPCC 7.2, 6.4",
    implements=("OPCC-7.2c",),
)

VERIFIED_KEY = Rule(
    code="G_KEY",
    title="A file is sealed to nobody but the keys that were verified with the recipient",
    citation="OPCC 7.3",
)
AFRESH = "Ask the office for a fresh export: sharewell export terms REFERENCE."


def signed(document: Mapping[str, Any], *, key: SigningKey, issued: date, expires: date) -> dict[str, Any]:
    """The terms as the office hands them out: good from `issued` to `expires`, both inclusive."""
    dated = _unsigned(document) | {"issued": issued.isoformat(), "expires": expires.isoformat()}
    return dated | {"signature": str(sign(_text(dated), key))}


def refusals(document: Mapping[str, Any], *, key: VerifierKey | None, on: date) -> tuple[Refusal, ...]:
    """Every reason why these terms do not let a file leave here: unsigned, by another key, changed, out of
    date.
    """
    return tuple(_refusals(document, key, on))


def _refusals(document: Mapping[str, Any], key: VerifierKey | None, on: date) -> Iterator[Refusal]:
    signature = document.get("signature")
    if not isinstance(signature, str):
        yield _no("The terms are not signed by an office.")
        return
    if key is None:
        yield _no(
            "There is no key to check the signature of the terms with.", "Name the office's key with --key."
        )
        return
    yield from _signature(document, signature, key)
    yield from _days(document, on)


def _signature(document: Mapping[str, Any], signature: str, key: VerifierKey) -> Iterator[Refusal]:
    try:
        note = SignedNote.parse(signature)
    except NoteUnreadable:
        yield _no("The signature of the terms is damaged.")
        return
    if not note.signed_by(key):
        yield _no(f"The terms are not signed by {key.name}.")
    elif note.text != _text(_unsigned(document)):
        yield _no("The terms were changed after they were signed.")


def _days(document: Mapping[str, Any], on: date) -> Iterator[Refusal]:
    issued, expires = document.get("issued"), document.get("expires")
    # ISO days sort as their dates do; a day that is missing is a day that has not come.
    if not isinstance(issued, str) or on.isoformat() < issued:
        yield _no("The signed terms are not yet good on that day.")
    if not isinstance(expires, str) or expires < on.isoformat():
        yield _no("The signed terms have expired.")


def _unsigned(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "signature"}


def _text(document: Mapping[str, Any]) -> str:
    return f"{ORIGIN}\n{digest(document)}\n"


# --- what is done under them ----------------------------------------------------------------------------
def departures(terms: Terms, *, keys: Sequence[str], beside: Mapping[str, str]) -> tuple[Refusal, ...]:
    """Every way in which sealing to these age keys, with these files beside, would depart from what was signed.

    `beside` has the SHA-256 of each file that the terms name, by the name they give it.
    """
    return (*_other_keys(terms, keys), *_other_files(terms, beside))


def _other_keys(terms: Terms, keys: Sequence[str]) -> Iterator[Refusal]:
    if not terms.recipient_keys:
        yield _not_to(
            "The signed terms name no key of the recipient's that was verified.",
            f"Have the key verified and recorded on the recipient's card. {AFRESH}",
        )
        return
    for number, key in enumerate(keys, start=1):
        if key.strip().lower() not in terms.recipient_keys:
            yield _not_to(
                f"Recipient {number} of --to is not a key that was verified with {terms.recipient or 'the recipient'}.",
                "Seal to the keys that the terms name (`recipient_keys`); a new key is read back to the recipient by "
                "telephone and recorded in the office first.",
            )


def _other_files(terms: Terms, beside: Mapping[str, str]) -> Iterator[Refusal]:
    for name in terms.files:
        if name not in terms.digests:
            yield _no(f"The signature does not cover {name}: the signed terms give no digest of it.")
        elif beside.get(name) != terms.digests[name]:
            yield _no(
                f"{name} is not the file that the terms were signed with: its SHA-256 is another.",
                f"Put the very file there that the office exported with the terms. {AFRESH}",
            )


def _not_to(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=VERIFIED_KEY, reason=reason, remedy=remedy)


def _no(reason: str, remedy: str = AFRESH) -> Refusal:
    return Refusal(rule=SIGNED, reason=reason, remedy=remedy)
