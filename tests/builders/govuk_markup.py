"""HTML as its meaning, so that two ways of writing it compare equal; and GOV.UK Frontend's own examples of it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import pytest

from here import ROOT

COMPONENTS = ROOT / "node_modules/govuk-frontend/dist/govuk/components"
_TEXT = "#text"


class _Reader(HTMLParser):
    def __init__(self, *, without: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[tuple[Any, ...]] = []
        self.without = without

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: _value(name, value) for name, value in attrs if name not in self.without}
        self.tokens.append((tag, tuple(sorted(kept.items()))))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"path", "circle", "br", "input"}:
            self.tokens.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and self.tokens and self.tokens[-1][0] == _TEXT:
            self.tokens[-1] = (_TEXT, f"{self.tokens[-1][1]} {words}")
        elif words:
            self.tokens.append((_TEXT, words))


def _value(name: str, value: str | None) -> str:
    return " ".join(sorted((value or "").split())) if name == "class" else (value or "")


def meaning(html: str, *, without: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    """Tags, attributes in any order, classes in any order, and words; `without` these attributes."""
    reader = _Reader(without=frozenset(without))
    reader.feed(html)
    reader.close()
    return reader.tokens


def examples(component: str, *, of: set[str], but: Collection[str] = ()) -> list[Any]:
    """The examples of a component that use only these options ("hint.text"), as pytest parameters; `but` not these."""
    path = COMPONENTS / component / "fixtures.json"
    if not path.is_file():
        if os.environ.get("REQUIRE_TOOLS") == "1":
            raise FileNotFoundError(path)
        return [
            pytest.param(
                None, marks=pytest.mark.skip(reason="node_modules is not installed: make node packages")
            )
        ]
    read = json.loads(path.read_text())["fixtures"]
    found = [each for each in read if set(_options(each["options"])) <= of and each["name"] not in but]
    return [pytest.param(each, id=each["name"].replace(" ", "-")) for each in found]


def _options(value: Any, at: str = "") -> Iterator[str]:
    """The dotted names of all options that say something: `items.text`, not `items.0.text`."""
    match value:
        case Mapping():
            for name, inner in value.items():
                yield from _options(inner, f"{at}.{name}" if at else name)
        case list():
            for inner in value:
                yield from _options(inner, at)
        case None:
            return
        case _:
            yield at


def govuk_ids(html: str) -> str:
    """Django numbers the choices of `x` x_0, x_1, x_2; GOV.UK writes x, x-2, x-3."""
    return re.sub(r'(?<=[" ])([a-zA-Z][\w-]*?)_(\d+)(?=[" ]|-item-hint)', _renumbered, html)


def _renumbered(found: re.Match[str]) -> str:
    base, number = found.group(1), int(found.group(2))
    return base if number == 0 else f"{base}-{number + 1}"
