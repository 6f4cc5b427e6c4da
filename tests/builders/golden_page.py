"""docs/reference/golden.md: the golden cases for a person to read, each rule's own beside the clause it rests on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from builders.golden import FILE, LAW
from sharewell.decisions.proving.space import HISTORY
from sharewell.policy.tables import Row

HEAD = """# The golden cases

Obligations alone miss a third of the mistakes that somebody could make in a table. So for every cell of every rule one
case on each side of it is frozen in `tests/core/decisions/golden.jsonl`, with what came of it, and every mutant of a
table has to change one of them ({total:,} cases; equivalent mutants are listed with the reason in `test_golden.py`).

Below is the case in which each rule fires: what is changed in a case that otherwise passes, and everything that then
comes. **Read against the clause in the last column, as the reference gives it: all {fires}, on 22 November 2026, by
those who wrote the tables.** The cases on the other side of a cell ({beside:,}), and those of paragraphs, countries and
screening triggers, were sampled, not all read. None of this is legal advice; what is marked *to be confirmed* waits
for your DPO, and the office's page "The law and the policy" lists it.

"Comes" leaves out the proportionality reason (`HRA_PROPORTIONALITY`, answered), which the case that passes has too.

| rule | why | when | comes | clause | other cases |
|---|---|---|---|---|---|
"""
USUAL = "S4 HRA_PROPORTIONALITY require answered"


def page() -> str:
    """The page as it is to be in docs/."""
    cases = [json.loads(line) for line in FILE.read_text().splitlines()]
    rows = {row.id: row for row in LAW.rows}
    fires = [one for one in cases if one["why"] == "fires" and one["about"] in rows]
    others = Counter(one["about"] for one in cases if one["why"] != "fires")
    beside = sum(others[row] for row in rows)
    head = HEAD.format(total=len(cases), fires=len(fires), beside=beside)
    return head + "".join(_line(one, rows[one["about"]], others) for one in fires)


def _line(case: dict[str, Any], row: Row, others: Counter[str]) -> str:
    when = "; ".join(_changed(case["changed"]))
    outcome, *reasons = case["came"]
    told = ", ".join(f"`{reason}`" for reason in reasons if reason != USUAL)
    comes = f"**{outcome.replace('_', ' ')}**{': ' if told else ''}{told}"
    clause = f"{row.citation}{' *to be confirmed*' if row.verify else ''}"
    title = LAW.reason[row.code].title
    return f"| {row.id} | {title} | {when} | {comes} | {clause} | {others[row.id]} |\n"


def _changed(changed: dict[str, Any]) -> Iterator[str]:
    for name, value in changed.items():
        yield f"`{name}`: {_value(name, value)}"


def _value(name: str, value: Any) -> str:
    match value:
        case None:
            return "nobody said"
        case bool():
            return "yes" if value else "no"
        case [] | "":
            return "nothing"
        case list() if name == HISTORY:
            return f"{len(value)} incident{'s' if len(value) > 1 else ''}"
        case list() | dict():
            return json.dumps(value).replace("|", "\\|")
        case _:
            return str(value)
