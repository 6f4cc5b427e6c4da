"""The registers an office takes over besides agreements: which columns each has, and what people call them.

Assets follow the National Archives' fields, DPIAs the ICO's template (OPCC 3.5), the activity log the columns of our
own (OPCC 7.2). `cells` writes an entry back in the same columns: what was exported imports unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sharewell.exchange.rows import (
    CellUnreadable,
    Column,
    Sheet,
    day,
    email,
    folded,
    items,
    one_of,
    period,
    short_name,
)
from sharewell.register.party import PartyKind
from sharewell.vocabulary.people import Role

_KINDS = {folded(kind.value): kind.value for kind in PartyKind} | {
    "police": PartyKind.COMPETENT_AUTHORITY.value,
    "council": PartyKind.PUBLIC_AUTHORITY.value,
    "local authority": PartyKind.PUBLIC_AUTHORITY.value,
    "nhs": PartyKind.PUBLIC_AUTHORITY.value,
    "fire and rescue": PartyKind.PUBLIC_AUTHORITY.value,
    "voluntary": PartyKind.CHARITY.value,
    "private": PartyKind.COMPANY.value,
    "supplier": PartyKind.COMPANY.value,
}
_POSTS = {folded(role.value): role.value for role in Role} | {folded(role.label): role.value for role in Role}
_POSTS |= {"dpo": Role.DPO.value, "owner": Role.OWNER.value, "handler": Role.HANDLER.value}
_RISKS = {each: each for each in ("low", "medium", "high")}
_YES_NO = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


def _countries(cell: str) -> tuple[str, str]:
    known = {"united kingdom": "GB", "uk": "GB", "england": "GB", "wales": "GB", "great britain": "GB"}
    if len(cell) == 2 and cell.isalpha() and folded(cell) not in known:
        return cell.upper(), ""
    return one_of(known)(cell) if cell else ("GB", "")


def _posts(cell: str) -> tuple[tuple[str, ...], str]:
    named, what = items(cell)
    return tuple(one_of(_POSTS)(each)[0] for each in named), what


def _limits(cell: str) -> tuple[tuple[str, ...], str]:
    """Posts held for some business areas only: `Case handler: home-visits; Auditor: complaints`."""
    named, what = items(cell)
    return tuple(_limit(each) for each in named), what


def _limit(said: str) -> str:
    post, colon, area = said.partition(":")
    if not colon or not re.fullmatch("[A-Za-z0-9-]{1,64}", area.strip()):
        raise CellUnreadable(
            "a post is limited like this: Case handler: home-visits", "Write post, colon, data set."
        )
    return f"{one_of(_POSTS)(post.strip())[0]}: {area.strip()}"


ORGANISATIONS = Sheet(
    kind="organisations",
    key="name",
    columns=(
        Column(name="reference", headings=("ref", "our reference", "id")),
        Column(
            name="name",
            headings=("organisation", "organisation name", "organization", "party", "partner"),
            required=True,
        ),
        Column(name="kind", headings=("type", "sort", "organisation type"), read=one_of(_KINDS)),
        Column(name="country", read=_countries),
        Column(name="address", headings=("postal address",)),
        Column(name="contact", headings=("contact e-mail", "contact email", "email", "lead contact")),
        Column(name="dpo_contact", headings=("dpo", "data protection officer", "dpo email")),
        Column(
            name="ico_registration",
            headings=("ico number", "ico registration number", "ico", "registration number"),
        ),
        Column(
            name="ico_expires",
            headings=("ico expiry", "ico registration expires", "registration expires"),
            read=day,
        ),
        Column(name="certificates", headings=("certifications", "accreditations"), read=items),
    ),
)
ASSET_PARTICULARS = {
    "description": "Description",
    "business_area": "Business area",
    "administrator": "Administrator or steward",
    "format": "Format",
    "location": "Location or system",
    "volume": "Volume",
    "source": "Date range and source",
    "value": "Business value and uses",
    "personal": "People and categories of personal data",
    "special": "Special category or criminal offence data",
    "marking": "Protective marking",
    "access": "Who has access",
    "lawful_basis": "Lawful basis and conditions",
    "consents": "Where consents are recorded",
    "automated": "Decisions made by machines, and profiling",
    "part3": "For law enforcement: legal basis, profiling, transfers and logs",
    "disposal": "Disposal action",
    "risk": "Risks and controls",
    "dependencies": "Dependencies and continuity",
    "quality": "Quality statement",
    "publication": "Publication status",
    "reviewed_by": "Reviewed by",
}
ASSETS = Sheet(
    kind="assets",
    key="data_set",
    columns=(
        Column(
            name="data_set",
            headings=("short name", "asset reference", "asset ref", "reference", "ref", "asset id", "id"),
            read=short_name,
        ),
        Column(
            name="title",
            headings=("asset name", "asset", "name", "information asset", "asset title"),
            required=True,
        ),
        Column(
            name="owner",
            headings=("information asset owner", "iao", "asset owner", "data owner", "responsible owner"),
        ),
        Column(name="retention", headings=("retention period", "retention rule", "keep for"), read=period),
        Column(name="review_on", headings=("next review", "review date", "review due"), read=day),
        *(Column(name=name, headings=(label,)) for name, label in ASSET_PARTICULARS.items()),
    ),
)
DPIA_STEPS = {
    "aim": "What the project aims to achieve and what processing it involves",
    "why": "Why a DPIA was needed",
    "nature": "Nature of the processing",
    "scope": "Scope of the processing",
    "context": "Context of the processing",
    "purposes": "Purposes and effect on people",
    "consultation": "Consultation",
    "lawful_basis": "Lawful basis",
    "necessity": "Necessity and proportionality",
    "data_quality": "Data quality and minimisation",
    "information": "Information given to people and their rights",
    "processors": "How processors comply",
    "transfers": "International transfers",
    "risks": "Risks",
    "measures": "Measures to reduce risk",
    "dpo_advice": "DPO advice",
    "benefits": "Benefits of the sharing",
    "reputation": "Risk to our reputation",
}
_DPIA_HEADINGS = {
    "aim": ("project aims", "description", "new activity", "activity"),
    "why": ("reason", "need for a dpia", "identify the need for a dpia"),
    "consultation": ("consultation process", "views sought"),
    "necessity": ("necessity", "proportionality", "assess necessity and proportionality"),
    "risks": ("identify and assess risks", "risk", "source of risk", "privacy risks"),
    "measures": ("identify measures to reduce risk", "mitigation", "mitigations", "measures"),
    "dpo_advice": ("dpo advice provided", "advice", "data protection officer advice"),
    "benefits": ("benefits", "benefit"),
    "reputation": ("reputation", "reputational risk", "corporate risk"),
    "purposes": ("purpose", "purposes", "purpose of processing"),
    "nature": ("nature",),
    "scope": ("scope",),
    "context": ("context",),
}
DPIAS = Sheet(
    kind="dpias",
    key="source",
    columns=(
        Column(
            name="source",
            headings=("reference", "dpia reference", "dpia ref", "ref", "dpia number", "id", "no"),
        ),
        Column(
            name="title",
            headings=(
                "subject title of dpo",
                "dpia title",
                "project",
                "project name",
                "name",
                "subject",
                "dpia",
            ),
            required=True,
        ),
        Column(name="controller", headings=("submitting controller", "name of controller", "organisation")),
        Column(
            name="dpo",
            headings=("dpo", "controller contact dpo", "name of controller contact dpo", "dpo contact"),
        ),
        Column(name="data_set", headings=("asset", "information asset"), read=short_name),
        Column(
            name="overall_risk", headings=("overall risk", "risk rating", "risk level"), read=one_of(_RISKS)
        ),
        Column(name="residual_risk", headings=("residual risk",), read=one_of(_RISKS)),
        Column(name="signed_by", headings=("approved by", "signed off by", "residual risks approved by")),
        Column(
            name="signed_on",
            headings=("date", "date signed", "approved on", "sign off date", "completed"),
            read=day,
        ),
        Column(name="review_on", headings=("next review", "review date", "review due"), read=day),
        *(
            Column(name=name, headings=(label, *_DPIA_HEADINGS.get(name, ())))
            for name, label in DPIA_STEPS.items()
        ),
    ),
)
PEOPLE = Sheet(
    kind="people",
    key="email",
    columns=(
        Column(name="username", headings=("user", "user name", "person id", "id", "staff number")),
        Column(name="name", headings=("full name", "person", "staff name"), required=True),
        Column(
            name="email", headings=("e-mail", "e mail address", "email address"), read=email, required=True
        ),
        Column(name="posts", headings=("roles", "role", "post", "job"), read=_posts),
        Column(name="limits", headings=("areas", "business areas", "limited to", "only for"), read=_limits),
        Column(name="owns", headings=("data sets", "data sets owned", "assets owned"), read=items),
        Column(
            name="trained_until",
            headings=("training expires", "training valid until", "training until"),
            read=day,
        ),
        Column(name="organisation", headings=("party", "employer", "organisation reference")),
        Column(name="team", headings=("unit", "department", "section")),
        Column(name="reports_to", headings=("line manager", "manager", "reports to")),
    ),
)
ACTIVITY_LOG = Sheet(
    kind="activity-log",
    key="reference",
    columns=(
        Column(name="reference", headings=("ref", "log number", "no", "id"), required=True),
        Column(
            name="finished", headings=("date", "date shared", "date of decision"), read=day, required=True
        ),
        Column(name="outcome", headings=("decision", "result"), required=True),
        Column(
            name="recipient", headings=("who with", "shared with", "organisation", "to whom"), required=True
        ),
        Column(
            name="asked", headings=("what was asked for", "what", "information shared", "what was shared")
        ),
        Column(name="data_set", headings=("data set", "asset")),
        Column(name="fields", headings=("fields that may leave",)),
        Column(name="consent", headings=("on consent", "consent", "with consent"), read=one_of(_YES_NO)),
        Column(name="decided_by", headings=("decided by", "authorised by", "approved by", "owner")),
        Column(name="reasons", headings=("why", "reason", "purpose", "justification")),
        Column(name="valid_until", headings=("valid until",), read=day),
    ),
)


def cells(sheet: Sheet, entry: Mapping[str, Any]) -> list[str]:
    """An entry in the sheet's columns; reading it back gives the same entry."""
    return [written(entry.get(name, "")) for name in sheet.names]


def written(value: object) -> str:
    """A value as a cell holds it: days in ISO 8601, several things separated by semicolons."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return "; ".join(map(written, value))
    return "" if value is None else str(value)
