"""Papers that only a pack has: a request with everything the office held about it, and a certificate of destruction.

They are for whoever examines the office (the Information Commissioner, an auditor): unlike the letter to the requester
they hold advice, reasons and exemptions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sharewell.aftercare.retention import Method
from sharewell.decisions.request import Request
from sharewell.policy.law.record import Law
from sharewell.policy.truth import Value
from sharewell.register.agreement import Agreement, Approval
from sharewell.vocabulary.paper import Block, Facts, Heading, Paper, Table, Words
from sharewell_office.adapters import clock, ourselves
from sharewell_office.aftercare.models import Copy

EXAMINERS = "For whoever examines this office. It holds advice and reasons that the requester was not told."


def case(request: Request, law: Law, *, names: Mapping[str, str], on: date) -> Paper:
    """Everything the office held about a one-off request: what was asked, answered, advised and decided."""
    return Paper(
        title=f"Case file: {request.title}",
        issuer=ourselves.name(),
        reference=request.reference,
        on=on,
        marking="OFFICIAL",
        blocks=tuple(_case(request, law, names)),
    )


def _case(request: Request, law: Law, names: Mapping[str, str]) -> Iterator[Block]:
    yield Words(text=EXAMINERS, strong=True)
    yield Facts(
        pairs=(
            ("Received", moment(request.received)),
            ("From", request.recipient_name),
            ("Asked", request.asked),
            ("Data set", request.data_set),
            ("Brought in by", names.get(request.requested_by, request.requested_by)),
            ("Stands at", request.status.label),
            ("Law and policy", law.version),
        )
    )
    yield from _decided(request, names)
    yield from _advised(request, names)
    yield from _fields(request)
    answered = [
        (each, request.answers[each.id]) for each in law.question.values() if each.id in request.answers
    ]
    if answered:
        yield Heading(text="What was answered")
        rows = tuple((each.id, each.ask, said(answer)) for each, answer in answered)
        yield Table(caption="Questions and answers", columns=("Question", "Asked", "Answered"), rows=rows)
    if request.facts:
        yield Heading(text="What the rules were told")
        rows = tuple((name, said(value)) for name, value in sorted(request.facts.items()))
        yield Table(caption="Facts", columns=("Fact", "Value"), rows=rows)


def _decided(request: Request, names: Mapping[str, str]) -> Iterator[Block]:
    decision = request.decision
    yield Heading(text="Decision")
    if decision is None:
        yield Words(text="None was made.")
        return
    pairs = [
        ("Outcome", decision.outcome.replace("_", " ").capitalize()),
        ("Decided by", names.get(decision.by, decision.by)),
        ("When", moment(decision.at)),
        ("Reasons", decision.reasons),
        ("Conditions", decision.conditions or "None"),
        ("Under the delegation", decision.under or "None"),
        ("Policy", f"{decision.policy_version} {decision.policy_digest}".strip()),
    ]
    yield Facts(pairs=tuple(pairs))


def _advised(request: Request, names: Mapping[str, str]) -> Iterator[Block]:
    yield Heading(text="Advice of the Data Protection Officer")
    if not request.advice:
        yield Words(text="None was given.")
    for each in request.advice:
        yield Facts(
            pairs=(
                ("Advice", each.kind.label),
                ("By", names.get(each.by, each.by)),
                ("When", moment(each.at)),
                ("In words", each.text),
            )
        )


def _fields(request: Request) -> Iterator[Block]:
    if not request.fields:
        return
    yield Heading(text="Fields")
    leaving = {one.name for one in (request.decision.fields if request.decision else ())}
    rows = tuple((one.name, one.why, "Yes" if one.name in leaving else "No") for one in request.fields)
    yield Table(caption="Fields asked for", columns=("Field", "Why", "Decided to leave"), rows=rows)


def agreement(found: Agreement, *, on: date) -> Paper:
    """An agreement as it stands: what was agreed, and who said yes to exactly that."""
    facts = (
        ("Stands at", found.status.value.capitalize()),
        ("With", ", ".join(each.name for each in found.parties) or "Nobody named"),
        ("Purpose", found.purpose),
        ("Data set", found.data_set),
        ("Data disclosed", found.disclosed),
        ("Lawful basis", found.lawful_basis),
        ("Legal power", found.legal_power),
        ("Method of transfer", found.method),
        ("Recipient may keep it for", found.retention),
        ("In force", f"{_day(found.starts)} to {_day(found.ends)}"),
        ("SHA-256 of the text", found.digest()),
    )
    yeses = (
        ("Data Protection Officer", _yes(found, found.review)),
        ("Owner", _yes(found, found.signature)),
        *((party.name, _yes(found, found.countersignatures.get(party.reference))) for party in found.parties),
    )
    fields = tuple(
        (each.name, each.type, each.personal or "none", each.why) for each in found.schedule.fields
    )
    schedule = (Table(caption="Field schedule", columns=("Field", "Type", "Personal", "Why"), rows=fields),)
    return Paper(
        title=found.title,
        issuer=ourselves.name(),
        reference=found.reference,
        on=on,
        blocks=(
            Facts(pairs=tuple((name, text) for name, text in facts if text)),
            Heading(text="Who has said yes"),
            Facts(pairs=yeses),
            *((Heading(text="Fields that may leave"), *schedule) if fields else ()),
        ),
    )


def _yes(found: Agreement, approval: Approval | None) -> str:
    if approval is None:
        return "Not yet"
    who = approval.name or approval.by
    changed = "" if found.says_yes(approval) else " (the text was changed since)"
    return f"{who}, {moment(approval.at)}{changed}"


def certificate(row: Copy, *, on: date) -> Paper:
    """The certificate of destruction as the holder gave it."""
    given = row.certificate or {}
    facts = [
        ("Data", row.title),
        ("Held by", row.party_name),
        ("To be destroyed by", _day(row.destroy_by)),
        ("Where copies were", str(given.get("copies", ""))),
        ("Method", Method(given["method"]).label if given.get("method") else ""),
        ("Standard", str(given.get("standard", ""))),
        ("Destroyed on", str(given.get("destroyed_on", ""))),
        ("Kept, and why", str(given.get("kept", ""))),
        ("Evidence", str(given.get("evidence", ""))),
        ("Signed by", f"{given.get('name', '')}, {given.get('post', '')}"),
    ]
    return Paper(
        title="Certificate of destruction",
        issuer=row.party_name,
        reference=row.reference,
        on=on,
        blocks=(Facts(pairs=tuple((name, text) for name, text in facts if text)),),
    )


def said(value: Value) -> str:
    """An answer or a fact in words."""
    match value:
        case None | "":
            return "Not answered"
        case bool():
            return "Yes" if value else "No"
        case Mapping():
            return "; ".join(f"{name}: {said(each)}" for name, each in value.items())
        case str():
            return value
        case tuple() | list():
            return "; ".join(said(each) for each in value) or "None"
        case _:
            return str(value)


def moment(at: datetime) -> str:
    return f"{at.astimezone(clock.LONDON):%-d %B %Y, %H:%M}"


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "no day set"
