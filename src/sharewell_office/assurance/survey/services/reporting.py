"""The survey's report, and every declared flow as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sharewell.assurance.survey.coverage import by_service, coverage
from sharewell.assurance.survey.questions import QUESTIONS
from sharewell.assurance.survey.report import Line, Report, paper
from sharewell.vocabulary.paper import Paper
from sharewell_office.adapters import clock, ourselves
from sharewell_office.assurance.survey import store
from sharewell_office.assurance.survey.services.settling import standings

PRINTED = 5_000  # flows on paper: nobody reads more, and the table to take away holds them all
COLUMNS = (
    "Service", "Team", "Return", "Signed", *(question.asks for question in QUESTIONS), "The register says", "Entry",
    "Case", "Case stands",
)  # fmt: skip


def report(reference: str) -> Paper:
    """The report as a document."""
    row, asked = store.survey(reference), store.asked(reference)
    assert row is not None  # the page has looked
    flows = list(store.flows_of(reference)[:PRINTED])
    stands = _stands(flows)
    whole = Report(
        reference=reference,
        title=row.title,
        launched=row.launched_at.astimezone(clock.LONDON).date(),
        due=row.due,
        everything=coverage("Everything", asked),
        services=by_service(asked),
        silent=list(store.silent(reference).order_by("name").values_list("name", flat=True)),
        lines=[_line(flow, stands) for flow in flows],
    )
    return paper(whole, issuer=ourselves.name(), on=clock.today())


def _line(flow: Any, stands: dict[str, str]) -> Line:
    said = flow.answers
    case = getattr(flow, "case", None)
    return Line(
        team=flow.to.name,
        data=str(said.get("data", "")),
        people=int(said.get("people") or 0),
        other=str(said.get("other", "")),
        inside=said.get("where") == "inside",
        purpose=str(said.get("purpose", "")),
        agreement=flow.entry,
        finding=flow.get_finding_display(),
        stands=stands.get(case.reference, "") if case else "",
    )


def _stands(flows: list[Any]) -> dict[str, str]:
    """How the cases of these flows stand today, by their references."""
    cases = [flow.case for flow in flows if hasattr(flow, "case")]
    return {each.row.reference: each.state.value for each in standings(cases)}


def cells(reference: str) -> Iterator[list[str]]:
    """Every declared flow in the order of `COLUMNS`, with how its case stands today."""
    flows = list(store.flows_of(reference))
    stands = _stands(flows)
    for flow in flows:
        case = getattr(flow, "case", None)
        answers = [
            (question.choices or {}).get(
                said := flow.answers.get(question.name), "" if said is None else str(said)
            )
            for question in QUESTIONS
        ]
        signed = flow.to.signed_at.astimezone(clock.LONDON).date().isoformat() if flow.to.signed_at else ""
        yield [
            flow.to.service, flow.to.name, flow.to.reference, signed, *answers, flow.get_finding_display(), flow.entry,
            case.reference if case else "", stands.get(case.reference, "") if case else "",
        ]  # fmt: skip
