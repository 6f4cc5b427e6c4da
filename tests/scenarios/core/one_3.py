"""ONE-3: a university wants records; a table of counts meets the need and is given instead."""

from __future__ import annotations

import hashlib

from scenarios.core.world import Core, ok
from scenarios.play import Play
from sharewell.decisions import annex_steps
from sharewell.decisions.annexes import Anonymised
from sharewell.decisions.request import ProposedField

play = Play("ONE-3")

TABLE = {
    "determination": "DSR-2026-0001",
    "recipient": "University of Northshire",
    "valid_from": "2026-05-01",
    "valid_until": "2026-06-30",
    "retention": "P12M",
    "schema": {
        "fields": [
            {"name": "age_band", "type": "string"},
            {"name": "year", "type": "string"},
            {"name": "complaint_type", "type": "string"},
            {"name": "count", "type": "integer"},
        ]
    },
    "disclosure": {"count_field": "count", "min_cell": 5},
}


def begin(scenario):
    world = Core(scenario)
    world.fields = tuple(
        ProposedField(name=name, why="They asked for it.") for name in scenario.given["requested_fields"]
    )
    return world


@play.step(1)
def the_first_stages(world, step):
    by = world.now(step)
    world.receive(by)

    for stage in ("S0", "S1", "S2"):
        world.answer(stage, by=by)

    return world.stage("S2")


@play.step(2)
def a_table_would_do(world, step):
    world.answer("S3", by=world.now(step), S3_2="yes")

    return world.stage("S3")


@play.step(3)
def the_table(world, step):
    by = world.now(step)
    report = world.gate("table_1", TABLE)
    smallest = min(int(line.rsplit(",", 1)[1]) for line in world.payloads["table_1"].split()[1:])
    world.table = Anonymised(
        sha256=hashlib.sha256(world.payloads["table_1"].encode()).hexdigest(),
        columns=("age_band", "year", "complaint_type", "count"),
        count="count",
        min_cell=world.given["min_cell"],
        smallest_cell=smallest,
        differencing="single table",
        intruder="Looked at with the published figures beside it: nobody is picked out.",
        passed=report.passes,
        prepared_by=by.person,
        at=step.at,
    )

    outcome = world.take(
        annex_steps.offer_anonymised(world.request, world.table, by=by, at=step.at, law=world.law)
    )

    return {
        "result": "pass" if outcome.permitted else "block",
        "stage": "S3",
        "disclosure_control": {
            "min_cell": world.request.anonymised.smallest_cell,
            "differencing": world.request.anonymised.differencing,
            "motivated_intruder": "recorded" if world.request.anonymised.intruder else "",
        },
    }


@play.step(4)
def the_owner_approves_it(world, step):
    by = world.now(step)

    outcome = world.take(
        annex_steps.approve_anonymised(
            world.request,
            undertaking="The university will not try to recognise anybody.",
            reasons="Counts meet the objective.",
            by=by,
            at=step.at,
            law=world.law,
        )
    )

    return ok(outcome, "S12")


@play.step(5)
def send(world, step):
    world.now(step)

    return ok(world.release("table_1"), "S14", state=world.state)


@play.ends
def in_the_end(world):
    return {
        "outcome": world.request.outcome,
        "personal_data_released": bool(world.request.decision.fields),
        "log_events": world.events,
    }


@play.never(1)
def name_birth_or_postcode_in_any_output(world):
    return bool(
        {"name", "dob", "postcode"} & {*world.request.anonymised.columns, *world.request.decision.fields}
    )
