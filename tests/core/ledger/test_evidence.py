"""The bundle: one content has one spelling, and every other file is refused, saying where."""

from __future__ import annotations

import gc
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import a_bundle, a_log, a_payload, evidence_of
from sharewell.ledger.evidence import NotEvidence, read, write

GOLDEN = (Path(__file__).parent / "vectors/evidence.json").read_bytes()
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=10,
)


def changed(path: str, value: Any) -> bytes:
    """A bundle with one thing of another shape in it, spelled canonically."""
    document = json.loads(a_bundle(5))
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    at = document
    for step in parents:
        at = at[step]
    at[last] = value
    return rfc8785.dumps(document)


def test_the_bundle_written_down_in_the_vectors_is_what_we_write_today():
    assert a_bundle(5, 1, 3) == GOLDEN


def test_what_is_written_is_read_back_the_same():
    evidence = evidence_of(a_log(5))

    assert read(write(evidence)) == evidence


def test_an_event_whose_words_were_destroyed_is_written_and_read():
    erased = replace(a_log(5).entry(2), payload=None, salt=None)
    evidence = evidence_of(a_log(5), events=(erased,))

    assert read(write(evidence)).events == (erased,)


@given(json_values)
def test_whatever_an_event_says_is_read_back_byte_for_byte(details):
    log = a_log(2)
    log.add(a_payload(details={"said": details}))
    data = write(evidence_of(log, 2))

    assert write(read(data)) == data
    assert rfc8785.dumps(json.loads(data, parse_int=as_the_format_does)) == data


def as_the_format_does(digits: str) -> int | float:
    """Numbers are doubles: what is beyond 2^53 is written without a fraction, and is none the less one."""
    return int(digits) if abs(int(digits)) < 2**53 else float(digits)


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("format", "sharewell-evidence/2", "format"),
        ("checkpoint", 7, "checkpoint"),
        ("verifier_key", None, "verifier_key"),
        ("extra", 1, "the bundle"),
        ("events", {}, "events"),
        ("events.0", None, "events[0]"),
        ("events.1.index", -1, "events[1].index"),
        ("events.1.index", True, "events[1].index"),
        ("events.1.index", 1.5, "events[1].index"),
        ("events.1.note", "", "events[1]"),
        ("events.1.salt", None, "events[1]"),
        ("events.1.salt", "00", "events[1].salt"),
        ("events.1.salt", "AB" * 32, "events[1].salt"),
        ("events.1.salt", "0 " * 32, "events[1].salt"),
        ("events.1.salt", "xx" * 32, "events[1].salt"),
        ("events.1.payload", None, "events[1]"),
        ("events.1.payload", [], "events[1].payload"),
        ("events.1.payload.by", 7, "events[1].payload.by"),
        ("events.1.payload.details", [], "events[1].payload.details"),
        ("events.1.payload.name", "x", "events[1].payload"),
        ("events.1.leaf.version", 2, "events[1].leaf.version"),
        ("events.1.leaf.version", "1", "events[1].leaf.version"),
        ("events.1.leaf.kind", "A name", "events[1].leaf.kind"),
        ("events.1.leaf.commitment", "00", "events[1].leaf.commitment"),
        ("events.1.proof", "", "events[1].proof"),
        ("events.1.proof.0", "", "events[1].proof"),
        ("events.1.proof.0", "A" * 64, "events[1].proof"),
        ("events.1.proof.0", 7, "events[1].proof"),
        ("consistency", [], "consistency"),
        ("consistency.proof", None, "consistency.proof"),
        ("consistency.checkpoint", 1, "consistency.checkpoint"),
        ("witnesses", None, "witnesses"),
        ("witnesses.0", 1, "witnesses[0]"),
        ("time_stamps", "", "time_stamps"),
    ],
)
def test_a_bundle_of_another_shape_is_refused_saying_where(path, value, where):
    with pytest.raises(NotEvidence) as refused:
        read(changed(path, value))

    assert refused.value.where == where


@pytest.mark.parametrize(
    "key", ["checkpoint", "consistency", "events", "format", "time_stamps", "verifier_key", "witnesses"]
)
def test_a_missing_key_is_refused(key):
    document = json.loads(a_bundle(5))
    del document[key]

    with pytest.raises(NotEvidence):
        read(rfc8785.dumps(document))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"not JSON",
        b"\xff\xfe",
        b"\xef\xbb\xbf" + GOLDEN,
        GOLDEN + b"\n",
        b" " + GOLDEN,
        GOLDEN.replace(b'":', b'": ', 1),
        GOLDEN.replace(b'"format"', b'"\\u0066ormat"'),
        GOLDEN.replace(b'"index":1,', b'"index":1,"index":1,'),
        GOLDEN.replace(b'"index":1,', b'"index":1.0,'),
        GOLDEN.replace(b'"index":1,', b'"index":1e400,'),
        GOLDEN.replace(b'"index":1,', b'"index":' + b"1" * 5000 + b","),
        GOLDEN.replace(b'"index":1,', b'"index":NaN,'),
        GOLDEN.replace(b'"by":"h1"', b'"by":"\\ud800"'),
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_a_file_in_any_other_spelling_is_refused(data):
    with pytest.raises(NotEvidence):
        read(data)


@given(st.binary(max_size=200))
def test_nothing_a_file_can_hold_gets_further_than_a_refusal(data):
    with pytest.raises(NotEvidence):
        read(data)


def test_a_refusal_never_repeats_what_stood_in_the_file():
    with pytest.raises(NotEvidence) as refused:
        read(changed("events.1.payload.by", ["Jo Bloggs"]))

    assert "Bloggs" not in str(refused.value)


@pytest.mark.parametrize("data", [a_bundle(3), b"nothing"])
def test_reading_leaves_the_collector_as_it_was(data):
    with suppress(NotEvidence):
        read(data)

    assert gc.isenabled()
