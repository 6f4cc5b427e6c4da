"""ONE-6: a police request to the fire service under an exemption, given in part; a victim's (6b); by order (6c)."""

from __future__ import annotations

from django.urls import reverse

from scenarios.office.world import Office, browser, ok
from scenarios.play import Play
from sharewell_office.people import models as people
from sharewell_office.register import store as register

play, victim, order = Play("ONE-6"), Play("ONE-6b"), Play("ONE-6c")
PERSONAL = {"person_name": "name", "address": "address", "other_occupants": "name", "visit_date": "none"}
PURPOSE = {"purpose.is_law_enforcement": True, "power.kind": "express_power", "data.health_or_care": False}


def begin(scenario):
    world = Office(scenario, **PURPOSE)
    world.at(scenario.steps[0].at)
    world.allowed = scenario.payloads["schema_fields"].split(",")
    asked = scenario.payloads["visit_full"].splitlines()[0].split(",")
    world.asked = [
        (
            name,
            PERSONAL.get(name, "none"),
            "The investigation needs it.",
            "health" if name == "health_notes" else "",
            name not in world.allowed,
        )
        for name in asked
    ]
    world.receive(browser("h2"))
    world.answer(browser("h1"), "S0")
    return world


@play.step(1)
def unsigned_and_too_wide(world, step):
    by = world.now(step)
    world.answer(by, "S1", S1_2="no", S1_3="no")

    return world.stage(by, "S1")


@play.step(2)
def signed_and_narrowed(world, step):
    by = world.now(step)
    world.answer(by, "S1")

    return world.stage(by, "S1")


@play.step(3)
def the_subject_is_no_victim(world, step):
    by = world.now(step)
    page = by.post(world.url("victims"), {"about_a_victim": "no"})

    answered = world.judged(by).request.answers["S1.5"]
    return {**ok(page, "S1"), "result": "not_applicable" if answered == "no" else "block"}


@play.step(4)
def lawfulness(world, step):
    by = world.now(step)
    world.answer(by, "S2", S2_2="pow.05", S2_4="annex2_other")
    world.answer(by, "S3", fields=world.asked)

    world.answer(by, "S4")

    return world.stage(by, "S4")


def _exemption(world, step, prejudice):
    by = world.now(step)
    record = {
        "exemption": "sch2.2",
        "right": "Arts 13, 14 and 15",
        "prejudice": prejudice,
        "until": "2026-07-22",
    }
    world.answer(by, "S5", S5_3=record)
    return world.stage(by, "S5")


@play.step(5)
def an_exemption_without_prejudice(world, step):
    found = _exemption(world, step, "")
    blocked = "EX_NO_PREJUDICE" in found["codes"]  # the exemption is blocked; the disclosure may go on

    return {**found, "result": "block_exemption" if blocked else found["result"]}


@play.step(6)
def the_prejudice_is_written(world, step):
    found = _exemption(world, step, "Telling the suspect would risk the destruction of evidence.")
    stands = not found["codes"]

    return {**found, "flags": ["do_not_notify", "sar_redact"] if stands else []}


@play.step(7)
def the_dpo_advises(world, step):
    by = world.now(step)
    world.stages(browser("h1"), "S6", "S7", "S8", "S9", "S10")

    return ok(world.advise(by, "for", "For it; drop the occupants' health notes."), "S11")


@play.step(8)
def approved_in_part(world, step):
    by = world.now(step)
    submitted = world.submit(browser("h1"))

    answer = world.decide(
        by, "approve_reduced", keep=world.allowed, reasons="The suspect only, and no health notes."
    )

    return ok(answer, "S12", submitted=ok(submitted, "")["codes"])


@play.step(9)
def the_gate_stops_the_whole_record(world, step):
    page = world.bring(world.now(step), world.payloads["visit_full"])

    findings = [one.told for one in page.context["findings"]]
    return {
        "result": "block" if page.context["decision"] == "refuse" else page.context["decision"],
        "stage": "S13",
        "codes": [one["code"] for one in findings],
        "detail": {"fields": [one["field"] for one in findings if one["code"] == "G_FIELD_UNDECLARED"]},
    }


@play.step(10)
def the_gate_lets_the_part_go(world, step):
    world.now(step)

    answer = world.release(world.payloads["visit_reduced"])

    return ok(answer, "S14")


@play.ends
def in_the_end(world):
    request = world.judged(browser("o1")).request
    return {
        "outcome": request.outcome,
        "privacy_notice_sent": told_the_person(world),
        "exemption_review": request.answers["S5.3"]["until"],
        "activity_log_line": world.log_line() is not None,
        "log_events": world.events,
    }


def told_the_person(world):
    """Whether anything went to somebody who is neither of the office nor the recipient's."""
    ours = {*people.User.objects.values_list("username", flat=True)}
    party = register.party(world.party)
    theirs = {party.contact, party.dpo_contact}
    return bool(world.written_to() - ours - theirs)


@play.never(1)
def a_notice_to_the_data_subject(world):
    """Not from the outbox; nor from the page that says who holds his data, were he to ask."""
    page = browser("d1").post(
        reverse("aftercare:who-holds"), {"name": "John Roe", "because": "A subject access request"}
    )
    held = page.context["found"].held
    assert [each.copy.reference for each in held] == [world.released]
    return told_the_person(world) or any(each.may_be_told for each in held)


@play.never(2)
def other_occupants_are_released(world):
    decision = world.judged(browser("o1")).request.decision
    return "other_occupants" in {one.name for one in decision.fields}


@play.never(3)
def the_exemption_as_a_basis(world):
    """The basis it rests on is Article 6(1)(e); an exemption is no choice there."""
    facts = world.judged(browser("o1")).request.case(world.judged(browser("o1")).law).facts
    return facts["basis.art6"] != "e"


@victim.step(1)
def a_victims_request_lacks_its_notice(world, step):
    by = world.now(step)

    by.post(
        world.url("victims"),
        {
            "about_a_victim": "yes",
            "counselling": "yes",
            "carries": ["vir.holder", "vir.line", "vir.necessary"],
        },
    )
    world.answer(by, "S1", skip=("S1.5",))

    return world.stage(by, "S1")


@order.step(1)
def an_order_of_the_crown_court(world, step):
    by = world.now(step)
    world.answer(by, "S1", S1_4="order")
    world.answer(by, "S3", fields=world.asked)
    verified = by.post(
        world.url("annex", "verify_order"),
        {
            "made_by": "Northshire Crown Court", "reference": "T20260001",
            "made_on_day": "20", "made_on_month": "4", "made_on_year": "2026",
            "due_day": "28", "due_month": "4", "due_year": "2026",
            "verified_how": "Rang the court office on the number in our directory.",
            "ordered": ["person_name", "address"],
        },
    )  # fmt: skip
    assert verified.status_code == 302, verified.context["form"].errors
    world.answer(by, "S2", facts={"power.kind": "court_order"}, S2_2="Order T20260001", S2_4="annex2_other")

    world.answer(by, "S4", facts={"basis.art6": "c"}, S4_2="c")

    world.answer(by, "S5", S5_3={
        "exemption": "sch2.5.2", "right": "Arts 13-15", "prejudice": "An order of a court.", "until": "2026-07-22",
    })  # fmt: skip
    facts = world.judged(by).request.case(world.judged(by).law).facts
    return {**world.stage(by, "S4"), "basis.art6": facts["basis.art6"], "exemption": facts["exemption.code"]}
