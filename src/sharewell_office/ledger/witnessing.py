"""Witnesses, both ways: partners co-sign our checkpoints, and we co-sign theirs (C2SP tlog-witness).

Two lists lie beside the record's key, one line each, written by whoever looks after the office:
    witnesses     https://partner.example.org/witness VERIFIER_KEY     who co-signs us
    witness-for   VERIFIER_KEY                                         whom we co-sign

No address comes from anywhere else, so nobody can make the office call a place of their choosing.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from sharewell.ledger.note import KeyUnreadable, SignedNote, VerifierKey
from sharewell.ledger.tree import consistency
from sharewell.ledger.witness import Answer, Request, Seen, answer, cosignatures
from sharewell_office.ledger import models, store
from sharewell_office.ledger.keys import folder, witness_key

_TIMEOUT = 15
_MOST_BYTES = 1 << 16


class ListUnreadable(ValueError):
    """A line of `witnesses` or `witness-for` cannot be read."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Where a witness is asked, and the key it signs with."""

    url: str
    key: VerifierKey


# --- who co-signs us --------------------------------------------------------------------------------------------------
def witnesses() -> list[Witness]:
    """The witnesses on the list. Raises `ListUnreadable`."""
    found = []
    for number, line in _lines("witnesses"):
        url, _, key = line.partition(" ")
        if not _may_be_asked(url):
            raise ListUnreadable(f"witnesses, line {number}: expected an https address and a verifier key")
        found.append(Witness(url.rstrip("/"), _key(key, "witnesses", number)))
    return found


def _may_be_asked(url: str) -> bool:
    parts = urlsplit(url)
    # Plain HTTP is for a witness on this very machine.
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    )


def ask(at: datetime) -> str:
    """Show the last checkpoint to every witness that has not co-signed it; says how many did."""
    row, asked = store.last_checkpoint(), witnesses()
    if row is None or not asked:
        return "Nothing to show" if row is None else "Nobody witnesses this record yet"
    signed = sum(_ask(witness, row) for witness in asked)
    return f"{signed} of {len(asked)} witnesses co-signed {row.size:,} entries"


def _ask(witness: Witness, row: models.Checkpoint) -> bool:
    last = store.last_cosignature(str(witness.key))
    if last is not None and last.checkpoint_id == row.pk:
        return True
    status, body = _post(witness, row, last.checkpoint.size if last else 0)
    # It may hold more of our log than we know of: it says how much, and is asked once more.
    if status == 409 and body.strip().isdecimal() and int(body) <= row.size:
        status, body = _post(witness, row, int(body))
    line = cosignatures(SignedNote.parse(row.note), body, witness.key) if status == 200 else None
    if line is None:
        return False
    store.add_cosignature(row, witness=str(witness.key), line=line[0].line().rstrip("\n"), at=line[1])
    return True


def _post(witness: Witness, row: models.Checkpoint, old: int) -> tuple[int, str]:
    proof = consistency(old, row.size, store.read_nodes) if old else ()
    request = Request(old=old, proof=proof, note=SignedNote.parse(row.note))
    asked = urllib.request.Request(  # noqa: S310 - the list names the scheme, see `_may_be_asked`
        f"{witness.url}/add-checkpoint", data=request.text().encode(), headers={"Content-Type": "text/plain"}
    )
    try:
        with OPENER.open(asked, timeout=_TIMEOUT) as said:
            return said.status, said.read(_MOST_BYTES).decode("utf-8", "replace")
    except urllib.error.HTTPError as no:
        return no.code, no.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return 0, ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A witness that sends us elsewhere is not the one on the list."""

    def redirect_request(self, *_: object) -> None:
        return None


OPENER = urllib.request.build_opener(_NoRedirect)


# --- whom we co-sign --------------------------------------------------------------------------------------------------
def logs() -> dict[str, VerifierKey]:
    """The partners' logs on the list, by origin. Raises `ListUnreadable`."""
    keys = [_key(line, "witness-for", number) for number, line in _lines("witness-for")]
    return {key.name: key for key in keys}


@transaction.atomic
def witness(body: str, *, at: datetime) -> Answer:
    """Answer a partner's log. What we saw is kept before we answer, and nobody else looks at it meanwhile."""
    store.lock()
    known = logs()
    seen = {origin: _seen(origin) for origin in known if f"\n{origin}\n" in body}
    said = answer(body, logs=known, seen=seen, key=witness_key(), at=at)
    if said.now:
        origin = body.partition("\n\n")[2].partition("\n")[0]
        store.keep_witnessed(origin, size=said.now.size, root=said.now.root)
    return said


def _seen(origin: str) -> Seen:
    there = store.witnessed(origin)
    return Seen(size=there[0], root=there[1]) if there else Seen()


# --- the lists --------------------------------------------------------------------------------------------------------
def _lines(name: str) -> Iterator[tuple[int, str]]:
    path = folder() / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def _key(text: str, name: str, number: int) -> VerifierKey:
    try:
        return VerifierKey.parse(text.strip())
    except KeyUnreadable as problem:
        raise ListUnreadable(f"{name}, line {number}: {problem}") from None


def last_seen_outside() -> tuple[int, datetime, str] | None:
    """Up to which entry, when and by whom the record was co-signed last: beyond that nobody outside has seen it."""
    last = store.last_cosignature()
    return (last.checkpoint.size, last.at, VerifierKey.parse(last.witness).name) if last else None
