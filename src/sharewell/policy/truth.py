"""Reading one row of a decision table in three values: it holds, it does not, or it is open.

    missing fact -> open;  false AND open -> false;  true AND open -> open;  true OR open -> true

No evidence is never a yes, and it is never a no either: a row that could still fire is *open*, and `Open`
names the facts and questions it waits for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sharewell.policy.tables import AtLeast, Cell, Cells, Row, Some


@dataclass(frozen=True, slots=True)
class Open:
    """Nobody said. `names` are the facts and question ids that are missing."""

    names: frozenset[str]


Judgement = bool | Open
Value = object
Look = Callable[[str], "Value | Open"]
"""The value of a fact or an answer by its name, or `Open` where nobody said."""


def holds(cell: Cell, value: Value) -> bool:
    """Whether a value that is known is what the cell asks for."""
    # Nine cells in ten are a word or a yes. They are read first: a case is held against a hundred rows.
    if type(cell) is str:
        return bool(value == cell)
    if type(cell) is bool:
        return value is cell
    match cell:
        case AtLeast(number):
            return isinstance(value, int) and value >= number
        case Some.SOME:
            return value not in ("", "none", (), [], None)
        case Some.NONE:
            return value in ("", "none", (), [], None)
        case Some.BLANK:
            return isinstance(value, str) and not value.strip()
        case tuple():
            return any(_same(one, value) for one in cell)
        case _:
            return _same(cell, value)


def _same(wanted: object, value: object) -> bool:
    # True == 1 in Python, and a count of one is not a yes.
    return wanted == value and isinstance(wanted, bool) == isinstance(value, bool)


def all_hold(cells: Cells, look: Look) -> Judgement:
    """Every cell, in three values. One that is false settles it, however much else is open."""
    waiting: frozenset[str] = frozenset()
    for name, cell in cells.items():
        value = look(name)
        if isinstance(value, Open):
            waiting |= value.names
        elif not holds(cell, value):
            return False
    return Open(waiting) if waiting else True


def fires(row: Row, look: Look) -> Judgement:
    """Whether a row fires. What would exempt a case from it is a fact of its own, and a cell of the row."""
    return all_hold(row.when, look)
