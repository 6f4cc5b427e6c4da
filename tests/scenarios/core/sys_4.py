"""SYS-4: statistics leave the policy once the file itself shows that nobody can be picked out."""

from __future__ import annotations

from builders.working_days import NONE
from scenarios.core.world import Core, ok
from scenarios.play import Play
from sharewell.decisions import steps
from sharewell.decisions.approval import authority

play = Play("SYS-4")
begin = Core

TABLE = {
    "determination": "DSR-2026-0001",
    "recipient": "Northshire Police and Crime Panel",
    "valid_from": "2026-07-01",
    "valid_until": "2026-07-31",
    "retention": "P12M",
    "schema": {
        "fields": [
            {"name": "area", "type": "string"},
            {"name": "type", "type": "string"},
            {"name": "count", "type": "integer"},
        ]
    },
    "disclosure": {"count_field": "count", "min_cell": 5},
}


def _tested(world, step, payload):
    by = world.now(step)
    report = world.gate(payload, TABLE)
    passed = report.passes
    world.events.append(f"disclosure_control.{'passed' if passed else 'failed'}")
    world.answer("S3", by=by, S3_5="pass" if passed else "fail")
    return report


@play.step(1)
def a_small_cell(world, step):
    by = world.now(step)
    world.receive(by)
    world.answer("S0", by=by, facts={"data.identifiability": "aggregate"}, S0_1="no")
    world.events.append("case.triaged")

    report = _tested(world, step, "q1")

    found = world.stage("S3")
    disclosed = [one for one in report.as_dict()["findings"] if one["code"] == "G_K_ANON"]
    rows = [row for one in disclosed for row in one["rows"]]
    codes = [*found["codes"], *(one["code"] for one in report.as_dict()["findings"])]
    return {**found, "codes": codes, "detail": {"rows": rows, "field": disclosed[0]["field"]}}


@play.step(2)
def suppressed(world, step):
    report = _tested(world, step, "q1_suppressed")

    return {**world.stage("S3"), "gate": "pass" if report.passes else "refuse"}


@play.step(3)
def send(world, step):
    closed = steps.close(world.request, by=world.now(step), at=step.at, law=world.law, proclaimed=NONE)
    outcome = world.take(closed)

    return {
        **ok(outcome, "S3"),
        "terms_required": "standard_terms" in TABLE,
        "activity_log_line": False,  # a determination is logged; the activity log is of what the policy governs
        "determination_logged": "case.out_of_scope" in world.events,
    }


@play.ends
def in_the_end(world):
    return {"outcome": world.request.outcome, "log_events": world.events}


@play.never(1)
def a_dpo_step(world):
    return bool(world.request.advice)


@play.never(2)
def standard_terms_on_the_release(world):
    return authority(world.request) is not None or "standard_terms" in TABLE
