"""SYS-4: statistics leave the policy once the file itself shows that nobody can be picked out."""

from __future__ import annotations

from builders.working_days import NONE
from scenarios.core.world import Core, ok
from scenarios.play import Play
from sharewell.decisions import annex_steps, steps
from sharewell.decisions.annexes import Anonymised
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
    table = Anonymised(
        sha256=report.facts.sha256,
        columns=("area", "type", "count"),
        count="count",
        min_cell=world.given["min_cell"],
        smallest_cell=min(int(n) for n in _counts(world.payloads[payload])),
        passed=report.passes,
        prepared_by=by.person,
        at=step.at,
    )
    world.take(annex_steps.keep_table(world.request, table, by=by, at=step.at, law=world.law))
    return report


def _counts(payload):
    last = (line.rpartition(",")[2] for line in payload.splitlines())
    return [cell for cell in last if cell.isdigit()]


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
    """Closed as out of scope, the very table leaves through the gate; r1 collects it without accepting anything."""
    closed = steps.close(world.request, by=world.now(step), at=step.at, law=world.law, proclaimed=NONE)
    assert world.take(closed).permitted
    world.under = authority(world.request)

    collected = world.release("q1_suppressed", world.under)

    return {
        **ok(collected, "S3"),
        "terms_required": world.refused_without_terms,
        "activity_log_line": world.request.status.logged,
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
    return world.under.terms.standard_terms is not None or "terms.accepted" in world.events
