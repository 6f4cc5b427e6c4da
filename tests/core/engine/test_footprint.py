"""What is remembered of a real file: keyed digests of its classes and records, and no clear value."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from datetime import date

import pytest

from builders.release import a_csv, gate, some_terms
from sharewell.engine import footprint as taking
from sharewell.engine.beside import Beside
from sharewell.release.differencing import Footprint

KEY = bytes(range(32))
ROWS = [("p", "ward", "sex"), *((f"P{n}", "East" if n < 6 else "West", "F") for n in range(11))]
QUASI = {"quasi_identifiers": ["ward", "sex"], "k": 5}


def footprint_of(tmp_path, rows=ROWS, *, key=KEY, released=(), **changes):
    schema = {"fields": [{"name": name} for name in rows[0]]}
    terms = some_terms(**{"disclosure": QUASI, "schema": schema, **changes})
    return gate(tmp_path, a_csv(rows), terms, beside=Beside(index_key=key, released=tuple(released)))


def digest(text, key=KEY):
    return hmac.new(key, text.encode(), "sha256").hexdigest()[:32]


def test_a_digest_is_the_one_of_docs_spec_disclosure(tmp_path):
    kept = footprint_of(tmp_path).footprint

    assert kept.views["sex", "ward"] == {
        digest('class ["sex","ward"]+1:F+4:East'): 6,
        digest('class ["sex","ward"]+1:F+4:West'): 5,
    }
    assert kept.views["sex",] == {digest('class ["sex"]+1:F'): 11}
    assert kept.key == "a9a8e07afe978eed"


def test_no_clear_value_is_in_it_and_none_of_it_is_in_the_report(tmp_path):
    report = footprint_of(tmp_path)

    written = json.dumps(report.footprint.document())
    assert not any(text in written for text in ("East", "West", "P1"))
    assert not any(each in json.dumps(report.as_dict()) for each in report.footprint.views["sex", "ward"])


def test_records_are_remembered_where_a_key_leaves(tmp_path):
    schema = {"fields": [{"name": name} for name in ROWS[0]], "primaryKey": "p"}

    kept = footprint_of(tmp_path, schema=schema).footprint

    assert footprint_of(tmp_path).footprint.records is None
    assert kept.records[digest('record ["p"]+2:P0')] == digest('class ["sex","ward"]+1:F+4:East')
    assert len(kept.records) == 11


def test_pseudonyms_are_a_key_by_which_records_are_known_again(tmp_path):
    kept = footprint_of(tmp_path, treatments=[{"field": "p", "do": "pseudonymise"}]).footprint

    assert len(kept.records) == 11


def test_a_missing_cell_is_a_value_of_its_own(tmp_path):
    rows = [ROWS[0], *((f"P{n}", "" if n < 5 else "-", "F") for n in range(10))]

    assert sorted(footprint_of(tmp_path, rows).footprint.views["sex", "ward"].values()) == [5, 5]


def test_in_a_table_of_counts_the_cells_told_are_remembered(tmp_path):
    rows = [("ward", "people"), ("East", "12"), ("West", "[c]"), ("Total", "15.0")]
    asked = {"count_field": "people", "min_cell": 5, "total_label": "Total"}

    kept = footprint_of(tmp_path, rows, disclosure=asked).footprint

    assert kept.counted
    assert sorted(kept.views["ward",].values()) == [12, 15]


def test_the_next_file_is_refused_for_the_few_who_came(tmp_path):
    march = replace(footprint_of(tmp_path).footprint, reference="REL-2026-0003", on=date(2026, 3, 2))
    more = [*ROWS, *((f"P{n}", "East", "F") for n in range(20, 23))]

    report = footprint_of(tmp_path, more, released=[Footprint.read(march.document())])

    (finding,) = [each for each in report.judgement.findings if each.check == "G07"]
    assert report.judgement.decision == "refuse"
    assert "With the file of 2 March 2026 (REL-2026-0003) this exposes 3 people" in finding.reason


def test_without_a_limit_there_is_nothing_to_remember(tmp_path):
    assert footprint_of(tmp_path, disclosure=None).footprint is None


def test_a_file_of_more_classes_than_are_remembered_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(taking, "MOST", 3)

    kept = footprint_of(tmp_path).footprint

    assert (kept.too_large, kept.views) == (True, {})


def test_a_short_key_makes_no_digest(tmp_path):
    with pytest.raises(ValueError, match="at least 32 bytes"):
        footprint_of(tmp_path, key=b"short")
