"""The treatments of the terms, carried out on the staged table, in their order (docs/spec/treatments.md).

    staged as it came  --drop, mask, band … suppress-->  staged as it leaves  --write-->  the file that leaves

No row changes its place, and one that is left out leaves a gap: row numbers stay those of the incoming file. A cell
that holds nothing stays as it is. A cell on which a treatment cannot be carried out is emptied and counted, never let
through as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from sharewell.engine import staging, storing
from sharewell.engine.batches import Texts, looked_up, noting_holes, texts_of, writing_csv
from sharewell.engine.changing import BY_CELL, Changed
from sharewell.engine.classes import class_of
from sharewell.engine.hierarchy import Hierarchy, part_of
from sharewell.engine.probing import Probing
from sharewell.engine.staging import quoted
from sharewell.register.terms import Disclosure, Terms, Treatment
from sharewell.release.disclosure import SUPPRESSED_COUNT
from sharewell.release.plan import Observation, Observed, What

# A column is treated text by text where each stands in so many rows, and they are few enough to be held in memory: as
# pseudonyms so many take eighty megabytes. Where nearly all of the first rows differ, they are more.
_ROWS_A_TEXT, _MOST_TEXTS, _MOST_BYTES = 3, 1_000_000, 32_000_000
_FIRST, _DIFFERENT = 100_000, 0.97


@dataclass(frozen=True, slots=True)
class _Step:
    """One treatment, with its number in the terms."""

    number: int
    treatment: Treatment

    @property
    def whole(self) -> bool:
        """It looks at other rows or at another table, and so has a pass of its own."""
        return self.treatment.do in ("suppress", "generalise", "leave_out")


class Treating:
    """Carries out the treatments. `headers` and `origins` (columns as they came) follow what was dropped."""

    def __init__(
        self,
        engine: duckdb.DuckDBPyConnection,
        headers: Sequence[str],
        terms: Terms,
        *,
        hierarchies: Mapping[str, Hierarchy],
        key: bytes,
    ) -> None:
        self.engine, self.terms, self.hierarchies, self.key = engine, terms, hierarchies, key
        self.headers = list(headers)
        self.origins: list[int] = list(range(len(headers)))
        self.changed: set[int] = set()
        self.number = staging.IN_ORDER
        self.probing = Probing(engine, terms.schema.missing_values)
        self.part_of = part_of(hierarchies, terms)

    def treat(self, out: Path | None = None) -> Observed:
        """Change the staged table; the cells on which a treatment could not be carried out.

        `out` is where to write the table as it leaves, as CSV: nothing, where nothing is left of it.
        """
        observed: Observed = {}
        *batches, last = _batches(self.terms.treatments)
        for batch in batches:
            observed |= self._carry_out(batch, None)
        return observed | self._carry_out(last, out)

    def _carry_out(self, batch: Sequence[_Step], out: Path | None) -> Observed:
        if batch[0].treatment.do == "leave_out":
            self._leave_out(batch[0].treatment, out)
            return {}
        dropped = self._dropped(batch)
        by_field = {
            step.treatment.field: step for step in batch if step.treatment.do not in ("drop", "drop_others")
        }
        kept = [i for i, header in enumerate(self.headers) if header not in dropped]
        steps = {i: step for i in kept if (step := by_field.get(self.headers[i]))}
        by_text = {
            i: texts
            for i in self._with_few_texts([i for i, step in steps.items() if not step.whole])
            if (texts := self._leaving_by_text(i, steps[i])) is not None
        }
        leaving = {kept.index(i): texts for i, texts in by_text.items()}
        cells = [f"c{i}" if i in by_text else self._leaving(i, steps.get(i)) for i in kept]
        before, self.headers = self.headers, [self.headers[i] for i in kept]
        self.origins = [self.origins[i] for i in kept]
        self.changed |= {i for i, name in zip(self.origins, self.headers, strict=True) if name in by_field}
        holes = self._rewrite(cells, leaving, out, ordered=any(step.whole for step in batch))
        return {
            (What.UNTREATABLE, f"treatments[{step.number}]"): self._emptied(
                [(i, after) for after, i in enumerate(kept) if before[i] == name and after in holes]
            )
            for name, step in by_field.items()
            if step.treatment.do != "suppress"
        }

    def _dropped(self, batch: Sequence[_Step]) -> set[str]:
        """The columns that go: each that is named, and where the terms say so every one they do not have."""
        named = {step.treatment.field for step in batch if step.treatment.do == "drop"}
        others = any(step.treatment.do == "drop_others" for step in batch)
        return named | (set(self.headers) - set(self.terms.schema.names) if others else set())

    def _leave_out(self, treatment: Treatment, out: Path | None) -> None:
        rows = treatment.arguments.get("rows")
        if rows is None:
            left_out = self._in_a_small_class(self.terms.disclosure or Disclosure())
        else:
            left_out = f"staged.rowid IN ({', '.join(str(row - 1) for row in rows)})"
        self.number = "came_as"
        self._rewrite(staging.names(len(self.headers)), {}, out, ordered=True, where=f"WHERE NOT {left_out}")

    def types(self, arrived: Sequence[str]) -> list[str]:
        """The types of the columns as they leave, of a file that has types: a treated one is text."""
        return ["VARCHAR" if origin in self.changed else arrived[origin] for origin in self.origins]

    # --- each different text once ---------------------------------------------------------------------
    def _with_few_texts(self, columns: Sequence[int]) -> list[int]:
        """The columns that seem to say the same things again and again: to treat a text is far dearer than to look
        it up."""
        if not columns:
            return []
        named = ", ".join(f"c{column}" for column in columns)
        different = ", ".join(f"count(DISTINCT c{column})" for column in columns)
        found: Any = self.engine.execute(
            f"SELECT count(*), {different} FROM (SELECT {named} FROM staged LIMIT {_FIRST})"  # noqa: S608
        ).fetchone()
        return [
            column for column, many in zip(columns, found[1:], strict=True) if many <= found[0] * _DIFFERENT
        ]

    def _leaving_by_text(self, column: int, step: _Step) -> Texts | None:
        """Each different text of a column, and what it becomes; None where they are more than a few."""
        few = min(staging.row_count(self.engine) // _ROWS_A_TEXT, _MOST_TEXTS)
        found = self.engine.execute(
            f"WITH texts AS MATERIALIZED (SELECT DISTINCT c{column} FROM staged), "  # noqa: S608
            f"size AS (SELECT count(*) AS texts, sum(strlen(c{column})) AS bytes FROM texts) "
            f"SELECT c{column}, {self._leaving(column, step)} AS leaves FROM texts "
            f"WHERE (SELECT texts <= {few} AND coalesce(bytes, 0) <= {_MOST_BYTES} FROM size)"
        ).to_arrow_table()
        return texts_of(found) if found.num_rows else None

    def _rewrite(
        self,
        cells: Sequence[str],
        by_text: Mapping[int, Texts],
        out: Path | None,
        *,
        ordered: bool,
        where: str = "",
    ) -> set[int]:
        """Stage what the cells become; the columns in which one is null afterwards.

        Of those in `by_text` the query hands on what they were, to be looked up there.

        A file of which every column is dropped keeps its rows, and one column that holds nothing.
        """
        named = [f"{cell} AS c{index}" for index, cell in enumerate(cells)] or ["NULL::VARCHAR AS c0"]
        width = len(named)
        if self.number != staging.IN_ORDER:
            named.append(f"staged.rowid AS {self.number}")
        # A plain pass keeps the rows in their order; a join may hand them on in any.
        order = "ORDER BY staged.rowid" if ordered else ""
        self.engine.execute("DROP VIEW IF EXISTS untreated")
        staging.call(self.engine, "untreated")
        rows = (
            f"WITH staged AS (SELECT * FROM untreated) SELECT {', '.join(named)} "  # noqa: S608
            f"FROM staged {where} {order}"
        )
        passing = looked_up(storing.passing(self.engine, rows, len(named)), by_text)
        if out is not None and cells:
            passing = writing_csv(passing, out, self.headers, self._nothing())
        holes: set[int] = set()
        storing.keep(self.engine, noting_holes(passing, holes), width, number=self.number)
        return holes

    def _nothing(self) -> str:
        """What is written for a cell that holds nothing."""
        missing = self.terms.schema.missing_values
        return "" if "" in missing or not missing else missing[0]

    def _leaving(self, index: int, step: _Step | None) -> str:
        cell = f"c{index}"
        if step is None:
            return cell
        if step.treatment.do == "suppress":
            return self._suppressed(step.treatment, cell)
        can, value = self._change(step.treatment, cell)
        return f"CASE WHEN {self.probing.nothing(cell)} THEN {cell} WHEN {can} THEN {value} END"

    def _emptied(self, places: Sequence[tuple[int, int]]) -> Observation:
        """The rows in which a treatment emptied a cell, because it could not be carried out, by (before, after)."""
        rows = " UNION ".join(
            f"(SELECT rowid AS r FROM staged WHERE c{after} IS NULL "  # noqa: S608
            f"EXCEPT SELECT rowid FROM untreated WHERE c{before} IS NULL)"
            for before, after in places
        )
        count, first = staging.failing(self.engine, rows) if places else (0, ())
        return Observation(count=count, rows=first)

    def _change(self, treatment: Treatment, cell: str) -> Changed:
        if treatment.do == "generalise":
            hierarchy = self.hierarchies[treatment.arguments["hierarchy"]]
            return hierarchy.generalised(cell, treatment.arguments["level"])
        return BY_CELL[treatment.do](cell, treatment.arguments, self.key)

    # --- suppressing ----------------------------------------------------------------------------------
    def _suppressed(self, treatment: Treatment, cell: str) -> str:
        asked = self.terms.disclosure or Disclosure()
        if treatment.field == asked.count_field and asked.smallest_cell is not None:
            number = f"TRY_CAST({cell} AS HUGEINT)"
            small = f"({number} > 0 AND {number} < {asked.smallest_cell})"
            if treatment.arguments.get("secondary"):
                from sharewell.engine.counts import Counts, among  # only here: see `Disclosing.counts`

                counts = Counts(self.probing, self.headers, self.terms, self.part_of)
                small += f" OR {among(counts.secondary(asked.smallest_cell))}"
            return f"CASE WHEN {small} THEN {quoted(SUPPRESSED_COUNT)} ELSE {cell} END"
        return f"CASE WHEN {self._in_a_small_class(asked)} THEN NULL ELSE {cell} END"

    def _in_a_small_class(self, asked: Disclosure) -> str:
        if not all(name in self.headers for name in asked.quasi_identifiers):
            return "TRUE"  # how many share what is not there, nobody can say
        cells = [f"c{self.headers.index(name)}" for name in asked.quasi_identifiers]
        group = class_of(self.probing, cells)
        few = f"SELECT {group} FROM staged GROUP BY 1 HAVING count(*) < {asked.k}"  # noqa: S608
        return f"{group} IN ({few})"


def _batches(treatments: Sequence[Treatment]) -> Iterator[list[_Step]]:
    """The treatments in their order, in as few passes over the table as that order allows."""
    steps = [_Step(number, treatment) for number, treatment in enumerate(treatments)]
    for whole, run in groupby(steps, key=lambda step: step.whole):
        batch: list[_Step] = []
        for step in run:
            again = any(step.treatment.field == other.treatment.field for other in batch)
            if batch and (whole or again):
                yield batch
                batch = []
            batch.append(step)
        yield batch


def write_parquet(
    engine: duckdb.DuckDBPyConnection, path: Path, headers: Sequence[str], types: Sequence[str]
) -> None:
    """The staged table as a Parquet file with columns of these types."""
    cells = ", ".join(
        f"CAST(c{index} AS {kind}) AS {_identifier(header)}"
        for index, (header, kind) in enumerate(zip(headers, types, strict=True))
    )
    rows = f"SELECT {cells} FROM staged"  # noqa: S608
    engine.execute(f"COPY ({rows}) TO {quoted(str(path))} (FORMAT parquet)")


def _identifier(header: str) -> str:
    return '"' + header.replace('"', '""') + '"'
