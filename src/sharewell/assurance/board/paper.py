"""The board report as a document: the figures, what they mean, and how each has gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sharewell.assurance.board.kpis import KPIS, Figure, Kpi, Unit, on_target, said
from sharewell.assurance.board.trend import Point, drawing, in_words, worth_drawing
from sharewell.vocabulary.paper import Block, Heading, Paper, Picture, Table, Words

COLUMNS = ("Figure", "This period", "Report before", "Target")


def printed(
    figures: Mapping[str, Figure], before: Mapping[str, Figure], trends: Mapping[str, Sequence[Point]], *,
    period: str, issuer: str, on: date, reference: str = "",
) -> Paper:  # fmt: skip
    """The report of a period beside the one before it; `trends` has the earlier reports' points for each figure."""
    blocks: list[Block] = [
        Words(text="A figure that is not measured says why. None of nothing is no share.", strong=True),
        Table(caption="All figures", columns=COLUMNS, rows=tuple(_row(kpi, figures, before) for kpi in KPIS)),
    ]
    for kpi in KPIS:
        blocks += _section(kpi, figures[kpi.id], trends.get(kpi.id, ()))
    title = f"Data sharing: report to the board, {period}"
    return Paper(title=title, issuer=issuer, reference=reference, on=on, blocks=tuple(blocks))


def _row(kpi: Kpi, figures: Mapping[str, Figure], before: Mapping[str, Figure]) -> tuple[str, str, str, str]:
    reached = on_target(kpi, figures[kpi.id])
    mark = {True: ", reached", False: ", not reached", None: ""}[reached]
    earlier = said(kpi, before[kpi.id]) if kpi.id in before else "No report"
    return (f"{kpi.title} ({kpi.id})", said(kpi, figures[kpi.id]), earlier, target_words(kpi) + mark)


def target_words(kpi: Kpi) -> str:
    """ "at least 90 %", "at most 10 working days", or "none"."""
    if kpi.target is None:
        return "none"
    if kpi.unit is Unit.SHARE:
        return f"at least {int(kpi.target * 100)} %" if kpi.target < 1 else "100 %"
    return f"at most {int(kpi.target)}{' working days' if kpi.unit is Unit.DAYS else ''}"


def definition(kpi: Kpi) -> str:
    """What is counted, and out of what."""
    return f"Counted: {kpi.counts}{f', out of {kpi.of}' if kpi.of else ''}. {kpi.citation}."


def _section(kpi: Kpi, figure: Figure, points: Sequence[Point]) -> list[Block]:
    blocks: list[Block] = [
        Heading(text=f"{kpi.title} ({kpi.id})"),
        Words(text=f"{said(kpi, figure)}. {definition(kpi)}"),
    ]
    if why := figure.why_not or figure.gap:
        blocks.append(Words(text=why))
    if figure.parts:
        rows = tuple((what, f"{count:,}") for what, count in figure.parts)
        blocks.append(Table(caption=f"{kpi.title}: in parts", columns=("What", "How many"), rows=rows))
    if worth_drawing(points):
        picture = drawing(kpi.title, points, share=kpi.unit is Unit.SHARE)
        blocks.append(Picture(svg=picture, says=in_words(kpi.title, points)))
    if points:
        rows = tuple((each.period, each.says) for each in points)
        blocks.append(
            Table(caption=f"{kpi.title}: report by report", columns=("Period", "Figure"), rows=rows)
        )
    return blocks
