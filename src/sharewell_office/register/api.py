"""Agreements and organisations for programs: the same lists and the same steps as on screen."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell.register.agreement import (
    Agreement,
    AgreementAction,
    AgreementStatus,
    NoticeChoice,
    NoticeDecision,
)
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, listed, there
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.people.programs.problems import Refused, changed_meanwhile
from sharewell_office.register import models, services, store
from sharewell_office.register.forms.search import NewAgreement

router = Router(tags=["register"])
Begun = body_of(NewAgreement)


class AgreementOut(Schema):
    reference: str
    title: str
    status: str
    recipient: str | None
    data_set: str | None
    starts: date | None
    ends: date | None
    review_on: date | None


class AgreementWhole(AgreementOut):
    purpose: str
    legal_power: str
    lawful_basis: str
    retention: str
    table_schema: dict[str, Any]
    version: int


class Agreements(Schema):
    items: list[AgreementOut]
    links: Links


class OrganisationOut(Schema):
    reference: str
    name: str
    kind: str
    country: str


class NoticeIn(Schema):
    """What people are told: exactly one of three, with the reason, and the notice it is about."""

    choice: NoticeChoice
    reason: str
    notice: str = ""


class AgreementStep(Schema):
    """A step, and what is said with it; what a step does not ask for is left alone."""

    action: AgreementAction
    reason: str = ""
    notice: NoticeIn | None = None
    review_on: date | None = None
    party: str = ""
    successor: str = ""
    post: str = ""

    def said(self) -> services.Said:
        notice = self.notice and NoticeDecision(**self.notice.dict())
        return services.Said(
            reason=self.reason,
            notice=notice,
            review_on=self.review_on,
            successor=self.successor,
            post=self.post,
            # Who signs, signs for the party they belong to, and never for one that they name.
            party=self.party if self.action is AgreementAction.SUCCEED else "",
        )


@router.get("/agreements", response=Agreements)
def agreements(request: HttpRequest, words: str = "", before: str = "", after: str = "") -> Any:
    """The register, newest reference first. `words` searches; `before` and `after` are references."""
    return listed(request, store.matching(words=words), _brief)


@router.post("/agreements", response={201: Done})
@once
def begin(request: HttpRequest, payload: Begun) -> Any:
    """Begin an agreement: its title, and what the other party is to us."""
    actor = request.actor  # type: ignore[attr-defined]
    if refusals := services.not_a_drafter(actor):
        raise Refused(refusals)
    form = filled(NewAgreement, payload)
    draft = Agreement(
        reference="",
        title=form.cleaned_data["title"],
        status=AgreementStatus.DRAFT,
        particulars=form.particulars(),
    )
    return {"reference": services.start(draft, by=actor), "events": ["isa.created"]}


@router.get("/agreements/{reference}", response=AgreementWhole)
def agreement(request: HttpRequest, reference: str) -> Any:
    """One agreement, with its field schedule as a Table Schema."""
    row = there(store.row(reference))
    return _brief(row) | {
        "purpose": row.purpose,
        "legal_power": row.legal_power,
        "lawful_basis": row.lawful_basis,
        "retention": row.retention,
        "table_schema": row.schema,
        "version": row.version,
    }


@router.post("/agreements/{reference}/steps", response={201: Done})
@once
def take_step(request: HttpRequest, reference: str, payload: AgreementStep) -> Any:
    """Take a step in an agreement's life, as far as your posts allow, with what the step asks for."""
    try:
        outcome = services.take_step(reference, action=payload.action, by=request.actor, said=payload.said())  # type: ignore[attr-defined]
        return done(outcome, reference)
    except services.NoSuchAgreement:
        raise Http404 from None
    except store.SomebodyElseChangedIt:
        raise changed_meanwhile("this agreement") from None


@router.get("/organisations", response=list[OrganisationOut])
def organisations(request: HttpRequest) -> Any:
    """The bodies that data go to or come from."""
    return [
        {"reference": each.reference, "name": each.name, "kind": each.kind.value, "country": each.country}
        for each in store.parties()
    ]


def _brief(row: models.Agreement) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "title": row.title,
        "status": row.status,
        "recipient": row.recipient.reference if row.recipient else None,
        "data_set": row.asset.data_set if row.asset else None,
        "starts": row.starts,
        "ends": row.ends,
        "review_on": row.review_on,
    }
