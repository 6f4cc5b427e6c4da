"""k, l, t and differences in one pass each over salted hashes of the quasi-identifiers (docs/spec/disclosure.md).

Classes are grouped by a hash of 64 bits and not by the values: what is spilled to disk names nobody. Two
classes of a file share a hash by chance with a probability of less than 1 in 100,000 at ten million classes.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import duckdb

from sharewell.engine import lexical, staging
from sharewell.engine.probing import Probing
from sharewell.engine.staging import quoted
from sharewell.engine.treating import class_of
from sharewell.register.table_schema import Field, Schema
from sharewell.register.terms import Disclosure, Terms
from sharewell.release.disclosure import Measures, likely_quasi_identifiers
from sharewell.release.plan import Observation, Probe, What

if TYPE_CHECKING:
    from sharewell.engine.counts import Counts

# Entropies are sums of logarithms: e to the power of an entropy of exactly log 3 must not come out below 3.
_ROUNDING = 1e-9


class Disclosing:
    """Answers what the terms ask about disclosure, on the staged table as it leaves.

    `earlier` are the tables of earlier files, by their place in the call, with their header lines.
    """

    def __init__(
        self,
        engine: duckdb.DuckDBPyConnection,
        headers: Sequence[str],
        terms: Terms,
        *,
        earlier: Mapping[str, tuple[str, Sequence[str]]],
        part_of: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.engine, self.headers, self.terms, self.earlier = engine, headers, terms, earlier
        self.asked = terms.disclosure or Disclosure()
        self.probing = Probing(engine, terms.schema.missing_values)
        self.part_of = part_of
        self.salt = secrets.token_hex(16)
        self.measured = self._measure() if self._has_classes() else None

    def observe(self, probe: Probe) -> Observation:
        count, rows = staging.failing(self.engine, self._failing(probe))
        return Observation(count=count, rows=rows)

    def _failing(self, probe: Probe) -> str:
        match probe.what:
            case What.SMALL_CLASS:
                return self._rows_where(f"people < {int(probe.bound)}")
            case What.FEW_VALUES:
                return self._rows_where(f"l < {float(probe.bound)}")
            case What.UNLIKE:
                return self._rows_where(f"t > {float(probe.bound)} + {_ROUNDING}")
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
            "CREATE TABLE classes AS SELECT h, count(*) AS people, NULL::BIGINT AS l, "  # noqa: S608
            f"NULL::DOUBLE AS entropy, NULL::DOUBLE AS t FROM (SELECT {self._class(self.headers)} AS h FROM staged) "
            "GROUP BY h"
        )
        for name in self.asked.sensitive:
            if name in self.headers:
                self._add_sensitive(name)
        return self._read_measures()

    def _read_measures(self) -> Measures:
        below = f"sum(people) FILTER (WHERE people < {self.asked.k})" if self.asked.k is not None else "NULL"
        found: Any = self.engine.execute(
            f"SELECT min(people), count(*), count(*) FILTER (WHERE people = 1), {below}, "  # noqa: S608
            f"min(l), floor(exp(min(entropy)) + {_ROUNDING})::BIGINT, max(t) FROM classes"
        ).fetchone()
        k, classes, uniques, rows_below, l_found, entropy_l, t = found
        return Measures(
            k=k,
            classes=classes,
            uniques=uniques,
            rows_below_k=None if self.asked.k is None else int(rows_below or 0),
            l=l_found,
            entropy_l=entropy_l,
            t=t,
        )

    def _rows_where(self, condition: str) -> str:
        few = f"SELECT h FROM classes WHERE {condition}"  # noqa: S608
        return f"SELECT rowid AS r FROM staged WHERE {self._class(self.headers)} IN ({few})"  # noqa: S608

    # --- sensitive attributes -------------------------------------------------------------------------
    def _add_sensitive(self, name: str) -> None:
        """Take one more sensitive attribute into the worst l, entropy and t of each class."""
        field = self.terms.schema.field(name)
        self._spread(f"c{self.headers.index(name)}", field)
        distance = _ORDERED if field.type in ("integer", "number") else _CATEGORICAL
        self.engine.execute(f"CREATE TABLE distances AS {distance}")
        self.engine.execute(_WORST)
        for table in ("distances", "spread", "whole"):
            self.engine.execute(f"DROP TABLE {table}")

    def _spread(self, cell: str, field: Field) -> None:
        """How often each class, and the whole file, has each value: by hash, or where order matters by rank."""
        is_one, value = lexical.typed(field, cell)
        held = f"NOT {self.probing.nothing(cell)}"
        if field.type in ("integer", "number"):
            # Missing, or not a number: a value of its own, which lies below every number.
            key = f"CASE WHEN {held} AND {is_one} THEN ({value})::DOUBLE END"
        else:
            key = f"hash({quoted(self.salt)}, CASE WHEN {held} THEN 'v' || {cell} ELSE 'n' END)"
        self.engine.execute(
            f"CREATE TABLE spread AS SELECT h, v, count(*) AS people "  # noqa: S608
            f"FROM (SELECT {self._class(self.headers)} AS h, {key} AS v FROM staged) GROUP BY h, v"
        )
        self.engine.execute(_WHOLE)

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


def likely_measures(engine: duckdb.DuckDBPyConnection, headers: Sequence[str]) -> dict[str, Any] | None:
    """The measures over the likely quasi-identifiers of a file without terms; None where there are none."""
    likely = likely_quasi_identifiers(headers)
    if not likely:
        return None
    terms = Terms(schema=Schema(fields=()), disclosure=Disclosure(quasi_identifiers=likely))
    measured = Disclosing(engine, headers, terms, earlier={}).measured
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
    SELECT t.*, least(greatest(coalesce(q.rank, t.b + 1), t.a), t.b + 1) AS x
    FROM stairs t ASOF LEFT JOIN whole q ON t.c <= q.upto
)
SELECT h, sum(c * (x - a) - (below.area - start.area) + (stop.area - below.area) - c * (b - x + 1))
          / greatest(any_value(stop.many) - 1, 1) AS t
FROM crossed
JOIN areas start ON start.rank = a - 1 JOIN areas below ON below.rank = x - 1 JOIN areas stop ON stop.rank = b
GROUP BY h
"""
_WORST = """
UPDATE classes SET l = least(classes.l, found.l), entropy = least(classes.entropy, found.entropy),
                   t = greatest(classes.t, found.t)
FROM (SELECT h, count(*) AS l, ln(sum(people)) - sum(people * ln(people)) / sum(people) AS entropy, any_value(d.t) AS t
      FROM spread JOIN distances d USING (h) GROUP BY h) found
WHERE classes.h = found.h
"""
