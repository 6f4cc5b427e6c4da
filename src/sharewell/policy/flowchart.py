"""The flowchart of the one-off process, drawn from the tables: the policy's missing Appendix A."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sharewell.policy.law.record import Law
from sharewell.policy.tables import Row, Severity, Stage

ENDS = (
    (Severity.OUT_OF_SCOPE, "OUT_OF_SCOPE", "Out of scope: logged"),
    (Severity.DIVERT, "DIVERTED", "Another way: handed on and logged"),
)
REFUSES_THE_CASE = ("BAR_STATUTE", "LB_NO_BASIS")


def mermaid(law: Law) -> str:
    """The flow as Mermaid text: stages in order, where each can leave it, and what each waits for."""
    lines = ["flowchart TD", *_nodes(law), *_spine(law)]
    for stage in law.stages:
        lines += _leaving(stage, law.rows_of.get(stage.id, ()))
    lines += ['    S0 -->|"delay would do serious harm"| EMERGENCY', "    EMERGENCY --> S15"]
    lines += [f"    {end} --> S15" for end in ("REFUSED", *(name for _, name, _ in ENDS))]
    return "\n".join(lines) + "\n"


def systematic(law: Law) -> str:
    """The life of an agreement as Mermaid text."""
    nodes = (f'    {stage.id}["{stage.id} {stage.title}<br/>{stage.decides}"]' for stage in law.systematic)
    spine = (
        f"    {one.id} --> {then.id}" for one, then in zip(law.systematic, law.systematic[1:], strict=False)
    )
    back = ('    A13 -->|"varied: a new version, signed again"| A9', '    A13 -->|"renewed"| A12')
    return "\n".join(["flowchart TD", *nodes, *spine, *back]) + "\n"


def _nodes(law: Law) -> Iterator[str]:
    for stage in law.stages:
        yield f'    {stage.id}["{stage.id} {stage.title}<br/>{stage.decides}"]'
    for _, name, title in ENDS:
        yield f'    {name}(["{title}"])'
    yield '    REFUSED(["Refused: reasons given and logged"])'
    yield '    EMERGENCY(["Emergency: share what is needed, record within 24 hours, review within 2 working days"])'


def _spine(law: Law) -> Iterator[str]:
    for stage, following in zip(law.stages, law.stages[1:], strict=False):
        yield f'    {stage.id} -->|"satisfied"| {following.id}'


def _leaving(stage: Stage, rows: Iterable[Row]) -> Iterator[str]:
    rows = tuple(rows)
    for severity, end, _ in ENDS:
        yield from _edge(stage.id, end, (row.code for row in rows if row.severity is severity))
    yield from _edge(stage.id, "REFUSED", (row.code for row in rows if row.code in REFUSES_THE_CASE))
    if stage.id == "S12":
        yield '    S12 -->|"refuse"| REFUSED'
    waits = (row.code for row in rows if _holds_back(row))
    yield from _edge(stage.id, stage.id, waits, arrow="-.->", label="waits: ")


def _holds_back(row: Row) -> bool:
    stops = row.severity in (Severity.BLOCK, Severity.REFUSE, Severity.REQUIRE)
    return stops and row.code not in REFUSES_THE_CASE


def _edge(
    start: str, end: str, codes: Iterable[str], *, arrow: str = "-->", label: str = ""
) -> Iterator[str]:
    found = tuple(dict.fromkeys(codes))
    if found:
        yield f'    {start} {arrow}|"{label}{"<br/>".join(found)}"| {end}'
