"""The Data Sharing Activity Log for programs: the lines of the screen, with its search, newest first."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sharewell_office.decisions.activity import search
from sharewell_office.people.programs.lists import Links, described
from sharewell_office.people.seeing import viewer

router = Router(tags=["decisions"])


class LineOut(Schema):
    reference: str
    finished: datetime
    outcome: str
    recipient: str
    asked: str
    data_set: str
    fields: str
    consent: str
    decided_by: str
    reasons: str
    valid_until: str
    received: datetime
    days: int
    do_not_tell: str


class Log(Schema):
    items: list[LineOut]
    links: Links


@router.get("/activity-log", response=Log)
def log(
    request: HttpRequest,
    words: str = "",
    outcome: str = "",
    data_set: str = "",
    first: date | None = None,
    last: date | None = None,
    before: str = "",
    after: str = "",
) -> Any:
    """Every outcome, refusals and diversions included, and everything told in an emergency. What is outside the policy
    has no line but where `outcome` is `out_of_scope`. `first` and `last` are the days it was finished between.
    """
    found = search.find(
        viewer(request), words=words, outcome=outcome, data_set=data_set, first=first, last=last
    )
    page = search.cut(found, request.GET.dict())
    return {
        "items": [described(each, LineOut) for each in page.lines],
        "links": {"newer": page.previous, "older": page.next},
    }
