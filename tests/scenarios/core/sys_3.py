"""SYS-3: a survey supplier is a processor: a contract, never an agreement; its host abroad still needs the DPO."""

from __future__ import annotations

from dataclasses import replace

from builders.working_days import NONE
from scenarios.core.world import Core
from scenarios.play import Play
from sharewell.decisions import steps
from sharewell.decisions.assessment import assess
from sharewell.decisions.request import AdviceKind, authority

play = Play("SYS-3")


def begin(scenario):
    world = Core(scenario, **{"recipient.country": scenario.given["sub_processor_hosting_country"]})
    world.receive(world.now(scenario.steps[0]))
    return world


@play.step(1)
def begun_as_an_agreement(world, step):
    world.answer("S0", by=world.now(step), S0_4="yes")

    found = world.stage("S0")

    closed = steps.close(world.request, by=world.now(step), at=step.at, law=world.law, proclaimed=NONE)
    world.events += [event.kind for event in closed.outcome.events]
    world.closed = closed.request
    return found


play.elsewhere(
    "the register's contracts and the gate", 2, 5, 6, final=("state",),
    events=("processor.checklist", "contract.activated", "release.delivered"),
)  # fmt: skip


def _transfer(world):
    """The contract passes the same check of its transfer as a one-off case would that is not diverted (OPCC 2.3)."""
    case = world.request.case(world.law)
    not_diverted = {"sharing.relationship": "separate_controllers"}
    case = replace(case, answers={**case.answers, "S0.4": "no"}, facts={**case.facts, **not_diverted})
    found = assess(case, law=world.law, on=world.at.date()).of_stage("S9")
    return {"result": found.result.value, "stage": "S9", "codes": found.codes}


@play.step(3)
def a_host_in_the_united_states(world, step):
    by = world.now(step)
    listed = {"recipient.meets_country_condition": world.given["sub_processor_dpf_uk_extension"]}
    world.answer("S9", by=by, facts=listed, S9_1="yes", S9_2="approved_by_regulations", S9_3="na")

    return _transfer(world)


@play.step(4)
def the_dpo_is_consulted(world, step):
    world.advise(
        AdviceKind.FOR,
        by=world.now(step),
        text="Listed; told to treat it as special category.",
    )
    world.events.append("transfer.dpo_consulted")

    found = _transfer(world)

    passed = found["result"] == "pass"
    return {
        **found,
        "result": "ok" if passed else found["result"],
        "mechanism": world.request.answers["S9.2"],
    }


@play.ends
def in_the_end(world):
    return {"outcome": world.closed.outcome, "log_events": world.events}


@play.never(1)
def an_agreement_on_record(world):
    return authority(world.closed) is not None


@play.never(2)
def personal_data_sent_before_the_contract(world):
    return authority(world.closed) is not None
