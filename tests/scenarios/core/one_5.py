"""ONE-5: a recipient with a past breach and an overdue certificate: cleared, considered, and let go on conditions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from builders.working_days import NONE
from scenarios.core.world import ACTORS, Core, ok
from scenarios.play import Play
from sharewell.aftercare import retention
from sharewell.decisions.approval import authority
from sharewell.decisions.case import Incident
from sharewell.decisions.lifecycle import Action, options
from sharewell.decisions.request import AdviceKind, ProposedField, Status
from sharewell.vocabulary.people import Actor, Role

play = Play("ONE-5")
RECIPIENT = Actor(person="r1", name="r1", roles=frozenset({Role.RECIPIENT}))
GONE = retention.Certificate(
    copies="One folder and its backup.",
    method=retention.Method.PURGE,
    standard="NIST SP 800-88",
    destroyed_on=date(2026, 5, 18),
    name="Rhea Castell",
    post="Desk officer",
    evidence="Log 7",
    signed=True,
)
CONDITIONS = "method=platform\nretention_months=3\ncertificate_level=3"


def begin(scenario):
    world = Core(scenario)
    world.fields = tuple(
        ProposedField(name=name, why="The visit needs it.")
        for name in scenario.payloads["tenants_12"].splitlines()[0].split(",")
    )
    world.request = replace(
        world.request,
        history=tuple(
            Incident(
                reference=one["incident"],
                severity=one["severity"],
                opened=None,
                closed=date.fromisoformat(one["closed"]),
            )
            for one in scenario.given["history"]
        ),
    )
    world.owed = [f"{one['release']}: {one['duty']}" for one in scenario.given["outstanding"]]
    by = ACTORS["h1"]
    world.receive(by)
    for stage in ("S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S9", "S10"):
        world.answer(stage, by=by)
    return world


def _recipient(world, by, considered):
    owed = world.owed or "none"
    world.answer("S8", by=by, S8_3=considered, S8_4=owed)
    world.events.append("history.shown")
    return world.stage("S8")


@play.step(1)
def recipient_assurance(world, step):
    return _recipient(world, world.now(step), "none")


@play.step(2)
def the_certificate_comes(world, step):
    """The card of the party says what it still owes; once it is cleared, nothing is owed any more."""
    world.at = step.at
    owed = retention.Copy(
        reference=world.given["outstanding"][0]["release"],
        party=world.request.recipient,
        inbound=False,
        state=retention.State.HELD,
        received_on=date(2025, 3, 18),
        destroy_by=date(2026, 3, 18),
        least_level=3,
    )
    outcome = world.on_record(retention.certify(owed, GONE, by=RECIPIENT, at=step.at, on=step.at.date()))
    world.owed = [] if outcome.permitted else world.owed

    found = _recipient(world, ACTORS["h1"], "none")

    cleared = [code for code in ("RC_OUTSTANDING_DUTY",) if code not in found["codes"]]
    return {"result": "ok", "stage": "S8", "cleared": cleared}


@play.step(3)
def a_blank_consideration(world, step):
    return _recipient(world, world.now(step), "none")


@play.step(4)
def the_dpo_advises(world, step):
    mandatory = "DPO_ADVICE_MISSING" in [one.code for one in world.assessment().blocking]

    outcome = world.advise(AdviceKind.FOR_WITH_CONDITIONS, by=world.now(step))

    return ok(outcome, "S11") if mandatory else {"result": "advice was not mandatory", "stage": "S11"}


@play.step(5)
def approved_with_conditions(world, step):
    by = world.now(step)
    world.unconsidered = _may_approve(world, by)
    world.answer("S8", by=ACTORS["h1"], S8_3="considered", S8_4="none")
    world.move(Action.SUBMIT, by=ACTORS["h1"])

    outcome = world.decide(Action.APPROVE_WITH_CONDITIONS, by=by, conditions=CONDITIONS)

    return ok(outcome, "S12", extra_controls_min=min(1, len(CONDITIONS.splitlines())))


def _may_approve(world, by):
    found = options(world.request, by=by, at=world.at, law=world.law)
    return any(one.open for one in found if one.action.value.startswith("approve"))


@play.step(6)
def the_gate_and_the_terms(world, step):
    world.now(step)

    collected = world.release("tenants_12")

    return ok(collected, "S14", terms_accept_before_open=world.refused_without_terms)


@play.ends
def in_the_end(world):
    agreed = authority(world.request).terms
    gone_by = retention.destroy_by(world.at.date(), retention=agreed.retention, given=agreed.destroy_by)
    return {
        "outcome": world.request.outcome,
        "conditions": world.request.decision.conditions.splitlines(),
        "certificate_due": retention.certificate_due(gone_by, NONE),
        "log_events": world.events,
    }


@play.never(1)
def approval_without_a_consideration(world):
    return world.unconsidered


@play.never(2)
def plain_email_as_method(world):
    answers = {**world.request.answers, "S10.1": "tm.email_plain"}
    request = replace(world.request, answers=answers, status=Status.SUBMITTED, decision=None)
    found = options(request, by=ACTORS["o1"], at=world.at, law=world.law)
    return any(one.open for one in found if one.action.value.startswith("approve"))
