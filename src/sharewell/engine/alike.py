r"""What every engine reads alike, of the types and the patterns that terms ask for.

RE2, Java and Rust agree on letters in brackets, on groups, on "so many of", and on little else: to one \d is a digit of
any script, to another \b is one of letters of any script, and to a third the dot stops at more line ends than one. So a
pattern is said in ASCII, or stays with the engine that the terms were written for.
"""

from __future__ import annotations

import re

from sharewell.register.table_schema import Field
from sharewell.release.plan import Probe, What

_IN_ASCII = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_OF_MOMENTS = frozenset({"date", "time", "datetime"})
_OF_JSON = frozenset({"geojson", "object", "array"})


class NotAlike(Exception):
    """The engines read something differently; it says what."""


def answered_alike(probe: Probe) -> bool:
    """Whether every engine would find the same rows for a probe of a schema."""
    fields = [field for field in probe.fields if field]
    return all(map(_type_is_alike, fields)) and (
        probe.what is not What.PATTERN or _pattern_is_alike(probe.bound)
    )


def _type_is_alike(field: Field) -> bool:
    """A moment by a pattern of its own is read by strptime, and JSON by a parser; each engine has its own."""
    return field.type not in _OF_JSON and (field.type not in _OF_MOMENTS or field.format == "default")


def _pattern_is_alike(pattern: str) -> bool:
    try:
        in_ascii(pattern)
    except NotAlike:
        return False
    return True


def in_ascii(pattern: str) -> str:
    r"""The pattern so that \d, \w, \s and the dot mean in every engine what they mean in RE2.

    Raises `NotAlike` for a pattern that cannot be said so.
    """
    parts: list[str] = []
    inside = False
    for part in re.findall(r"\\.|\[\^?\]?|\(\?[^:]|.", pattern, re.DOTALL):
        if part.startswith("(?") and not inside:
            raise NotAlike(f"the pattern's {part}…, which the engines read differently")
        if part[0] == "\\" and part[1] in _IN_ASCII:
            letters = _IN_ASCII[part[1]]
            parts.append(letters if inside else f"[{letters}]")
        elif part[0] == "\\" and part[1] in "DWSbBpPCQE":
            raise NotAlike(f"the pattern's {part}, which the engines read differently")
        elif part == "." and not inside:
            parts.append(r"[^\n]")
        elif part in "^$" and not inside:
            parts.append(r"\A" if part == "^" else r"\z")
        else:
            inside = (inside or part[0] == "[") and part != "]"
            parts.append(part)
    return "".join(parts)
