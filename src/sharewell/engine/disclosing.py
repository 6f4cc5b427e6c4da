"""k, l, t and differences in one pass each over salted hashes of the quasi-identifiers (docs/spec/disclosure.md).

Classes are grouped by a hash of 64 bits and not by the values: what is spilled to disk names nobody. Two
classes of a file share a hash by chance with a probability of less than 1 in 100,000 at ten million classes.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sharewell.engine import lexical, staging
from sharewell.engine.classes import class_of
from sharewell.engine.probing import Probing
from sharewell.engine.staging import Engine, quoted
from sharewell.register.table_schema import Field, Schema
from sharewell.register.terms import Disclosure, Terms
from sharewell.release.disclosure import Measures, likely_quasi_identifiers
from sharewell.release.plan import Observation, Probe, What

if TYPE_CHECKING:
    from sharewell.engine.counts import Counts

# Entropies are sums of logarithms: e to the power of an entropy of exactly log 3 must not come out below 3.
_ROUNDING = 1e-9
# Of t: engines add in different orders, and one engine in another order each time.
_DIGITS = 12


class Disclosing:
    """Answers what the terms ask about disclosure, on the staged table as it leaves.

    `earlier` are the tables of earlier files, by their place in the call, with their header lines. `anywhere` keeps to
    what engines other than DuckDB say too.
    """

    def __init__(
        self,
        engine: Engine,
        headers: Sequence[str],
        terms: Terms,
        *,
        earlier: Mapping[str, tuple[str, Sequence[str]]],
        part_of: Mapping[str, Mapping[str, str]] | None = None,
        anywhere: bool = False,
    ) -> None:
        self.anywhere = anywhere
        self.engine, self.headers, self.terms, self.earlier = engine, headers, terms, earlier
        self.asked = terms.disclosure or Disclosure()
        self.probing = Probing(engine, terms.schema.missing_values)
        self.part_of = part_of
        self.salt = secrets.token_hex(16)
        self.sensitive = [name for name in self.asked.sensitive if name in headers]
        self.measured = self._measure() if self._has_classes() else None

    def observe(self, probe: Probe) -> Observation:
        count, rows = staging.failing(self.engine, self._failing(probe))
        return Observation(count=count, rows=rows)

    def _failing(self, probe: Probe) -> str:
        match probe.what:
            case What.SMALL_CLASS:
                return self._rows_in(f"SELECT h FROM classes WHERE people < {int(probe.bound)}")  # noqa: S608
            case What.FEW_VALUES:
                return self._rows_in(f"SELECT h FROM {self._worst} WHERE l < {float(probe.bound)}")  # noqa: S608
            case What.UNLIKE:
                most = float(probe.bound) + _ROUNDING
                return self._rows_in(f"SELECT h FROM {self._worst} WHERE t > {most}")  # noqa: S608
            case What.DIFFERS:
                return self._differing(probe)
        return self.counts.failing(probe)

    @cached_property
    def counts(self) -> Counts:
        # Only here: its solver takes longer to load than most files take to check.
        from sharewell.engine.counts import Counts

        return Counts(self.probing, self.headers, self.terms, self.part_of)

    # --- classes --------------------------------------------------------------------------------------
    def _has_classes(self) -> bool:
        asked = self.asked
        return (
            asked.count_field is None
            and bool(asked.quasi_identifiers)
            and all(name in self.headers for name in asked.quasi_identifiers)
        )

    def _class(self, headers: Sequence[str]) -> str:
        cells = [f"c{headers.index(name)}" for name in self.asked.quasi_identifiers]
        return class_of(self.probing, cells, self.salt)

    def _measure(self) -> Measures:
        self.engine.execute(
            f"CREATE TABLE classes AS SELECT h, count(*) AS people "  # noqa: S608
            f"FROM (SELECT {self._class(self.headers)} AS h FROM staged) GROUP BY h"
        )
        for name in self.sensitive:
            self._spread(name)
        return self._read_measures()

    def _read_measures(self) -> Measures:
        below = f"sum(people) FILTER (WHERE people < {self.asked.k})" if self.asked.k is not None else "NULL"
        k, classes, uniques, rows_below = self._one_row(
            f"SELECT min(people), count(*), count(*) FILTER (WHERE people = 1), {below} FROM classes"  # noqa: S608
        )
        l_found, entropy_l, t = self._read_worst() if self.sensitive else (None, None, None)
        return Measures(
            k=k,
            classes=classes,
            uniques=uniques,
            rows_below_k=None if self.asked.k is None else int(rows_below or 0),
            l=l_found,
            entropy_l=entropy_l,
            t=None if t is None else round(t, _DIGITS),
        )

    def _read_worst(self) -> tuple[Any, ...]:
        return self._one_row(
            f"SELECT min(l), CAST(floor(exp(min(entropy)) + {_ROUNDING}) AS BIGINT), max(t) FROM {self._worst}"  # noqa: S608
        )

    def _rows_in(self, classes: str) -> str:
        return f"SELECT rowid AS r FROM staged WHERE {self._class(self.headers)} IN ({classes})"  # noqa: S608

    def _one_row(self, query: str) -> tuple[Any, ...]:
        row: Any = self.engine.execute(query).fetchone()
        return tuple(row)

    # --- sensitive attributes -------------------------------------------------------------------------
    @property
    def _worst(self) -> str:
        """l, entropy and t of each class, by each sensitive attribute."""
        tables = (f"SELECT * FROM worst{number}" for number in range(len(self.sensitive)))  # noqa: S608
        return f"({' UNION ALL '.join(tables)})"

    def _spread(self, name: str) -> None:
        """How often each class, and the whole file, has each value: by hash, or where order matters by rank."""
        field, cell = self.terms.schema.field(name), f"c{self.headers.index(name)}"
        is_one, value = lexical.typed(field, cell)
        held = f"NOT {self.probing.nothing(cell)}"
        if ordered(field):
            # Missing, or not a number: a value of its own, which lies below every number.
            key = f"CASE WHEN {held} AND {is_one} THEN CAST({value} AS DOUBLE) END"
        else:
            key = f"hash({quoted(self.salt)}, CASE WHEN {held} THEN 'v' || {cell} ELSE 'n' END)"
        self.engine.execute(
            f"CREATE TABLE spread AS SELECT h, v, count(*) AS people "  # noqa: S608
            f"FROM (SELECT {self._class(self.headers)} AS h, {key} AS v FROM staged) GROUP BY h, v"
        )
        self.engine.execute(_WHOLE)
        self.engine.execute(f"CREATE TABLE distances AS {self._distance(field)}")
        self.engine.execute(f"CREATE TABLE worst{self.sensitive.index(name)} AS {_OF_EACH_CLASS}")
        for table in ("distances", "spread", "whole"):
            self.engine.execute(f"DROP TABLE {table}")

    def _distance(self, field: Field) -> str:
        if not ordered(field):
            return _CATEGORICAL
        return _ORDERED.format(reached=_REACHED_ANYWHERE if self.anywhere else _REACHED)

    # --- earlier files --------------------------------------------------------------------------------
    def _differing(self, probe: Probe) -> str:
        table, headers = self.earlier[probe.where]
        if self.asked.count_field is not None:
            return self.counts.differing(table, headers, probe.bound.most)
        few = (
            f"SELECT h FROM (SELECT {self._class(self.headers)} AS h, count(*) AS now FROM staged GROUP BY h) "  # noqa: S608
            f"FULL JOIN (SELECT {self._class(headers)} AS h, count(*) AS then FROM {table} GROUP BY h) USING (h) "
            f'WHERE abs(coalesce(now, 0) - coalesce("then", 0)) BETWEEN 1 AND {probe.bound.most - 1}'
        )
        # A class that is in the earlier file alone has no row here: it is counted, and names none.
        return (
            f"SELECT s.r FROM (SELECT h FROM ({few})) d LEFT JOIN "  # noqa: S608
            f"(SELECT rowid AS r, {self._class(self.headers)} AS h FROM staged) s USING (h)"
        )


def likely_measures(
    engine: Engine, headers: Sequence[str], *, anywhere: bool = False
) -> dict[str, Any] | None:
    """The measures over the likely quasi-identifiers of a file without terms; None where there are none."""
    likely = likely_quasi_identifiers(headers)
    if not likely:
        return None
    terms = Terms(schema=Schema(fields=()), disclosure=Disclosure(quasi_identifiers=likely))
    measured = Disclosing(engine, headers, terms, earlier={}, anywhere=anywhere).measured
    return measured.as_dict() | {"quasi_identifiers": list(likely)} if measured else None


# Each value's rank (from 1), its share of all rows, the shares up to it, and the sum of those up to it.
_WHOLE = """
CREATE TABLE whole AS
WITH counted AS (SELECT v, sum(people)::DOUBLE AS people FROM spread GROUP BY v),
ranked AS (
    SELECT v, row_number() OVER up AS rank, people / sum(people) OVER () AS share,
           sum(people) OVER up / sum(people) OVER () AS upto
    FROM counted WINDOW up AS (ORDER BY v NULLS FIRST ROWS UNBOUNDED PRECEDING)
)
SELECT *, sum(upto) OVER (ORDER BY rank ROWS UNBOUNDED PRECEDING) AS area, count(*) OVER () AS many FROM ranked
"""
# Half the sum of |p - q| over all values: over those the class has, and the rest of q, which it has not.
_CATEGORICAL = """
SELECT s.h, (sum(abs(s.people / n - w.share)) + greatest(0, 1 - sum(w.share))) / 2 AS t
FROM (SELECT *, sum(people) OVER (PARTITION BY h) AS n FROM spread) s
JOIN whole w ON s.v IS NOT DISTINCT FROM w.v GROUP BY s.h
"""
# Earth mover's distance over the ranks: the sum of |P - Q| of the shares up to each rank, by one less than there are.
# P is a staircase. Between two steps, from rank a to b, it is flat at c; x is the first rank at which Q reaches c.
_ORDERED = """
WITH areas AS (
    SELECT rank, area, many FROM whole UNION ALL SELECT 0, 0.0, max(many) FROM whole
), steps AS (
    SELECT s.h, w.rank AS a, sum(s.people) OVER along / sum(s.people) OVER (PARTITION BY s.h) AS c,
           coalesce(lead(w.rank) OVER along, w.many + 1) - 1 AS b
    FROM spread s JOIN whole w ON s.v IS NOT DISTINCT FROM w.v
    WINDOW along AS (PARTITION BY s.h ORDER BY w.rank)
), stairs AS (
    SELECT h, a, b, c FROM steps UNION ALL
    SELECT h, 1, min(a) - 1, 0.0 FROM steps GROUP BY h HAVING min(a) > 1
), crossed AS (
    SELECT h, a, b, c, least(greatest(coalesce(rank, b + 1), a), b + 1) AS x FROM ({reached})
)
SELECT h, sum(c * (x - a) - (below.area - begun.area) + (ended.area - below.area) - c * (b - x + 1))
          / greatest(any_value(ended.many) - 1, 1) AS t
FROM crossed
JOIN areas begun ON begun.rank = a - 1 JOIN areas below ON below.rank = x - 1 JOIN areas ended ON ended.rank = b
GROUP BY h
"""
# The rank at which Q reaches each stair, by a join of the engine's own; and as any engine can say it: going down from
# the highest, the least rank met so far.
_REACHED = "SELECT h, a, b, c, q.rank FROM stairs ASOF LEFT JOIN whole q ON c <= q.upto"
_REACHED_ANYWHERE = """
SELECT h, a, b, c, rank FROM (
    SELECT h, a, b, c, stair, min(rank) OVER (ORDER BY height DESC, stair ROWS UNBOUNDED PRECEDING) AS rank FROM (
        SELECT h, a, b, c, c AS height, 1 AS stair, CAST(NULL AS BIGINT) AS rank FROM stairs UNION ALL
        SELECT CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS DOUBLE), upto, 0, rank
        FROM whole
    )
) WHERE stair = 1
"""
_OF_EACH_CLASS = """
SELECT h, count(*) AS l, ln(sum(people)) - sum(people * ln(people)) / sum(people) AS entropy, any_value(d.t) AS t
FROM spread JOIN distances d USING (h) GROUP BY h
"""


def ordered(field: Field) -> bool:
    """Whether the values of a sensitive attribute have an order, so that some are further from others."""
    return field.type in ("integer", "number")
