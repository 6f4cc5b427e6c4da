"""What the pages of an assessment show: its parts as a task list, its risks as rows, and what still blocks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sharewell.exchange.sheets import DPIA_STEPS
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Part
from sharewell.register.dpia.paper import ANSWERED, ORDER
from sharewell.register.dpia.record import STEP_TITLES, Dpia, Level, Measure, Risk, Status
from sharewell_office.design.components import Row, Task

COLOURS = {
    Status.DRAFT: "grey",
    Status.ADVISED: "blue",
    Status.WITH_REGULATOR: "orange",
    Status.SIGNED: "green",
    Status.GIVEN_UP: "grey",
}
LEVELS = {Level.LOW: "green", Level.MEDIUM: "yellow", Level.HIGH: "red"}


@dataclass(frozen=True, slots=True)
class StepTasks:
    """One step of the template, and its parts as tasks."""

    number: int
    title: str
    tasks: list[Task]


def step_tasks(dpia: Dpia, law: Law) -> list[StepTasks]:
    """The steps that are answered in words, in the order they are read in."""
    return [
        StepTasks(
            number=number,
            title=STEP_TITLES[step],
            tasks=[_task(dpia, part) for part in law.dpia if part.step == step],
        )
        for number, step in enumerate(ORDER, start=1)
        if step in ANSWERED
    ]


def _task(dpia: Dpia, part: Part) -> Task:
    href = reverse("register:dpia-part", args=[dpia.reference, part.id])
    if dpia.answers.get(part.id, "").strip():
        return Task(part.title, href, "Answered")
    words = "Not\u00a0started" if part.always else "Where it applies"
    return Task(part.title, href, words, "grey" if part.always else "")


def next_part(dpia: Dpia, law: Law, after: str) -> Part | None:
    """The next part nobody has answered, looking on from `after`; `None` once all are."""
    reading = sorted(law.dpia, key=lambda part: ORDER.index(part.step))
    place = [part.id for part in reading].index(after) + 1
    unanswered = [
        part
        for part in (*reading[place:], *reading[:place])
        if part.always and not dpia.answers.get(part.id, "").strip()
    ]
    return unanswered[0] if unanswered else None


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk as the table shows it."""

    risk: Risk
    overall: Level
    overall_colour: str
    residual_colour: str


def risk_rows(dpia: Dpia, law: Law) -> list[RiskRow]:
    return [
        RiskRow(
            risk=risk,
            overall=(overall := risk.overall(law)),
            overall_colour=LEVELS[overall],
            residual_colour=LEVELS[risk.residual],
        )
        for risk in dpia.risks
    ]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure as the list shows it, with who puts it in place by name."""

    risk: int
    measure: Measure
    who: str

    @property
    def open(self) -> bool:
        return self.measure.done is None and self.measure.effect.value != "accepted"


def measure_rows(dpia: Dpia, names: Mapping[str, str]) -> list[MeasureRow]:
    return [
        MeasureRow(risk.number, one, names.get(one.officer, one.officer))
        for risk in dpia.risks
        for one in risk.measures
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the matrix: the risk it comes to, and the numbers of the risks that lie in it."""

    overall: str
    colour: str
    risks: str


def matrix(dpia: Dpia, law: Law) -> list[tuple[str, list[Cell]]]:
    """Severity by likelihood, the worst at the top, with this assessment's risks in their cells."""
    likelihoods = list(dict.fromkeys(cell.likelihood for cell in law.risk_matrix))
    severities = list(dict.fromkeys(cell.severity for cell in law.risk_matrix))
    return [
        (severity.capitalize(), [_cell(dpia, law, likelihood, severity) for likelihood in likelihoods])
        for severity in reversed(severities)
    ]


def _cell(dpia: Dpia, law: Law, likelihood: str, severity: str) -> Cell:
    overall = law.overall_risk[likelihood, severity]
    there = [
        str(one.number) for one in dpia.risks if (one.likelihood, one.severity) == (likelihood, severity)
    ]
    return Cell(overall.capitalize(), LEVELS[Level(overall)], ", ".join(there))


def likelihoods(law: Law) -> list[str]:
    return list(dict.fromkeys(cell.likelihood.capitalize() for cell in law.risk_matrix))


def people_of(dpia: Dpia) -> set[str]:
    """The ids of everyone a page about it names."""
    advice = {dpia.advice.by, dpia.advice.answered_by} if dpia.advice else set()
    named = {*dpia.drafted_by, *dpia.owners, dpia.signed_by, *advice, *(one.officer for one in dpia.measures)}
    return {one for one in named if one}


def summary(dpia: Dpia, names: Mapping[str, str], data_sets: Mapping[str, str]) -> list[Row]:
    return list(_summary(dpia, names, data_sets))


def _summary(dpia: Dpia, names: Mapping[str, str], data_sets: Mapping[str, str]) -> Iterator[Row]:
    yield Row("Controller", dpia.controller)
    yield Row("Data set", data_sets.get(dpia.data_set, dpia.data_set))
    yield Row("Data owner", _named(dpia.owners, names) or "Nobody: see the register")
    yield Row("Written by", _named(dpia.drafted_by, names) or "Nobody yet")
    if dpia.risks:
        yield Row("Risk that is left", dpia.residual.value.capitalize())
    if dpia.signed_at:
        yield Row("Signed by", names.get(dpia.signed_by, dpia.signed_by))
    if dpia.review_by:
        yield Row("To be reviewed by", f"{dpia.review_by.day} {dpia.review_by:%B %Y}")


def _named(ids: frozenset[str], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names.get(one, one) for one in ids))


def recorded(row: Any) -> list[Row]:
    """What another register said of an assessment that was taken over from it."""
    said = [
        ("Controller", row.controller),
        ("Data set", row.data_set),
        ("Overall risk", row.overall_risk.capitalize()),
        ("Risk that is left", row.residual_risk.capitalize()),
        ("Data Protection Officer", row.dpo),
        ("Signed by", row.signed_by),
    ]
    steps = [(label, row.steps.get(name, "")) for name, label in DPIA_STEPS.items()]
    return [Row(label, text) for label, text in (*said, *steps) if text]
