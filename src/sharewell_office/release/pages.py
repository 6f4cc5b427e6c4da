"""What the page of a release shows. Everything in it comes from the gate's report and from the core's answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.timesince import timesince

from sharewell.register.method import METHODS, Method
from sharewell.register.terms import Terms, Treatment
from sharewell.release import clearing
from sharewell.release import permission as core
from sharewell.release.answering import SERIOUS, results
from sharewell.release.checks import BY_ID
from sharewell.release.mending import in_words
from sharewell.release.permission import Action
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.people import store as people
from sharewell_office.register import store as register
from sharewell_office.release import forms, services, store
from sharewell_office.release.models import Attempt, Clearance, Release
from sharewell_office.release.services.large import STALE
from sharewell_office.release.services.mending import AT_ONCE

RESULT_WORDS = {
    "pass": ("Passed", "green"),
    "warn": ("Passed, with a warning", "yellow"),
    "review": ("A person must look", "orange"),
    "refuse": ("Refused", "red"),
    "not_asked": ("Nothing was asked", "grey"),
}
ORDER = ("block", "review", "warn")
SHOWN = 20  # findings in full; the rest is a click away


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """One finding of the report, what would mend it, and who cleared it."""

    id: str
    told: dict[str, Any]
    title: str
    more_rows: int
    mends: list[str] = field(default_factory=list)
    cleared: Clearance | None = None
    cleared_by: str = ""
    form: forms.ClearFinding | None = None


def method_of(row: Release) -> Method:
    """With what the parcel is, or will be, sealed."""
    return Terms.parse(row.terms).sealed_with


def sealed_with_words(row: Release) -> bool:
    """Whether it opens with words that were read out, rather than with the recipient's key."""
    return METHODS[method_of(row)].secret


def detail(row: Release, by: Actor, *, bound: forms.ClearFinding | None = None) -> dict[str, Any]:
    """Everything the page of one release shows to this person."""
    release, on = store.to_core(row), clock.today()
    under = services.authority(row.authority, on) if row.status == "ready" else None
    can = core.options(release, by=by, on=on, authority=under)
    may = {action.value for action, why_not in can.items() if not why_not}
    open_now = row.status in ("refused", "review", "ready", "permitted")
    names = people.people_by_id(
        [row.prepared_by, row.permitted_by, *(each.by for each in release.clearances)]
    )
    return {
        "row": row,
        "method": method_of(row),
        "with_words": sealed_with_words(row),
        "attempt": row.current,
        "decision": row.report.get("decision", ""),
        **progress(row),
        **_findings(row, release, by, names, mending=Action.EXAMINE.value in may, bound=bound),
        "checks": _checks(row, live=open_now),
        "outstanding": _outstanding(row) if open_now else (),
        "may": may,
        "why_not": can.get(Action.PERMIT) or can.get(Action.SEAL),
        "prepared_by": names.get(row.prepared_by, row.prepared_by),
        "permitted_by": names.get(row.permitted_by, row.permitted_by),
        "mended": _mended(row.current),
        "agreed_treatments": _agreed(row.current),
        "lists": _lists(row),
        "serious": _serious(row) if open_now else (),
    }


A_MINUTE = timedelta(minutes=1)
PHASES = {"": "Waiting to begin", "reading": "Reading the file"}


def progress(row: Release) -> dict[str, Any]:
    """How far an examination is. `stopped`: its process was lost, and it can be begun anew."""
    attempt = row.current
    last, now = attempt.beat or attempt.prepared_at, clock.now()
    return {
        "attempt": attempt,
        "phase": PHASES.get(attempt.phase) or attempt.phase.removesuffix(" of").capitalize(),
        "megabytes": max(1, attempt.size // 1_000_000),
        "asked": timesince(attempt.prepared_at, now) if now - attempt.prepared_at >= A_MINUTE else "",
        "stopped": now - last > STALE,
    }


# --- findings ---------------------------------------------------------------------------------------------------------
def _findings(
    row: Release,
    release: core.Release,
    by: Actor,
    names: dict[str, str],
    *,
    mending: bool,
    bound: forms.ClearFinding | None,
) -> dict[str, Any]:
    offered = services.mends_of(row) if mending else {}
    may_clear = not clearing.may_clear(release, by=by, on=clock.today())
    cleared = {each.finding: each for each in store.clearances(row)}
    told = sorted(row.report.get("findings", ()), key=lambda each: ORDER.index(each["severity"]))
    shown = []
    for each in told:
        known_as = clearing.finding_id(each)
        given = cleared.get(known_as)
        ask = may_clear and each["severity"] != "block" and given is None
        form = (
            bound if bound is not None and bound.prefix == known_as else forms.ClearFinding(prefix=known_as)
        )
        shown.append(
            ShownFinding(
                id=known_as,
                told=each,
                title=BY_ID[each["check"]].title,
                more_rows=each["count"] - len(each["rows"]),
                mends=[mend.label for mend in offered.get(known_as, ())],
                cleared=given,
                cleared_by=names.get(given.by, given.by) if given else "",
                form=form if ask else None,
            )
        )
    counted = Counter(each["severity"] for each in told)
    return {
        "findings": shown[:SHOWN],
        "further": shown[SHOWN:],
        "counted": [(counted[severity], severity) for severity in ORDER if counted[severity]],
        "at_once": offered.get(AT_ONCE, ()),
        "offered": any(offered.values()),
        "may_clear": may_clear,
        "uncleared": len(clearing.uncleared(release)),
        "who_clears": "" if may_clear else _who_clears(row),
    }


def _who_clears(row: Release) -> str:
    """The people to ask, by name."""
    owner = people.owner_of(row.data_set)
    dpos = [each.name for each in people.with_role(Role.DPO)]
    return " or ".join([*([f"{owner.name}, who owns this data set,"] if owner else []), *dpos])


# --- checks -----------------------------------------------------------------------------------------------------------
def _checks(row: Release, *, live: bool) -> list[dict[str, Any]]:
    """Every check with its result: the report's, and the office's answers as they are now or went with the parcel."""
    told = row.report.get("checks", ())
    if row.manifest is not None:
        told = row.manifest["checks"]
    elif live:
        told = results(told, services.answers(row))
    return [_check(each) for each in told]


def _check(told: dict[str, Any]) -> dict[str, Any]:
    words, colour = RESULT_WORDS[told["result"]]
    if told.get("cleared"):
        words, colour = "Cleared by a person", "blue"
    check = BY_ID[told["check"]]
    return {**told, "title": check.title, "looks_at": check.looks_at, "words": words, "colour": colour}


def _outstanding(row: Release) -> tuple[Refusal, ...]:
    """What the office itself would say no to if the file were to go now."""
    return tuple(refusal for refusals in services.answers(row).values() for refusal in refusals)


def _serious(row: Release) -> list[str]:
    """The recipient's open incidents that stop the file: each has a page on which it can be decided about."""
    return [each.reference for each in register.open_incidents(row.recipient) if each.severity in SERIOUS]


# --- what was done to the file ----------------------------------------------------------------------------------------
def _mended(attempt: Attempt) -> dict[str, Any] | None:
    """The last mend: what was done, and the file before it and after it."""
    if attempt.before is None or not attempt.report:
        return None
    before, after = _measured(attempt.before), _measured(attempt)
    return {
        "done": _words(attempt.mends[len(attempt.before.mends) :]),
        "all": _words(attempt.mends),
        "rows": [(name, before[name], after[name]) for name in before if before[name] or after[name]],
    }


def _agreed(attempt: Attempt) -> list[str]:
    """The treatments that the terms ask for themselves; in the terms of an attempt, those that mend come after them."""
    every = attempt.terms.get("treatments", [])
    mends = len(attempt.mends) if attempt.report else 0
    return _words(every[: len(every) - mends])


DECISIONS = {"pass": "May leave", "pass_with_review": "A person must look", "refuse": "Must not leave"}


def _measured(attempt: Attempt) -> dict[str, Any]:
    report = attempt.report
    leaving = report["treated"] or report["file"]
    disclosure = report["disclosure"] or {}
    return {
        "The gate says": DECISIONS[report["decision"]],
        "Findings": str(len(report["findings"])),
        "Columns that leave": str(leaving["columns"]),
        "Rows that leave": str(leaving["rows"]),
        "Smallest group (k)": str(disclosure.get("k") or ""),
        "Rows that too few share": str(disclosure.get("rows_below_k") or ""),
    }


def _words(treatments: Any) -> list[str]:
    return [
        in_words(
            Treatment(
                field=each["field"],
                do=each["do"],
                arguments={key: value for key, value in each.items() if key not in ("field", "do")},
            )
        )
        for each in treatments
    ]


def _lists(row: Release) -> list[dict[str, str]]:
    """The lists that this examination laid beside the file."""
    return [{"name": name, "sha256": sha256} for name, sha256 in sorted(row.current.lists.items())]
