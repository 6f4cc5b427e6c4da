"""A receipt: what one party keeps of one decision or release, about one kilobyte, and can check without us.

    c2sp.org/tlog-proof@v1
    extra <base64 of {"payload", "salt", "verifier_key", "witnesses"}>
    index 41
    <base64 of each hash of the inclusion proof>

    <the signed checkpoint>

It is a C2SP tlog-proof. It opens the one leaf that was written for that party, and no other: never the reasons, the
advice or an exemption. Whoever holds it holds a checkpoint too, so the office cannot write its history anew unnoticed.
Reading is strict: what writing again would not give is `NotEvidence`."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from sharewell.ledger.evidence import Entry, Evidence, NotEvidence, opened_entry
from sharewell.ledger.spelling import canonical

FORMAT = "c2sp.org/tlog-proof@v1"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)

# What is written for the other side, and names nothing but what they were told or did themselves.
FOR_THE_PARTY = frozenset({"requester.notified", "release.offered", "release.delivered"})


class NotForTheParty(ValueError):
    """A receipt was asked for of an entry that was not written for the other side."""


def receipt(entry: Entry, *, checkpoint: str, verifier_key: str, witnesses: tuple[str, ...] = ()) -> Evidence:
    """The evidence a receipt holds. Raises `NotForTheParty`, also where the words were destroyed."""
    if entry.payload is None or entry.leaf.kind not in FOR_THE_PARTY:
        raise NotForTheParty(entry.leaf.kind)
    return Evidence(checkpoint=checkpoint, verifier_key=verifier_key, events=(entry,), witnesses=witnesses)


def write(evidence: Evidence) -> bytes:
    """The receipt as a file."""
    (entry,) = evidence.events
    assert entry.payload is not None
    assert entry.salt is not None
    extra: dict[str, Any] = {
        "payload": dict(entry.payload),
        "salt": entry.salt.hex(),
        "verifier_key": evidence.verifier_key,
        "witnesses": list(evidence.witnesses),
    }
    lines = [
        FORMAT,
        f"extra {_encoded(canonical(extra))}",
        f"index {entry.index}",
        *(_encoded(one) for one in entry.proof),
    ]
    return ("\n".join(lines) + "\n\n" + evidence.checkpoint).encode()


def is_receipt(data: bytes) -> bool:
    return data.startswith(FORMAT.encode() + b"\n")


def read(data: bytes) -> Evidence:
    """Read a receipt strictly. Raises `NotEvidence` for any byte that `write` would not have written."""
    try:
        evidence = _evidence(data.decode("utf-8"))
        written = write(evidence)
    except NotEvidence:
        raise
    except (ValueError, RecursionError):
        raise NotEvidence("the file", "expected a receipt (C2SP tlog-proof)") from None
    if written != data:
        raise NotEvidence("the file", "expected the one spelling of a receipt")
    return evidence


def _evidence(text: str) -> Evidence:
    head, _, checkpoint = text.partition("\n\n")
    match head.split("\n"):
        case [_, extra, index, *hashes] if extra.startswith("extra ") and index.startswith("index "):
            said = _said(extra.removeprefix("extra "))
        case _:
            raise NotEvidence("the file", "expected a line of extra data, an index, and hashes")
    number = index.removeprefix("index ")
    if not _NUMBER.fullmatch(number):
        raise NotEvidence("index", "expected a whole number")
    proof = tuple(_decoded(one) for one in hashes)
    entry = opened_entry(index=int(number), payload=said["payload"], salt=said["salt"], proof=proof)
    return Evidence(
        checkpoint=checkpoint,
        verifier_key=_text(said["verifier_key"]),
        events=(entry,),
        witnesses=tuple(_text(one) for one in said["witnesses"]),
    )


def _said(extra: str) -> dict[str, Any]:
    said = json.loads(_decoded(extra))
    if not isinstance(said, dict) or said.keys() != {"payload", "salt", "verifier_key", "witnesses"}:
        raise NotEvidence("extra", "expected payload, salt, verifier_key and witnesses")
    if not isinstance(said["witnesses"], list):
        raise NotEvidence("extra.witnesses", "expected a list")
    return said


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotEvidence("extra", "expected text")
    return value


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise NotEvidence("the file", "expected base64") from None
