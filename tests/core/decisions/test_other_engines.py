"""Two engines that are not ours read the same rows of the same cases, in three values, and agree with us.

zen-engine runs the rows as a decision table, Cedar as policies. Each gets two translations: the rows that hold of what
was said, and the rows that could still hold of it. What is in the second and not in the first is open.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from datetime import date

import pytest

cedarpy = pytest.importorskip("cedarpy")
zen = pytest.importorskip("zen")

from sharewell.decisions.known import Known  # noqa: E402
from sharewell.decisions.proving.space import case_of, values  # noqa: E402
from sharewell.policy.law import VERSIONS  # noqa: E402
from sharewell.policy.tables import AtLeast, Cell, Row, Some  # noqa: E402
from sharewell.policy.truth import Open, fires  # noqa: E402

LAW, ON = VERSIONS[-1], date(2026, 6, 29)
NAMES = sorted({name for row in LAW.rows for name in row.when})

Said = Mapping[str, bool | int | str]
Reads = Callable[[Said], set[str]]


def key(name: str) -> str:
    return name.replace(".", "_").replace("-", "_")


def said(known: Known) -> Said:
    """What is known of the names that rows read, as plain values; what is open is left out."""
    found = {name: known(name) for name in NAMES}
    return {key(name): plain(value) for name, value in found.items() if not isinstance(value, Open)}


def plain(value: object) -> bool | int | str:
    return value if isinstance(value, bool | int | str) else ("" if not value else "several")


def ours(known: Known) -> tuple[set[str], set[str]]:
    """The rows that hold, and those that could."""
    judged = {row.id: fires(row, known) for row in LAW.rows}
    return {id for id, one in judged.items() if one is True}, {
        id for id, one in judged.items() if one is not False
    }


# --- zen: a decision table ------------------------------------------------------------------------


def as_unary(cell: Cell, *, possible: bool) -> str:
    """A cell in zen's words; its `null` is our silence."""
    silent = "$ == null or " if possible else ""
    match cell:
        case bool():
            return f"{silent}$ == {str(cell).lower()}"
        case AtLeast(number):
            return f"{silent}$ >= {number}"
        case Some.SOME:
            return f"{'' if possible else '$ != null and '}$ != '' and $ != 'none'"
        case Some.NONE:
            return f"{silent}$ == '' or $ == 'none'"
        case Some.BLANK:
            return f"{silent}$ == ''"
        case tuple():
            return silent + " or ".join(f"$ == '{one}'" for one in cell)
        case _:
            return f"{silent}$ == '{cell}'"


def zen_table(*, possible: bool) -> Reads:
    rules = [
        {"_id": row.id, "row": f"'{row.id}'"}
        | {key(at): as_unary(cell, possible=possible) for at, cell in row.when.items()}
        for row in LAW.rows
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": key(name), "name": name, "field": key(name)} for name in NAMES],
        "outputs": [{"id": "row", "name": "row", "field": "row"}],
        "rules": [{**{key(name): "" for name in NAMES}, **rule} for rule in rules],
    }
    at = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", **at},
        {"id": "rows", "type": "decisionTableNode", "name": "rows", "content": content, **at},
        {"id": "out", "type": "outputNode", "name": "out", **at},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "rows", "type": "edge"},
        {"id": "2", "sourceId": "rows", "targetId": "out", "type": "edge"},
    ]
    decision = zen.ZenEngine().create_decision(
        zen.ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))
    )
    return lambda given: {hit["row"] for hit in decision.evaluate(dict(given))["result"]}


# --- cedar: policies ------------------------------------------------------------------------------


def as_cedar(name: str, cell: Cell) -> str:
    at = f"context.{name}"
    match cell:
        case bool():
            return f"{at} == {str(cell).lower()}"
        case AtLeast(number):
            return f"{at} >= {number}"
        case Some.SOME:
            return f'{at} != "" && {at} != "none"'
        case Some.NONE:
            return f'{at} == "" || {at} == "none"'
        case Some.BLANK:
            return f'{at} == ""'
        case tuple():
            return " || ".join(as_cedar(name, one) for one in cell)
        case _:
            return f'{at} == "{cell}"'


def as_policy(row: Row, *, possible: bool) -> str:
    def one(name: str, cell: Cell) -> str:
        silent = f"!(context has {name}) ||" if possible else f"context has {name} &&"
        return f"({silent} ({as_cedar(name, cell)}))"

    cells = " && ".join(one(key(name), cell) for name, cell in row.when.items())
    return f"forbid(principal, action, resource) when {{ {cells} }};"


def cedar_policies(*, possible: bool) -> Reads:
    text = "\n".join(as_policy(row, possible=possible) for row in LAW.rows)
    asking = {"principal": 'Person::"h1"', "action": 'Action::"release"', "resource": 'File::"f"'}

    def read(given: Said) -> set[str]:
        answer = cedarpy.is_authorized({**asking, "context": dict(given)}, text, [])
        assert answer.diagnostics.errors == []
        return {LAW.rows[int(policy.removeprefix("policy"))].id for policy in answer.diagnostics.reasons}

    return read


# --- side by side ---------------------------------------------------------------------------------

ENGINES = {"zen": zen_table, "cedar": cedar_policies}


def drawn(chance: random.Random) -> Known:
    """A case at random; of a tenth of it nobody said anything."""
    space = values(LAW, ON)
    given = {
        name: each[0] if chance.random() < 0.1 else chance.choice(each[1:] or each)
        for name, each in space.items()
    }
    return Known(case_of(given, LAW), LAW, ON)


@pytest.mark.parametrize("engine", ENGINES)
def test_another_engine_reads_every_row_of_every_case_as_we_do(engine, drill_n):
    chance = random.Random(20260629)
    holding, possible = ENGINES[engine](possible=False), ENGINES[engine](possible=True)
    differing = []

    for number in range(drill_n(40, 2_000)):
        known = drawn(chance)
        given = said(known)
        if ours(known) != (holding(given), possible(given)):
            differing.append(number)

    assert differing == []
