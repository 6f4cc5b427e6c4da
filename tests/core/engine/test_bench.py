"""The contest files of `make bench-gate`: what is wrong in them is what the gate finds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from builders.release import gate
from sharewell.register.terms import Terms

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


@pytest.fixture
def seeded(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import seeded

    yield seeded
    sys.modules.pop("seeded")


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_gate_finds_every_seeded_fault_and_no_other(tmp_path, seeded, suffix):
    size = 50_200  # just beyond the first of each fault; two of some
    content = seeded.records(tmp_path / f"made.{suffix}", size).read_bytes()
    terms = Terms.parse(json.loads(json.dumps(seeded.terms_of_records())))

    report = gate(tmp_path, content, terms, name=f"file.{suffix}")

    found = {(each.field, each.rows) for each in report.judgement.findings if each.check in ("G02", "G09")}
    assert found == {(rule.split()[0], tuple(rows)) for rule, rows in seeded.first_rows(size).items()}


def test_notes_hold_what_the_truth_says(tmp_path, seeded):
    content = seeded.notes(tmp_path / "made.csv", 3000).read_bytes()
    terms = Terms.parse(json.loads(json.dumps(seeded.terms_of_notes())))

    report = gate(tmp_path, content, terms)

    counts = sorted(each.count for each in report.judgement.findings if each.check == "G05")
    assert counts == sorted(seeded.notes_truth(3000).values())
