"""Cases and requests that are right by default: a test changes only what it is about."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sharewell.decisions.annexes import Anonymised, Order
from sharewell.decisions.assessment import Assessment, assess
from sharewell.decisions.case import parse_case
from sharewell.decisions.request import Advice, AdviceKind, ProposedField, Request, Status
from sharewell.policy.law import VERSIONS
from sharewell.vocabulary.people import Actor, Role

LAW = VERSIONS[-1]
MONDAY = date(2026, 6, 29)

FACTS: dict[str, Any] = {
    "controller.is_public_authority": True,
    "controller.in_performance_of_task": True,
    "controller.is_competent_authority": False,
    "controller.is_processor": False,
    "sharing.type": "one_off",
    "sharing.regime": "uk_gdpr",
    "sharing.emergency": False,
    "sharing.repeat_count_12m": 1,
    "register.matching_live_isa": False,
    "recipient.is_sport_body": False,
    "sharing.direction": "outbound",
    "sharing.relationship": "separate_controllers",
    "purpose.text": "Offer practical support to the victims of one burglary series.",
    "purpose.is_law_enforcement": False,
    "purpose.compatible_with_collection": "yes",
    "power.citation": "PRSRA 2011 s.14",
    "power.kind": "express_power",
    "basis.art6": "e",
    "basis.annex1": "none",
    "basis.art9": "none",
    "basis.sch1": "none",
    "basis.art10": "none",
    "basis.part3": "none",
    "basis.sch8": "none",
    "apd.current": False,
    "data.special_category": [],
    "data.criminal_offence": False,
    "data.children": False,
    "data.vulnerable": False,
    "data.confidential": False,
    "data.health_or_care": False,
    "data.about_living": True,
    "data.collected_on_consent": False,
    "data.subjects_count": 12,
    "data.identifiability": "identifiable",
    "recipient.is_public_authority": False,
    "recipient.is_competent_authority": False,
    "recipient.country": "GB",
    "recipient.verified": True,
    "recipient.request_states_public_task": False,
    "consent.record": False,
    "consent.names_recipient": False,
    "consent.withdrawn": False,
    "lia.done": False,
    "exemption.code": "none",
    "exemption.prejudice_text": "",
    "statutory_bar": "none",
    "dpia.screen": "not_required",
    "dpia.status": "none",
    "dpo.advice": "none",
}

ANSWERS: dict[str, Any] = {
    "S0.1": "yes",
    "S0.2": "no",
    "S0.3": "no",
    "S0.4": "no",
    "S0.5": "none",
    "S0.6": "no",
    "S1.1": "verified",
    "S1.2": "yes",
    "S1.3": "yes",
    "S1.4": "request",
    "S1.5": "no",
    "S2.1": "Each of twelve victims is offered support within a week.",
    "S2.2": "pow.04",
    "S2.3": "Support reaches them in time; an address could reach the wrong desk.",
    "S2.4": "yes",
    "S2.5": "none",
    "S3.1": "no",
    "S3.2": "no",
    "S3.3": "no",
    "S3.4": [{"field": "full_name", "why": "to address them"}, {"field": "phone", "why": "to ring them"}],
    "S4.1": "uk_gdpr",
    "S4.2": "e",
    "S4.3": "none",
    "S4.4": "none",
    "S4.6": "The aim is support; names and telephone numbers are the least that reaches them.",
    "S5.1": "yes",
    "S5.2": "none",
    "S5.3": "none",
    "S5.4": "yes",
    "S6.1": "not_required",
    "S6.2": "no",
    "S6.3": "no",
    "S7.a": "VS-1",
    "S7.b": "high",
    "S7.c": "not_extended",
    "S7.d": "period",
    "S7.e": "yes",
    "S7.f": "na",
    "S8.1": "assured",
    "S8.2": "yes",
    "S8.3": "none",
    "S8.4": "none",
    "S9.1": "no",
    "S10.1": "tm.platform",
    "S10.2": "yes",
    "S11.1": "not_needed",
}

ROLES = {
    "requested": "h2",
    "drafted": "h1",
    "advises": "d1",
    "decides": "o1",
    "prepares": "h2",
    "releases": "h1",
}

MISSING = object()
"""Put in the place of a value: the case does not say."""


def a_document(
    facts: dict[str, Any] | None = None,
    answers: dict[str, Any] | None = None,
    roles: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A case document that may proceed, with what the test changes laid over it."""
    return {
        "facts": _over(FACTS, facts),
        "answers": _over(ANSWERS, answers),
        "roles": _over(ROLES, roles),
        **more,
    }


def _over(usual: dict[str, Any], changed: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in {**usual, **(changed or {})}.items() if value is not MISSING}


def assessed(
    facts: dict[str, Any] | None = None,
    answers: dict[str, Any] | None = None,
    roles: dict[str, Any] | None = None,
    on: date = MONDAY,
    **more: Any,
) -> Assessment:
    """What the policy says of such a case."""
    return assess(parse_case(a_document(facts, answers, roles, **more), LAW), law=LAW, on=on)


def codes(assessment: Assessment) -> set[str]:
    return {reason.code for reason in assessment.reasons}


# --- requests -------------------------------------------------------------------------------------

NOON = datetime(2026, 6, 29, 12, tzinfo=ZoneInfo("Europe/London"))

# What somebody would answer on screen: the office fills in the rest (see `Request.case`).
FOLLOWS = ("S3.4", "S4.3", "S4.4", "S9.4", "S11.1")


def a_request(**changes: Any) -> Request:
    """A submitted request with every stage satisfied: asked for by h2, drafted by h1, about the complaints of o1."""
    case = parse_case(a_document(answers={name: MISSING for name in FOLLOWS if name in ANSWERS}), LAW)
    usual: dict[str, Any] = {
        "reference": "DSR-2026-0001",
        "title": "Support for the victims of one burglary series",
        "asked": "Names and telephone numbers of twelve victims.",
        "recipient": "ORG-0002",
        "recipient_name": "Northshire Victim Support",
        "data_set": "complaints",
        "received": NOON,
        "requested_by": "h2",
        "status": Status.SUBMITTED,
        "drafted_by": frozenset({"h1"}),
        "owners": frozenset({"o1"}),
        "answers": dict(case.answers),
        "facts": {name: value for name, value in case.facts.items() if name != "dpo.advice"},
        "fields": (
            ProposedField(name="full_name", why="to address them", personal="name"),
            ProposedField(name="phone", why="to ring them", personal="phone"),
        ),
        "retention": "P12M",
    }
    return Request(**{**usual, **changes})


def an_actor(person: str, *roles: Role, **more: Any) -> Actor:
    """Somebody trained until the end of the year, with the posts named."""
    usual: dict[str, Any] = {"name": person, "trained_until": date(2026, 12, 31)}
    return Actor(person=person, roles=frozenset(roles), **{**usual, **more})


def an_owner(person: str = "o1", data_set: str = "complaints", **more: Any) -> Actor:
    return an_actor(person, Role.OWNER, owns=frozenset({data_set}), **more)


def a_handler(person: str = "h1", **more: Any) -> Actor:
    return an_actor(person, Role.HANDLER, **more)


def the_dpo(**more: Any) -> Actor:
    return an_actor("d1", Role.DPO, **more)


def the_chief_executive(**more: Any) -> Actor:
    return an_actor("c1", Role.CHIEF_EXECUTIVE, **more)


def advised(kind: AdviceKind = AdviceKind.FOR, by: str = "d1") -> Advice:
    return Advice(kind=kind, text="Keep it to what they need.", by=by, at=NOON)


def a_table(**changes: Any) -> Anonymised:
    """A table without personal data that passed the disclosure test."""
    usual: dict[str, Any] = {
        "sha256": "ab" * 32,
        "columns": ("age_band", "year", "count"),
        "count": "count",
        "min_cell": 5,
        "smallest_cell": 8,
        "differencing": "It is the only table.",
        "intruder": "Nobody could pick a person out of it.",
        "passed": True,
        "prepared_by": "h2",
        "at": NOON,
    }
    return Anonymised(**{**usual, **changes})


def an_order(**changes: Any) -> Order:
    """An order of a court for one field."""
    usual: dict[str, Any] = {
        "made_by": "Northshire Crown Court",
        "reference": "T20260001",
        "made_on": MONDAY,
        "due": date(2026, 7, 6),
        "fields": ("full_name", "phone"),
        "verified_how": "Rang the court office on the number in our directory.",
        "verified_by": "h1",
    }
    return Order(**{**usual, **changes})
