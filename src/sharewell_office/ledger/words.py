"""What happened, in words: the sentence for an event (`sentences`), with days, codes and people as they are told."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sharewell.policy.law import VERSIONS
from sharewell_office.ledger.sentences import SENTENCES

NOBODY: Mapping[str, str] = {}


def sentence(kind: str, details: Mapping[str, Any], names: Mapping[str, str] = NOBODY) -> str:
    """The sentence for an event, with the names of the people in it, by their ids.

    Never fails: the record must be readable whatever is on it.
    """
    template = SENTENCES.get(kind) or kind.replace(".", " ").replace("_", " ").capitalize()
    named = {field: names.get(person, person) for field, person in _people(kind, details).items()}
    return _TELL.vformat(template, (), _Told({**details, **named})).replace(" ()", "").rstrip(" :,")


def people(kind: str, details: Mapping[str, Any]) -> set[str]:
    """The ids of the people whom the sentence for an event names."""
    return set(_people(kind, details).values())


def _people(kind: str, details: Mapping[str, Any]) -> dict[str, str]:
    marked = [name for _, name, _, mark in _TELL.parse(SENTENCES.get(kind, "")) if name and mark == "p"]
    return {name: person for name in marked if isinstance(person := details.get(name), str)}


def erased(kind: str) -> str:
    """The sentence for an event whose words were destroyed."""
    return f"{sentence(kind, {})} (the words were destroyed; the entry stands)"


def changed(kind: str) -> str:
    """The sentence for an event whose words no longer open."""
    return f"{sentence(kind, {})} (WARNING: what is stored here is not what was recorded)"


class _Telling(string.Formatter):
    """Knows the mark of a person, whose name was put in the place of the id."""

    def convert_field(self, value: Any, conversion: Any) -> Any:
        return value if conversion == "p" else super().convert_field(value, conversion)


class _Told(dict[str, Any]):
    """Details as text: words, numbers and lists of words; anything else, and what is not there, is left out."""

    def __missing__(self, name: str) -> str:
        return ""

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if name in {"stage", "code", "codes"}:
            return ", ".join(_named(each) for each in (value if isinstance(value, list) else [value]))
        if isinstance(value, list):
            return ", ".join(each for each in value if isinstance(each, str)) if value else "none"
        if name == "rows" and isinstance(value, int):
            return "1 row" if value == 1 else f"{value:,} rows"
        return _plain(value) if isinstance(value, str | int) else ""


def _named(code: Any) -> str:
    """A stage or a reason of the law with its title: "S1 (who is asking)"; what is neither stays as it is."""
    if not isinstance(code, str):
        return ""
    title = _titles().get(code, "")
    begun = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    return f"{code} ({begun})" if title else code


@cache
def _titles() -> Mapping[str, str]:
    """What every stage and every reason of the law is called, as the latest version has it."""
    stages = {stage.id: stage.title for law in VERSIONS for stage in law.stages}
    return stages | {reason.code: reason.title for law in VERSIONS for reason in law.reasons}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _plain(value: str | int) -> str:
    """A code as words ("for_with_conditions" is "for with conditions") and a day as people say it; else as it is."""
    text = str(value)
    if day := _day(text):
        return f"{day.day} {day:%B %Y}"
    return text.replace("_", " ") if text.isidentifier() and text.islower() else text


_TELL = _Telling()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
