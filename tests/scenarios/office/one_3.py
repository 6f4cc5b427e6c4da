"""ONE-3: a university wants records; a table of counts meets the need and is given instead."""

from __future__ import annotations

from scenarios.office.world import Office, browser, ok
from scenarios.play import Play

play = Play("ONE-3")


def begin(scenario):
    world = Office(scenario)
    world.asked = [(name, "", "They asked for it.") for name in scenario.given["requested_fields"]]
    return world


@play.step(1)
def the_first_stages(world, step):
    by = world.now(step)
    world.receive(by)

    world.stages(by, "S0", "S1", "S2")

    return world.stage(by, "S2")


@play.step(2)
def a_table_would_do(world, step):
    by = world.now(step)
    world.answer(by, "S3", fields=world.asked, S3_2="yes")

    return world.stage(by, "S3")


@play.step(3)
def the_table(world, step):
    by = world.now(step)

    answer = by.post(
        world.url("annex", "offer_anonymised"),
        {
            "file": world.upload("table_1"),
            "count": "count",
            "min_cell": world.given["min_cell"],
            "differencing": "single table",
            "intruder": "Looked at with the published figures beside it: nobody is picked out.",
        },
    )

    offered = world.judged(by).request.anonymised
    return {
        "result": "pass" if answer.status_code == 302 and offered.passed else "block",
        "stage": "S3",
        "disclosure_control": {
            "min_cell": offered.smallest_cell,
            "differencing": offered.differencing,
            "motivated_intruder": "recorded" if offered.intruder else "",
        },
    }


@play.step(4)
def the_owner_approves_it(world, step):
    answer = world.now(step).post(
        world.url("annex", "approve_anonymised"),
        {
            "undertaking": "The university will not try to recognise anybody.",
            "reasons": "Counts meet the objective.",
        },
    )

    return ok(answer, "S12")


@play.step(5)
def send(world, step):
    world.now(step)

    collected = world.release(world.payloads["table_1"])

    return ok(collected, "S14", state=world.state)


@play.ends
def in_the_end(world):
    request = world.judged(browser("o1")).request
    return {
        "outcome": request.outcome,
        "personal_data_released": bool(request.decision.fields),
        "log_events": world.events,
    }


@play.never(1)
def name_birth_or_postcode_in_any_output(world):
    """Neither in what was approved nor in the file that left."""
    request, left = world.judged(browser("o1")).request, world.left()
    columns = {*request.anonymised.columns, *(one.name for one in request.decision.fields), *left}
    return bool({"name", "dob", "postcode"} & columns)
