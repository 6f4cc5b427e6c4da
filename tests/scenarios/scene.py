"""A scenario of ../shared/reference/scenarios.yaml as it was agreed: who did what, when, and what came of it.

Whoever plays one (`scenarios.play`) is held to every word of it: the steps' `expect`, what is `final`, and each
`must_not`. A variant ("ONE-2b") is a scenario of one step: the change, and what comes of that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sharewell.engine.documents import read_document

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: the `number`th, at a time (Europe/London), by an actor ("h1", "system"), and what is to come of it."""

    number: int
    at: datetime
    actor: str
    do: str
    expect: Mapping[str, Any]

    def __str__(self) -> str:
        return f"step {self.number} ({self.do})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario. `given`, `payloads` (file contents by name) and `final` are as the file has them."""

    id: str
    title: str
    given: Mapping[str, Any]
    payloads: Mapping[str, str]
    steps: tuple[Step, ...]
    final: Mapping[str, Any] = field(default_factory=dict)
    must_not: tuple[str, ...] = ()


@cache
def scenarios(shared: Path) -> Mapping[str, Scenario]:
    """Every scenario and every variant, by id, in the order of the file."""
    document = read_document(shared / "reference" / "scenarios.yaml")
    found = {}
    for entry in document["scenarios"]:
        found[entry["id"]] = _scenario(entry)
        for variant in entry.get("variants", ()):
            found[variant["id"]] = _variant(variant, entry)
    return found


def _scenario(entry: Mapping[str, Any]) -> Scenario:
    return Scenario(
        id=entry["id"],
        title=entry["title"],
        given=entry["given"],
        payloads=entry["payloads"],
        steps=tuple(_step(number, step) for number, step in enumerate(entry["steps"], start=1)),
        final=entry["final"],
        must_not=tuple(entry["must_not"]),
    )


def _step(number: int, step: Mapping[str, Any]) -> Step:
    at = datetime.fromisoformat(str(step["at"])).replace(tzinfo=LONDON)
    return Step(number=number, at=at, actor=step["actor"], do=step["do"], expect=step["expect"])


def _variant(variant: Mapping[str, Any], of: Mapping[str, Any]) -> Scenario:
    first = of["steps"][0]
    step = {**first, "do": variant["change"], "expect": variant["expect"]}
    return Scenario(
        id=variant["id"],
        title=f"{of['title']}: {variant['change']}",
        given=of["given"],
        payloads=of["payloads"],
        steps=(_step(1, step),),
    )
