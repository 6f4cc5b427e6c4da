"""What is known of a case: its facts, its answers, and the facts that follow from them.

Each worked-out fact is a function here, in three values like everything else: it is open as long as what it
follows from is. Their names and meanings are among the facts of the law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sharewell.decisions.case import Case, Incident
from sharewell.policy.law.record import Law
from sharewell.policy.screening import screening
from sharewell.policy.truth import Judgement, Open, Value
from sharewell.vocabulary.when import Period

LARGE_SCALE = 1_000  # people; no statute gives a number, and this one is a setting of ours (OPCC 6.1)
ANONYMOUS = ("anonymised", "aggregate")


@dataclass(slots=True)
class Known:
    """Looks up one case under one law on one day: `known("basis.art6")` is its value, or `Open`."""

    case: Case
    law: Law
    on: date
    _found: dict[str, Value | Open] = field(default_factory=dict)

    def __call__(self, name: str) -> Value | Open:
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> Value | Open:
        if name in WORKED_OUT:
            return WORKED_OUT[name](self)
        if name in self.case.answers:
            return self.case.answers[name]
        if name in self.case.facts:
            return self.case.facts[name]
        fact = self.law.fact.get(name)
        if fact is None or fact.default is None:
            return Open(frozenset({name}))
        return fact.default


def either(*judgements: Judgement) -> Judgement:
    """OR in three values: one true settles it."""
    if any(one is True for one in judgements):
        return True
    return _gathered(judgements) or False


def _gathered(judgements: tuple[Judgement, ...]) -> Open | None:
    names = frozenset[str]().union(*(one.names for one in judgements if isinstance(one, Open)))
    return Open(names) if names else None


def _is(value: Value | Open, *wanted: object) -> Judgement:
    return value if isinstance(value, Open) else value in wanted


# --- intake and necessity -------------------------------------------------------------------------


def _anonymous_claimed(known: Known) -> Judgement:
    return either(_is(known("S0.1"), "no"), _is(known("data.identifiability"), *ANONYMOUS))


def _large(known: Known) -> Judgement:
    count = known("data.subjects_count")
    return count if isinstance(count, Open) else isinstance(count, int) and count >= LARGE_SCALE


def _fields_unjustified(known: Known) -> Judgement:
    fields = known("S3.4")
    if isinstance(fields, Open):
        return fields
    return isinstance(fields, tuple) and any(not why for _, why in fields)


def _screening(known: Known) -> Value | Open:
    """The answer, or what the triggers come to: somebody who named the triggers has done the screening."""
    if "S6.1" in known.case.answers:
        return known.case.answers["S6.1"]
    if known.case.triggers:
        return screening(known.case.triggers, known.law)
    return Open(frozenset({"S6.1"}))


def _exemption_unsupported(known: Known) -> Judgement:
    record = known("S5.3")
    if isinstance(record, Open):
        return record
    return isinstance(record, Mapping) and not record["prejudice"].strip()


def _exemption_incomplete(known: Known) -> Judgement:
    record = known("S5.3")
    if isinstance(record, Open):
        return record
    if not isinstance(record, Mapping):
        return False
    # ISO days sort as their dates do. Past its review an exemption holds for nobody until somebody looked again.
    return not record["right"].strip() or record["until"].strip() < known.on.isoformat()


def _strict_necessity_unsupported(known: Known) -> Judgement:
    """DPA 2018 s.35(4)-(5): consent, or strict necessity with a condition of Schedule 8."""
    if known("basis.part3") == "s35_consent":
        return False
    return _is(known("basis.sch8"), "none")


# --- Schedule 1 -----------------------------------------------------------------------------------


def _chosen(known: Known) -> tuple[int, ...] | Open:
    chosen = known("basis.sch1")
    return chosen if isinstance(chosen, Open | tuple) else ()


def _policy_document_needed(known: Known) -> Judgement:
    chosen = _chosen(known)
    if isinstance(chosen, Open):
        return chosen
    return either(False, *(_needs_document(number, chosen, known) for number in chosen))


def _needs_document(number: int, chosen: tuple[int, ...], known: Known) -> Judgement:
    match known.law.paragraph[number].document:
        case "competent_authority":
            return _not(_is(known("recipient.is_competent_authority"), True))
        case "sport_body":
            return _not(_is(known("recipient.is_sport_body"), True))
        case "underlying":
            # It extends a paragraph of Part 2: that one decides, and is judged by its own row of this loop.
            # Named alone, it extends nothing that could excuse it.
            return not any(6 <= other <= 28 for other in chosen)
        case document:
            return document == "yes"


def _not(judgement: Judgement) -> Judgement:
    return judgement if isinstance(judgement, Open) else not judgement


def _condition_mismatch(known: Known) -> Judgement:
    point, chosen = known("basis.art9"), _chosen(known)
    if isinstance(point, Open) or isinstance(chosen, Open):
        return Open(_names(point) | _names(chosen))
    supported = (point in known.law.paragraph[number].supports for number in chosen)
    return bool(chosen) and not any(supported)


def _offence_mismatch(known: Known) -> Judgement:
    chosen = _chosen(known)
    if isinstance(chosen, Open):
        return chosen
    supported = ("art10" in known.law.paragraph[number].supports for number in chosen)
    return bool(chosen) and not any(supported)


def _names(value: Value | Open) -> frozenset[str]:
    return value.names if isinstance(value, Open) else frozenset()


# --- retention ------------------------------------------------------------------------------------


def _retention_too_long(known: Known) -> Judgement:
    theirs = known("S7.d")
    if isinstance(theirs, Open):
        return theirs
    if theirs in ("statutory", "period", "longer"):
        return theirs == "longer"
    our_day = _our_disposal(known)
    return our_day if isinstance(our_day, Open) else _ends(str(theirs), known.on) > our_day


def _our_disposal(known: Known) -> date | Open:
    """The day our own copy is due for disposal: stated, or worked out from how much longer we keep it."""
    stated = known("retention.ours_until")
    if isinstance(stated, str):
        return date.fromisoformat(stated)
    ours = known("retention.ours")
    return ours if isinstance(ours, Open) else _ends(str(ours), known.on)


def _ends(period: str, on: date) -> date:
    return Period.parse(period).after(on)


# --- the recipient's history ----------------------------------------------------------------------

YEAR, THREE_YEARS = Period(months=12), Period(months=36)


def _recent(incident: Incident, period: Period, on: date) -> bool:
    return incident.closed is None or period.after(incident.closed) >= on


def _open_serious(known: Known) -> Judgement:
    return any(incident.serious and incident.closed is None for incident in known.case.history)


def _to_consider(known: Known) -> Judgement:
    return any(_recent(incident, THREE_YEARS, known.on) for incident in known.case.history)


def _history_advice(known: Known) -> Judgement:
    """Open, of whatever severity; or serious and closed within the last twelve months."""
    return any(
        incident.closed is None or (incident.serious and _recent(incident, YEAR, known.on))
        for incident in known.case.history
    )


# --- transfers ------------------------------------------------------------------------------------


def _transfer_approved(known: Known) -> Judgement:
    code = known("recipient.country")
    if isinstance(code, Open):
        return code
    country = known.law.country.get(str(code))
    if country is None or known.on < country.since:
        return False
    if not country.condition:
        return True
    if not country.public_bodies and known("recipient.is_public_authority") is True:
        return False
    return _is(known("recipient.meets_country_condition"), True)


OPEN_DEROGATIONS = ("tm.49d", "tm.49e", "tm.49f", "tm.49g")


def _derogation_closed(known: Known) -> Judgement:
    derogation = known("transfer.derogation")
    if derogation in OPEN_DEROGATIONS:
        return False
    public = _is(known("controller.is_public_authority"), True)
    task = _is(known("controller.in_performance_of_task"), True)
    if public is False or task is False:
        return False
    return _gathered((public, task)) or True


WORKED_OUT: Mapping[str, Callable[[Known], Value | Open]] = {
    "S6.1": _screening,
    "anonymous.claimed": _anonymous_claimed,
    "scale.large": _large,
    "fields.unjustified": _fields_unjustified,
    "exemption.unsupported": _exemption_unsupported,
    "exemption.incomplete": _exemption_incomplete,
    "strict_necessity.unsupported": _strict_necessity_unsupported,
    "policy_document.needed": _policy_document_needed,
    "condition.mismatch": _condition_mismatch,
    "offence.mismatch": _offence_mismatch,
    "retention.too_long": _retention_too_long,
    "history.open_serious": _open_serious,
    "history.to_consider": _to_consider,
    "history.advice": _history_advice,
    "transfer.approved": _transfer_approved,
    "transfer.derogation_closed": _derogation_closed,
}
