"""Absences and their cover for programs: who is away, who decides in their place, arranging one and ending it."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.adapters import clock
from sharewell_office.decisions import absence_store as store
from sharewell_office.decisions.cover import services
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.people.programs.problems import Refused
from sharewell_office.people.store import NoSuchPerson

router = Router(tags=["decisions"])
Line = Annotated[str, Field(min_length=1, max_length=150)]


class AbsenceOut(Schema):
    """`under` is the delegation that the cover decides under; "" where there is none, or nobody covers."""

    reference: str
    person: str
    starts: date
    ends: date
    cover: str
    under: str


class AbsenceIn(Schema):
    """`person` and `cover` are usernames; without `cover` what waits falls to the Chief Executive."""

    person: Line
    cover: str = ""
    starts: date
    ends: date


@router.get("/absences", response=list[AbsenceOut])
def absences(request: HttpRequest) -> Any:
    """The absences that are not over, the next first."""
    return [asdict(one) for one in store.standing(clock.today())]


@router.post("/absences", response={201: Done})
@once
def arrange(request: HttpRequest, payload: AbsenceIn) -> Any:
    """Put an absence on record, with its cover: by whoever is away, or by the Chief Executive."""
    try:
        return done(services.arrange(**payload.dict(), by=request.actor))  # type: ignore[attr-defined]
    except NoSuchPerson:
        raise Refused([_nobody()]) from None


@router.post("/absences/{reference}/end", response={201: Done})
@once
def end(request: HttpRequest, reference: str) -> Any:
    """Back earlier than planned."""
    try:
        return done(services.end(reference, by=request.actor))  # type: ignore[attr-defined]
    except services.NoSuchAbsence:
        raise Http404 from None


def _nobody() -> Refusal:
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason="There is nobody of that username who may act.",
        remedy="Look the username up on the page of people.",
        where="person",
    )
