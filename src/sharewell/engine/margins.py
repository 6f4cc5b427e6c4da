"""A table of counts and its published sums, as somebody sees it who tries to work out the suppressed cells.

    rows (group, count or `[c]`)  --which cells add up to which-->  sums  --LP-->  the interval of each suppressed cell

Whoever holds the table knows every cell that is told, that counts are whole and not below 0, and that the parts of a
total add up to it. What they can work out of a suppressed cell is the interval between the least and the greatest count
that fits all of it. In three and more dimensions fewer whole numbers than those of the interval may fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy

Group = tuple[str | None, ...]
MOST_CELLS = 20_000  # of larger tables nothing is proved
_TINY = 1e-6  # what the solver leaves of a whole number


@dataclass(frozen=True, slots=True)
class Sum:
    """The cell `total` is the sum of the cells `parts`; a group that has no row has nobody in it."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Groups and their counts (None: suppressed), and the sums among them. No group is there twice."""

    groups: tuple[Group, ...]
    counts: tuple[int | None, ...]
    sums: tuple[Sum, ...]

    @classmethod
    def of(
        cls,
        cells: Sequence[tuple[Group, int | None]],
        *,
        total_label: str | None,
        parents: Sequence[Mapping[str, str]] = (),
    ) -> Table:
        """The table of these cells. `parents` has, for each dimension, what each value is a part of (ward → district).

        Raises `ValueError` where a group is there twice: then nobody can say what adds up to what.
        """
        at = {group: index for index, (group, _) in enumerate(cells)}
        if len(at) < len(cells):
            raise ValueError("a group is there twice")
        sums = tuple(_sums(at, total_label, parents))
        return cls(groups=tuple(at), counts=tuple(count for _, count in cells), sums=sums)

    @property
    def suppressed(self) -> tuple[int, ...]:
        return tuple(index for index, count in enumerate(self.counts) if count is None)


def _sums(
    at: Mapping[Group, int], total_label: str | None, parents: Sequence[Mapping[str, str]]
) -> Iterator[Sum]:
    """Along each dimension: the groups that differ in it alone, under the one that is their sum."""
    for dimension in range(len(next(iter(at), ()))):
        above = parents[dimension] if dimension < len(parents) else {}
        parts: dict[Group, list[int]] = {}
        for group, index in at.items():
            value = group[dimension]
            whole = above.get(value or "", total_label)
            if value != total_label and whole is not None:
                parts.setdefault((*group[:dimension], whole, *group[dimension + 1 :]), []).append(index)
        yield from (Sum(at[total], tuple(some)) for total, some in parts.items() if total in at)


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the greatest count that fit everything told; `greatest` may be infinite."""

    least: float
    greatest: float

    def hides(self, few: int) -> bool:
        """Whether nobody can tell how many people are in the cell, nor nearly so where they may be fewer than `few`."""
        return self.greatest - self.least >= (1 if self.least >= few else few)


class DoesNotAddUp(Exception):
    """The counts that are told fit no table: their parts do not add up to their totals."""


@dataclass(slots=True)
class Audit:
    """Works out what an attacker can, with a linear program for each end of each interval.

    Every solution that is met is a table that fits, and widens the interval of every cell: few programs are solved for
    a table that hides well, and for each cell that does not hide, both.
    """

    table: Table
    few: int
    model: Any = field(init=False)
    unknown: tuple[int, ...] = field(init=False)
    least: list[float] = field(init=False)
    greatest: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.unknown = self.table.suppressed
        self.least, self.greatest = [math.inf] * len(self.unknown), [-math.inf] * len(self.unknown)
        self.model = silent_model(len(self.unknown), lower=0.0, upper=highspy.kHighsInf)
        column = {cell: index for index, cell in enumerate(self.unknown)}
        for each in self.table.sums:
            told = (self.table.counts[each.total] or 0) - sum(
                self.table.counts[part] or 0 for part in each.parts
            )
            entries = {column[part]: 1.0 for part in each.parts if part in column}
            if each.total in column:
                entries[column[each.total]] = -1.0
            self.model.addRow(told, told, len(entries), list(entries), list(entries.values()))

    def intervals(self) -> dict[int, Interval]:
        """The interval of each suppressed cell: exact where the cell does not hide, else at least as wide as told.

        Raises `DoesNotAddUp`.
        """
        for index in range(len(self.unknown)):
            for sense in (highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize):
                if not self._interval(index).hides(self.few):
                    self._solve(index, sense)
        return {cell: self._interval(index) for index, cell in enumerate(self.unknown)}

    def exposed(self) -> tuple[int, ...]:
        """The suppressed cells that do not hide. Raises `DoesNotAddUp`."""
        return tuple(cell for cell, interval in self.intervals().items() if not interval.hides(self.few))

    def _interval(self, index: int) -> Interval:
        return Interval(
            math.ceil(self.least[index] - _TINY) if self.least[index] < math.inf else math.inf,
            self.greatest[index]
            if math.isinf(self.greatest[index])
            else math.floor(self.greatest[index] + _TINY),
        )

    def _solve(self, index: int, sense: Any) -> None:
        self.model.changeObjectiveSense(sense)
        self.model.changeColCost(index, 1.0)
        self.model.run()
        status, values = self.model.getModelStatus(), list(self.model.getSolution().col_value)
        self.model.changeColCost(index, 0.0)  # and with it go the status and the solution
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            self.greatest[index] = math.inf
            return
        if status != highspy.HighsModelStatus.kOptimal:
            raise DoesNotAddUp
        for each, value in enumerate(values):
            self.least[each] = min(self.least[each], value)
            self.greatest[each] = max(self.greatest[each], value)


def silent_model(columns: int, *, lower: float, upper: float) -> Any:
    """A silent linear program of that many variables and no rows."""
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.addVars(columns, [lower] * columns, [upper] * columns)
    return model
