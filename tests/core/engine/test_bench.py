"""The contest files of `make bench-gate`: what is wrong in them is what the gate finds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyrage
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


@pytest.fixture
def contest(monkeypatch, seeded, tmp_path):
    """The parts of our own work, a small file of theirs, its terms, and a recipient."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.chdir(tmp_path)
    import ours

    file = seeded.cases(tmp_path / "cases.csv", 200)
    terms = seeded.write_terms(tmp_path / "terms.json", seeded.terms_of_cases())
    yield ours, str(file), str(terms), str(pyrage.x25519.Identity.generate().to_public())
    sys.modules.pop("ours")


def test_treating_and_sealing_are_measured_by_doing_them(contest):
    ours, file, terms, recipient = contest

    assert set(ours.treat(file, terms, recipient)) == {"cpu", "wall"}


def test_each_floor_is_measured_alone_and_leaves_nothing_behind(contest, tmp_path):
    ours, file, _, recipient = contest
    before = set(tmp_path.iterdir())

    seconds = ours.floors(file, "person_id", recipient)

    assert len(seconds) == 6
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(("code", "said"), [(0, ""), (1, ""), (2, "{}")])
def test_a_process_that_did_not_answer_is_no_measurement(monkeypatch, code, said):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import measured

    with pytest.raises(RuntimeError, match=f"ended with {code}"):
        measured.run([sys.executable, "-c", f"print({said!r}); raise SystemExit({code})"])
