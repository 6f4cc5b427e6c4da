"""Drafts for programs: read what each section asks, answer it, and give the field schedule."""

from dataclasses import replace
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from sharewell.register.agreement import Agreement
from sharewell.register.schedule import Schedule
from sharewell_office.people.programs.asked import QuestionAsked, questions, refilled
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.people.programs.problems import CannotBeRead, changed_meanwhile
from sharewell_office.register import models, services, store
from sharewell_office.register.forms.draft import SECTIONS
from sharewell_office.register.forms.schedule import Fields

router = Router(tags=["drafting"])
Text = Annotated[str, Field(max_length=10_000)]
# The fields of the data are a Table Schema of their own, and no list of questions.
ANSWERED = {name: section for name, section in SECTIONS.items() if not issubclass(section, Fields)}


class SectionOut(Schema):
    """`version` is that of the draft as it was read; it is given back with the answers."""

    name: str
    title: str
    version: int
    questions: list[QuestionAsked]


class SectionAnswers(Schema):
    """SectionAnswers by the names of the questions; what is left out stays as it is."""

    version: int
    answers: dict[str, Text | bool | int | list[Text] | None]


class ScheduleIn(Schema):
    """A Frictionless Table Schema of the file as it leaves."""

    version: int
    table_schema: dict[str, Any]


@router.get("/agreements/{reference}/sections", response=list[SectionOut])
def sections(request: HttpRequest, reference: str) -> Any:
    """What a draft asks, section by section, and what stands there now."""
    row = _row(reference)
    found = store.to_core(row)
    return [
        {
            "name": name,
            "title": each.title,
            "version": row.version,
            "questions": questions(each(agreement=found)),
        }
        for name, each in ANSWERED.items()
    ]


@router.put("/agreements/{reference}/sections/{section}", response={201: Done})
@once
def answer(request: HttpRequest, reference: str, section: str, payload: SectionAnswers) -> Any:
    """Answer questions of one section. Of two who write at once the second is told, and nothing is lost."""
    if section not in ANSWERED:
        raise Http404
    found = store.to_core(_row(reference))
    form = refilled(ANSWERED[section](agreement=found), payload.answers, agreement=found)
    return _amended(request, form.changed(), payload.version)


@router.put("/agreements/{reference}/schedule", response={201: Done})
@once
def schedule(request: HttpRequest, reference: str, payload: ScheduleIn) -> Any:
    """Give the fields that may leave: the schedule that the gate enforces."""
    try:
        fields = Schedule.from_table_schema(payload.table_schema)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CannotBeRead("This is no Table Schema.", where="table_schema") from None
    return _amended(request, replace(store.to_core(_row(reference)), schedule=fields), payload.version)


def _amended(request: HttpRequest, changed: Agreement, version: int) -> dict[str, Any]:
    try:
        return done(
            services.amend(
                changed.reference,
                by=request.actor,  # type: ignore[attr-defined]
                read_at_version=version,
                changed=changed,
            )
        )
    except store.SomebodyElseChangedIt:
        raise changed_meanwhile("this draft") from None


def _row(reference: str) -> models.Agreement:
    row = store.row(reference)
    if row is None:
        raise Http404
    return row
