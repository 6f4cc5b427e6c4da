"""`assess`, once more, as formulas over every case at once.

A fact or an answer is a whole number: the place of its value in the space, 0 for silence. A row is three formulas in
one: it holds, it does not, or it is open. A test compares this model with `assess` on cases drawn at random; a proof
about the one is a proof about the other only as far as they agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import z3

from sharewell.decisions.assessment import BAR
from sharewell.decisions.known import WORKED_OUT
from sharewell.decisions.proving.space import SETTLED, SILENT, Values, tabulated, values
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Cell, Cells, Question, Row, Severity
from sharewell.policy.truth import holds

ENDS_HERE = (Severity.OUT_OF_SCOPE, Severity.DIVERT)
BARRED = ("requested", "drafted", "advises")
_YES, _NO = z3.BoolVal(True), z3.BoolVal(False)


@dataclass(frozen=True, slots=True)
class Three:
    """A judgement in three values, as two formulas: it is so, and it is not so. Neither: open."""

    so: Any
    not_so: Any

    @property
    def open(self) -> Any:
        return z3.And(z3.Not(self.so), z3.Not(self.not_so))


class Model:
    """The formulas of one law on one day. `without` leaves a row out, to ask whether anybody would notice."""

    def __init__(self, law: Law, on: date) -> None:
        self.law, self.on = law, on
        self.space: Values = values(law, on)
        self.at = {name: z3.Int(name) for name in self.space}
        self.same = {other: z3.Bool(f"decides and {other} are one person") for other in BARRED}
        self.decides = z3.Bool("somebody is named to decide")
        self.limits = [z3.And(at >= 0, at < len(self.space[name])) for name, at in self.at.items()]
        self._worked_out: dict[str, Three] = {}
        self._rows: dict[str, Three] = {}

    # --- facts and cells --------------------------------------------------------------------------

    def is_(self, name: str, *wanted: object) -> Any:
        """Somebody said so, and it is one of these values."""
        return self._places(name, [place for place, value in self._said(name) if value in wanted])

    def silent(self, name: str) -> Any:
        """Nobody said, and nothing is taken for it."""
        fact = self.law.fact.get(name)
        return _NO if fact is not None and fact.default is not None else self.at[name] == 0

    def cell(self, name: str, cell: Cell) -> Three:
        if name in WORKED_OUT and name not in SETTLED:
            worked_out = self.worked_out(name)
            return worked_out if holds(cell, True) else Three(worked_out.not_so, worked_out.so)
        so = [place for place, value in self._said(name) if holds(cell, value)]
        not_so = [place for place, value in self._said(name) if not holds(cell, value)]
        return Three(self._places(name, so), self._places(name, not_so))

    def _said(self, name: str) -> Iterable[tuple[int, Any]]:
        """Each place that says something, with its value; silence says the default, where there is one."""
        fact = self.law.fact.get(name)
        default = fact.default if fact is not None else None
        for place, value in enumerate(self.space[name]):
            if value is not SILENT:
                yield place, value
            elif default is not None:
                yield place, default

    def _places(self, name: str, places: list[int]) -> Any:
        return z3.Or([self.at[name] == place for place in places]) if places else _NO

    def worked_out(self, name: str) -> Three:
        """A fact that follows from others: its table, row by row."""
        if name not in self._worked_out:
            names, table = tabulated(name, self.law, self.space, self.on)
            found: dict[bool | None, list[Any]] = {True: [_NO], False: [_NO], None: []}
            for places, value in table.items():
                found[value].append(
                    z3.And([self.at[one] == at for one, at in zip(names, places, strict=True)] or [_YES])
                )
            self._worked_out[name] = Three(z3.Or(found[True]), z3.Or(found[False]))
        return self._worked_out[name]

    def cells(self, cells: Cells) -> Three:
        each = [self.cell(name, cell) for name, cell in cells.items()]
        so = z3.And([one.so for one in each] or [_YES])
        return Three(so, z3.Or([one.not_so for one in each] or [_NO]))

    def row(self, row: Row) -> Three:
        if row.id not in self._rows:
            self._rows[row.id] = self.cells(row.when)
        return self._rows[row.id]

    # --- stages -----------------------------------------------------------------------------------

    def stops(self, row: Row) -> Any:
        """The row fires and its stage waits because of it."""
        if row.severity in (Severity.BLOCK, Severity.REFUSE):
            return self.row(row).so
        if row.severity is Severity.REQUIRE:
            met = self.cells(row.answered_by).so if row.answered_by else _NO
            return z3.And(self.row(row).so, z3.Not(met))
        return _NO

    def unanswered(self, question: Question) -> Any:
        put = self.cells(question.asked_when)
        return z3.Or(put.open, z3.And(put.so, self.at[question.id] == 0))

    def waits(self, stage: str, without: str = "") -> Any:
        """The stage is not satisfied: a question open, a rule open, or a rule that stops it."""
        rows = [row for row in self.law.rows_of.get(stage, ()) if row.id != without]
        return z3.Or(
            [self.unanswered(question) for question in self.law.stage[stage].questions]
            + [self.row(row).open for row in rows]
            + [self.stops(row) for row in rows]
            or [_NO]
        )

    def disclosure_test_waits(self, without: str = "") -> Any:
        """The one question of S3 that is left where somebody says that nobody is identifiable."""
        question = self.law.question["S3.5"]
        put = self.cells(question.asked_when)
        rows = [row for row in self.law.rows_of["S3"] if row.id != without]
        reading = [row for row in rows if "S3.5" in row.when]
        silent = self.at["S3.5"] == 0
        return z3.Or(
            [z3.And(put.so, silent)]
            + [z3.And(self.row(row).open, silent) for row in reading]
            + [self.stops(row) for row in rows if row.code == "DC_SMALL_CELLS"]
        )

    # --- the case ---------------------------------------------------------------------------------

    def fires(self, *, severity: Severity | None = None, code: str = "", without: str = "") -> Any:
        """Some judged row of that severity or code holds."""
        rows = [row for row in self.law.rows if row.stage in self.law.judged and row.id != without]
        chosen = [row for row in rows if row.severity is severity or row.code == code]
        return z3.Or([self.row(row).so for row in chosen] or [_NO])

    @property
    def emergency(self) -> Any:
        return z3.Or(self.is_("sharing.emergency", True), self.is_("S0.6", "yes"))

    def people_wait(self) -> Any:
        """Nobody is named to decide, one person has two duties, or the DPO advised against (and no Chief Executive)."""
        return z3.Or(z3.Not(self.decides), *self.same.values(), self.is_("S11.1", "against"))

    def ends(self, without: str = "") -> Mapping[str, Any]:
        """How a case ends without a release, in the order of precedence: the first that holds."""
        return {
            "refused": self.fires(code=BAR, without=without),
            "out_of_scope": self.fires(severity=Severity.OUT_OF_SCOPE, without=without),
            "diverted": z3.And(
                z3.Not(self.is_("sharing.emergency", True)),
                self.fires(severity=Severity.DIVERT, without=without),
            ),
            "emergency": self.emergency,
        }

    def released(self, without: str = "") -> Any:
        """The case may proceed to a release."""
        anonymous = self.is_("S0.1", "no")
        waiting = z3.Or([self.waits(stage, without) for stage in self.law.judged])
        tested = z3.Or(self.waits("S0", without), self.disclosure_test_waits(without))
        return z3.And(
            z3.Not(z3.Or(list(self.ends(without).values()))),
            z3.Not(z3.If(anonymous, tested, waiting)),
            z3.Not(self.people_wait()),
        )

    def refused_in_the_end(self) -> Any:
        """No lawful basis remains: the one refusal that is not a bar."""
        return z3.And(
            z3.Not(z3.Or(list(self.ends().values()))),
            z3.Not(self.is_("S0.1", "no")),
            self.is_("no_basis_remains", True),
            self.fires(severity=Severity.REFUSE),
        )

    # --- back into words --------------------------------------------------------------------------

    def said(self, found: z3.ModelRef, names: Iterable[str] | None = None) -> dict[str, Any]:
        """The case of a counter-example: what was said in it."""
        places = {
            name: found.eval(self.at[name], model_completion=True).as_long() for name in names or self.at
        }
        values = {name: self.space[name][place] for name, place in places.items()}
        return {name: value for name, value in values.items() if value is not SILENT}
