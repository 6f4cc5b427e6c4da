"""SYS-4: statistics leave the policy once the file itself shows that nobody can be picked out."""

from __future__ import annotations

from django.urls import reverse

from scenarios.office.world import Office, browser, ok
from scenarios.play import Play

play = Play("SYS-4")
begin = Office


def _tested(world, by, payload):
    said = {"file": world.upload(payload), "count": "count", "min_cell": world.given["min_cell"]}
    return by.post(world.url("table"), said).context["tested"]


@play.step(1)
def a_small_cell(world, step):
    by = world.now(step)
    world.receive(by)
    world.answer(by, "S0", facts={"data.identifiability": "aggregate"}, S0_1="no")

    tested = _tested(world, by, "q1")

    found = world.stage(by, "S3")
    small = [one for one in tested.findings if one["code"] == "G_K_ANON"]
    rows = [row for one in small for row in one["rows"]]
    return {
        **found,
        "codes": [*found["codes"], *tested.codes],
        "detail": {"rows": rows, "field": small[0]["field"]},
    }


@play.step(2)
def suppressed(world, step):
    by = world.now(step)

    tested = _tested(world, by, "q1_suppressed")

    return {**world.stage(by, "S3"), "gate": "pass" if tested.passed else "refuse"}


@play.step(3)
def send(world, step):
    """Closed as out of scope, the very table leaves through the gate; r1 collects it without accepting anything."""
    closed = world.now(step).post(world.url("annex", "close"), {})
    assert closed.status_code == 302, ok(closed, "S3")

    answer = world.release(world.payloads["q1_suppressed"])

    return {
        **ok(answer, "S3"),
        "terms_required": world.refused_without_terms,
        "activity_log_line": world.log_line() is not None,
        "determination_logged": "case.out_of_scope" in world.events,
    }


@play.ends
def in_the_end(world):
    return {"outcome": world.judged(browser("h1")).request.outcome, "log_events": world.events}


@play.never(1)
def a_dpo_step(world):
    return (
        bool(world.judged(browser("h1")).request.advice)
        or world.reference in browser("d1").get("/").text.split("What happened last")[0]
    )


@play.never(2)
def standard_terms_on_the_release(world):
    page = browser("h1").get(reverse("release:detail", args=[world.released]))
    return "terms.accepted" in world.events or "standard_terms" in page.context["row"].terms
