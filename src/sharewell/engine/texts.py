"""The different texts of a column, each once with the number of its rows, where they are few.

Most columns of most files say the same few things again and again: a code, a day, an age. Whatever depends on a
cell alone is asked of each different text once, and not of each of ten million rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sharewell.engine import staging
from sharewell.engine.staging import Engine

# A file below this is looked at row by row; of a larger one so many rows show which columns say few things.
SAMPLE = 20_000
FEW_IN_SAMPLE = SAMPLE // 2
MOST = 200_000  # different texts; they are held in memory
AT_ONCE = 200  # columns in one pass over the sample: more would need more memory


@dataclass(frozen=True, slots=True)
class Source:
    """Where the cells of a column stand: in a table in which each row stands for as many rows as `rows` says."""

    table: str
    rows: str

    def counted(self, where: str) -> str:
        """SQL of how many rows of the file satisfy a condition on the column.

        Not as a FILTER: for each of those the engine sets room aside for the cells of all others in the same pass, so
        that a thousand columns would need not a thousand but a million of them.
        """
        if self.rows == "1":
            return f"count(CASE WHEN {where} THEN 1 END)"
        return f"coalesce(sum(CASE WHEN {where} THEN {self.rows} END), 0)::BIGINT"


BY_ROW = Source("staged", "1")


class Texts:
    """For each column of the staged table the least there is to look at."""

    def __init__(self, engine: Engine, width: int) -> None:
        self.engine, self.width = engine, width
        self._sources: dict[int, Source] = {}

    @cached_property
    def rows(self) -> int:
        return staging.row_count(self.engine)

    def of(self, column: int) -> Source:
        """Where to look for the cells of that column."""
        if column not in self._sources:
            self._sources[column] = self._gathered(column) if column in self._promising else BY_ROW
        return self._sources[column]

    @cached_property
    def _promising(self) -> frozenset[int]:
        """The columns in which the first rows say few different things."""
        if self.rows < 2 * SAMPLE:
            return frozenset()
        few: set[int] = set()
        for start in range(0, self.width, AT_ONCE):
            columns = range(start, min(start + AT_ONCE, self.width))
            cells = ", ".join(f"c{column}" for column in columns)
            different = ", ".join(f"count(DISTINCT c{column})" for column in columns)
            found: Any = self.engine.execute(
                f"SELECT {different} FROM (SELECT {cells} FROM staged LIMIT {SAMPLE})"  # noqa: S608
            ).fetchone()
            few |= {column for column, many in zip(columns, found, strict=True) if many <= FEW_IN_SAMPLE}
        return frozenset(few)

    def _gathered(self, column: int) -> Source:
        table, cell = f"texts{column}", f"c{column}"
        self.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS "  # noqa: S608
            f"SELECT {cell}, count(*) AS many FROM staged GROUP BY {cell} LIMIT {MOST + 1}"
        )
        found: Any = self.engine.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        if found[0] <= MOST:
            return Source(table, "many")
        self.engine.execute(f"DROP TABLE {table}")
        return BY_ROW
