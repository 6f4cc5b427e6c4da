"""Each check alone stops a file that all the others let pass: none of G01 to G18 is there for show.

What is judged from the file and its terms stands here; what only the office can answer, in `test_answering`.
"""

from __future__ import annotations

import pytest

from builders.release import GOOD, a_csv, a_workbook, gate, some_terms, terms_of_columns
from sharewell.engine.beside import Beside
from sharewell.release.answering import ANSWERED
from sharewell.release.checks import CHECKS, Result

EXTRA = b"referral_id,ward,referred_on,extra\nSW1,Eastmoor,2026-05-01,x\n"
WARDS = a_csv([("ward", "sex"), *(("East", "F"),) * 5, ("West", "F")])
SINGLED_OUT = {"quasi_identifiers": ["ward", "sex"], "k": 2}
TELLING = GOOD.replace(b"Westmoor", b"was convicted of burglary")
COMMENTED = a_workbook(lambda book, sheet: book.create_sheet("more").__setattr__("sheet_state", "hidden"))

# check → the file, its name, its terms, and what the check alone comes to
ALONE = {
    "G01": (EXTRA, "file.csv", some_terms(), Result.REFUSE),
    "G02": (GOOD.replace(b"SW2", b"XX2"), "file.csv", some_terms(), Result.REFUSE),
    "G03": (
        GOOD.replace(b"Westmoor", b""),
        "file.csv",
        some_terms(completeness={"ward": 0.95}),
        Result.REFUSE,
    ),
    "G04": (GOOD, "file.csv", some_terms(scope={"max_rows": 1}), Result.REFUSE),
    "G05": (GOOD.replace(b"Westmoor", b"ring 07700 900123"), "file.csv", some_terms(), Result.REFUSE),
    "G06": (TELLING, "file.csv", some_terms(), Result.REVIEW),
    "G07": (WARDS, "file.csv", terms_of_columns("ward", "sex", disclosure=SINGLED_OUT), Result.REFUSE),
    "G08": (GOOD, "file.csv", some_terms(freshness={"field": "referred_on", "max_age": "P7D"}), Result.WARN),
    "G09": (GOOD.replace(b"SW2", b"SW1"), "file.csv", some_terms(), Result.REFUSE),
    "G10": (GOOD, "file.csv", some_terms(retention=None), Result.REFUSE),
    "G11": (COMMENTED, "file.xlsx", some_terms(), Result.REFUSE),
    "G14": (GOOD, "file.csv", some_terms(agreement=None, decision="DSR-2026-0001"), Result.REFUSE),
    "G15": (GOOD, "file.csv", some_terms(valid_until="2026-05-31"), Result.REFUSE),
    "G18": (GOOD, "file.csv", some_terms(), Result.REFUSE),
}
# Repeated rows are told of a table without a key; that warning is another check's, and stops nothing.
TOLD_TOO = {"G07": {"G09"}}
ONCE = (Result.PASS, Result.NOT_ASKED)


def withheld(folder):
    (folder / "withheld.csv").write_text("referral_id\nSW1\n")
    return Beside(withheld=folder / "withheld.csv")


@pytest.mark.parametrize("check", ALONE)
def test_it_alone_keeps_the_file_back(tmp_path, check):
    content, name, terms, comes_to = ALONE[check]

    beside = withheld(tmp_path) if check == "G18" else Beside()
    results = gate(tmp_path, content, terms, name=name, beside=beside).judgement.results

    others = {
        each: result for each, result in results.items() if each not in {check, *TOLD_TOO.get(check, ())}
    }
    assert results[check] is comes_to
    assert set(others.values()) <= set(ONCE)


def test_no_check_is_left_out():
    assert {*ALONE, *ANSWERED} == {check.id for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=[check.id for check in CHECKS])
def test_each_says_what_it_asks_and_what_to_do(check):
    said = (check.title, check.looks_at, check.remedy, check.citation, check.code)

    assert all(said)
    assert check.version >= 1
    assert check.asked in ("file", "given", "office")
