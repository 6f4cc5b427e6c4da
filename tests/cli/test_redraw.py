"""`sharewell redraw`: the draw, by anybody, with nothing but the file and what the record proves."""

from __future__ import annotations

import json

import pytest

from sharewell.assurance.redraw import Published, document
from sharewell.assurance.sampling import Plan
from sharewell.assurance.strata import Handled, fingerprint, take
from sharewell.cli import main

SEED = "5eed" * 16


@pytest.fixture
def sample(tmp_path):
    frame = tuple(
        Handled(reference=f"DSR-{n:03}", data_set="complaints", outcome="refuse") for n in range(40)
    )
    drawn = take(frame, Plan(), seed=SEED)
    published = Published(
        sample="SAM-1", seed=SEED, frame_sha256=fingerprint(frame), plan=Plan(), frame=frame,
        drawn=frozenset(drawn.random),
    )  # fmt: skip
    path = tmp_path / "SAM-1.json"
    path.write_text(json.dumps(document(published)))
    return path


def answer(capsys, *arguments) -> tuple[int, dict]:
    status = main(["redraw", *map(str, arguments), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_the_same_cases_are_drawn_again(sample, capsys):
    status, said = answer(capsys, sample)

    assert status == 0
    assert said == {
        "sample": "SAM-1", "redrawn": True, "certain": 0, "random": 17, "of": 40, "recorded": False,
        "anchored": False, "problems": [],
    }  # fmt: skip


def test_a_case_that_was_spared_is_exit_1_and_the_first_line_says_so(sample, capsys):
    said = json.loads(sample.read_text())
    sample.write_text(json.dumps(said | {"drawn": said["drawn"][1:]}))

    status = main(["redraw", str(sample)])

    assert status == 1
    assert capsys.readouterr().out.startswith("SAM-1 does NOT come out of its seed.")


def test_evidence_that_proves_nothing_is_exit_1(sample, tmp_path, capsys):
    (tmp_path / "bundle.json").write_text("{}")

    status, said = answer(capsys, sample, "--evidence", tmp_path / "bundle.json")

    assert (status, said["redrawn"]) == (1, False)


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"sample": 1}'])
def test_a_file_that_is_no_sample_is_exit_2_in_one_line(tmp_path, capsys, content):
    path = tmp_path / "no.json"
    path.write_text(content)

    status = main(["redraw", str(path)])

    assert status == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["/nowhere/sample.json"], []])
def test_no_file_is_exit_2(capsys, arguments):
    assert main(["redraw", *arguments]) == 2


def test_a_key_without_evidence_is_exit_2(sample, capsys):
    assert main(["redraw", str(sample), "--key", "not a key"]) == 2
