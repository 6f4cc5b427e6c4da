"""Secondary suppression: which other cells of a table must be held back so that no small count can be worked out.

    small counts (primary)  --MILP: fewest and least cells-->  others (secondary)  --audit (see `margins`)-->  proved

The model is that of Fischetti and Salazar-González: choose cells at the least loss so that an attacker who knows the
rest can raise each small count by at least `few`. A choice that lets one of them be worked out yields a cut, a sum of
cells of which enough must be held back, and the choice is made again. Whatever the solver comes to, the audit decides.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import highspy

from sharewell.engine.margins import Audit, Table, silent_model

SECONDS = 20.0  # for the choice; after that, whatever a cut names is held back
GAP = 0.05  # a choice within five per cent of the least loss is taken
TOTAL_WEIGHS = 4  # a total is missed more than one of its parts
_TINY = 1e-6


class NotProved(Exception):
    """No choice was found under which every small count hides."""


def secondary(table: Table, *, few: int, seconds: float = SECONDS) -> tuple[int, ...]:
    """The cells to hold back besides those of 1 to `few` - 1, so that each of these hides among more than `few` counts.

    The counts of `table` are the true ones. Raises `NotProved`, also where one is not told, and `margins.DoesNotAddUp`
    for a table whose parts do not add up.
    """
    if table.suppressed:
        raise NotProved
    primary = tuple(cell for cell, count in enumerate(table.counts) if count is not None and 0 < count < few)
    held = _Choice(table, primary, few, time.monotonic() + seconds).made()
    # A greater count that can be worked out exactly hides nothing: it may as well be told.
    held -= {cell for cell in _exposed(table, held, few) if cell not in primary}
    if _exposed(table, held, few):
        raise NotProved
    return tuple(sorted(held - set(primary)))


def _exposed(table: Table, held: set[int], few: int) -> tuple[int, ...]:
    counts = tuple(None if cell in held else count for cell, count in enumerate(table.counts))
    return Audit(replace(table, counts=counts), few).exposed()


@dataclass(slots=True)
class _Choice:
    table: Table
    primary: tuple[int, ...]
    few: int
    until: float
    master: Any = field(init=False)
    rows_of: list[list[tuple[int, float]]] = field(init=False)

    def __post_init__(self) -> None:
        self.rows_of = [[] for _ in self.table.counts]
        for row, each in enumerate(self.table.sums):
            for cell, sign in ((each.total, -1.0), *((part, 1.0) for part in each.parts)):
                self.rows_of[cell].append((row, sign))
        self.master = self._master()

    def made(self) -> set[int]:
        """The cells to hold back, the primary ones among them."""
        held = self._first()
        while cuts := list(self._cuts(held)):
            for cut in cuts:
                self.master.addRow(
                    float(self.few), highspy.kHighsInf, len(cut), list(cut), list(cut.values())
                )
            held = self._chosen(held, cuts)
        return held

    # --- choosing -------------------------------------------------------------------------------------
    def _master(self) -> Any:
        """One variable a cell, 1 where it is held back; in no sum is one of them alone."""
        totals = {each.total for each in self.table.sums}
        small = set(self.primary)
        model = silent_model(len(self.table.counts), lower=0.0, upper=1.0)
        for cell, count in enumerate(self.table.counts):
            model.changeColIntegrality(cell, highspy.HighsVarType.kInteger)
            model.changeColCost(cell, math.log2(2 + (count or 0)) * (TOTAL_WEIGHS if cell in totals else 1))
            if cell in small:
                model.changeColBounds(cell, 1.0, 1.0)
            elif not count:
                # A count of 0 is told: that nobody is in a group is no small count, and hides none.
                model.changeColBounds(cell, 0.0, 0.0)
        model.setOptionValue("mip_rel_gap", GAP)
        for each in self.table.sums:
            cells = (each.total, *each.parts)
            for cell in small.intersection(cells):
                others = [other for other in cells if other != cell]
                model.addRow(1.0, highspy.kHighsInf, len(others), others, [1.0] * len(others))
        return model

    def _first(self) -> set[int]:
        return self._chosen(set(self.primary), ())

    def _chosen(self, held: set[int], cuts: Sequence[Mapping[int, float]]) -> set[int]:
        """A new choice; when there is no time for one, the old one with every cell that the cuts name."""
        left = self.until - time.monotonic()
        if left > 0:
            self.master.setOptionValue("time_limit", self.master.getRunTime() + min(left, SECONDS / 4))
            self.master.run()
            values = self.master.getSolution().col_value
            if values and self.master.getInfo().primal_solution_status == 2:
                return {cell for cell, value in enumerate(values) if value > 0.5}
        return held.union(*(cut.keys() for cut in cuts))

    # --- attacking ------------------------------------------------------------------------------------
    def _cuts(self, held: set[int]) -> Iterator[dict[int, float]]:
        """For each small count that can be raised by less than `few`, which cells would let it be raised."""
        cells = sorted(held)
        column = {cell: index for index, cell in enumerate(cells)}
        model = self._deviations(cells, column)
        free: set[int] = set()
        for cell in self.primary:
            if cell in free:
                continue
            model.changeColCost(column[cell], 1.0)
            model.run()
            values, duals = list(model.getSolution().col_value), list(model.getSolution().row_dual)
            model.changeColCost(column[cell], 0.0)
            raised = {each for each in cells if values[column[each]] >= self.few - _TINY}
            free |= raised
            if cell not in raised:
                yield self._cut(cell, duals)

    def _deviations(self, cells: Sequence[int], column: Mapping[int, int]) -> Any:
        """How far the cells held back can be moved together: none below 0, none by more than is of interest."""
        model = silent_model(len(cells), lower=0.0, upper=float(self.few))
        for cell in cells:
            model.changeColBounds(
                column[cell], -float(min(self.table.counts[cell] or 0, self.few)), float(self.few)
            )
        for each in self.table.sums:
            entries = {column[part]: 1.0 for part in each.parts if part in column}
            if each.total in column:
                entries[column[each.total]] = -1.0
            model.addRow(0.0, 0.0, len(entries), list(entries), list(entries.values()))
        model.changeObjectiveSense(highspy.ObjSense.kMaximize)
        return model

    def _cut(self, small: int, duals: Sequence[float]) -> dict[int, float]:
        """By duality: the small count is raised no further than these cells, as far as they are held back, allow."""
        cut = {}
        for cell, count in enumerate(self.table.counts):
            price = (cell == small) - sum(sign * duals[row] for row, sign in self.rows_of[cell])
            reach = self.few if price > 0 else min(count or 0, self.few)
            allows = min(abs(price) * reach, float(self.few))
            if allows > _TINY and count:
                cut[cell] = allows
        return cut
