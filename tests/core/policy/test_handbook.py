"""The handbook and the flowchart say what the tables say, and the printed pages are in step with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharewell.policy import drawing
from sharewell.policy.flowchart import mermaid, systematic
from sharewell.policy.handbook import handbook
from sharewell.policy.law import VERSIONS
from sharewell.release import checks

LAW = VERSIONS[-1]
REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


def test_the_handbook_names_every_question_rule_and_reason_with_its_citation():
    page = handbook()

    for question in LAW.question.values():
        assert f"**{question.id}** {question.ask}" in page
    for row in LAW.rows:
        assert f"| {row.id} |" in page
        assert row.citation in page
    for reason in LAW.reasons:
        assert reason.remedy in page


def test_the_handbook_marks_what_a_dpo_has_still_to_confirm():
    marked = [line for line in handbook().splitlines() if "to be confirmed by your DPO" in line]

    assert any("LB-29" in line for line in marked)
    assert not any("LB-01" in line for line in marked)


def test_the_flowchart_draws_every_stage_and_every_way_out():
    chart = mermaid(LAW)

    for stage in LAW.stages:
        assert f'    {stage.id}["{stage.id} {stage.title}' in chart
    for code in ("DIV_EXISTING_ISA", "OOS_NOT_PERSONAL", "BAR_STATUTE", "DIV_ANONYMISE", "RQ_UNVERIFIED"):
        assert code in chart


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("handbook.md", handbook()),
        ("checks.md", checks.reference()),
        ("one-off.mmd", mermaid(LAW)),
        ("systematic.mmd", systematic(LAW)),
        ("one-off.svg", drawing.one_off(LAW)),
        ("systematic.svg", drawing.systematic(LAW)),
        ("flowcharts.md", drawing.as_table(LAW)),
    ],
    ids=["handbook", "checks", "one-off", "systematic", "one-off drawn", "systematic drawn", "tables"],
)
def test_the_printed_page_is_in_step_with_the_tables(name, text):
    assert (REFERENCE / name).read_text("utf-8") == text, "print the pages anew: make docs"
