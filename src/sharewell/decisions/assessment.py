"""What the policy says of a one-off case, stage by stage, with every reason.

    statutory bar > out of scope > emergency > diverted > refused > blocked > may proceed

Every rule of a stage is read and every one that fires is told. A rule that still waits for a fact, and a
question that nobody answered, are *open*, and open blocks. A rule that refuses the basis that was chosen
refuses the choice, not the case: another basis may be found, until the case records that none remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sharewell.decisions.case import Case
from sharewell.decisions.duties import Objection, objections
from sharewell.decisions.known import Known
from sharewell.decisions.reasons import Reason, fired, open_question
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Severity


class Result(StrEnum):
    """What became of a stage."""

    PASS = "pass"  # noqa: S105 - a result, not a secret
    PASS_WITH_CONDITIONS = "pass_with_conditions"  # noqa: S105
    NOT_APPLICABLE = "not_applicable"
    BLOCK = "block"
    REFUSE = "refuse"
    DIVERT = "divert"
    OUT_OF_SCOPE = "out_of_scope"
    DEFERRED = "deferred"
    NOT_REACHED = "not_reached"


class Verdict(StrEnum):
    """What the policy says of the case as a whole."""

    MAY_PROCEED = "may_proceed"
    BLOCKED = "blocked"
    REFUSED = "refused"
    DIVERTED = "diverted"
    OUT_OF_SCOPE = "out_of_scope"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageResult:
    """One stage: its result and the codes that fired there."""

    stage: str
    result: Result
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The verdict, each stage's result, and all the reasons, under one version of the law."""

    outcome: Verdict
    stages: tuple[StageResult, ...]
    reasons: tuple[Reason, ...]
    law: Law

    @property
    def may_proceed(self) -> bool:
        return self.outcome is Verdict.MAY_PROCEED

    @property
    def blocking(self) -> tuple[Reason, ...]:
        """What stands in the way, as far as anything does."""
        return tuple(reason for reason in self.reasons if reason.stops)

    def of_stage(self, stage: str) -> StageResult:
        return next(result for result in self.stages if result.stage == stage)

    def as_dict(self) -> dict[str, object]:
        """The answer of `sharewell assess` (docs of the command line)."""
        return {
            "outcome": self.outcome.value,
            "stages": [
                {"stage": one.stage, "result": one.result.value, "codes": list(one.codes)}
                for one in self.stages
            ],
            "reasons": [reason.as_dict() for reason in self.reasons],
            "law_as_of": self.law.as_of.isoformat(),
            "policy_version": self.law.version,
        }


def assess(case: Case, *, law: Law, on: date) -> Assessment:
    """Judge a case under one version of the law on one day. Everything it needs is in its arguments."""
    known = Known(case, law, on)
    told = [reason for stage in law.judged for reason in fired(stage, known)]
    ending = _ending(told, known)
    verdict = _verdict(ending, known)
    judged = _judged(ending, told, known)
    people = [] if verdict in ENDED else _people(known, emergency=verdict is Verdict.EMERGENCY)
    reasons = [reason for stage in law.judged for reason in judged[stage][1]] + people
    if verdict is None:
        verdict = _weigh(reasons, known)
    stages = tuple(_stage_result(stage, *judged.get(stage, (Result.NOT_REACHED, ()))) for stage in law.stage)
    return Assessment(outcome=verdict, stages=stages, reasons=tuple(reasons), law=law)


def against_the_decider(case: Case, *, law: Law, on: date) -> tuple[Reason, ...]:
    """What stands against the people named in a case, wherever the case itself goes."""
    return tuple(_people(Known(case, law, on), emergency=False))


ENDED = (Verdict.REFUSED, Verdict.OUT_OF_SCOPE, Verdict.DIVERTED)


def _stage_result(stage: str, result: Result, reasons: Iterable[Reason]) -> StageResult:
    return StageResult(stage=stage, result=result, codes=_once(reason.code for reason in reasons))


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


# --- where the flow ends, and what is judged until there ------------------------------------------

BAR = "BAR_STATUTE"


def _ending(told: list[Reason], known: Known) -> Reason | None:
    """The reason that takes the case out of this flow, if one does, by precedence."""
    for is_it in (_is_bar, _is_out_of_scope, _is_divert):
        if is_it is _is_divert and known("sharing.emergency") is True:
            return None
        found = next(filter(is_it, told), None)
        if found is not None:
            return found
    return None


def _is_bar(reason: Reason) -> bool:
    return reason.code == BAR


def _is_out_of_scope(reason: Reason) -> bool:
    return reason.severity is Severity.OUT_OF_SCOPE


def _is_divert(reason: Reason) -> bool:
    return reason.severity is Severity.DIVERT


def _verdict(ending: Reason | None, known: Known) -> Verdict | None:
    if ending is not None:
        return _ENDINGS[ending.severity]
    if _is_emergency(known):
        return Verdict.EMERGENCY
    return None


_ENDINGS = {
    Severity.REFUSE: Verdict.REFUSED,
    Severity.OUT_OF_SCOPE: Verdict.OUT_OF_SCOPE,
    Severity.DIVERT: Verdict.DIVERTED,
}


def _is_emergency(known: Known) -> bool:
    return known("sharing.emergency") is True or known("S0.6") == "yes"


def _weigh(reasons: list[Reason], known: Known) -> Verdict:
    refused = any(reason.severity is Severity.REFUSE for reason in reasons)
    if refused and known("no_basis_remains") is True:
        return Verdict.REFUSED
    return Verdict.BLOCKED if any(reason.stops for reason in reasons) else Verdict.MAY_PROCEED


Judged = Mapping[str, tuple[Result, tuple[Reason, ...]]]


def _judged(ending: Reason | None, told: list[Reason], known: Known) -> Judged:
    """Each judged stage's result and the reasons that count there."""
    by_stage = {stage: tuple(one for one in told if one.stage == stage) for stage in known.law.judged}
    if ending is not None:
        return _until(ending, by_stage)
    if _is_emergency(known):
        return {stage: _deferred(stage, reasons, known) for stage, reasons in by_stage.items()}
    if known("S0.1") == "no":
        return _only_the_disclosure_test(by_stage)
    return {stage: (_result(stage, reasons, known), reasons) for stage, reasons in by_stage.items()}


def _until(ending: Reason, by_stage: Mapping[str, tuple[Reason, ...]]) -> Judged:
    """Up to the stage where the case left the flow; past it, only what would also have taken it out is
    told."""
    judged: dict[str, tuple[Result, tuple[Reason, ...]]] = {}
    reached = True
    for stage, reasons in by_stage.items():
        if stage == ending.stage:
            told = tuple(one for one in reasons if one.code != "Q_OPEN")
            judged[stage] = (_ENDED_AS[ending.severity], told)
            reached = False
        elif reached:
            judged[stage] = (_worst(reasons), reasons)
        else:
            also = tuple(one for one in reasons if _is_divert(one) or _is_out_of_scope(one) or _is_bar(one))
            judged[stage] = (Result.NOT_REACHED, also)
    return judged


_ENDED_AS = {
    Severity.REFUSE: Result.REFUSE,
    Severity.OUT_OF_SCOPE: Result.OUT_OF_SCOPE,
    Severity.DIVERT: Result.DIVERT,
}


def _deferred(stage: str, reasons: tuple[Reason, ...], known: Known) -> tuple[Result, tuple[Reason, ...]]:
    """An emergency waits for nothing: what is open is answered afterwards, what fired is told now."""
    told = tuple(_as_finding(one) for one in reasons if one.code != "Q_OPEN")
    if stage == "S0" or (stage == "S1" and not reasons):
        return Result.PASS, told
    at_home = stage == "S9" and known("S9.1") == "no"
    return (Result.NOT_APPLICABLE if at_home else Result.DEFERRED), told


def _as_finding(reason: Reason) -> Reason:
    return replace(reason, severity=Severity.FINDING) if reason.severity is Severity.BLOCK else reason


def _only_the_disclosure_test(by_stage: Mapping[str, tuple[Reason, ...]]) -> Judged:
    """Somebody says that nobody is identifiable: intake, and then the file is to show it (S3.5), before
    anything else."""
    test = tuple(one for one in by_stage["S3"] if one.about == "S3.5" or one.code == "DC_SMALL_CELLS")
    judged: dict[str, tuple[Result, tuple[Reason, ...]]] = dict.fromkeys(by_stage, (Result.NOT_REACHED, ()))
    judged["S0"] = (_worst(by_stage["S0"]), by_stage["S0"])
    judged["S3"] = (_worst(test), test)
    return judged


# --- the result of one stage ----------------------------------------------------------------------


def _result(stage: str, reasons: tuple[Reason, ...], known: Known) -> Result:
    if not reasons and (stage, known(f"{stage}.1")) in NOT_NEEDED:
        return Result.NOT_APPLICABLE
    return _worst(reasons)


NOT_NEEDED = (("S9", "no"), ("S11", "not_needed"))


def _worst(reasons: tuple[Reason, ...]) -> Result:
    if any(reason.severity is Severity.REFUSE for reason in reasons):
        return Result.REFUSE
    if any(reason.stops for reason in reasons):
        return Result.BLOCK
    if any(reason.severity is Severity.WARN for reason in reasons):
        return Result.PASS_WITH_CONDITIONS
    return Result.PASS


# --- the people -----------------------------------------------------------------------------------


def _people(known: Known, *, emergency: bool) -> list[Reason]:
    """Reasons about who may decide. In an emergency nothing of this kind stops anybody; it is found and
    told."""
    found = [_objected(one, known.law, emergency=emergency) for one in objections(known)]
    if emergency:
        return found
    missing = ["roles.decides"] if "decides" not in known.case.duties else []
    if known.case.people is not None and not known.case.data_set:
        missing.append("data_set")
    return [open_question("S12", name, known) for name in missing] + found


def _objected(objection: Objection, law: Law, *, emergency: bool) -> Reason:
    said = law.reason[objection.code]
    severity = Severity.BLOCK if objection.stops else Severity.WARN
    return Reason(
        code=objection.code,
        severity=Severity.FINDING if emergency else severity,
        stage="S12",
        reason=objection.detail or said.reason,
        remedy=said.remedy,
        citation=said.citation,
        title=said.title,
    )
