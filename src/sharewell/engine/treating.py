"""The treatments of the terms, carried out on the staged table, in their order (docs/spec/treatments.md).

    staged as it came  --drop, mask, band … suppress-->  staged as it leaves  --write-->  the file that leaves

No row changes its place, and one that is left out leaves a gap: row numbers stay those of the incoming file. A cell
that holds nothing stays as it is. A cell on which a treatment cannot be carried out is emptied and counted, never let
through as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from sharewell.engine import staging
from sharewell.engine.hierarchy import Hierarchy, part_of
from sharewell.engine.probing import Probing
from sharewell.engine.pseudonym import hmac_of
from sharewell.engine.staging import quoted
from sharewell.register.terms import Disclosure, Terms, Treatment
from sharewell.release.disclosure import SUPPRESSED_COUNT
from sharewell.release.plan import Observation, What

_WHOLE_POSTCODE = r"([A-Za-z]{1,2}[0-9][A-Za-z0-9]?|[Gg][Ii][Rr])\s*[0-9][A-Za-z]{2}"
_OUTWARD_CODE = r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]?|[Gg][Ii][Rr]"
_YEAR = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T.*)?)?)?"
_WHOLE_NUMBER = r"-?\d{1,18}"
_SHORT, _SHORT_NUMBER = 10**9, r"[+-]?\d{1,10}(\.\d{0,6})?"
_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"

# A column is treated text by text where each stands in so many rows, and they are few enough to be held in memory.
_ROWS_A_TEXT, _MOST_TEXTS = 3, 1_500_000
_OF_TEXT = "leaving{0}.leaves"

Observed = dict[tuple[What, str], Observation]
# (can it be done to this cell, what comes out)
Changed = tuple[str, str]


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

    def treat(self) -> Observed:
        """Change the staged table; the cells on which a treatment could not be carried out."""
        observed: Observed = {}
        for batch in _batches(self.terms.treatments):
            observed |= self._carry_out(batch)
        return observed

    def _carry_out(self, batch: Sequence[_Step]) -> Observed:
        if batch[0].treatment.do == "leave_out":
            self._leave_out(batch[0].treatment)
            return {}
        dropped = {step.treatment.field for step in batch if step.treatment.do == "drop"}
        by_field = {step.treatment.field: step for step in batch if step.treatment.do != "drop"}
        kept = [i for i, header in enumerate(self.headers) if header not in dropped]
        steps = {i: step for i in kept if (step := by_field.get(self.headers[i]))}
        by_text = self._with_few_texts([i for i, step in steps.items() if not step.whole])
        for i in by_text:
            self._treat_texts(i, steps[i])
        cells = [_OF_TEXT.format(i) if i in by_text else self._leaving(i, steps.get(i)) for i in kept]
        self._rewrite(cells, by_text, joined=any(step.whole for step in batch))
        self.changed |= {self.origins[i] for i in kept if self.headers[i] in by_field}
        self.headers = [self.headers[i] for i in kept]
        self.origins = [self.origins[i] for i in kept]
        return {
            (What.UNTREATABLE, f"treatments[{step.number}]"): self._emptied(name, kept)
            for name, step in by_field.items()
            if step.treatment.do != "suppress"
        }

    def _leave_out(self, treatment: Treatment) -> None:
        rows = treatment.arguments.get("rows")
        if rows is None:
            left_out = self._in_a_small_class(self.terms.disclosure or Disclosure())
        else:
            left_out = f"staged.rowid IN ({', '.join(str(row - 1) for row in rows)})"
        self.number = "came_as"
        self._rewrite(staging.names(len(self.headers)), (), joined=True, where=f"WHERE NOT {left_out}")

    # --- each different text once ---------------------------------------------------------------------
    def _with_few_texts(self, columns: Sequence[int]) -> list[int]:
        """The columns that say the same things again and again: to treat a text is far dearer than to look it up."""
        if not columns:
            return []
        different = ", ".join(f"approx_count_distinct(c{column})" for column in columns)
        found: Any = self.engine.execute(f"SELECT count(*), {different} FROM staged").fetchone()  # noqa: S608
        few = min(found[0] // _ROWS_A_TEXT, _MOST_TEXTS)
        return [column for column, many in zip(columns, found[1:], strict=True) if many <= few]

    def _treat_texts(self, column: int, step: _Step) -> None:
        self.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE leaving{column} AS SELECT c{column}, "  # noqa: S608
            f"{self._leaving(column, step)} AS leaves FROM (SELECT DISTINCT c{column} FROM staged)"
        )

    def _rewrite(
        self, cells: Sequence[str], by_text: Sequence[int], *, joined: bool, where: str = ""
    ) -> None:
        """A file of which every column is dropped keeps its rows, and one column that holds nothing."""
        named = [f"{cell} AS c{index}" for index, cell in enumerate(cells)] or ["NULL::VARCHAR AS c0"]
        width = len(named)
        if self.number != staging.IN_ORDER:
            named.append(f"staged.rowid AS {self.number}")
        # A plain pass keeps the rows in their order; a join may hand them on in any.
        order = "ORDER BY staged.rowid" if joined or by_text else ""
        looked_up = " ".join(f"LEFT JOIN leaving{column} USING (c{column})" for column in by_text)
        self.engine.execute("DROP VIEW IF EXISTS untreated")
        staging.call(self.engine, "untreated")
        rows = (
            f"WITH staged AS (SELECT * FROM untreated) SELECT {', '.join(named)} "  # noqa: S608
            f"FROM staged {looked_up} {where} {order}"
        )
        staging.keep(self.engine, rows, width, number=self.number)
        for column in by_text:
            self.engine.execute(f"DROP TABLE leaving{column}")

    def _leaving(self, index: int, step: _Step | None) -> str:
        cell = f"c{index}"
        if step is None:
            return cell
        if step.treatment.do == "suppress":
            return self._suppressed(step.treatment, cell)
        can, value = self._change(step.treatment, cell)
        return f"CASE WHEN {self.probing.nothing(cell)} THEN {cell} WHEN {can} THEN {value} END"

    def _emptied(self, name: str, kept: Sequence[int]) -> Observation:
        """The rows in which a treatment emptied a cell, because it could not be carried out."""
        pairs = [(before, after) for after, before in enumerate(kept) if self.headers[after] == name]
        rows = " UNION ".join(
            f"(SELECT rowid AS r FROM staged WHERE c{after} IS NULL "  # noqa: S608
            f"EXCEPT SELECT rowid FROM untreated WHERE c{before} IS NULL)"
            for before, after in pairs
        )
        count, first = staging.failing(self.engine, rows) if pairs else (0, ())
        return Observation(count=count, rows=first)

    def _change(self, treatment: Treatment, cell: str) -> Changed:
        if treatment.do == "generalise":
            hierarchy = self.hierarchies[treatment.arguments["hierarchy"]]
            return hierarchy.generalised(cell, treatment.arguments["level"])
        return _BY_CELL[treatment.do](cell, treatment.arguments, self.key)

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


def class_of(probing: Probing, cells: Sequence[str], salt: str = "") -> str:
    """What rows of the same class share: a hash of their quasi-identifiers, in which nothing is a value of its own."""
    texts = (f"CASE WHEN {probing.nothing(cell)} THEN 'n' ELSE 'v' || {cell} END" for cell in cells)
    return f"hash({', '.join((quoted(salt), *texts))})"


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


# --- one function per treatment of a cell -------------------------------------------------------------
def _masked(cell: str, arguments: Mapping[str, Any], _: bytes) -> Changed:
    """A cell no longer than what is kept would be kept whole: of such a one nothing is."""
    keep = int(arguments["keep"])
    kept = f"CASE WHEN length({cell}) > {keep} THEN right({cell}, {keep}) ELSE '' END"
    return "TRUE", f"repeat('*', length({cell}) - length({kept})) || {kept}"


def _banded(cell: str, arguments: Mapping[str, Any], _: bytes) -> Changed:
    years = arguments.get("years")
    if years is None:
        return _banded_number(cell, int(arguments["width"]))
    first = f"(TRY_CAST(left({cell}, 4) AS INTEGER) // {years} * {years})"
    # The band of the year 9999 may end beyond it: lpad would cut that year to four digits.
    edges = (first, f"{first} + {years - 1}")
    band = _from_to(
        *(f"lpad(({edge})::VARCHAR, greatest(4, length(({edge})::VARCHAR))::INTEGER, '0')" for edge in edges)
    )
    is_a_day = f"(length({cell}) < 10 OR TRY_CAST(left({cell}, 10) AS DATE) IS NOT NULL)"
    can = (
        f"CASE WHEN regexp_full_match({cell}, {quoted(_YEAR)}) THEN {is_a_day} "
        f"WHEN regexp_full_match({cell}, '\\d{{4}}-\\d{{4}}') THEN {cell} = {band} ELSE FALSE END"
    )
    return can, band


def _banded_number(cell: str, width: int) -> Changed:
    """-3 lies in the band that begins below it: numbers are divided towards less, not towards nothing."""
    number = f"TRY_CAST(regexp_extract({cell}, {quoted('^' + _WHOLE_NUMBER)}) AS BIGINT)"
    first = f"(({number} - ((({number} % {width}) + {width}) % {width})))"
    band = _from_to(*(f"({edge})::VARCHAR" for edge in (first, f"{first} + {width - 1}")))
    return (
        f"CASE WHEN regexp_full_match({cell}, {quoted(_WHOLE_NUMBER)}) THEN TRUE ELSE {cell} = {band} END",
        band,
    )


def _from_to(first: str, last: str) -> str:
    """A band; the very value where it is no wider than that."""
    return f"CASE WHEN {first} = {last} THEN {first} ELSE {first} || '-' || {last} END"


def _district(cell: str, _: Mapping[str, Any], __: bytes) -> Changed:
    whole = f"regexp_full_match({cell}, {quoted(_WHOLE_POSTCODE)})"
    first_half = f"regexp_extract({cell}, {quoted('^' + _WHOLE_POSTCODE + '$')}, 1)"
    already = f"regexp_full_match({cell}, {quoted(_OUTWARD_CODE)})"
    return f"({whole} OR {already})", f"upper(CASE WHEN {whole} THEN {first_half} ELSE {cell} END)"


def _rounded(cell: str, arguments: Mapping[str, Any], _: bytes) -> Changed:
    """To the nearest multiple, in whole numbers throughout; half way goes away from nothing (25 to 30)."""
    to = int(arguments["to"])
    number = (
        f"TRY_CAST(CASE WHEN regexp_full_match({cell}, {quoted(_NUMBER)}) THEN {cell} END AS DECIMAL(38, 9))"
    )
    can, value = f"{number} IS NOT NULL", _nearest(number, to, "HUGEINT")
    if to > _SHORT:
        return can, value
    # The engine reckons forty times as fast in 64 bits as in 128, and nearly every number is a short one.
    short = f"regexp_full_match({cell}, {quoted(_SHORT_NUMBER)})"
    quick = _nearest(f"TRY_CAST({cell} AS DECIMAL(18, 6))", to, "BIGINT")
    return f"CASE WHEN {short} THEN TRUE ELSE {can} END", f"CASE WHEN {short} THEN {quick} ELSE {value} END"


def _nearest(number: str, to: int, whole: str) -> str:
    size = f"(TRY_CAST(floor(2 * abs({number}) + {to}) AS {whole}) // {2 * to} * {to})"
    return f"CASE WHEN {number} < 0 AND {size} <> 0 THEN '-' ELSE '' END || {size}::VARCHAR"


def _pseudonym(cell: str, _: Mapping[str, Any], key: bytes) -> Changed:
    return "TRUE", hmac_of(cell, key)


_BY_CELL: dict[str, Callable[[str, Mapping[str, Any], bytes], Changed]] = {
    "mask": _masked,
    "band": _banded,
    "district": _district,
    "round": _rounded,
    "pseudonymise": _pseudonym,
}


# --- the file that leaves -----------------------------------------------------------------------------
def write_csv(
    engine: duckdb.DuckDBPyConnection, path: Path, headers: Sequence[str], missing: Sequence[str]
) -> None:
    """UTF-8, commas, LF, quotes where needed; a cell that holds nothing is empty, or what the schema writes for it."""
    nothing = "" if "" in missing or not missing else missing[0]
    cells = ", ".join(
        f"coalesce(c{index}, {quoted(nothing)}) AS {_identifier(header)}"
        for index, header in enumerate(headers)
    )
    # Of one column an empty cell must be quoted: its line would be blank, and blank lines are skipped.
    null = "" if len(headers) == 1 else staging.NO_NULLS
    rows = f"SELECT {cells} FROM staged"  # noqa: S608
    engine.execute(f"COPY ({rows}) TO {quoted(str(path))} (FORMAT csv, HEADER true, NULLSTR {quoted(null)})")


def write_parquet(
    engine: duckdb.DuckDBPyConnection, path: Path, headers: Sequence[str], types: Sequence[str]
) -> None:
    """Columns that were not treated keep their types; a treated one is text."""
    cells = ", ".join(
        f"CAST(c{index} AS {kind}) AS {_identifier(header)}"
        for index, (header, kind) in enumerate(zip(headers, types, strict=True))
    )
    rows = f"SELECT {cells} FROM staged"  # noqa: S608
    engine.execute(f"COPY ({rows}) TO {quoted(str(path))} (FORMAT parquet)")


def _identifier(header: str) -> str:
    return '"' + header.replace('"', '""') + '"'
