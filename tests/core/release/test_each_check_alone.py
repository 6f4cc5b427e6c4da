"""Each check alone stops a file that all the others let pass: none of G01 to G18 is there for show.

What is judged from the file and its terms stands here; what only the office can answer, in `test_answering`.
"""

from __future__ import annotations

import json

import pytest

from builders.each_check import ALONE, CONCEALING
from builders.forked import forked_or_started
from builders.release import a_document
from sharewell.cli import main
from sharewell.release.answering import ANSWERED
from sharewell.release.checks import CHECKS

# Repeated rows are told of a table without a key; that warning is another check's, and stops nothing.
TOLD_TOO = {"G07": {"G09": "warn"}}
PASSES = {"warn": 0}
NEVER_ASKED_HERE = ("G12", "G13", "G16", "G17")


@pytest.mark.parametrize("case", ALONE)
def test_it_alone_keeps_the_file_back(tmp_path, monkeypatch, capsys, case):
    monkeypatch.setattr("subprocess.Popen", forked_or_started)
    content, besides, comes_to = ALONE[case]
    file = tmp_path / ("file.xlsx" if content is CONCEALING else "file.csv")
    file.write_bytes(content)
    (tmp_path / "people.csv").write_text("referral_id\nSW1\n")
    (tmp_path / "terms.json").write_text(json.dumps(a_document(**besides)))
    withheld = ["--withhold", str(tmp_path / "people.csv")] if case == "G18" else []

    status = main(
        [
            "check",
            str(file),
            "--terms",
            str(tmp_path / "terms.json"),
            "--on",
            "2026-06-01",
            "--json",
            *withheld,
        ]
    )

    results = {each["check"]: each["result"] for each in json.loads(capsys.readouterr().out)["checks"]}
    check = case[:3]
    told = {name: result for name, result in results.items() if result not in ("pass", "not_asked")}
    assert told == {check: comes_to} | TOLD_TOO.get(check, {})
    assert status == PASSES.get(comes_to, 1)
    assert {results[name] for name in NEVER_ASKED_HERE} == {"not_asked"}
    assert results["G15"] != "pass"


def test_no_check_is_left_out():
    assert {*(case[:3] for case in ALONE), *ANSWERED} == {check.id for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=[check.id for check in CHECKS])
def test_each_says_what_it_asks_and_what_to_do(check):
    said = (check.title, check.looks_at, check.remedy, check.citation, check.code)

    assert all(said)
    assert check.version >= 1
    assert check.asked in ("file", "given", "office")
