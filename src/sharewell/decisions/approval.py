"""What an approval lets leave: those fields, to that recipient, until that day, once; or that one table instead.

The gate reads it as an `Authority`, and asks for nothing else. A request that turned out to be outside the policy
yields one as well: see `determination`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sharewell.decisions import determination
from sharewell.decisions.annexes import Anonymised
from sharewell.decisions.request import ANONYMISED, Decision, Request, Status, leaving
from sharewell.decisions.table import terms_of_table
from sharewell.policy import rulebook
from sharewell.policy.truth import Value
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.terms import Terms
from sharewell.vocabulary.outcome import Refusal

STANDARD_TERMS = "ST-1"


def authority(request: Request) -> Authority | None:
    """The authority that an approval, or a determination, yields; `None` without either."""
    if request.status is Status.OUT_OF_SCOPE:
        return determination.authority(request)
    decision = request.decision
    if decision is None or request.status not in (Status.APPROVED, Status.DELIVERED):
        return None
    table = approved_table(request)
    return Authority(
        kind=AuthorityKind.DECISION,
        reference=request.reference,
        recipient=request.recipient,
        data_set=request.data_set,
        terms=terms(request, decision),
        standing=(_delivered(request),) if request.status is Status.DELIVERED else (),
        law_enforcement=request.answers.get("S4.1") == "part3",
        decided_by=frozenset(filter(None, (decision.by, decision.for_person))),
        personal=table is None,
        special_category=table is None and _special(leaving(request.facts, decision.fields)),
        two_duties=request.small_office is not None,
        only_file=table.sha256 if table else "",
    )


def approved_table(request: Request) -> Anonymised | None:
    """The table without personal data that was approved instead of records, if that is what was."""
    instead = request.decision is not None and request.decision.outcome == ANONYMISED
    return request.anonymised if instead else None


def _special(facts: Mapping[str, Value]) -> bool:
    """Whether data of a special category or about offences leave. Where nobody said, it is treated as if they did."""
    return facts.get("data.special_category") != () or facts.get("data.criminal_offence") is not False


def terms(request: Request, decision: Decision) -> Terms:
    """The decision as the gate reads it: valid from the day it was taken, both days inclusive."""
    until = decision.valid_until or decision.at.date()
    document = {
        "decision": request.reference,
        "recipient": request.recipient_name,
        "valid_from": decision.at.date().isoformat(),
        "valid_until": until.isoformat(),
        "standard_terms": STANDARD_TERMS,
        **_what_leaves(request, decision),
    }
    return Terms.parse(document)


def _what_leaves(request: Request, decision: Decision) -> dict[str, object]:
    """The fields that were approved; or the table, tested once more as it was tested when it was offered."""
    if (table := approved_table(request)) is not None:
        return terms_of_table(table.columns, kept=request.retention, **table.tested_by)
    return {"schema": {"fields": [one.declared() for one in decision.fields]}, **_kept(request)}


def _kept(request: Request) -> dict[str, object]:
    """How long the recipient may keep it: the period from the release, and never past the day on which our own copy is
    disposed of, unless a statute sets theirs (OPCC 3.4(d)). Whichever ends first counts."""
    period = {"retention": request.retention} if request.retention else {}
    ours = request.facts.get("retention.ours_until")
    statute = request.answers.get("S7.d") == "statutory"
    return {**period, **({"destroy_by": ours} if ours and not statute else {})}


def _delivered(request: Request) -> Refusal:
    return Refusal(
        rule=rulebook.ONE_DELIVERY,
        reason=f"What {request.reference} approved has already been delivered.",
        remedy="Make a new request; for the third of its kind in a year, propose an agreement.",
    )
