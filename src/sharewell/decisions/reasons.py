"""Why a stage waits: the rules of it that fire, the questions nobody answered, and the facts that rules still wait for.

Three values: a rule fires, it does not, or it is *open* for want of a fact; and open blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sharewell.decisions.known import Known
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Question, Row, Severity
from sharewell.policy.truth import Open, all_hold, fires
from sharewell.vocabulary.outcome import Refusal, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A rule that fired, or a question that is open (`about` names it). `answered`: a requirement that has
    been met."""

    code: str
    severity: Severity
    stage: str
    reason: str
    remedy: str
    citation: str
    title: str = ""
    about: str = ""
    answered: bool = False
    verify: bool = False

    @property
    def stops(self) -> bool:
        """Whether the stage waits because of it."""
        if self.severity is Severity.REQUIRE:
            return not self.answered
        return self.severity in (Severity.BLOCK, Severity.REFUSE)

    def as_refusal(self) -> Refusal:
        rule = Rule(code=self.code, title=self.title, citation=self.citation)
        return Refusal(rule=rule, reason=self.reason, remedy=self.remedy, where=self.about or self.stage)

    def as_dict(self) -> dict[str, object]:
        said: dict[str, object] = {
            "code": self.code,
            "severity": self.severity.value,
            "stage": self.stage,
            "reason": self.reason,
            "remedy": self.remedy,
            "citation": self.citation,
        }
        if self.about:
            said["about"] = self.about
        if self.severity is Severity.REQUIRE:
            said["answered"] = self.answered
        if self.verify:
            said["verify"] = True
        return said


def fired(stage: str, known: Known) -> Iterator[Reason]:
    """The reasons of one stage: unanswered questions, rules that fired, and facts that rules still wait
    for."""
    waiting: dict[str, None] = {}
    seen: set[str] = set()
    reasons = []
    for question in known.law.stage[stage].questions:
        if question.asked_when or question.id not in known.case.answers:
            waiting |= dict.fromkeys(_unanswered(question, known))
    for row in _could_fire(stage, known):
        judgement = fires(row, known)
        if isinstance(judgement, Open):
            waiting |= dict.fromkeys(sorted(judgement.names))
        elif judgement and row.code not in seen:
            seen.add(row.code)
            reasons.append(_reason(row, known))
    yield from (open_question(stage, name, known) for name in waiting)
    yield from reasons


def _could_fire(stage: str, known: Known) -> Iterable[Row]:
    """The rows of a stage, less those whose first cell is known not to hold; in the order of the table."""
    rows = known.law.rows_of.get(stage, ())
    places: list[int] = []
    for first in known.law.by_first_cell.get(stage, ()):
        value = known(first.name)
        kind = type(value)
        if kind is str or kind is bool:
            places += first.holding.get(value, ())
            places += first.others
        else:
            places += first.all
    return (rows[place] for place in sorted(places))


def _unanswered(question: Question, known: Known) -> Iterable[str]:
    """The question's id where it is put and nobody answered it, or the facts that decide whether it is put
    at all."""
    put = all_hold(question.asked_when, known) if question.asked_when else True
    if isinstance(put, Open):
        return sorted(put.names)
    answer = known(question.id)
    return sorted(answer.names) if put and isinstance(answer, Open) else ()


def _reason(row: Row, known: Known) -> Reason:
    said = known.law.reason[row.code]
    met = row.severity is Severity.REQUIRE and bool(row.answered_by)
    return Reason(
        code=row.code,
        severity=row.severity,
        stage=row.stage,
        reason=said.reason,
        remedy=said.remedy,
        citation=row.citation,
        title=said.title,
        about="basis.art6" if row.code == "Q_OPEN" else "",
        answered=met and all_hold(row.answered_by, known) is True,
        verify=row.verify,
    )


def open_question(stage: str, name: str, known: Known) -> Reason:
    said = known.law.reason["Q_OPEN"]
    return Reason(
        code="Q_OPEN",
        severity=Severity.BLOCK,
        stage=stage,
        reason=_what_is_open(name, known.law),
        remedy=said.remedy,
        citation=known.law.stage[stage].citation,
        title=said.title,
        about=name,
    )


def _what_is_open(name: str, law: Law) -> str:
    if name in law.question:
        return f"{name} has no answer: {law.question[name].ask}"
    if name in law.fact:
        return f"The fact {name} is missing: {law.fact[name].ask}"
    return f"The case does not say {name}."
