"""Tables of counts: small cells, cells that are no counts, and what suppressed ones hide (docs/spec/disclosure.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from sharewell.engine.margins import MOST_CELLS, Audit, DoesNotAddUp, Table
from sharewell.engine.probing import Probing
from sharewell.engine.staging import quoted
from sharewell.engine.suppressing import NotProved, secondary
from sharewell.register.terms import Disclosure, Terms
from sharewell.release.disclosure import SUPPRESSED_COUNT
from sharewell.release.plan import Probe, What


class Counts:
    """A table of counts: each row a group and how many people are in it, some rows a total of others.

    `part_of` has, for a field, what each of its values is a part of, where such sums stand in the table too (ward →
    district). `unproved` says that nobody could work out what can be worked out.
    """

    def __init__(
        self,
        probing: Probing,
        headers: Sequence[str],
        terms: Terms,
        part_of: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.probing, self.headers, self.terms = probing, headers, terms
        self.asked = terms.disclosure or Disclosure()
        self.part_of = part_of or {}
        self.unproved = False
        self.count = f"c{headers.index(self.asked.count_field or '')}"

    def failing(self, probe: Probe) -> str:
        match probe.what:
            case What.SMALL_CELL:
                return self._rows(f"{_number(self.count)} > 0 AND {_number(self.count)} < {int(probe.bound)}")
            case What.NOT_A_COUNT:
                held = f"NOT {self.probing.nothing(self.count)} AND {self.count} <> '{SUPPRESSED_COUNT}'"
                return self._rows(f"{held} AND ({_number(self.count)} >= 0) IS NOT TRUE")
            case What.ALONE:
                return self._rows(f"{among(self._exposed)} AND {self.count} = '{SUPPRESSED_COUNT}'")
        told = f"{self.count} = '{SUPPRESSED_COUNT}' AND {self._is_total_told()}"
        return self._rows("FALSE" if self._exposed or not self.unproved else told)

    @staticmethod
    def _rows(where: str) -> str:
        return f"SELECT rowid AS r FROM staged WHERE {where}"  # noqa: S608

    @property
    def _groups(self) -> list[str]:
        """What names a group: the quasi-identifiers, or where none are said every column but the count."""
        named = [name for name in self.asked.quasi_identifiers if name in self.headers]
        return named or [name for name in self.headers if name != self.asked.count_field]

    def _is_total_told(self) -> str:
        label = quoted(self.asked.total_label or "")
        total = " OR ".join(f"c{self.headers.index(name)} = {label}" for name in self._groups) or "FALSE"
        return f"EXISTS (SELECT 1 FROM staged WHERE {total})"  # noqa: S608

    # --- what can be worked out -----------------------------------------------------------------------
    def table(self) -> tuple[tuple[int, ...], Table]:
        """The rows that are cells of the table, and the table. Raises `ValueError` where it is none, or too large."""
        cells = ", ".join(f"c{self.headers.index(name)}" for name in self._groups)
        rows = self.probing.engine.execute(
            f"SELECT rowid, {_number(self.count)}, {cells} FROM staged ORDER BY rowid LIMIT {MOST_CELLS + 1}"  # noqa: S608
        ).fetchall()
        if len(rows) > MOST_CELLS:
            raise ValueError("more cells than are worked out")
        parents = [self.part_of.get(name, {}) for name in self._groups]
        groups = [(tuple(row[2:]), None if row[1] is None else int(row[1])) for row in rows]
        table = Table.of(groups, total_label=self.asked.total_label, parents=parents)
        return tuple(row[0] for row in rows), table

    def secondary(self, few: int) -> tuple[int, ...]:
        """The rows to suppress besides the small counts; none where nothing can be proved: the audit says so then."""
        try:
            rows, table = self.table()
            return tuple(rows[cell] for cell in secondary(table, few=few))
        except (ValueError, DoesNotAddUp, NotProved):
            return ()

    @cached_property
    def _exposed(self) -> tuple[int, ...]:
        """The rows of suppressed cells that can be worked out, or nearly."""
        try:
            rows, table = self.table()
            return tuple(rows[cell] for cell in Audit(table, self.asked.smallest_cell or 1).exposed())
        except (ValueError, DoesNotAddUp):
            self.unproved = True
            return ()

    def differing(self, table: str, headers: Sequence[str], most: int) -> str:
        """The cells whose count differs by a few from that of the same group in an earlier table."""
        earlier = f"c{headers.index(self.asked.count_field or '')}"
        pairs = [(f"c{self.headers.index(name)}", f"c{headers.index(name)}") for name in self._groups]
        same = " AND ".join(f"s.{own} IS NOT DISTINCT FROM e.{other}" for own, other in pairs) or "TRUE"
        difference = f"abs({_number('s.' + self.count)} - {_number('e.' + earlier)})"
        return (
            f"SELECT DISTINCT s.rowid AS r FROM staged s JOIN {table} e ON {same} "  # noqa: S608
            f"WHERE {difference} BETWEEN 1 AND {most - 1}"
        )


def among(rows: Sequence[int]) -> str:
    """Whether a row of the staged table is one of these."""
    return f"rowid IN ({', '.join(map(str, rows))})" if rows else "FALSE"


def _number(cell: str) -> str:
    """A count as it is written: digits, or a whole number with a fraction of nothing (12.0)."""
    return f"TRY_CAST(CASE WHEN regexp_full_match({cell}, '-?\\d+(\\.0*)?') THEN {cell} END AS HUGEINT)"
