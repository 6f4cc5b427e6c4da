"""`sharewell assess` as a stranger runs it: one JSON object, the exit status, and one clear line when it
cannot be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from builders.decisions import ANSWERS, MISSING, a_document
from sharewell.cli import main


@pytest.fixture
def case(tmp_path: Path):
    def write(document, name: str = "case.json") -> str:
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
        return str(path)

    return write


def assess(capsys, *arguments: str) -> tuple[int, dict]:
    status = main(["assess", *arguments, "--on", "2026-06-29", "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_case_that_may_proceed_says_so_and_exits_0(case, capsys):
    status, answer = assess(capsys, case(a_document()))

    assert status == 0
    assert answer["outcome"] == "may_proceed"
    assert [stage["stage"] for stage in answer["stages"]] == [f"S{n}" for n in range(16)]
    assert answer["law_as_of"] == "2026-06-30"
    assert answer["policy_version"]


def test_a_blocked_case_exits_1_and_every_reason_has_its_six_words(case, capsys):
    status, answer = assess(capsys, case(a_document(answers={"S8.1": MISSING})))

    assert status == 1
    assert answer["outcome"] == "blocked"
    for reason in answer["reasons"]:
        assert {"code", "severity", "stage", "reason", "remedy", "citation"} <= set(reason)
    assert any("S8.1" in reason["reason"] for reason in answer["reasons"] if reason["code"] == "Q_OPEN")


def test_an_answered_requirement_says_that_it_is(case, capsys):
    _, answer = assess(capsys, case(a_document()))

    assert [reason["answered"] for reason in answer["reasons"] if reason["severity"] == "require"] == [True]


def test_an_emergency_exits_0(case, capsys):
    document = a_document(facts={"sharing.emergency": True}, answers={"S0.6": "yes"})

    status, answer = assess(capsys, case(document))

    assert (status, answer["outcome"]) == (0, "emergency")


def test_yaml_is_read_with_its_words_as_words(case, capsys):
    path = case("answers:\n  S0.2: no\n  S0.6: false\n  S9.1: NO\n", "case.yaml")

    status = main(["assess", path, "--on", "2026-06-29", "--json"])

    assert status == 2
    assert "answer S9.1: expected one of no, yes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ("{", "case.json"),
        ("[]", "expected a mapping"),
        ({"facts": {"nobody.knows": True}}, "unknown fact 'nobody.knows'"),
        ({"answers": {"S99.1": "yes"}}, "unknown question 'S99.1'"),
        ({"facts": {"lia.done": "no"}}, "fact lia.done: expected true or false"),
        ({"facts": {"sharing.emergency": True}, "answers": {"S0.6": "no"}}, "contradicts"),
        ('{"facts": {}, "facts": {}}', "repeated"),
    ],
)
def test_a_case_that_cannot_be_read_is_one_line_and_exit_2(case, capsys, document, named):
    status = main(["assess", case(document), "--on", "2026-06-29", "--json"])

    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert named in said.err


def test_a_file_that_is_not_there_is_one_line_and_exit_2(tmp_path, capsys):
    assert main(["assess", str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(("day", "named"), [("2025-12-31", "2026-01-01"), ("tomorrow", "expected a date")])
def test_a_day_without_law_is_one_line_and_exit_2(case, capsys, day, named):
    assert main(["assess", case(a_document()), "--on", day]) == 2
    assert named in capsys.readouterr().err


def test_for_a_person_it_says_what_to_do(case, capsys):
    status = main(
        ["assess", case(a_document(answers={"S1.1": "not_verified"}, facts={"recipient.verified": False}))]
    )

    said = capsys.readouterr().out
    assert status == 1
    assert "It is blocked for now." in said
    assert "Ring back on a number you already held" in said


def test_one_hundred_answers_short_it_is_still_one_object(case, capsys):
    status, answer = assess(capsys, case({}))

    assert status == 1
    assert {question for question in ANSWERS if question not in ("S4.6",)} <= {
        reason.get("about") for reason in answer["reasons"]
    }


def test_nothing_slow_to_import_creeps_in(case):
    # How long it takes is a benchmark's business; what it loads is a fact.
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sharewell.cli", "assess", case(a_document()), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "django" not in done.stderr
    assert "duckdb" not in done.stderr
