"""The flowcharts as SVG: a column of stages, and beside each what it waits for and where it can leave.

Drawn by our own few lines, so that it is the same bytes everywhere and asks for no program. It is accessible: a title
and a description, text that is text, and no meaning in colour alone. The table of `as_table` says the same in words,
for whoever reads with a keyboard or a voice.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from sharewell.policy.flowchart import ENDS, REFUSES_THE_CASE
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Row, Severity, Stage

BOX, GAP, LINE = 300, 24, 16
LEFT, NOTES, RIGHT = 24, 360, 830
WIDTH = 1180
_WAITS = (Severity.BLOCK, Severity.REFUSE, Severity.REQUIRE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One stage as it is drawn: its lines of text, what it waits for, and how it leaves the flow."""

    stage: Stage
    heading: tuple[str, ...]
    waits: tuple[str, ...]
    leaves: tuple[str, ...]

    @property
    def height(self) -> int:
        lines = max(len(self.heading), len(self.waits), len(self.leaves))
        return 20 + LINE * max(lines, 2)


def one_off(law: Law) -> str:
    """The one-off process as SVG."""
    drawn = tuple(_one_off(stage, law) for stage in law.stages)
    says = (
        "Stages S0 to S15 from top to bottom. Beside each stage: what holds it back, and where a case leaves the "
        "flow. An emergency leaves at S0 and is recorded within 24 hours."
    )
    return _svg("One-off sharing: the stages of a decision", says, drawn)


def systematic(law: Law) -> str:
    """The life of an agreement as SVG."""
    drawn = tuple(
        Drawn(stage=stage, heading=_heading(stage), waits=_wrapped(stage.waits_for, 52), leaves=())
        for stage in law.systematic
    )
    says = "Stages A0 to A13 from top to bottom. Beside each stage: what it waits for."
    return _svg("Systematic sharing: the life of an agreement", says, drawn)


def _one_off(stage: Stage, law: Law) -> Drawn:
    rows = law.rows_of.get(stage.id, ())
    waits = _codes(row for row in rows if row.severity in _WAITS and row.code not in REFUSES_THE_CASE)
    return Drawn(
        stage=stage,
        heading=_heading(stage),
        waits=_wrapped("waits: " + ", ".join(waits), 46) if waits else (),
        leaves=tuple(line for exit in _exits(stage, rows) for line in _wrapped(exit, 40)),
    )


def _exits(stage: Stage, rows: tuple[Row, ...]) -> Iterator[str]:
    for severity, end, _ in ENDS:
        if codes := _codes(row for row in rows if row.severity is severity):
            yield f"{end.replace('_', ' ').lower()}: {', '.join(codes)}"
    if codes := _codes(row for row in rows if row.code in REFUSES_THE_CASE):
        yield f"refused: {', '.join(codes)}"
    if stage.id == "S0":
        yield "emergency: delay would do serious harm"
    if stage.id == "S12":
        yield "refused: with reasons"


def _codes(rows: Iterator[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.code for row in rows))


def _heading(stage: Stage) -> tuple[str, ...]:
    return (f"{stage.id} {stage.title}", *_wrapped(stage.decides, 44))


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, width))


# --- drawing --------------------------------------------------------------------------------------


def _svg(title: str, says: str, drawn: tuple[Drawn, ...]) -> str:
    tops, height = [], GAP
    for one in drawn:
        tops.append(height)
        height += one.height + GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            'aria-labelledby="flow-title flow-says" font-family="Arial, sans-serif" font-size="13">',
            f'<title id="flow-title">{escape(title)}</title>',
            f'<desc id="flow-says">{escape(says)}</desc>',
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
            'orient="auto"><path d="M0 0 L8 4 L0 8 Z" fill="#0b0c0c"/></marker></defs>',
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *(line for top, one in zip(tops, drawn, strict=True) for line in _stage(one, top)),
            *(
                _arrow(LEFT + BOX // 2, top + one.height, LEFT + BOX // 2, top + one.height + GAP)
                for top, one in list(zip(tops, drawn, strict=True))[:-1]
            ),
            "</svg>",
            "",
        ]
    )


def _stage(one: Drawn, top: int) -> Iterator[str]:
    yield (
        f'<rect x="{LEFT}" y="{top}" width="{BOX}" height="{one.height}" fill="#f3f2f1" stroke="#0b0c0c" '
        'stroke-width="1.5"/>'
    )
    yield from _text(one.heading, LEFT + 12, top, bold_first=True)
    yield from _text(one.waits, NOTES, top)
    if one.leaves:
        middle = top + 18
        yield _arrow(RIGHT - 40, middle, RIGHT - 8, middle)
        yield from _text(one.leaves, RIGHT, top)


def _text(lines: tuple[str, ...], x: int, top: int, *, bold_first: bool = False) -> Iterator[str]:
    for number, line in enumerate(lines):
        weight = ' font-weight="bold"' if bold_first and number == 0 else ""
        yield f'<text x="{x}" y="{top + 22 + LINE * number}" fill="#0b0c0c"{weight}>{escape(line)}</text>'


def _arrow(x1: int, y1: int, x2: int, y2: int) -> str:
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#0b0c0c" stroke-width="1.5" '
        'marker-end="url(#tip)"/>'
    )


# --- the same in words ----------------------------------------------------------------------------


def as_table(law: Law) -> str:
    """Both flows as a page: the drawing, and under it the same in a table."""
    lines = ["# The two processes", "", "Printed from the tables of the law in force by `make docs`.", ""]
    lines += [
        "## One-off sharing",
        "",
        "![The stages of a one-off decision; the table says the same](one-off.svg)",
        "",
    ]
    lines += ["| stage | who | what holds it back | where it can leave |", "|---|---|---|---|"]
    for stage in law.stages:
        drawn = _one_off(stage, law)
        waits = " ".join(drawn.waits).removeprefix("waits: ") or stage.waits_for
        lines.append(f"| {stage.id} {stage.title} | {stage.decides} | {waits} | {' '.join(drawn.leaves)} |")
    lines += ["", "## Systematic sharing", ""]
    lines += ["![The life of an agreement; the table says the same](systematic.svg)", ""]
    lines += ["| stage | who | what it waits for | paragraph |", "|---|---|---|---|"]
    for stage in law.systematic:
        lines.append(f"| {stage.id} {stage.title} | {stage.decides} | {stage.waits_for} | {stage.citation} |")
    return "\n".join([*lines, ""])
