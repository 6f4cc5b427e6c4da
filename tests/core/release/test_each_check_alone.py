"""Each check alone stops a file that all the others let pass: none of G01 to G18 is there for show.

What is judged from the file and its terms stands here; what only the office can answer, in `test_answering`.
"""

from __future__ import annotations

import json

import pytest

from builders.forked import forked_or_started
from builders.release import FIELDS, GOOD, a_csv, a_document, a_workbook
from sharewell.cli import main
from sharewell.release.answering import ANSWERED
from sharewell.release.checks import CHECKS

EXTRA = b"referral_id,ward,referred_on,extra\nSW1,Eastmoor,2026-05-01,x\n"
WARDS = a_csv([("ward", "sex"), *(("East", "F"),) * 5, ("West", "F")])
SINGLED_OUT = {"quasi_identifiers": ["ward", "sex"], "k": 2}
OF_WARDS = {"schema": {"fields": [{"name": "ward"}, {"name": "sex"}]}, "disclosure": SINGLED_OUT}
TELLING = GOOD.replace(b"Westmoor", b"was convicted of burglary")
CONCEALING = a_workbook(lambda book, sheet: book.create_sheet("more").__setattr__("sheet_state", "hidden"))
DANGLING = {
    "fields": [*FIELDS, {"name": "parent"}],
    "foreignKeys": [{"fields": "parent", "reference": {"resource": "", "fields": "referral_id"}}],
}
WITH_PARENTS = GOOD.replace(b"referred_on", b"referred_on,parent").replace(b"-01\n", b"-01,SW2\n").replace(
    b"-02\n", b"-02,SW9\n"
)  # fmt: skip

# case → the file, what the terms say besides, and what its check alone comes to
ALONE = {
    "G01": (EXTRA, {}, "refuse"),
    "G01 twice": (EXTRA.replace(b"extra", b"ward"), {}, "refuse"),
    "G02": (GOOD.replace(b"SW2", b"XX2"), {}, "refuse"),
    "G02 missing column": (GOOD, {"schema": {"fields": [*FIELDS, {"name": "more"}]}}, "refuse"),
    "G03": (GOOD.replace(b"Westmoor", b""), {"completeness": {"ward": 0.95}}, "refuse"),
    "G04": (GOOD, {"scope": {"max_rows": 1}}, "refuse"),
    "G04 too few": (GOOD, {"scope": {"min_rows": 3}}, "refuse"),
    "G04 of another period": (
        GOOD, {"scope": {"period_field": "referred_on", "period_from": "2026-05-02"}}, "refuse",
    ),
    "G04 people not approved": (GOOD, {"scope": {"keys": "people.csv"}}, "refuse"),
    "G05": (GOOD.replace(b"Westmoor", b"ring 07700 900123"), {}, "refuse"),
    "G06": (TELLING, {}, "review"),
    "G07": (WARDS, OF_WARDS, "refuse"),
    "G08": (GOOD, {"freshness": {"field": "referred_on", "max_age": "P7D"}}, "warn"),
    "G09": (GOOD.replace(b"SW2", b"SW1"), {}, "refuse"),
    "G09 reference to nothing": (WITH_PARENTS, {"schema": DANGLING}, "refuse"),
    "G10": (GOOD, {"retention": None}, "refuse"),
    "G11": (CONCEALING, {}, "refuse"),
    "G11 formula": (GOOD.replace(b"Westmoor", b"=Westmoor"), {}, "review"),
    "G14": (GOOD, {"agreement": None, "decision": "DSR-2026-0001"}, "refuse"),
    "G15": (GOOD, {"valid_until": "2026-05-31"}, "refuse"),
    "G15 nobody": (GOOD, {"recipient": None}, "refuse"),
    "G18": (GOOD, {}, "refuse"),
}  # fmt: skip
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
