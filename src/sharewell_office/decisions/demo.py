"""The demonstration office's one-off requests (begun, to be decided, approved, refused), and who is away soon."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sharewell.decisions.lifecycle import Action
from sharewell.decisions.request import ProposedField
from sharewell.policy.truth import Value
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.decisions import services
from sharewell_office.decisions.cover import services as cover
from sharewell_office.decisions.receiving import receive
from sharewell_office.people import store as people
from sharewell_office.register import store as register

COUNCIL, POLICE = "ORG-0001", "ORG-0002"

Page = tuple[dict[str, Value | None], dict[str, Value | None]]

# What a careful handler answers, stage by stage: the answers, and the facts the rules ask for beside them.
CAREFUL: dict[str, Page] = {
    "S0": (
        {"S0.1": "yes", "S0.2": "no", "S0.3": "no", "S0.4": "no", "S0.5": "none", "S0.6": "no"},
        {
            "sharing.relationship": "separate_controllers",
            "sharing.repeat_count_12m": 1,
            "data.about_living": True,
            "data.subjects_count": 12,
            "data.identifiability": "identifiable",
        },
    ),
    "S1": ({"S1.1": "verified", "S1.2": "yes", "S1.3": "yes", "S1.4": "request", "S1.5": "no"}, {}),
    "S2": (
        {
            "S2.1": "Each person on the list is offered a visit within two weeks.",
            "S2.2": "pow.04",
            "S2.3": "Support arrives while it is wanted, though a list could reach the wrong desk.",
            "S2.4": "yes",
            "S2.5": "none",
        },
        {"power.kind": "express_power", "data.collected_on_consent": False},
    ),
    "S3": ({"S3.1": "no", "S3.2": "no", "S3.3": "no"}, {}),
    "S4": (
        {
            "S4.1": "uk_gdpr",
            "S4.2": "e",
            "S4.6": "The aim is support; a name and a telephone number are the least that reaches somebody.",
        },
        {
            "data.special_category": (),
            "data.criminal_offence": False,
            "data.children": False,
            "data.vulnerable": False,
            "data.confidential": False,
            "data.health_or_care": False,
            "purpose.is_law_enforcement": False,
        },
    ),
    "S5": ({"S5.1": "yes", "S5.2": "none", "S5.3": "none", "S5.4": "yes"}, {}),
    "S6": ({"S6.1": "not_required", "S6.2": "no", "S6.3": "no"}, {"dpia.status": "none"}),
    "S7": (
        {"S7.a": "VS-1", "S7.b": "high", "S7.c": "not_extended", "S7.d": "P6M", "S7.e": "yes", "S7.f": "na"},
        {},
    ),
    "S8": ({"S8.1": "assured", "S8.2": "yes", "S8.3": "none", "S8.4": "none"}, {}),
    "S9": ({"S9.1": "no"}, {}),
    "S10": ({"S10.1": "tm.platform", "S10.2": "yes"}, {}),
}
FIELDS = (
    ProposedField(name="full_name", why="To ask for the right person.", personal="name"),
    ProposedField(name="phone", why="To make the appointment.", personal="phone"),
)


def load(at: datetime) -> None:
    """Load the requests as of `at`. People, parties and data sets must be there already."""
    _begun(at)
    _to_decide(at)
    _approved(at)
    _refused(at)
    _away_soon(at)


def _begun(at: datetime) -> None:
    reference = _ask(
        "Home visits in Mill Road",
        "home-visits",
        COUNCIL,
        "Which homes in Mill Road had a visit since January?",
        at,
    )
    _answer(reference, at, *list(CAREFUL)[:2])


def _to_decide(at: datetime) -> None:
    reference = _ask(
        "Support for complainants who asked for it",
        "complaints",
        COUNCIL,
        "Names and telephone numbers of twelve people who asked to be put in touch with the support service.",
        at,
    )
    _answer(reference, at, *CAREFUL)
    _must(services.move(reference, action=Action.SUBMIT, by=people.actor_by_id("h1", at.date())))


def _approved(at: datetime) -> None:
    reference = _ask(
        "Visits before the winter",
        "home-visits",
        COUNCIL,
        "Twelve residents who asked for a second visit.",
        at,
    )
    _answer(reference, at, *CAREFUL)
    _must(services.move(reference, action=Action.SUBMIT, by=people.actor_by_id("h1", at.date())))
    _must(
        services.decide(
            reference,
            action=Action.APPROVE,
            reasons="They asked for it, the council runs the service, and two fields are the least that will do.",
            by=people.actor_by_id("o2", at.date()),
        )
    )


def _refused(at: datetime) -> None:
    reference = _ask(
        "Everyone who complained about one street",
        "complaints",
        POLICE,
        "Names and addresses of everyone who complained about noise in one street over three years.",
        at,
    )
    _answer(reference, at, "S0")
    _must(
        services.answer(
            reference,
            stage="S1",
            answers={"S1.1": "verified", "S1.2": "no", "S1.3": "no", "S1.4": "request", "S1.5": "no"},
            facts={},
            by=people.actor_by_id("h1", at.date()),
        )
    )
    _must(
        services.decide(
            reference,
            action=Action.REFUSE,
            reasons="It is not about named people, nobody signed it, and no purpose was given that needs all of them.",
            by=people.actor_by_id("o1", at.date()),
        )
    )


def _away_soon(at: datetime) -> None:
    """Oskar is away for a week, and Olive decides in his place: a delegation that lasts as long."""
    first = at.date() + timedelta(days=14)
    by = people.actor_by_id("o2", at.date())
    _must(cover.arrange(person="o2", cover="o1", starts=first, ends=first + timedelta(days=7), by=by))


def _ask(title: str, data_set: str, recipient: str, asked: str, at: datetime) -> str:
    party = register.party(recipient)
    if party is None:
        raise LookupError(recipient)
    outcome = _must(
        receive(
            title=title,
            asked=asked,
            asked_by="The head of the support service",
            channel="email",
            recipient=party,
            data_set=data_set,
            purpose="Offer support to people who asked for it.",
            received=at.date(),
            by=people.actor_by_id("h2", at.date()),
        )
    )
    return outcome.events[0].about


def _answer(reference: str, at: datetime, *stages: str) -> None:
    for stage in stages:
        answers, facts = CAREFUL[stage]
        more: dict[str, Any] = {"fields": FIELDS} if stage == "S3" else {}
        more |= {"retention": "P6M"} if stage == "S7" else {}
        by = people.actor_by_id("h1", at.date())
        _must(services.answer(reference, stage=stage, answers=answers, facts=facts, by=by, **more))


def _must(outcome: Outcome) -> Outcome:
    if not outcome.permitted:
        raise DemonstrationRefused([refusal.as_dict() for refusal in outcome.refusals])
    return outcome


class DemonstrationRefused(Exception):
    """A step of the demonstration was refused: its answers and the rules have parted."""
