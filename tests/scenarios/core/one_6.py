"""ONE-6: a police request to the fire service under an exemption, given in part; a victim's (6b); by order (6c)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from scenarios.core.world import ACTORS, Core, ok
from scenarios.play import Play
from sharewell.decisions import annex_steps, victims
from sharewell.decisions.annexes import Order
from sharewell.decisions.approval import terms
from sharewell.decisions.lifecycle import Action
from sharewell.decisions.request import AdviceKind, ProposedField
from sharewell.decisions.silence import silence

play, victim, order = Play("ONE-6"), Play("ONE-6b"), Play("ONE-6c")
SPECIAL = {"health_notes": "health", "other_occupants": ""}
PURPOSE = {"purpose.is_law_enforcement": True, "power.kind": "express_power", "data.health_or_care": False}


def begin(scenario):
    world = Core(scenario, **PURPOSE)
    allowed = scenario.payloads["schema_fields"].split(",")
    asked = scenario.payloads["visit_full"].splitlines()[0].split(",")
    world.fields = tuple(
        ProposedField(
            name=name,
            why="The investigation needs it.",
            special=SPECIAL.get(name, ""),
            leaves=name in allowed,
        )
        for name in asked
    )
    by = ACTORS["h1"]
    world.receive(by)
    world.answer("S0", by=by)
    return world


@play.step(1)
def unsigned_and_too_wide(world, step):
    world.answer("S1", by=world.now(step), S1_2="no", S1_3="no")

    return world.stage("S1")


@play.step(2)
def signed_and_narrowed(world, step):
    world.answer("S1", by=world.now(step))

    return world.stage("S1")


@play.step(3)
def the_subject_is_no_victim(world, step):
    world.now(step)
    about = victims.answer(about_a_victim=world.given["about_victim"], given={})

    return {"result": "not_applicable" if about == "no" else "block", "stage": "S1"}


@play.step(4)
def lawfulness(world, step):
    by = world.now(step)
    for stage in ("S2", "S3"):
        world.answer(stage, by=by, **({"S2_2": "pow.05", "S2_4": "annex2_other"} if stage == "S2" else {}))

    world.answer("S4", by=by)

    return world.stage("S4")


def _exemption(world, step, prejudice):
    record = {
        "exemption": "sch2.2",
        "right": "Arts 13, 14 and 15",
        "prejudice": prejudice,
        "until": "2026-07-22",
    }
    facts = {"exemption.code": "sch2.2", "exemption.prejudice_text": prejudice}
    world.answer("S5", by=world.now(step), S5_3=record, facts=facts)
    return world.stage("S5")


@play.step(5)
def an_exemption_without_prejudice(world, step):
    found = _exemption(world, step, "")
    blocked = "EX_NO_PREJUDICE" in found["codes"]  # the exemption is blocked; the disclosure may go on

    return {**found, "result": "block_exemption" if blocked else found["result"]}


@play.step(6)
def the_prejudice_is_written(world, step):
    found = _exemption(world, step, "Telling the suspect would risk the destruction of evidence.")
    world.events.append("exemption.recorded")
    stands = not found["codes"]

    return {**found, "flags": ["do_not_notify", "sar_redact"] if stands else []}


@play.step(7)
def the_dpo_advises(world, step):
    by = world.now(step)
    for stage in ("S6", "S7", "S8", "S9", "S10"):
        world.answer(stage, by=ACTORS["h1"])

    return ok(world.advise(AdviceKind.FOR, by=by, text="For it; drop the occupants' health notes."), "S11")


@play.step(8)
def approved_in_part(world, step):
    by = world.now(step)
    world.move(Action.SUBMIT, by=ACTORS["h1"])

    return ok(world.decide(Action.APPROVE_REDUCED, by=by), "S12")


@play.step(9)
def the_gate_stops_the_whole_record(world, step):
    world.now(step)
    report = world.gate("visit_full", terms(world.request, world.request.decision))
    world.events.append("release.blocked")

    found = [one for one in report.as_dict()["findings"] if one["code"] == "G_FIELD_UNDECLARED"]
    codes = [one["code"] for one in report.as_dict()["findings"]]
    return {
        "result": "block",
        "stage": "S13",
        "codes": codes,
        "detail": {"fields": [one["field"] for one in found]},
    }


@play.step(10)
def the_gate_lets_the_part_go(world, step):
    world.now(step)

    return ok(world.release("visit_reduced"), "S14")


@play.ends
def in_the_end(world):
    record = world.request.answers["S5.3"]
    return {
        "outcome": world.request.outcome,
        "privacy_notice_sent": may_be_told(world, world.at.date()),
        "exemption_review": record["until"],
        "activity_log_line": world.request.status.logged,
        "log_events": world.events,
    }


def may_be_told(world, on):
    """Whether anything may be said to the man himself; the letter goes to the police, and does not name why."""
    return silence(world.request.answers["S5.3"], on) is None


@play.never(1)
def a_notice_to_the_data_subject(world):
    """Not on the day it left, nor on any other up to the review of the exemption."""
    review = date.fromisoformat(world.request.answers["S5.3"]["until"])
    days = [world.at.date() + timedelta(days=n) for n in range((review - world.at.date()).days + 1)]
    assert days[-1] == review, days
    return any(may_be_told(world, on) for on in days)


@play.never(2)
def other_occupants_are_released(world):
    return "other_occupants" in {one.name for one in world.request.decision.fields}


@play.never(3)
def the_exemption_as_a_basis(world):
    """Without an Article 6 basis the exemption carries nothing: the case is blocked."""
    facts = {**world.request.facts, "basis.art6": "none"}
    answers = {name: value for name, value in world.request.answers.items() if name != "S4.2"}
    world.request = replace(world.request, facts=facts, answers=answers)
    return "EX_NOT_A_BASIS" not in world.stage("S4")["codes"]


@victim.step(1)
def a_victims_request_lacks_its_notice(world, step):
    about = victims.answer(
        about_a_victim=True,
        given={"vir.holder": True, "vir.line": True, "vir.necessary": True},
        counselling=True,
    )

    world.answer("S1", by=world.now(step), S1_5=about)

    return world.stage("S1")


@order.step(1)
def an_order_of_the_crown_court(world, step):
    by = world.now(step)
    world.request = annex_steps.verify_order(
        world.request,
        Order(
            made_by="Northshire Crown Court",
            reference="T20260001",
            made_on=date(2026, 4, 20),
            due=date(2026, 4, 28),
            fields=("person_name", "address"),
            verified_how="Rang the court office on the number in our directory.",
        ),
        by=by,
        at=step.at,
        law=world.law,
    ).request
    world.answer("S1", by=by, S1_4="order")
    facts = {"power.kind": "court_order", "exemption.code": "sch2.5.2"}
    world.answer(
        "S2", by=by, facts={"power.kind": "court_order"}, S2_2="Order T20260001", S2_4="annex2_other"
    )

    world.answer("S4", by=by, facts={"basis.art6": "c"}, S4_2="c")

    world.answer("S5", by=by, facts=facts | {"exemption.prejudice_text": "An order of a court."}, S5_3={
        "exemption": "sch2.5.2", "right": "Arts 13-15", "prejudice": "An order of a court.", "until": "2026-07-22",
    })  # fmt: skip
    return {
        **world.stage("S4"),
        "basis.art6": world.request.case(world.law).facts["basis.art6"],
        "exemption": world.request.case(world.law).facts["exemption.code"],
    }
