"""What a treatment makes of one cell, as SQL: can it be done, and what comes out (docs/spec/treatments.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sharewell.engine.pseudonym import hmac_of
from sharewell.engine.staging import quoted

_WHOLE_POSTCODE = r"([A-Za-z]{1,2}[0-9][A-Za-z0-9]?|[Gg][Ii][Rr])\s*[0-9][A-Za-z]{2}"
_OUTWARD_CODE = r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]?|[Gg][Ii][Rr]"
_YEAR = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T.*)?)?)?"
_WHOLE_NUMBER = r"-?\d{1,18}"
_SHORT, _SHORT_NUMBER = 10**9, r"[+-]?\d{1,10}(\.\d{0,6})?"
_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"

# (can it be done to this cell, what comes out)
Changed = tuple[str, str]


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


BY_CELL: dict[str, Callable[[str, Mapping[str, Any], bytes], Changed]] = {
    "mask": _masked,
    "band": _banded,
    "district": _district,
    "round": _rounded,
    "pseudonymise": _pseudonym,
}
