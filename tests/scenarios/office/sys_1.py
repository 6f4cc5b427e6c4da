"""SYS-1: complaint reviews with the police, weekly and both ways: an agreement from its draft to its renewal."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from builders import office_agreement as agreements
from builders.office_drafts import save
from scenarios.play import Play
from sharewell.register.agreement import AgreementAction as Step
from sharewell_office.adapters.jobs import run_due
from sharewell_office.ledger import models as ledger
from sharewell_office.register import models
from sharewell_office.register.jobs import JOBS

from .world import RECIPIENT, Office, browser, ok, refused

play = Play("SYS-1")
DATA_SET, TITLE = "complaints", "Complaint reviews, every week"


def begin(scenario):
    world = Office(scenario)
    world.blocked, world.delivered, world.while_not_active = 0, 0, 0
    return world


def row(world):
    return models.Agreement.objects.get(reference=world.reference)


def fields(given):
    """The schedule as the scenario has it, typed into the draft's list."""
    required, kinds = given["schema"]["required"], {"received_date": "date"}
    return [
        {
            "name": name,
            "type": kinds.get(name, "string"),
            "why": "To review the complaint.",
            **({"required": "on"} if name in required else {}),
            **({"codes": "A\nB\nC"} if name == "outcome_code" else {}),
            **({"personal": "name"} if name == "complainant_surname" else {}),
        }
        for name in given["schema"]["fields"]
    ]


@play.step(1)
def drafted_from_our_template(world, step):
    by = world.now(step)
    world.reference = agreements.drafted(by, title=TITLE)
    answer = agreements.written(
        by, world.reference, party=RECIPIENT, data_set=DATA_SET, title=TITLE, fields=fields(world.given),
        starts=date(2026, 3, 2), ends=date(2028, 3, 2), direction="both", dpia="Carried out",
    )  # fmt: skip
    return ok(answer, "A6", state=row(world).status)


@play.step(2)
def screened_with_no_criterion(world, step):
    by = world.now(step)
    answers = {"dpia": "Carried out", "assurance": "Seen, and registered.", "triggers": ["none"]}
    save(by, world.reference, "checks", answers)

    page = by.get(reverse("register:agreement", args=[world.reference]))
    return {"result": page.context["agreement"].particulars.screening.result, "stage": "A5"}


@play.step(3)
def the_impact_assessment_is_signed(world, step):
    by = world.now(step)
    world.dpia = agreements.assessed(browser("h1"), world.reference, due=date(2026, 3, 4))
    agreements.advised_on(browser("d1"), world.dpia)

    return ok(agreements.assessment_signed(by, world.dpia), "A5")


@play.step(4)
def not_before_the_dpo_has_reviewed_it(world, step):
    return signed(world, step, "A10")


def signed(world, step, stage):
    answer = agreements.step(world.now(step), world.reference, Step.SIGN)
    return ok(answer, stage)


@play.step(5)
def the_dpo_is_for_it(world, step):
    answer = agreements.step(world.now(step), world.reference, Step.REVIEW)

    reviewed = row(world).review and not row(world).signature
    return ok(answer, "A9", state="dpo_review_done" if reviewed else row(world).status)


@play.step(6)
def the_owner_of_other_data(world, step):
    return signed(world, step, "A10")


@play.step(7)
def not_before_it_is_decided_what_people_are_told(world, step):
    found = signed(world, step, "A7")
    world.signed_too_soon = bool(row(world).signature) or row(world).status == "active"
    return found


@play.step(8)
def both_sign(world, step):
    by = world.now(step)
    agreements.step(
        by,
        world.reference,
        Step.DECIDE_NOTICE,
        choice="current_suffices",
        reason="The notice names the police.",
    )
    agreements.step(by, world.reference, Step.SIGN)
    after_one = row(world).status
    answer = agreements.countersigned(browser("h1"), world.reference, RECIPIENT)
    agreements.measure_in_place(browser("h2"), world.dpia)

    world.active_after_one = after_one == "active"
    return ok(
        answer, "A11", state=row(world).status, iar_link="iar.linked" in world.events,
        ropa_link="ropa.linked" in world.events, next_review_on_or_before=row(world).review_on,
    )  # fmt: skip


def brought(world, step, payload):
    """A file under the agreement: what the gate says of it, and whether it went."""
    by, world.released = world.now(step), ""
    page = world.bring(by, world.payloads[payload])
    report = page.context["row"].report
    blocking = [each for each in report["findings"] if each["severity"] == "block"]
    if blocking:
        world.blocked += 1
        return {
            "result": "block", "stage": "S13", "codes": [each["code"] for each in blocking],
            "detail": {"fields": [each["field"] for each in blocking if each["field"]],
                       "field": blocking[0]["field"], "row": blocking[0]["rows"][:1] and blocking[0]["rows"][0]},
        }  # fmt: skip
    alone = not world.needs_a_second_person()
    collected = world.let_go()
    assert collected.status_code == 200, refused(collected)
    world.delivered += 1
    world.while_not_active += row(world).status != "active"
    return {
        "result": "released",
        "stage": "S13",
        "gate": report["decision"],
        "human_approval_needed": not alone,
    }


@play.step(9)
def the_first_week(world, step):
    return brought(world, step, "week_1")


@play.step(10)
def a_column_nobody_agreed_to(world, step):
    found = brought(world, step, "week_2_extra_column")
    return found | {
        "detail": {"fields": ["complainant_dob"] if "complainant_dob" in found["detail"]["fields"] else []}
    }


@play.step(11)
def the_second_week_mended(world, step):
    return brought(world, step, "week_2_fixed")


@play.step(12)
def a_code_that_is_none(world, step):
    return brought(world, step, "week_3_bad_code")


@play.step(13)
def nobody_reviewed_it(world, step):
    by = world.now(step)
    run_due(step.at, jobs=JOBS)
    world.released = ""
    answer = by.post(reverse("release:new"), {"authority": world.reference, "file": world.upload("week_1")})

    page = by.get(reverse("register:agreement", args=[world.reference]))
    world.blocked += answer.status_code != 302
    offered = world.may_be_released()
    codes = [one.rule.code for one in page.context["standing"]]
    return {
        "result": "block" if answer.status_code != 302 else "released", "stage": "A13",
        "codes": [*codes, *([] if offered else ["G_AUTHORITY"])], "state": row(world).status,
    }  # fmt: skip


@play.step(14)
def renewed(world, step):
    by, drafts = world.now(step), browser("h1")
    agreements.step(by, world.reference, Step.COMPLETE_REVIEW, reason="Still needed, still right.",
                    **agreements.day("review_on", step.at.date() + timedelta(days=360)))  # fmt: skip
    new = drafts.post(reverse("register:vary", args=[world.reference])).url.strip("/").split("/")[1]
    agreements.written(
        drafts, new, party=RECIPIENT, data_set=DATA_SET, title=TITLE, fields=fields(world.given),
        starts=date(2027, 4, 5), ends=date(2028, 4, 5), direction="both", dpia="Carried out",
    )  # fmt: skip
    agreements.step(browser("d1"), new, Step.REVIEW)
    agreements.step(by, new, Step.DECIDE_NOTICE, choice="current_suffices", reason="Nothing changed in it.")
    agreements.step(by, new, Step.SIGN)
    answer = agreements.countersigned(drafts, new, RECIPIENT)

    world.reference = new
    assert row(world).ends == date(2028, 4, 5)
    return ok(answer, "A13", state=row(world).status)


@play.ends
def in_the_end(world):
    return {
        "state": row(world).status, "releases": world.delivered, "blocked_attempts": world.blocked,
        "log_events": list(ledger.Leaf.objects.values_list("kind", flat=True)),
    }  # fmt: skip


@play.never(1)
def a_release_while_it_was_not_active(world):
    return world.while_not_active > 0


@play.never(2)
def in_force_without_both_signatures(world):
    return world.signed_too_soon or world.active_after_one
