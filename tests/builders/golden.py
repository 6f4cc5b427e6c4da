"""Golden cases: for every cell of every table one case on each side of it, and what came of it when it was last read.

    .venv/bin/python tests/builders/golden.py > tests/core/decisions/golden.jsonl     writes them anew, to be read again

A line is what was changed in a case that passes (`null`: nobody said), the day, and what came: the outcome and every
reason, as `stage code severity`. A mutant of a table is a mistake somebody might make in it; one that changes no line
here is one that nobody would notice.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from builders.decisions import MONDAY, a_document
from sharewell.decisions.assessment import assess
from sharewell.decisions.case import Case, Incident, parse_case
from sharewell.decisions.known import WORKED_OUT
from sharewell.decisions.proving.space import HISTORY, SETTLED, SILENT, Values, tabulated, values
from sharewell.policy.law import VERSIONS
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Cell, Row
from sharewell.policy.truth import holds

LAW = VERSIONS[-1]
FILE = Path(__file__).parents[1] / "core" / "decisions" / "golden.jsonl"
TRANSFER = {"S9.1": "yes", "S9.2": "approved_by_regulations", "S9.3": "na", "S9.4": "yes", "S11.1": "for"}


@dataclass(frozen=True, slots=True)
class Golden:
    """One case: what it is about (a row, a paragraph, a country), why, what is changed in it, and the day."""

    about: str
    why: str
    changed: Mapping[str, Any]
    triggers: tuple[str, ...] = ()
    on: date = MONDAY

    def case(self) -> Case:
        whole = _whole()
        said = {**whole.facts, **whole.answers, **self.changed}
        said = {name: value for name, value in said.items() if value is not SILENT and name != HISTORY}
        return replace(
            whole,
            facts={name: value for name, value in said.items() if name in LAW.fact},
            answers={name: value for name, value in said.items() if name in LAW.question},
            triggers=self.triggers,
            history=self.changed.get(HISTORY, ()),
        )

    def came(self, law: Law) -> list[str]:
        """The outcome and every reason, under a law."""
        found = assess(self.case(), law=law, on=self.on)
        reasons = (
            f"{one.stage} {one.code} {one.severity}{' answered' if one.answered else ''}"
            for one in found.reasons
        )
        return [found.outcome.value, *dict.fromkeys(reasons)]


@cache
def _whole() -> Case:
    return parse_case(a_document(), LAW)


@cache
def _space() -> Values:
    return values(LAW, MONDAY)


# --- making them ----------------------------------------------------------------------------------


def cases() -> Iterator[Golden]:
    """Every golden case, in the order of the tables."""
    for row in LAW.rows:
        yield from _of_row(row)
    for question in LAW.question.values():
        if question.stage in LAW.judged:
            yield Golden(question.id, "nobody answers", {question.id: SILENT})
            for name, cell in question.asked_when.items():
                _, not_so = _sides(name, cell)
                yield Golden(question.id, "not asked, and nobody answers", {**not_so[0], question.id: SILENT})
    yield from _of_paragraphs()
    yield from _of_triggers()
    yield from _of_countries()


def _of_row(row: Row) -> Iterator[Golden]:
    """Fired once by each way of holding each cell; and one cell away, by each way of not holding it."""
    sides = {name: _agreeing(_sides(name, cell), name, row) for name, cell in row.when.items()}
    firing: dict[str, Any] = {}
    for so, _ in sides.values():
        firing |= so[0]
    yield Golden(row.id, "fires", firing)
    if "scale.large" in row.when:
        yield Golden(row.id, "fires, systematic", {**firing, "sharing.type": "systematic"})
        for name in ("tm.mail_enc", "tm.post_tracked") if "S10.1" in row.when else ():
            systematic = {**firing, "sharing.type": "systematic", "S10.1": name}
            yield Golden(row.id, f"fires by {name}, systematic", systematic)
    for name, (so, not_so) in sides.items():
        others = {key: value for one in sides if one != name for key, value in sides[one][0][0].items()}
        for way in so[1:] if name not in WORKED_OUT else so[1:2]:
            yield Golden(row.id, f"fires by {name}", {**others, **way})
        for way in not_so[:2]:
            yield Golden(row.id, f"away by {name}", {**others, **way})
    for name, cell in row.answered_by.items():
        so, not_so = _sides(name, cell)
        yield Golden(row.id, "answered", {**firing, **so[0]})
        yield from (Golden(row.id, "not answered", {**firing, **way}) for way in not_so[:1])


Ways = list[dict[str, Any]]


def _agreeing(sides: tuple[Ways, Ways], name: str, row: Row) -> tuple[Ways, Ways]:
    """The ways that leave the row's other cells as they are: a worked-out fact is said by way of other facts."""
    others = {key: cell for key, cell in row.when.items() if key != name and key not in WORKED_OUT}

    def agrees(way: dict[str, Any]) -> bool:
        told = {key: way[key] for key in others if key in way}
        return all(value is not SILENT and holds(others[key], value) for key, value in told.items())

    so, not_so = sides
    return [way for way in so if agrees(way)] or so[:1], [way for way in not_so if agrees(way)]


def _sides(name: str, cell: Cell) -> tuple[Ways, Ways]:
    """The ways of saying a thing so that the cell holds, and so that it does not."""
    if name in WORKED_OUT and name not in SETTLED:
        return _worked_out(name, cell)
    said = [value for value in _space()[name] if value is not SILENT] or [SILENT]
    said += [one for one in cell if one not in said] if isinstance(cell, tuple) else []
    so = [{name: value} for value in said if holds(cell, value)]
    return so, [{name: value} for value in said if not holds(cell, value)]


def _worked_out(name: str, cell: Cell) -> tuple[Ways, Ways]:
    names, table = tabulated(name, LAW, _space(), MONDAY)
    ways: dict[bool, Ways] = {True: [], False: []}
    for places, value in table.items():
        if value is not None:
            given = {one: _space()[one][place] for one, place in zip(names, places, strict=True)}
            ways[value is cell].append(
                {key: each for key, each in given.items() if each is not SILENT or key != HISTORY}
            )
    return ways[True], ways[False]


def _of_paragraphs() -> Iterator[Golden]:
    """Each paragraph of Schedule 1 under each Article 9 point, and for criminal offence data; to each kind of body."""
    for paragraph in LAW.schedule_1:
        alone = {
            "basis.sch1": (paragraph.number,),
            "data.special_category": ("health",),
            "apd.current": False,
        }
        for point in (*paragraph.supports[:1], *(("g", "h") if paragraph.number == 1 else ("b",))):
            yield Golden(f"Sch 1 para {paragraph.number}", f"under ({point})", {**alone, "basis.art9": point})
        offence = {"data.criminal_offence": True, "basis.art10": "sch1", "data.special_category": ()}
        yield Golden(f"Sch 1 para {paragraph.number}", "offence data", {**alone, **offence})
        for body in ("recipient.is_competent_authority", "recipient.is_sport_body"):
            told = {**alone, "basis.art9": "g", body: True}
            yield Golden(f"Sch 1 para {paragraph.number}", f"to where {body}", told)
        for beside in (13, 36):
            both = {**alone, **offence, "basis.sch1": (paragraph.number, beside)}
            yield Golden(f"Sch 1 para {paragraph.number}", f"with {beside}", both)


def _of_triggers() -> Iterator[Golden]:
    silent = {"S6.1": SILENT, "dpia.screen": SILENT}
    for trigger in LAW.triggers:
        yield Golden(trigger.id, "alone", silent, (trigger.id,))
        for beside in ("wp.1", "wp.3", "wp.4", "wp.6", "wp.7", "wp.8", "wp.9"):
            if beside != trigger.id:
                yield Golden(trigger.id, f"beside {beside}", silent, (trigger.id, beside))


def _of_countries() -> Iterator[Golden]:
    for country in LAW.countries:
        there = {**TRANSFER, "recipient.country": country.code, "dpo.advice": "for"}
        yield Golden(country.code, "nobody says that it meets the condition", there)
        for public in (False, True) if country.condition else ():
            told = {
                **there,
                "recipient.meets_country_condition": True,
                "recipient.is_public_authority": public,
            }
            yield Golden(country.code, f"meets it, {'a' if public else 'no'} public authority", told)
        met = {**there, "recipient.meets_country_condition": True}
        yield Golden(country.code, "the day before", met, on=country.since - timedelta(days=1))
        yield Golden(country.code, "the first day", met, on=country.since)


# --- keeping them ---------------------------------------------------------------------------------


def as_line(one: Golden, came: list[str]) -> str:
    changed = {name: _plain(value) for name, value in one.changed.items()}
    line = {"about": one.about, "why": one.why, "changed": changed, "on": one.on.isoformat(), "came": came}
    return json.dumps(line | ({"triggers": list(one.triggers)} if one.triggers else {}))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Incident):
        return {"severity": value.severity, "closed": value.closed.isoformat() if value.closed else None}
    return value


@cache
def frozen() -> tuple[tuple[Golden, list[str]], ...]:
    """The cases of the file, with what came of each when it was last read."""
    lines = (json.loads(line) for line in FILE.read_text("utf-8").splitlines())
    return tuple((_golden(line), line["came"]) for line in lines)


def _golden(line: dict[str, Any]) -> Golden:
    changed = {name: _read(name, value) for name, value in line["changed"].items()}
    on = date.fromisoformat(line["on"])
    return Golden(line["about"], line["why"], changed, tuple(line.get("triggers", ())), on)


def _read(name: str, value: Any) -> Any:
    if name == HISTORY:
        return tuple(_incident(**one) for one in value)
    return tuple(_read("", one) for one in value) if isinstance(value, list) else value


def _incident(severity: str, closed: str | None) -> Incident:
    day = date.fromisoformat(closed) if closed else None
    return Incident(reference="INC", severity=severity, opened=None, closed=day)


if __name__ == "__main__":
    lines = dict.fromkeys(as_line(one, one.came(LAW)) for one in cases())
    print("\n".join(lines))
