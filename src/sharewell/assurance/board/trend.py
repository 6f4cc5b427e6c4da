"""A trend as a drawing (SVG) and as the table beneath it, which says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import pairwise

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 600, 180, 48, 30, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One report's figure: the period in words, the value to draw (None: not measured), and how it reads."""

    period: str
    value: Fraction | None
    says: str


def in_words(title: str, points: Sequence[Point]) -> str:
    """What the drawing shows, for somebody who cannot see it."""
    told = "; ".join(f"{each.period}: {each.says}" for each in points)
    return f"{title}. {told}." if told else f"{title}. No report yet."


def worth_drawing(points: Sequence[Point]) -> bool:
    """Whether there is a line to draw: two reports that measured it."""
    return sum(each.value is not None for each in points) > 1


def drawing(title: str, points: Sequence[Point], *, share: bool) -> str:
    """The points joined by a line; a gap where nothing was measured. Colours stand out in print and in grey."""
    known = [each.value for each in points if each.value is not None]
    top = Fraction(1) if share else max([*known, Fraction(1)])
    at = [(_x(number, len(points)), None if each.value is None else _y(each.value / top))
          for number, each in enumerate(points)]  # fmt: skip
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' font-family="Arial" font-size="12">',
        f"<title>{escape(in_words(title, points))}</title>",
        *(_rule(level, top, share) for level in (Fraction(0), Fraction(1, 2), Fraction(1))),
        *_lines(at),
        *(f'<circle cx="{x}" cy="{y}" r="4" fill="#1d70b8"/>' for x, y in at if y is not None),
        *(f'<text x="{x}" y="{HEIGHT - 8}" text-anchor="middle">{escape(each.period)}</text>'
          for (x, _), each in zip(at, points, strict=True)),
        "</svg>",
    ]  # fmt: skip
    return "".join(parts)


def _x(number: int, count: int) -> int:
    room = WIDTH - LEFT - 80  # half a label on each side
    return LEFT + 40 + (room // 2 if count == 1 else room * number // (count - 1))


def _y(of_top: Fraction) -> int:
    return HEIGHT - BOTTOM - int(of_top * (HEIGHT - BOTTOM - TOP))


def _rule(level: Fraction, top: Fraction, share: bool) -> str:
    y, value = _y(level), level * top
    label = f"{int(value * 100)} %" if share else f"{float(value):g}"
    line = f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y}" y2="{y}" stroke="#b1b4b6"/>'
    return f'{line}<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{label}</text>'


def _lines(at: Sequence[tuple[int, int | None]]) -> list[str]:
    """A line between neighbours that were both measured."""
    return [
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#1d70b8" stroke-width="2"/>'
        for (x1, y1), (x2, y2) in pairwise(at)
        if y1 is not None and y2 is not None
    ]
