"""When a row fails a probe: one condition in SQL for each, over its own cells and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

import duckdb

from sharewell.engine import lexical
from sharewell.engine.staging import Engine, quoted
from sharewell.register.unusable import TermsUnusable
from sharewell.release.plan import Probe, What


class Pass(Protocol):
    """The pass over the table that the conditions go into: how it reads cells, and the limits of the terms."""

    engine: Engine
    patterns: set[str]  # those that the engine was asked about, and understands

    def nothing(self, cell: str, /) -> str: ...
    def typed(self, probe: Probe, /) -> tuple[str, str, str]: ...
    def literal(self, probe: Probe, given: Any, /) -> str: ...


_COMPARED = {
    What.MINIMUM: "<",
    What.MAXIMUM: ">",
    What.EXCLUSIVE_MINIMUM: "<=",
    What.EXCLUSIVE_MAXIMUM: ">=",
}
_STARTS_A_FORMULA = ", ".join(str(ord(letter)) for letter in "=+@\t\r")
_NUMBER_BELOW_ZERO = r"-(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"


def _type(reading: Pass, probe: Probe) -> str:
    held, is_one, _ = reading.typed(probe)
    return f"{held} AND NOT ({is_one})"


def _required(reading: Pass, probe: Probe) -> str:
    return reading.nothing(f"c{probe.columns[0]}")


def _enum(reading: Pass, probe: Probe) -> str:
    held, is_one, value = reading.typed(probe)
    allowed = ", ".join(reading.literal(probe, each) for each in probe.bound)
    return f"{held} AND {is_one} AND {value} NOT IN ({allowed})"


def _pattern(reading: Pass, probe: Probe) -> str:
    cell = f"c{probe.columns[0]}"
    refuse_unreadable(reading, probe)
    return f"NOT {reading.nothing(cell)} AND NOT {lexical.matches(cell, probe.bound)}"


def refuse_unreadable(reading: Pass, probe: Probe) -> None:
    """Raise `TermsUnusable` for a pattern that is no regular expression of RE2, whichever engine is to look by it."""
    try:
        if probe.bound not in reading.patterns:  # a table of a thousand columns has few different ones
            reading.engine.execute(f"SELECT regexp_full_match('', {quoted(probe.bound)})")
            reading.patterns.add(probe.bound)
    except duckdb.Error:
        raise TermsUnusable(
            probe.where, "expected a regular expression of RE2 (no look-around, no \\1)"
        ) from None


def _length(compare: str) -> Callable[[Pass, Probe], str]:
    def fails(reading: Pass, probe: Probe) -> str:
        cell = f"c{probe.columns[0]}"
        return f"NOT {reading.nothing(cell)} AND length({cell}) {compare} {int(probe.bound)}"

    return fails


def _range(reading: Pass, probe: Probe) -> str:
    held, is_one, value = reading.typed(probe)
    return f"{held} AND {is_one} AND {value} {_COMPARED[probe.what]} {reading.literal(probe, probe.bound)}"


def _outside_period(reading: Pass, probe: Probe) -> str:
    """Before the first day, after the last, or without a date: nobody could say that such a row is in scope."""
    first, last = probe.bound
    held, is_one, value = reading.typed(probe)
    day = f"TRY_CAST({value} AS DATE)"
    outside = [f"{day} < {_day(first)}" if first else "", f"{day} > {_day(last)}" if last else ""]
    return f"NOT ({held}) OR ({is_one} AND ({day} IS NULL OR {' OR '.join(filter(None, outside))}))"


def _stale(reading: Pass, probe: Probe) -> str:
    held, is_one, value = reading.typed(probe)
    return f"{held} AND {is_one} AND TRY_CAST({value} AS DATE) < {_day(probe.bound)}"


def _no_date(reading: Pass, probe: Probe) -> str:
    held, is_one, value = reading.typed(probe)
    return f"NOT ({held}) OR NOT ({is_one}) OR TRY_CAST({value} AS DATE) IS NULL"


def _runs(reading: Pass, probe: Probe) -> str:
    """Text that a spreadsheet would take for a formula. A number is not text, whatever it begins with."""
    cell = f"c{probe.columns[0]}"
    begins = (
        f"(ascii({cell}) IN ({_STARTS_A_FORMULA}) OR (ascii({cell}) = {ord('-')} AND {cell} <> '-' "
        f"AND NOT {lexical.matches(cell, _NUMBER_BELOW_ZERO)}))"
    )
    field = probe.fields[0]
    if field is not None and field.type in ("integer", "number"):
        return f"{begins} AND NOT ({reading.typed(probe)[1]})"
    return begins


ROW_BY_ROW: dict[What, Callable[[Pass, Probe], str]] = {
    What.TYPE: _type,
    What.REQUIRED: _required,
    What.ENUM: _enum,
    What.PATTERN: _pattern,
    What.MIN_LENGTH: _length("<"),
    What.MAX_LENGTH: _length(">"),
    What.MINIMUM: _range,
    What.MAXIMUM: _range,
    What.EXCLUSIVE_MINIMUM: _range,
    What.EXCLUSIVE_MAXIMUM: _range,
    What.OUTSIDE_PERIOD: _outside_period,
    What.STALE: _stale,
    What.NO_DATE: _no_date,
    What.RUNS: _runs,
}


def _day(day: date) -> str:
    return f"DATE {quoted(day.isoformat())}"
