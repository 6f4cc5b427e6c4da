"""`sharewell policy`: the flowchart and the handbook, printed; what cannot be printed yet is said in one line."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from sharewell.cli import main
from sharewell.policy.flowchart import mermaid, systematic
from sharewell.policy.handbook import handbook
from sharewell.policy.law import VERSIONS


def test_the_flowchart_is_printed_as_mermaid(capsys):
    assert main(["policy", "flowchart", "one-off", "--format", "mermaid"]) == 0
    assert capsys.readouterr().out == mermaid(VERSIONS[-1])


def test_the_life_of_an_agreement_is_drawn_too(capsys):
    assert main(["policy", "flowchart", "systematic"]) == 0
    assert capsys.readouterr().out == systematic(VERSIONS[-1])


@pytest.mark.parametrize("flow", ["one-off", "systematic"])
def test_a_drawing_is_svg_that_says_what_it_shows(capsys, flow):
    assert main(["policy", "flowchart", flow, "--format", "svg"]) == 0

    drawing = ElementTree.fromstring(capsys.readouterr().out)
    assert drawing.get("role") == "img"
    assert [child.tag.rpartition("}")[2] for child in drawing][:2] == ["title", "desc"]


def test_the_proof_is_told_promise_by_promise(capsys):
    pytest.importorskip("z3")

    assert main(["policy", "prove", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["holds"] is True
    assert all(one["holds"] and one["citation"] for one in said["obligations"])
    assert said["dead_end"] is None


def test_a_promise_that_is_broken_comes_with_its_case_and_exit_1(capsys, monkeypatch):
    pytest.importorskip("z3")
    law = VERSIONS[-1]
    broken = replace(law, rows=tuple(row for row in law.rows if row.id != "LB-52"))
    monkeypatch.setattr("sharewell.cli.policy.law_on", lambda day: broken)

    assert main(["policy", "prove"]) == 1

    said = capsys.readouterr().out
    assert "FAILS  Under UK GDPR there is an Article 6 basis" in said
    assert "basis.art6: none" in said


def test_without_its_solver_the_proof_is_one_line_and_exit_2(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)
    for name in [name for name in sys.modules if name.startswith("sharewell.decisions.proving")]:
        monkeypatch.delitem(sys.modules, name)

    assert main(["policy", "prove"]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "sharewell[prove]" in said.err


def test_the_handbook_is_printed(capsys):
    assert main(["policy", "handbook"]) == 0
    assert capsys.readouterr().out == handbook()


def test_as_json_it_is_one_object_with_the_version(capsys):
    assert main(["policy", "handbook", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["policy_version"] == VERSIONS[-1].version


@pytest.mark.parametrize(
    "arguments",
    [
        ["flowchart"],
        ["flowchart", "one-off", "--format", "png"],
        ["horoscope"],
    ],
)
def test_what_it_cannot_do_is_one_line_and_exit_2(capsys, arguments):
    assert main(["policy", *arguments]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
