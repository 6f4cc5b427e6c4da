"""`sharewell policy`: the flowchart and the handbook, printed; what cannot be printed yet is said in one line."""

from __future__ import annotations

import json

import pytest

from sharewell.cli import main
from sharewell.policy.flowchart import mermaid
from sharewell.policy.handbook import handbook
from sharewell.policy.law import VERSIONS


def test_the_flowchart_is_printed_as_mermaid(capsys):
    assert main(["policy", "flowchart", "one-off", "--format", "mermaid"]) == 0
    assert capsys.readouterr().out == mermaid(VERSIONS[-1])


def test_the_handbook_is_printed(capsys):
    assert main(["policy", "handbook"]) == 0
    assert capsys.readouterr().out == handbook()


def test_as_json_it_is_one_object_with_the_version(capsys):
    assert main(["policy", "handbook", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["policy_version"] == VERSIONS[-1].version


@pytest.mark.parametrize(
    "arguments",
    [
        ["prove"],
        ["flowchart"],
        ["flowchart", "systematic"],
        ["flowchart", "one-off", "--format", "svg"],
        ["flowchart", "one-off", "--format", "png"],
        ["horoscope"],
    ],
)
def test_what_it_cannot_do_is_one_line_and_exit_2(capsys, arguments):
    assert main(["policy", *arguments]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
