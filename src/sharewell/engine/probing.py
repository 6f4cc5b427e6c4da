"""Each probe of the plan as SQL over the staged table. What a row fails, and nothing of what it holds, comes
back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sharewell.engine import lexical, staging
from sharewell.engine.failing import ROW_BY_ROW
from sharewell.engine.staging import Engine, quoted
from sharewell.engine.texts import BY_ROW, Source, Texts
from sharewell.register.table_schema import Field
from sharewell.register.unusable import TermsUnusable
from sharewell.release.disclosure import SUPPRESSED_COUNT
from sharewell.release.finding import SHOWN_ROWS
from sharewell.release.judgement import Column
from sharewell.release.plan import Observation, Probe, What

ANYTHING = Field(name="any column")
# So many conditions go into one pass over the table: for more the engine sets gigabytes of addresses aside.
AT_ONCE = 10
# So many rows show what type a column is not; what they leave open is asked of all.
FIRST_ROWS = 2_000
# So many columns are counted in one pass, while they have no more cells than these together.
COUNTED_AT_ONCE, FEW_CELLS = 50, 1_000_000
# So many columns are hashed at once: each holds a block of the file meanwhile.
HASHED_AT_ONCE = 500
# So few texts that fail are compared with directly.
FEW_TEXTS = 20


class Probing:
    """Answers probes about the staged table. `missing` are the texts that stand for "nothing here".

    `counts` is the column in which `[c]` stands for a suppressed count: there it is of every type.
    """

    def __init__(
        self,
        engine: Engine,
        missing: Sequence[str],
        *,
        texts: Texts | None = None,
        counts: int | None = None,
    ) -> None:
        self.engine = engine
        self.missing = missing
        self.texts = texts or Texts(engine, 0)
        self.counts = counts
        self.patterns: set[str] = set()  # those that the engine was asked about, and understands
        self._values: dict[str, str] = {}

    def observe(self, probes: Sequence[Probe]) -> list[tuple[Probe, Observation]]:
        """An observation for every probe, in their order."""
        answers: dict[int, Observation] = {}
        for source, batch in self._passes([probe for probe in probes if probe.what in ROW_BY_ROW]):
            answers |= dict(zip(map(id, batch), self._in_one_pass(source, batch), strict=True))
        answers |= {id(probe): self._across_rows(probe) for probe in probes if id(probe) not in answers}
        return [(probe, answers[id(probe)]) for probe in probes]

    def columns(self, width: int) -> tuple[Column, ...]:
        """How many cells of each column hold something, how many different things, and of what likely type."""
        likely = self._likely(width)
        found: dict[int, Column] = {}
        for source, columns in self._together(range(width)):
            found |= self._described(source, columns, likely)
        return tuple(found[column] for column in range(width))

    def _together(self, columns: Iterable[int]) -> Iterator[tuple[Source, list[int]]]:
        """Columns that are counted in one pass: many of a short file, of a long one each alone."""
        several = min(COUNTED_AT_ONCE, max(1, FEW_CELLS // max(self.texts.rows, 1)))
        for source, those in groupby(columns, key=self.texts.of):
            batch = list(those)
            yield from ((source, batch[start : start + several]) for start in range(0, len(batch), several))

    # --- one row at a time ----------------------------------------------------------------------------
    def _passes(self, probes: Sequence[Probe]) -> Iterator[tuple[Source, Sequence[Probe]]]:
        """The probes that are answered in the same pass over the same table."""
        by_source: dict[Source, list[Probe]] = {}
        for probe in probes:
            by_source.setdefault(self.texts.of(probe.columns[0]), []).append(probe)
        for source, those in by_source.items():
            for start in range(0, len(those), AT_ONCE):
                yield source, those[start : start + AT_ONCE]

    def _in_one_pass(self, source: Source, probes: Sequence[Probe]) -> list[Observation]:
        self._values = {}
        failing = [f"({ROW_BY_ROW[probe.what](self, probe)})" for probe in probes]
        if source == BY_ROW:
            return self._row_by_row(failing)
        told = ", ".join(map(source.counted, failing))
        counts = self._one_row(f"SELECT {told} FROM {self._with_values(source.table)}")  # noqa: S608
        return [
            Observation(count=count, rows=self._first(source, probe, fails) if count else ())
            for count, probe, fails in zip(counts, probes, failing, strict=True)
        ]

    def _row_by_row(self, failing: Sequence[str]) -> list[Observation]:
        # Each condition is asked once: the engine would ask it for the count, and again for the numbers.
        rows = ", ".join(f"CASE WHEN {fails} THEN rowid + 1 END AS f{n}" for n, fails in enumerate(failing))
        told = ", ".join(f"count(f{n}), min(f{n}, {SHOWN_ROWS})" for n in range(len(failing)))
        found = self._one_row(f"SELECT {told} FROM (SELECT {rows} FROM {self._with_values('staged')})")  # noqa: S608
        return [
            Observation(count=count, rows=tuple(first or ()))
            for count, first in zip(found[::2], found[1::2], strict=True)
        ]

    def _with_values(self, table: str) -> str:
        """The table, and beside its cells their values, each read once however many probes ask for it."""
        values = (f"{value} AS {name}" for name, value in self._values.items())
        return f"(SELECT {', '.join(('*', *values))} FROM {table})"  # noqa: S608

    def _first(self, source: Source, probe: Probe, fails: str) -> tuple[int, ...]:
        """The numbers of the first rows that fail. The engine keeps the order of the file, and stops at the last.

        The texts that fail are mostly few: then the rows are compared with these, and not judged once more.
        """
        cell = f"c{probe.columns[0]}"
        texts = self.engine.execute(
            f"SELECT {cell} FROM {self._with_values(source.table)} WHERE {fails} LIMIT {FEW_TEXTS + 1}"  # noqa: S608
        ).fetchall()
        if len(texts) <= FEW_TEXTS:
            same = " OR ".join(
                f"{cell} = {quoted(t)}" if t is not None else f"{cell} IS NULL" for (t,) in texts
            )
            rows = f"SELECT rowid + 1 FROM staged WHERE {same} LIMIT {SHOWN_ROWS}"  # noqa: S608
        else:
            rows = f"SELECT rowid + 1 FROM {self._with_values('staged')} WHERE {fails} LIMIT {SHOWN_ROWS}"  # noqa: S608
        return tuple(sorted(row for (row,) in self.engine.execute(rows).fetchall()))

    def nothing(self, cell: str) -> str:
        texts = ", ".join(map(quoted, self.missing))
        return f"({cell} IS NULL OR {cell} IN ({texts}))" if texts else f"({cell} IS NULL)"

    def typed(self, probe: Probe) -> tuple[str, str, str]:
        """(holds something, is of its type, its value) of the probe's cell, in the pass that is being made."""
        cell, name = f"c{probe.columns[0]}", f"v{probe.columns[0]}"
        is_one, value = lexical.typed(probe.fields[0] or ANYTHING, cell)
        if value != cell:
            self._values[name] = value
            is_one, value = is_one.replace(f"({value})", name), name
        held = f"NOT {self.nothing(cell)}"
        if probe.columns[0] == self.counts:
            held += f" AND {cell} <> {quoted(SUPPRESSED_COUNT)}"
        return held, is_one, value

    def literal(self, probe: Probe, given: Any) -> str:
        """A limit of the terms as a value of the field's own type. Raises `TermsUnusable` if it is none."""
        field = probe.fields[0] or ANYTHING
        is_one, value = lexical.typed(field, quoted(_written(given)))
        if not self._one_row(f"SELECT {is_one}")[0]:
            raise TermsUnusable(probe.where, f"expected a value of the type {field.type}")
        return f"({value})"

    # --- several rows at a time -----------------------------------------------------------------------
    def _across_rows(self, probe: Probe) -> Observation:
        cells = [f"c{column}" for column in probe.columns]
        match probe.what:
            case What.REPEATED_ROW if len(cells) > HASHED_AT_ONCE:
                return self._rows_of(self._repeated_and_wide(cells))
            case What.REPEATED_ROW:
                return self._rows_of(self._repeated(cells, "TRUE"))
            case What.REPEATED:
                values = [lexical.typed(field or ANYTHING, cell)[1] for field, cell in self._pairs(probe)]
                # A cell that is not of its type has no value, and nothing equals nothing: G02 names it.
                held = [self._all_filled(cells), *(f"{value} IS NOT NULL" for value in values)]
                return self._rows_of(self._repeated(values, " AND ".join(held)))
        half = len(cells) // 2
        return self._rows_of(self._dangling(cells[:half], cells[half:]))

    @staticmethod
    def _pairs(probe: Probe) -> list[tuple[Field | None, str]]:
        return [(field, f"c{column}") for field, column in zip(probe.fields, probe.columns, strict=True)]

    def _all_filled(self, cells: Sequence[str]) -> str:
        return " AND ".join(f"NOT {self.nothing(cell)}" for cell in cells)

    @staticmethod
    def _repeated(values: Sequence[str], where: str) -> str:
        # Grouped on a hash of 64 bits first: rows that share none repeat nothing, and those that do are few.
        key = ", ".join(values)
        named = ", ".join(f"{value} AS k{index}" for index, value in enumerate(values))
        same = ", ".join(f"k{index}" for index in range(len(values)))
        return (
            f"WITH doubtful AS (SELECT hash({key}) AS h FROM staged WHERE {where} GROUP BY 1 HAVING count(*) > 1), "  # noqa: S608
            f"near AS (SELECT rowid AS r, {named} FROM staged "
            f"WHERE {where} AND hash({key}) IN (SELECT h FROM doubtful)) "
            f"SELECT r FROM near QUALIFY count(*) OVER (PARTITION BY {same}) > 1"
        )

    def _repeated_and_wide(self, cells: Sequence[str]) -> str:
        """The repeated rows of a table of so many columns that they are not held at once.

        They are folded into one hash of 64 bits, some columns at a time: of a million rows two that differ would share
        one with a chance of one in forty million, and be told as a warning.
        """
        before = ""
        for number, start in enumerate(range(0, len(cells), HASHED_AT_ONCE)):
            some = ", ".join(cells[start : start + HASHED_AT_ONCE])
            hashed = f"SELECT rowid AS r, hash({some}) AS h FROM staged"  # noqa: S608
            if before:
                hashed = (
                    f"SELECT b.r AS r, hash(b.h, a.h) AS h FROM {before} b JOIN ({hashed}) a ON a.r = b.r"  # noqa: S608
                )
            self.engine.execute(f"CREATE TEMP TABLE folded{number} AS {hashed}")
            if before:
                self.engine.execute(f"DROP TABLE {before}")
            before = f"folded{number}"
        return f"SELECT r FROM {before} QUALIFY count(*) OVER (PARTITION BY h) > 1"  # noqa: S608

    def _dangling(self, own: Sequence[str], referred: Sequence[str]) -> str:
        same = " AND ".join(f"f.{a} = t.{b}" for a, b in zip(own, referred, strict=True))
        held = self._all_filled([f"f.{cell}" for cell in own])
        return f"SELECT f.rowid AS r FROM staged f WHERE {held} AND NOT EXISTS (SELECT 1 FROM staged t WHERE {same})"  # noqa: S608

    def _rows_of(self, query: str) -> Observation:
        count, rows = staging.failing(self.engine, query)
        return Observation(count=count, rows=rows)

    # --- what is in a column --------------------------------------------------------------------------
    def _likely(self, width: int) -> list[list[tuple[str, str]]]:
        """For each column the types that its first rows do not rule out."""
        likely: list[list[tuple[str, str]]] = []
        for start in range(0, width, AT_ONCE):
            cells = [f"c{column}" for column in range(start, min(start + AT_ONCE, width))]
            fits = (
                f"coalesce(bool_and({self.nothing(cell)} OR {lexical.matches(cell, pattern)}), true)"
                for cell in cells
                for _, pattern in lexical.LIKELY
            )
            first = f"SELECT {', '.join(cells)} FROM staged LIMIT {FIRST_ROWS}"  # noqa: S608
            found = self._one_row(f"SELECT {', '.join(fits)} FROM ({first})")  # noqa: S608
            for n in range(len(cells)):
                answers = found[n * len(lexical.LIKELY) :]
                likely.append([each for each, fit in zip(lexical.LIKELY, answers, strict=False) if fit])
        return likely

    def _described(
        self, source: Source, columns: Sequence[int], likely: Sequence[Sequence[tuple[str, str]]]
    ) -> dict[int, Column]:
        told = [each for column in columns for each in self._counts(source, column, likely[column])]
        found = iter(self._one_row(f"SELECT {', '.join(told)} FROM {source.table}"))  # noqa: S608
        described: dict[int, Column] = {}
        for column in columns:
            filled, distinct = next(found), next(found)
            fitting = [name for name, _ in likely[column] if next(found) == filled and filled]
            described[column] = Column(filled=filled, distinct=distinct, type=next(iter(fitting), "string"))
        return described

    def _counts(self, source: Source, column: int, likely: Sequence[tuple[str, str]]) -> Iterator[str]:
        """SQL of how many cells hold something, how many different things, and how many fit each likely type."""
        cell = f"c{column}"
        held = f"NOT {self.nothing(cell)}"
        yield source.counted(held)
        if source == BY_ROW:
            # Counted by a hash of 64 bits: of a million addresses eight megabytes are held, and not their letters.
            yield f"count(DISTINCT CASE WHEN {held} THEN hash({cell}) END)"
        else:
            yield f"count(CASE WHEN {held} THEN 1 END)"
        yield from (source.counted(f"{held} AND {lexical.matches(cell, pattern)}") for _, pattern in likely)

    def _one_row(self, query: str) -> tuple[Any, ...]:
        row: Any = self.engine.execute(query).fetchone()
        return tuple(row)


def _written(given: Any) -> str:
    """A value of the terms as it would stand in a cell."""
    if isinstance(given, bool):
        return "true" if given else "false"
    return str(given)
