"""What was handled, as an auditor's sample needs it: how a case ended, what was special in it, who had a part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sharewell.decisions.request import AdviceKind, Status
from sharewell.vocabulary.people import Role
from sharewell_office.decisions import models
from sharewell_office.people import store as people

LARGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class HandledCase:
    """One finished case. `special` are the values of the auditor's certain strata."""

    reference: str
    data_set: str
    outcome: str
    special: frozenset[str]


def handled_between(first: date, last: date) -> list[HandledCase]:
    """What was finished, or told in an emergency, from `first` to `last`, both included (Europe/London)."""
    rows = models.Request.objects.filter(finished_at__date__gte=first, finished_at__date__lte=last)
    rows = rows.select_related("decision").prefetch_related("advice").order_by("reference")
    facts = _facts([row.pk for row in rows])
    executives = {user.username for user in people.with_role(Role.CHIEF_EXECUTIVE)}
    approvals = _approved_after_refusal()
    requests = [
        HandledCase(
            reference=row.reference,
            data_set=row.data_set,
            outcome=row.status,
            special=frozenset(_special(row, facts.get(row.pk, {}), executives, approvals)),
        )
        for row in rows
    ]
    told = models.Emergency.objects.filter(told_at__date__gte=first, told_at__date__lte=last)
    emergencies = [
        HandledCase(
            reference=row.reference,
            data_set=row.data_set,
            outcome="emergency",
            special=frozenset({"emergency"}),
        )
        for row in told.order_by("reference")
    ]
    return [*requests, *emergencies]


_ASKED = ("recipient.country", "data.special_category", "data.subjects_count")


def _facts(keys: list[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    rows = models.Answer.objects.filter(request_id__in=keys, is_fact=True, name__in=_ASKED)
    for key, name, value in rows.values_list("request_id", "name", "value"):
        found.setdefault(key, {})[name] = value
    return found


def _approved_after_refusal() -> frozenset[tuple[str, str]]:
    """For whom and from which data something was approved: a refusal to the same, for the same, was reversed."""
    approved = models.Request.objects.filter(status__in=(Status.APPROVED.value, Status.DELIVERED.value))
    return frozenset(approved.values_list("recipient", "asked"))


def _special(
    row: Any, facts: dict[str, Any], executives: set[str], approved: frozenset[tuple[str, str]]
) -> Any:
    decision = getattr(row, "decision", None)
    if facts.get("recipient.country", "GB") != "GB":
        yield "overseas"
    if any(each.kind == AdviceKind.AGAINST.value for each in row.advice.all()):
        yield "dpo_advice_against"
    if decision and decision.by in executives and decision.outcome != "refuse":
        yield "override"
    if facts.get("data.special_category") and (facts.get("data.subjects_count") or 0) >= LARGE:
        yield "special_category_large"
    if row.status == Status.REFUSED.value and (row.recipient, row.asked) in approved:
        yield "refusal_reversed"
    if row.small_office:
        yield "two_duties_in_one_person"


def parts_of(references: Iterable[str]) -> dict[str, frozenset[str]]:
    """Who asked for, drafted, answered, advised on or decided each of these requests; who told and reviewed an
    emergency."""
    wanted = list(references)
    rows = models.Request.objects.filter(reference__in=wanted).select_related("decision")
    found = {row.reference: _people(row) for row in rows.prefetch_related("answers", "advice")}
    for row in models.Emergency.objects.filter(reference__in=wanted):
        found[row.reference] = {row.opened_by, row.told_by, row.recorded_by, row.reviewed_by}
    return {reference: frozenset(people - {""}) for reference, people in found.items()}


def _people(row: Any) -> set[str]:
    decision = getattr(row, "decision", None)
    return {
        row.requested_by,
        (row.determination or {}).get("by", ""),
        *row.drafted_by,
        *(each.by for each in row.answers.all()),
        *(each.by for each in row.advice.all()),
        *({decision.by} if decision else ()),
    }
