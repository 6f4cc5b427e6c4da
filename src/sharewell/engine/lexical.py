"""What text is a value of which type: by its letters alone, the whole cell, ASCII only.

Engines disagree on casts (`2020` as a date, `1e3` as a number, digits of other scripts), so nothing is cast
before its text has matched. Each function gives two SQL expressions for a cell: is its text of that type, and
its value.
"""

from __future__ import annotations

from collections.abc import Callable

from sharewell.engine.staging import quoted
from sharewell.register.table_schema import Field

_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d"
_ZONE = r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?"
_STRING_FORMATS = {
    "email": r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+",
    "binary": r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    "uuid": r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
}
# strptime directive → what it matches, as strptime itself does (one digit is as good as two).
_DIRECTIVES = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"(0?[1-9]|1[0-2])",
    "d": r"(0?[1-9]|[12]\d|3[01])",
    "H": r"([01]?\d|2[0-3])",
    "I": r"(0?[1-9]|1[0-2])",
    "M": r"[0-5]?\d",
    "S": r"[0-5]?\d",
    "f": r"\d{1,6}",
    "j": r"\d{1,3}",
    "b": r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    "B": r"(?i:january|february|march|april|may|june|july|august|september|october|november|december)",
    "p": r"(?i:am|pm)",
    "%": "%",
}

Typed = tuple[str, str]


def typed(field: Field, cell: str) -> Typed:
    """(is it of the type, its value) for the text `cell`; a value is only to be taken where the first is
    true.
    """
    return _TYPES[field.type](field, cell)


def matches(cell: str, pattern: str) -> str:
    return f"regexp_full_match({cell}, {quoted(pattern)})"


def _cast(cell: str, pattern: str, kind: str) -> Typed:
    value = f"CASE WHEN {matches(cell, pattern)} THEN TRY_CAST({cell} AS {kind}) END"
    return f"({value}) IS NOT NULL", value


def _string(field: Field, cell: str) -> Typed:
    pattern = _STRING_FORMATS.get(field.format)
    return (matches(cell, pattern) if pattern else "TRUE"), cell


def _number(field: Field, cell: str) -> Typed:
    bare = _bare(field, cell)
    grouped = f"replace({bare}, {quoted(field.group_char)}, '')" if field.group_char else bare
    point = "." if field.decimal_char == "." else field.decimal_char
    plain = grouped if point == "." else f"replace(replace({grouped}, '.', 'x'), {quoted(point)}, '.')"
    pattern = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
    special = f"CASE {plain} WHEN 'NaN' THEN 'nan'::DOUBLE WHEN 'INF' THEN 'inf' WHEN '-INF' THEN '-inf' END"
    value = f"coalesce(CASE WHEN {matches(plain, pattern)} THEN TRY_CAST({plain} AS DOUBLE) END, {special})"
    return f"({value}) IS NOT NULL", value


def _integer(field: Field, cell: str) -> Typed:
    bare = _bare(field, cell)
    plain = f"replace({bare}, {quoted(field.group_char)}, '')" if field.group_char else bare
    return _cast(plain, r"[+-]?0*\d{1,38}", "HUGEINT")  # so many digits every engine can hold


def _bare(field: Field, cell: str) -> str:
    """Without the currency sign or the unit around a number, where the schema says there may be one."""
    if field.bare_number:
        return cell
    return f"regexp_replace(regexp_replace({cell}, '^[^0-9+.-]+', ''), '[^0-9]+$', '')"


def _boolean(field: Field, cell: str) -> Typed:
    true, false = (", ".join(map(quoted, values)) for values in (field.true_values, field.false_values))
    return f"{cell} IN ({true}, {false})", f"CASE WHEN {cell} IN ({true}) THEN 'true' ELSE 'false' END"


def _moment(pattern: str, kind: str) -> Callable[[Field, str], Typed]:
    """A date, a time or both: in ISO 8601, or by the strptime pattern that the schema gives."""

    def read(field: Field, cell: str) -> Typed:
        if field.format == "default":
            return _cast(cell, pattern, kind)
        parsed = f"try_strptime({cell}, {quoted(field.format)})"
        value = f"CASE WHEN {matches(cell, _strptime(field.format))} THEN CAST({parsed} AS {kind}) END"
        return f"({value}) IS NOT NULL", value

    return read


def _strptime(pattern: str) -> str:
    """The regular expression of what a strptime pattern accepts."""
    parts, letters = [], iter(pattern)
    for letter in letters:
        parts.append(_DIRECTIVES[next(letters)] if letter == "%" else _literal(letter))
    return "".join(parts)


def _literal(letter: str) -> str:
    return letter if letter.isalnum() or letter == " " else "\\" + letter


def _lexical(pattern: str) -> Callable[[Field, str], Typed]:
    """A type whose text sorts as its values do."""
    return lambda _, cell: (matches(cell, pattern), cell)


def _duration(_: Field, cell: str) -> Typed:
    whole = r"-?P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
    return f"({matches(cell, whole)} AND regexp_matches({cell}, '[0-9][YMWDHS]$|[0-9]S$'))", cell


def _geopoint(field: Field, cell: str) -> Typed:
    number = r"\s*-?\d+(\.\d+)?\s*"
    pair = rf"{number},{number}"
    patterns = {
        "default": pair,
        "array": rf"\s*\[{pair}\]\s*",
        "object": rf'\s*\{{\s*"(lon|lat)"\s*:{number},\s*"(lon|lat)"\s*:{number}\}}\s*',
    }
    return matches(cell, patterns[field.format]), cell


def _json(kind: str) -> Callable[[Field, str], Typed]:
    return lambda _, cell: (
        f"CASE WHEN json_valid({cell}) THEN json_type({cell}) = '{kind}' ELSE FALSE END",
        cell,
    )


_TYPES: dict[str, Callable[[Field, str], Typed]] = {
    "string": _string,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "date": _moment(_DATE, "DATE"),
    "time": _moment(_TIME, "TIME"),
    "datetime": _moment(rf"{_DATE}T{_TIME}(\.\d{{1,6}})?{_ZONE}", "TIMESTAMP"),
    "year": _lexical(r"\d{4}"),
    "yearmonth": _lexical(r"\d{4}-(0[1-9]|1[0-2])"),
    "duration": _duration,
    "geopoint": _geopoint,
    "geojson": _json("OBJECT"),
    "object": _json("OBJECT"),
    "array": _json("ARRAY"),
    "any": lambda _, cell: ("TRUE", cell),
}

# In the order in which a column of text is tried for what it might be.
LIKELY = (
    ("integer", r"[+-]?\d{1,18}"),
    ("number", r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"),
    ("date", _DATE),
    ("datetime", rf"{_DATE}T{_TIME}(\.\d{{1,6}})?{_ZONE}"),
    ("boolean", "true|false|True|False|TRUE|FALSE"),
)
