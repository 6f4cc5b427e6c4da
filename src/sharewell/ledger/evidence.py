"""Evidence: one file that shows an outsider what was recorded, and that nothing in it was changed since.

    format         sharewell-evidence/1
    checkpoint     the log as it stood: a signed note
    verifier_key   the key that signed it (the reader should hold their own copy)
    consistency    an earlier checkpoint, and the proof that the log only grew since; or null
    events         each with its number, leaf, payload, salt and inclusion proof, in the order of the log
    witnesses      the keys of whoever co-signed the checkpoint
    time_stamps    RFC 3161 tokens over the checkpoint

The file is canonical JSON (RFC 8785): one content, one spelling. `read` refuses everything else, so that no
byte of it can be changed without the reader noticing."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sharewell.ledger.leaf import SALT_BYTES, VERSION, KindIsNotAWord, Leaf, leaf_of
from sharewell.ledger.spelling import canonical

T = TypeVar("T")

FORMAT = "sharewell-evidence/1"
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the log. `payload` and `salt` are both None once the words were erased."""

    index: int
    leaf: Leaf
    payload: Mapping[str, Any] | None
    salt: bytes | None
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """An earlier checkpoint (a signed note) and the consistency proof from it to the bundle's own."""

    checkpoint: str
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a bundle holds. `checkpoint` is a whole signed note; keys are verifier keys as text."""

    checkpoint: str
    verifier_key: str
    events: tuple[Entry, ...]
    consistency: Growth | None = None
    witnesses: tuple[str, ...] = ()
    time_stamps: tuple[str, ...] = ()


class NotEvidence(ValueError):
    """The bytes are not a bundle: `where` in it, and what was expected. Never what stood there."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where, self.problem = where, problem


def write(evidence: Evidence) -> bytes:
    """The bundle as a file: canonical JSON, no trailing bytes. Put together here by hand, keys in their order, because
    a canonicaliser that knows nothing of hashes takes most of the time over them."""
    return (
        b'{"checkpoint":%s,"consistency":%s,"events":[%s],"format":%s,"time_stamps":%s,"verifier_key":%s,"witnesses":%s}'
        % (
            canonical(evidence.checkpoint),
            _growth_written(evidence.consistency),
            b",".join(_entry_written(entry) for entry in evidence.events),
            canonical(FORMAT),
            canonical(evidence.time_stamps),
            canonical(evidence.verifier_key),
            canonical(evidence.witnesses),
        )
    )


def _growth_written(growth: Growth | None) -> bytes:
    if growth is None:
        return b"null"
    return b'{"checkpoint":%s,"proof":%s}' % (canonical(growth.checkpoint), _hashes_written(growth.proof))


def _entry_written(entry: Entry) -> bytes:
    return b'{"index":%d,"leaf":%s,"payload":%s,"proof":%s,"salt":%s}' % (
        entry.index,
        entry.leaf.canonical(),
        canonical(None if entry.payload is None else dict(entry.payload)),
        _hashes_written(entry.proof),
        b"null" if entry.salt is None else b'"%s"' % entry.salt.hex().encode(),
    )


def _hashes_written(hashes: Sequence[bytes]) -> bytes:
    return ("[" + ",".join(f'"{one.hex()}"' for one in hashes) + "]").encode()


def read(data: bytes) -> Evidence:
    """Read a bundle strictly. Raises `NotEvidence` for any byte that `write` would not have written."""
    try:
        with _nothing_to_collect():
            return _read(data.decode("utf-8"))
    except NotEvidence:
        raise
    except (ValueError, RecursionError):
        raise NotEvidence("the file", "expected JSON in UTF-8") from None


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """What is read all stays and holds no circles: looking for some again and again takes a quarter of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(text: str) -> Evidence:
    """Event by event, since a hundred thousand of them as Python's dictionaries are ten times the file."""
    start = text.find(_EVENTS) + len(_EVENTS)
    if start < len(_EVENTS):
        _evidence(_JSON.decode(text))
        raise _misspelt()
    end, events = _events(text, start)
    # No text in JSON holds a bare quotation mark, so in the one spelling these events stand where they were found.
    around = text[:start] + text[end:]
    evidence = _evidence(_JSON.decode(around))
    if write(evidence) != around.encode():
        raise _misspelt()
    return replace(evidence, events=events)


def _misspelt() -> NotEvidence:
    return NotEvidence("the file", "expected the canonical spelling of its JSON (RFC 8785)")


def _events(text: str, start: int) -> tuple[int, tuple[Entry, ...]]:
    """The events that begin here, and where they end."""
    events, place = list[Entry](), start
    while events or not text.startswith("]", place):
        value, end = _JSON.raw_decode(text, place)
        entry = _entry(value, f"events[{len(events)}]")
        if _entry_written(entry) != text[place:end].encode():
            raise _misspelt()
        events.append(entry)
        if not text.startswith(",", end):
            return end, tuple(events)
        place = end + 1
    return place, ()


def _evidence(document: Any) -> Evidence:
    keys = {"checkpoint", "consistency", "events", "format", "time_stamps", "verifier_key", "witnesses"}
    top = _record(document, "the bundle", keys)
    if top["format"] != FORMAT:
        raise NotEvidence("format", f"expected {FORMAT}")
    return Evidence(
        checkpoint=_text(top["checkpoint"], "checkpoint"),
        verifier_key=_text(top["verifier_key"], "verifier_key"),
        consistency=_growth(top["consistency"], "consistency"),
        events=_list(top["events"], "events", _entry),
        witnesses=_list(top["witnesses"], "witnesses", _text),
        time_stamps=_list(top["time_stamps"], "time_stamps", _text),
    )


def _whole_number(digits: str) -> int | float:
    """A number of RFC 8785 is a double: 2^53 and beyond are written as integers, and are not exact ones."""
    exact = int(digits)
    return exact if abs(exact) < 2**53 else float(digits)


_JSON = json.JSONDecoder(parse_int=_whole_number)
_EVENTS = '"events":['


def _growth(value: Any, where: str) -> Growth | None:
    if value is None:
        return None
    record = _record(value, where, {"checkpoint", "proof"})
    return Growth(
        checkpoint=_text(record["checkpoint"], f"{where}.checkpoint"),
        proof=_proof(record["proof"], f"{where}.proof"),
    )


def _entry(value: Any, where: str) -> Entry:
    record = _record(value, where, {"index", "leaf", "payload", "proof", "salt"})
    payload, salt = record["payload"], record["salt"]
    if (payload is None) != (salt is None):
        raise NotEvidence(where, "expected payload and salt, or neither (erased)")
    return Entry(
        index=_number(record["index"], f"{where}.index"),
        leaf=_leaf(record["leaf"], f"{where}.leaf"),
        payload=None if payload is None else _payload(payload, f"{where}.payload"),
        salt=None if salt is None else _bytes(salt, f"{where}.salt", SALT_BYTES),
        proof=_proof(record["proof"], f"{where}.proof"),
    )


def opened_entry(*, index: int, payload: Any, salt: Any, proof: tuple[bytes, ...]) -> Entry:
    """An entry whose leaf is computed from what it opens, as in a receipt. Raises `NotEvidence`."""
    said, grain = _payload(payload, "payload"), _bytes(salt, "salt", SALT_BYTES)
    try:
        return Entry(index=index, leaf=leaf_of(said, salt=grain), payload=said, salt=grain, proof=proof)
    except KindIsNotAWord as problem:
        raise NotEvidence("payload.kind", str(problem)) from None


def _leaf(value: Any, where: str) -> Leaf:
    record = _record(value, where, {"commitment", "kind", "version"})
    if _number(record["version"], f"{where}.version") != VERSION:
        raise NotEvidence(f"{where}.version", f"expected {VERSION}")
    try:
        kind = _text(record["kind"], f"{where}.kind")
        return Leaf(kind=kind, commitment=_hash(record["commitment"], f"{where}.commitment"))
    except KindIsNotAWord as problem:
        raise NotEvidence(f"{where}.kind", str(problem)) from None


def _payload(value: Any, where: str) -> Mapping[str, Any]:
    record = _record(value, where, {"about", "at", "by", "details", "kind"})
    for key in ("about", "at", "by", "kind"):
        _text(record[key], f"{where}.{key}")
    if not isinstance(record["details"], dict):
        raise NotEvidence(f"{where}.details", "expected an object")
    return record


def _record(value: Any, where: str, keys: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict) or set(value) != keys:
        raise NotEvidence(where, f"expected an object with exactly the keys {', '.join(sorted(keys))}")
    return value


def _list(value: Any, where: str, item: Callable[[Any, str], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise NotEvidence(where, "expected a list")
    return tuple(item(one, f"{where}[{place}]") for place, one in enumerate(value))


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise NotEvidence(where, "expected text")
    return value


def _number(value: Any, where: str) -> int:
    if type(value) is not int or value < 0:
        raise NotEvidence(where, "expected a whole number, zero or more")
    return value


def _proof(value: Any, where: str) -> tuple[bytes, ...]:
    """A list of hashes, decoded together: a large bundle holds millions of them."""
    if not isinstance(value, list) or not all(isinstance(one, str) and len(one) == 64 for one in value):
        raise NotEvidence(where, "expected a list of hashes")
    data = _bytes("".join(value), where, _HASH_BYTES * len(value))
    return tuple(data[start : start + _HASH_BYTES] for start in range(0, len(data), _HASH_BYTES))


def _hash(value: Any, where: str) -> bytes:
    return _bytes(value, where, _HASH_BYTES)


def _bytes(value: Any, where: str, length: int) -> bytes:
    text = _text(value, where)
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = b""
    # fromhex forgives spaces and capitals; one spelling is all there is.
    if len(data) != length or data.hex() != text:
        raise NotEvidence(where, f"expected {length} bytes in lower-case hexadecimal")
    return data
