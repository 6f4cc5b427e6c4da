"""The law and the policy for programs: which version is in force, what is unconfirmed, and taking up a new one."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sharewell.policy.law.adoption import Action
from sharewell.policy.law.comparison import unconfirmed
from sharewell_office.adapters import clock
from sharewell_office.decisions.law import forms, services
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.once import Done, once, taken

router = Router(tags=["decisions"])
Said = body_of(forms.Say)


class ToConfirm(Schema):
    id: str
    table: str
    title: str
    citation: str


class LawOut(Schema):
    version: str
    digest: str
    to_confirm: list[ToConfirm]
    waiting: list[str]


@router.get("/law", response=LawOut)
def law(request: HttpRequest) -> Any:
    """The version cases are decided under today, what of it is to be confirmed, and the versions that wait."""
    now, by = services.in_force(clock.today()), request.actor  # type: ignore[attr-defined]
    return {
        "version": now.version,
        "digest": now.digest,
        "to_confirm": [
            {"id": each.id, "table": each.table, "title": each.title, "citation": each.citation}
            for each in unconfirmed(now)
        ],
        "waiting": [each.law.version for each in services.waiting(clock.today(), by)],
    }


@router.post("/law/{version}/{action}", response={201: Done})
@once
def step(request: HttpRequest, version: str, action: Action, payload: Said) -> Any:
    """The DPO advises on a version; the Chief Executive approves or rejects it."""
    words = filled(forms.Say, payload).cleaned_data["words"]
    by = request.actor  # type: ignore[attr-defined]
    return taken(
        lambda: services.take(version, action, words=words, by=by), version, unknown=services.NoSuchVersion
    )
