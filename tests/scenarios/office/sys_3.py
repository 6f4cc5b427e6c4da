"""SYS-3: a survey supplier is a processor: a contract, never an agreement; its host abroad still needs the DPO."""

from __future__ import annotations

from scenarios.office.world import RECIPIENT, Office, browser, ok
from scenarios.play import Play
from sharewell_office.register import store as register

play = Play("SYS-3")


def begin(scenario):
    world = Office(scenario, **{"recipient.country": scenario.given["sub_processor_hosting_country"]})
    world.receive(world.now(scenario.steps[0]))
    return world


@play.step(1)
def begun_as_an_agreement(world, step):
    by = world.now(step)
    world.answer(by, "S0", S0_4="yes")

    found = world.stage(by, "S0")

    world.transfer = {"S9_1": "yes", "S9_2": "approved_by_regulations", "S9_3": "na"}
    return found


play.elsewhere(
    "the register's contracts and the gate", 2, 5, 6, final=("state",),
    events=("processor.checklist", "contract.activated", "release.delivered"),
)  # fmt: skip


@play.step(3)
def a_host_in_the_united_states(world, step):
    by = world.now(step)
    listed = {"recipient.meets_country_condition": world.given["sub_processor_dpf_uk_extension"]}
    world.answer(by, "S9", facts=listed, **world.transfer)

    return _alone(world, by)


@play.step(4)
def the_dpo_is_consulted(world, step):
    by = world.now(step)
    world.advise(by, "for", "Listed; told to treat it as special category.")

    found = _alone(world, by)

    passed = found["result"] == "pass"
    mechanism = world.judged(by).request.answers["S9.2"]
    world.closed = browser("h1").post(world.url("annex", "close"), {})
    return {**found, "result": "ok" if passed else found["result"], "mechanism": mechanism}


def _alone(world, by):
    """The contract passes the same check of its transfer as a one-off case would, though the case is diverted."""
    from sharewell.decisions.assessment import stage_alone

    judged = world.judged(by)
    result, _ = stage_alone(judged.request.case(judged.law), "S9", law=judged.law, on=judged.on)
    return {"result": result.result.value, "stage": "S9", "codes": result.codes}


@play.ends
def in_the_end(world):
    assert ok(world.closed, "")["result"] == "ok"
    request = world.judged(browser("h1")).request
    return {"outcome": request.outcome, "log_events": world.events}


@play.never(1)
def an_agreement_on_record(world):
    return register.rows().filter(recipient__reference=RECIPIENT).exists()


@play.never(2)
def personal_data_sent_before_the_contract(world):
    return world.parcels() > 0 or world.may_be_released()
