"""Rows of one-off requests ↔ records of the core. Nothing else touches this app's models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from sharewell.decisions import approval
from sharewell.decisions import request as core
from sharewell.decisions.case import Incident
from sharewell.decisions.diversions import ROUTES
from sharewell.decisions.request import Advice, AdviceKind, Decision, ProposedField, Request, Status
from sharewell.policy.truth import Value
from sharewell.register.authority import Authority
from sharewell.register.dpia.record import as_answers, as_facts
from sharewell_office.adapters import clock
from sharewell_office.decisions import absence_store as cover
from sharewell_office.decisions import annex_columns, models
from sharewell_office.design.searching import holding
from sharewell_office.people import store as people
from sharewell_office.register import store as register
from sharewell_office.register.store import assessments as dpias


class SomebodyElseChangedIt(Exception):
    """The request is no longer at the version that was read: the later writer is told, and nothing is lost."""


# --- reading ----------------------------------------------------------------------------------------------------------


def rows() -> QuerySet[models.Request]:
    """Requests with their decision, for pages that list them."""
    return models.Request.objects.select_related("decision")


def matching(*, words: str = "", status: str = "", data_set: str = "") -> QuerySet[models.Request]:
    """Requests that hold every one of the words, in that status, about that data set."""
    found = holding(rows(), words, exactly=["reference"], within=["title", "asked", "recipient_name"])
    if status:
        found = found.filter(status=status)
    if data_set:
        found = found.filter(data_set=data_set)
    return found


def request(reference: str) -> Request | None:
    """The request as the core decides on it today, with what the register knows of its recipient."""
    row = _whole().filter(reference=reference).first()
    return row and to_core(row, people.owners(), on=clock.today())


def exemption(reference: str) -> Any:
    """What that request says of an exemption from telling people (S5.3); None where it says nothing, or is none."""
    found = models.Answer.objects.filter(request__reference=reference, name="S5.3", is_fact=False)
    return found.values_list("value", flat=True).first()


def exemptions(references: Iterable[str]) -> list[tuple[str, Any]]:
    """What these requests say of an exemption from telling people, of those that say anything (one query)."""
    found = models.Answer.objects.filter(
        request__reference__in=list(references), name="S5.3", is_fact=False
    ).exclude(value__in=("none", ""))
    return list(found.values_list("request__reference", "value"))


def authority(reference: str, on: date) -> Authority | None:
    """The authority that an approval or a determination yields; an unfinished assessment holds it back."""
    found = request(reference)
    given = approval.authority(found) if found else None
    return given and replace(given, standing=(*given.standing, *dpias.holding_back(reference, on)))


def letting_leave_on(on: date) -> list[Request]:
    """What a release may rest on that day: approvals not yet delivered, and determinations with a tested table."""
    approved = Q(status=Status.APPROVED.value, decision__valid_until__gte=on)
    settled = Q(status=Status.OUT_OF_SCOPE.value, determination__valid_until__isnull=False)
    recent = settled & Q(finished_at__date__gte=on - core.VALIDITY)
    owners = people.owners()
    found = (to_core(row, owners) for row in _whole().filter(approved | recent).order_by("-reference")[:200])
    return [one for one in found if approval.authority(one) is not None]


def approved_until(references: Iterable[str], on: date) -> dict[str, date]:
    """Those of them that are approved, not yet delivered and valid that day, with their last day."""
    valid = models.Request.objects.filter(
        reference__in=list(references), status=Status.APPROVED.value, decision__valid_until__gte=on
    )
    return dict(valid.values_list("reference", "decision__valid_until"))


def lapsed(on: date) -> list[str]:
    """The references of approvals whose last day was before that day."""
    over = models.Request.objects.filter(status=Status.APPROVED.value, decision__valid_until__lt=on)
    return list(over.order_by("reference").values_list("reference", flat=True))


def handed_on_for_working_days() -> list[str]:
    """The references of requests handed on where the law counts working days, and not done there yet."""
    codes = [code for code, route in ROUTES.items() if route.working_days]
    handed = models.Request.objects.filter(status=Status.DIVERTED.value, hand_off__code__in=codes)
    undone = handed.filter(Q(hand_off__done_at__isnull=True) | Q(hand_off__done_at=None))
    return list(undone.order_by("reference").values_list("reference", flat=True))


def received_since(first: date, *, recipient: str, data_set: str) -> int:
    """How many requests that recipient made about that data set since that day."""
    found = models.Request.objects.filter(recipient=recipient, data_set=data_set, received__date__gt=first)
    return found.count()


def _whole() -> QuerySet[models.Request]:
    return models.Request.objects.select_related("decision").prefetch_related("answers", "advice")


def to_core(row: models.Request, owners: Mapping[str, str], *, on: date | None = None) -> Request:
    """The row as the core has it. With `on`, the recipient's history and what it owes that day are read as well."""
    owner = owners.get(row.data_set)
    answers, facts = _split(row.answers.all())
    owed = tuple(duty.reference for duty in register.overdue_duties(row.recipient, on)) if on else ()
    if owed and row.status in UNDECIDED:
        answers["S8.4"] = owed  # the card answers this question, whatever was answered before
    if on and row.status in UNDECIDED and (assessed := dpias.covering(row.reference)):
        answers |= as_answers(assessed)  # and the impact assessment those of S6
        facts |= as_facts(assessed)
    return Request(
        reference=row.reference,
        title=row.title,
        asked=row.asked,
        asked_by=row.asked_by,
        channel=row.channel,
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        data_set=row.data_set,
        received=row.received,
        requested_by=row.requested_by,
        status=Status(row.status),
        drafted_by=frozenset(row.drafted_by),
        owners=frozenset({owner} if owner else ()),
        away=cover.uncovered(on) & {owner} if on and owner else frozenset(),
        answers=answers,
        facts=facts,
        fields=_fields(row.fields),
        retention=row.retention,
        agreement=row.agreement,
        advice=tuple(_advice(each) for each in row.advice.all()),
        decision=_decision(row),
        history=_history(row.recipient) if on else (),
        version=row.version,
        **annex_columns.of(row),
    )


UNDECIDED = (Status.DRAFT.value, Status.SUBMITTED.value)
ASSESSED = frozenset({"S6.2", "S6.3", "dpia.status"})  # what an impact assessment answers by itself


def _history(recipient: str) -> tuple[Incident, ...]:
    return tuple(
        Incident(reference=one.reference, severity=one.severity.value, opened=one.opened, closed=one.closed)
        for one in register.incidents(recipient)
    )


def _split(rows: Iterable[models.Answer]) -> tuple[dict[str, Value], dict[str, Value]]:
    answers: dict[str, Value] = {}
    facts: dict[str, Value] = {}
    for row in rows:
        (facts if row.is_fact else answers)[row.name] = value_of(row.value)
    return answers, facts


def value_of(kept: Any) -> Value:
    """JSON has no tuples; the core has no lists."""
    return tuple(value_of(each) for each in kept) if isinstance(kept, list) else kept


def _fields(kept: Iterable[Mapping[str, Any]]) -> tuple[ProposedField, ...]:
    return tuple(ProposedField(**each) for each in kept)


def _advice(row: models.Advice) -> Advice:
    return Advice(kind=AdviceKind(row.kind), text=row.text, by=row.by, at=row.at)


def _decision(row: models.Request) -> Decision | None:
    found = getattr(row, "decision", None)
    if found is None:
        return None
    same = (
        "outcome",
        "by",
        "at",
        "reasons",
        "conditions",
        "certificate_level",
        "valid_until",
        "under",
        "for_person",
        "policy_version",
        "policy_digest",
    )
    return Decision(fields=_fields(found.fields), **{name: getattr(found, name) for name in same})


# --- writing ----------------------------------------------------------------------------------------------------------

_SAME = (
    "title", "asked", "asked_by", "channel", "recipient", "recipient_name", "data_set", "received",
    "requested_by", "retention", "agreement",
)  # fmt: skip


def _columns(request: Request) -> dict[str, Any]:
    return {
        **{name: getattr(request, name) for name in _SAME},
        "status": request.status.value,
        "drafted_by": sorted(request.drafted_by),
        "fields": [asdict(each) for each in request.fields],
        **annex_columns.columns(request),
    }


def add(request: Request, *, by: str, at: datetime) -> None:
    """A new request, with the facts the office knows already."""
    row = models.Request.objects.create(
        reference=request.reference, version=request.version, **_columns(request)
    )
    _write_answers(row, {}, request.facts, by=by, at=at, is_fact=True)


def save(before: Request, after: Request, *, by: str, at: datetime, advice_wanted: bool) -> None:
    """Write what a step changed, if nobody wrote since `before` was read. Raises `SomebodyElseChangedIt`."""
    with transaction.atomic():
        finished = {"finished_at": at} if after.status.finished and not before.status.finished else {}
        changed = models.Request.objects.filter(reference=before.reference, version=before.version).update(
            version=after.version, advice_wanted=advice_wanted, **_columns(after), **finished
        )
        if not changed:
            raise SomebodyElseChangedIt(before.reference)
        row = models.Request.objects.get(reference=before.reference)
        answers, facts = _stored(row, before)
        _write_answers(row, answers, after.answers, by=by, at=at, is_fact=False)
        _write_answers(row, facts, after.facts, by=by, at=at, is_fact=True)
        for advice in after.advice[len(before.advice) :]:
            models.Advice.objects.create(request=row, kind=advice.kind.value, text=advice.text, by=by, at=at)
        if after.decision is not None and before.decision is None:
            _write_decision(row, after.decision)


def _stored(row: models.Request, before: Request) -> tuple[dict[str, Value], dict[str, Value]]:
    """The answers and facts as they lie there: what an assessment answered was read off it, and is kept from now on."""
    answers, facts = _split(row.answers.filter(name__in=ASSESSED))
    kept_answers = {name: value for name, value in before.answers.items() if name not in ASSESSED}
    kept_facts = {name: value for name, value in before.facts.items() if name not in ASSESSED}
    return {**kept_answers, **answers}, {**kept_facts, **facts}


def _write_answers(
    row: models.Request,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    *,
    by: str,
    at: datetime,
    is_fact: bool,
) -> None:
    models.Answer.objects.filter(request=row, name__in=set(before) - set(after)).delete()
    changed = [name for name, value in after.items() if name not in before or before[name] != value]
    models.Answer.objects.bulk_create(
        [
            models.Answer(request=row, name=name, value=after[name], is_fact=is_fact, by=by, at=at)
            for name in changed
        ],
        update_conflicts=True,
        unique_fields=("request", "name"),
        update_fields=("value", "is_fact", "by", "at"),
    )


def _write_decision(row: models.Request, decision: Decision) -> None:
    columns = {name: getattr(decision, name) for name in Decision.__dataclass_fields__ if name != "fields"}
    models.Decision.objects.create(request=row, fields=[asdict(each) for each in decision.fields], **columns)
