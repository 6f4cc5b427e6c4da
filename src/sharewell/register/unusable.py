"""Reading a document strictly: what is not understood is refused, saying where and what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, TypeVar

from sharewell.vocabulary.when import Period, PeriodUnreadable

Part = TypeVar("Part")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class TermsUnusable(ValueError):
    """A terms document cannot be used: `where` is the path of the key, `problem` says what was expected
    there.
    """

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}" if where else problem)
        self.where = where
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Reader:
    """One mapping of a document and its path. Every method gives the value of a key or raises
    `TermsUnusable`.

    A missing key and a null are the same thing: it is not said.
    """

    document: Mapping[str, Any]
    path: str = ""

    @classmethod
    def of(cls, document: Any, path: str = "") -> Reader:
        if not isinstance(document, Mapping):
            raise TermsUnusable(path, f"expected a mapping of keys to values, found {_kind(document)}")
        for key in document:
            if not isinstance(key, str):
                raise TermsUnusable(path, f"expected every key to be text, found {_kind(key)}")
        return cls(document, path)

    # --- refusing -------------------------------------------------------------------------------------
    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str, expected: str) -> NoReturn:
        raise TermsUnusable(self.at(key), f"expected {expected}")

    def wrong(self, key: str, expected: str) -> NoReturn:
        self.refuse(key, f"{expected}, found {_kind(self.document.get(key))}")

    def only(self, *allowed: str) -> None:
        """Refuse the first key that is not one of those: a misspelt limit is no limit."""
        for key in self.document:
            if key not in allowed:
                raise TermsUnusable(self.at(key), f"unknown key; expected one of {', '.join(allowed)}")

    # --- scalars --------------------------------------------------------------------------------------
    def get(self, key: str) -> Any:
        return self.document.get(key)

    def text(self, key: str) -> str | None:
        value = self.get(key)
        if value is not None and not (isinstance(value, str) and value.strip()):
            self.wrong(key, "text")
        return value

    def needed_text(self, key: str) -> str:
        return self.text(key) or self.refuse(key, "text, and it is missing")

    def matching(self, key: str, pattern: str, expected: str) -> str | None:
        value = self.get(key)
        if value is not None and not (isinstance(value, str) and re.fullmatch(pattern, value)):
            self.wrong(key, expected)
        return value

    def one_of(self, key: str, value: str, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            self.refuse(key, f"one of {', '.join(allowed)}")
        return value

    def yes_no(self, key: str, *, default: bool) -> bool:
        value = self.get(key)
        if value is None:
            return default
        return value if isinstance(value, bool) else self.wrong(key, "true or false")

    def whole(self, key: str, *, least: int) -> int | None:
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.wrong(key, f"a whole number of at least {least}")
        return value

    def number(self, key: str, *, least: float) -> float | None:
        value = self.get(key)
        if value is None:
            return None
        # `not >=` rather than `<`: a NaN is never at least anything.
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= least:
            self.wrong(key, f"a number of at least {least:g}")
        return value

    def of_type(self, key: str, kind: type) -> Any:
        value = self.get(key)
        # A yes is a number to Python, and a negative count means nothing here.
        odd = kind is int and (isinstance(value, bool) or (isinstance(value, int) and value < 0))
        if odd or not isinstance(value, kind):
            self.wrong(key, {int: "a whole number", str: "text", bool: "true or false", list: "a list"}[kind])
        return value

    def day(self, key: str) -> date | None:
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.refuse(key, "a day of the calendar written 2026-04-01")
        return self.wrong(key, "a date written 2026-04-01")

    def period(self, key: str) -> Period | None:
        value = self.text(key)
        if value is None:
            return None
        try:
            return Period.parse(value)
        except PeriodUnreadable:
            self.refuse(key, "an ISO 8601 period of years, months, weeks or days, such as P24M")

    def needed_period(self, key: str) -> Period:
        return self.period(key) or self.refuse(key, "an ISO 8601 period such as P90D, and it is missing")

    # --- collections ----------------------------------------------------------------------------------
    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each once; nothing said is the empty list."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            self.wrong(key, "a list of texts")
        if len(set(value)) != len(value):
            self.refuse(key, "each text once")
        return tuple(value)

    def shares(self, key: str) -> dict[str, float]:
        """A mapping of names to shares between 0 and 1."""
        inside = self.inside(key)
        for name, share in inside.document.items():
            if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
                inside.wrong(name, "a share between 0 and 1")
        return dict(inside.document)

    def names(self, key: str) -> dict[str, str]:
        """A mapping of names to names."""
        inside = self.inside(key)
        return {name: inside.needed_text(name) for name in inside.document}

    def digests(self, key: str) -> dict[str, str]:
        """A mapping of names to SHA-256 digests in lower-case hexadecimal."""
        inside = self.inside(key)
        for name in inside.document:
            inside.matching(name, r"[0-9a-f]{64}", "a SHA-256 in lower-case hexadecimal")
        return dict(inside.document)

    def inside(self, key: str) -> Reader:
        value = self.get(key)
        return Reader.of({} if value is None else value, self.at(key))

    def needed_inside(self, key: str) -> Reader:
        if self.get(key) is None:
            self.refuse(key, "a mapping, and it is missing")
        return self.inside(key)

    def optional(self, key: str, read: Callable[[Reader], Part]) -> Part | None:
        return None if self.get(key) is None else read(self.inside(key))

    def each(self, key: str) -> tuple[Reader, ...]:
        """The mappings of a list."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(key, "a list")
        return tuple(Reader.of(one, f"{self.at(key)}[{index}]") for index, one in enumerate(value))


def _kind(value: Any) -> str:
    """What sort of thing stands there, never the thing itself."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text" if value.strip() else "blank text"
        case list() | tuple():
            return "a list"
        case Mapping():
            return "a mapping"
    return f"a {type(value).__name__}"
