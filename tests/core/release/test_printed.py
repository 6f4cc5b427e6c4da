"""The report as a paper: the same words as on the page, every check, and who cleared what."""

from __future__ import annotations

from builders.release import MONDAY, gate
from sharewell.engine import printing
from sharewell.release.checks import CHECKS
from sharewell.release.printed import paper
from sharewell.vocabulary.paper import Facts, Heading, Table, Words

WITH_A_COLUMN_MORE = b"referral_id,ward,referred_on,shoe\nSW1,Eastmoor,2026-05-01,5\n"


def printed(report, **more):
    return paper(report, issuer="Northshire OPCC", reference="REL-2026-0001", on=MONDAY, **more)


def texts(made):
    return [block.text for block in made.blocks if isinstance(block, Words | Heading)]


def facts(made):
    return dict(pair for block in made.blocks if isinstance(block, Facts) for pair in block.pairs)


def test_the_answer_comes_first_and_every_check_is_there(tmp_path):
    made = printed(gate(tmp_path, WITH_A_COLUMN_MORE).as_dict())

    assert texts(made)[0] == "This file must not leave as it is."
    table = next(block for block in made.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == [check.id for check in CHECKS]


def test_a_finding_says_what_why_and_what_to_do(tmp_path):
    made = printed(gate(tmp_path, WITH_A_COLUMN_MORE).as_dict(), cleared={0: "Nobody clears a block."})

    assert "Blocks: shoe" in texts(made)
    assert facts(made)["Source"] == "OPCC 3.4e, 7.2 (G_FIELD_UNDECLARED)"
    assert facts(made)["Cleared"] == "Nobody clears a block."


def test_a_file_without_a_finding_says_so(tmp_path):
    made = printed(gate(tmp_path, b"referral_id,ward,referred_on\nSW1,Eastmoor,2026-05-01\n").as_dict())

    assert "Nothing that keeps the file from leaving." in texts(made)


def test_it_prints(tmp_path):
    assert printing.pdf(printed(gate(tmp_path, WITH_A_COLUMN_MORE).as_dict())).startswith(b"%PDF")
