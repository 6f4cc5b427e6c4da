"""A data protection impact assessment (DPIA): what is planned, what could go wrong, and what is done about it.

    DRAFT --advise--> ADVISED --sign--> SIGNED --reopen--> DRAFT
      |                  |  ^
      |               consult | answered               (where a high risk is left: UK GDPR Article 36)
      |                  v  |
      '--give_up-->   WITH_REGULATOR
   GIVEN_UP                                            (also from ADVISED)

A risk is a row: its source, its likelihood and severity, the measures against it, and what is left of it. A measure is
somebody's task with a date; until it is done, nothing leaves under the assessment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.vocabulary.outcome import Refusal


class Status(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    ADVISED = "advised"
    WITH_REGULATOR = "with_regulator"
    SIGNED = "signed"
    GIVEN_UP = "given_up"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


# The regulator's seven steps; the eighth is the policy's own (OPCC 3.5).
STEP_TITLES: Mapping[int, str] = {
    1: "Identify the need for an assessment",
    2: "Describe the processing",
    3: "Consider consultation",
    4: "Assess necessity and proportionality",
    5: "Identify and assess the risks",
    6: "Identify measures to reduce the risks",
    7: "Sign off and record the outcome",
    8: "Weigh benefits against harm",
}


class Level(StrEnum):
    """How big a risk is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        return (Level.LOW, Level.MEDIUM, Level.HIGH).index(self)


class Effect(StrEnum):
    """What a measure does to a risk."""

    ELIMINATED = "eliminated"
    REDUCED = "reduced"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something that is done against a risk: by whom, until when, and when it was done.

    `approved`: by whoever signed the assessment; nobody else approves one.
    """

    number: int
    what: str
    effect: Effect
    officer: str
    due: date
    approved: bool = False
    done: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One row. `source` says where the harm would come from and what it would be; `residual` is what is left of it.

    `likelihood` and `severity` are the words of the risk matrix of the law ("possible", "severe").
    """

    number: int
    source: str
    likelihood: str
    severity: str
    residual: Level
    measures: tuple[Measure, ...] = ()

    def overall(self, law: Law) -> Level:
        return Level(law.overall_risk[self.likelihood, self.severity])


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """What the Data Protection Officer advised, and what became of it. `accepted` is `None` until the owner says."""

    by: str
    at: datetime
    words: str
    accepted: bool | None = None
    answered_by: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """The regulator, asked before anything begins. `may_begin` is `None` until it answered."""

    asked: date
    answered: date | None = None
    may_begin: bool | None = None
    words: str = ""

    @property
    def answer_due(self) -> date:
        """Eight weeks; the regulator may take six more (UK GDPR Art 36(2))."""
        return self.asked + timedelta(weeks=8)

    @property
    def answer_due_at_the_latest(self) -> date:
        return self.asked + timedelta(weeks=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dpia:
    """One assessment. People are ids; `answers` are the parts of the template by id; `review_by` is its next review."""

    reference: str
    title: str
    controller: str
    data_set: str
    owners: frozenset[str] = frozenset()
    about: tuple[str, ...] = ()  # the requests and agreements it covers
    answers: Mapping[str, str] = field(default_factory=dict)
    risks: tuple[Risk, ...] = ()
    status: Status = Status.DRAFT
    drafted_by: frozenset[str] = frozenset()
    advice: Advised | None = None
    consultation: Consultation | None = None
    signed_by: str = ""
    signed_at: datetime | None = None
    review_by: date | None = None
    version: int = 1

    @property
    def residual(self) -> Level:
        """What is left, all risks together: the highest. Without a row nothing is known to be low."""
        return max((risk.residual for risk in self.risks), key=lambda one: one.rank, default=Level.HIGH)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(measure for risk in self.risks for measure in risk.measures)

    @property
    def open_measures(self) -> tuple[Measure, ...]:
        """Agreed and not done yet: each holds a release back."""
        return tuple(one for one in self.measures if one.done is None and one.effect is not Effect.ACCEPTED)


# --- what it says to a case -----------------------------------------------------------------------


def as_facts(dpia: Dpia | None) -> dict[str, str]:
    """The fact `dpia.status` of a one-off case or of an agreement, from the assessment that covers it."""
    return {"dpia.status": _fact(dpia)}


def _fact(dpia: Dpia | None) -> str:
    if dpia is None or dpia.status is Status.GIVEN_UP:
        return "none"
    if dpia.status is Status.WITH_REGULATOR:
        return "prior_consultation_pending"
    if dpia.status is not Status.SIGNED:
        return "draft"
    return "overruled" if dpia.advice and dpia.advice.accepted is False else "signed"


def as_answers(dpia: Dpia | None) -> dict[str, str]:
    """The answers S6.2 (which assessment covers this) and S6.3 (is a high risk left that nobody answered for)."""
    if dpia is None or dpia.status is Status.GIVEN_UP:
        return {}
    if dpia.status is not Status.SIGNED:
        return {"S6.2": dpia.reference}
    settled = dpia.consultation is not None and dpia.consultation.may_begin is True
    left = dpia.residual is Level.HIGH and not settled
    return {"S6.2": dpia.reference, "S6.3": "yes" if left else "no"}


def holds_back(dpia: Dpia, on: date) -> tuple[Refusal, ...]:
    """Why nothing may leave under this assessment on that day: not signed, a measure not done, a review overdue.

    One that was given up holds nothing back by itself: whether an assessment is needed is asked of the case.
    """
    return () if dpia.status is Status.GIVEN_UP else tuple(_holds_back(dpia, on))


def _holds_back(dpia: Dpia, on: date) -> Iterator[Refusal]:
    if dpia.status is not Status.SIGNED:
        yield Refusal(
            rule=rulebook.DPIA_SIGNED,
            reason=f"{dpia.reference} is {dpia.status.label.lower()}, not signed.",
            remedy="Complete it with the Data Protection Officer's advice, and have the owner of the data sign it.",
        )
    for measure in dpia.open_measures:
        yield Refusal(
            rule=rulebook.DPIA_MEASURE_DONE,
            reason=f"Measure {measure.number} of {dpia.reference} is not done.",
            remedy=f"{measure.officer} does it and says so; it is due on {measure.due:%-d %B %Y}.",
            where=f"measure {measure.number}",
        )
    if dpia.review_by is not None and dpia.review_by < on:
        yield Refusal(
            rule=rulebook.DPIA_REVIEWED,
            reason=f"The review of {dpia.reference} was due on {dpia.review_by:%-d %B %Y}.",
            remedy="Review it: reopen it, look at every risk again, and have it signed.",
        )
