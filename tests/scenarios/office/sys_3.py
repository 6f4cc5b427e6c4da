"""SYS-3: a survey supplier is a processor: a contract, never an agreement; its host abroad is put to the DPO."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from builders.office_agreement import day
from scenarios.office.world import DATA, RECIPIENT, Office, browser, ok, refused
from scenarios.play import Play
from sharewell_office.register import models
from sharewell_office.register import store as register
from sharewell_office.register.store import registers as kept

play = Play("SYS-3")
CONTRACT = {
    "title": "Victim satisfaction survey", "party": RECIPIENT, "side": "they_for_us", "data_set": DATA,
    "service": "Asks victims how they were treated, once, and counts the answers.",
    "people": "Victims who agreed to be asked", "data": "Email address; answers", "subprocessors": "None",
    "transfers": "None", "security": "Encrypted at rest.", "fields": "invite_id, required\nemail, email",
    "special": "no", "part3": "no", "kept_at": "Contract file 14",
    **day("starts", date(2026, 5, 7)), **day("ends", date(2027, 5, 6)),
}  # fmt: skip


def begin(scenario):
    world = Office(scenario)
    world.contract, world.sent_early = "", False
    world.receive(world.now(scenario.steps[0]))
    return world


def page(world, by):
    return by.get(reverse("register:entry", args=["processors", world.contract]))


def lacking(answer):
    return [one.rule.code for one in answer.context["lacking"]]


def varied(world, by, **said):
    """The contract's entry saved with something changed, as its form sends it."""
    row = kept.row("processors", world.contract)
    answers = {key: value for key, value in row.answers.items() if key not in ("starts", "ends")}
    days = {key: value for key, value in CONTRACT.items() if key.startswith(("starts", "ends"))}
    answer = by.post(
        reverse("register:entry-edit", args=["processors", world.contract]),
        {"title": row.title, **answers, **days, "version": row.version, **said},
    )
    assert answer.status_code == 302, refused(answer) or answer.context["form"].errors
    return answer


@play.step(1)
def begun_as_an_agreement(world, step):
    by = world.now(step)
    world.answer(by, "S0", S0_4="yes")
    found = world.stage(by, "S0")
    world.outcome = ok(by.post(world.url("annex", "close"), {}), "")["result"]
    return found


@play.step(2)
def the_checklist_of_article_28(world, step):
    by, held = world.now(step), world.given["contract_clauses"]
    clauses = dict.fromkeys(held, "present") | {f"{each}.where": "Clause 3, page 1" for each in held}
    answer = by.post(reverse("register:entry-new", args=["processors"]), {**CONTRACT, **clauses})
    world.contract = answer.url.strip("/").split("/")[-1]

    shown = page(world, by)
    missing = [each.clause.id for each in shown.context["checklist"] if not each.there]
    too_soon = may_be_brought_under(world)
    world.sent_early = world.sent_early or too_soon
    return {"result": "block" if missing else "ok", "codes": lacking(shown), "detail": {"missing": missing}}


def may_be_brought_under(world):
    form = browser("h1").get(reverse("release:new")).context["form"]
    return world.contract in dict(form.fields["authority"].choices)


@play.step(3)
def a_clause_is_added_and_a_host_abroad_named(world, step):
    by = world.now(step)
    country = world.given["sub_processor_hosting_country"]
    varied(
        world, by, **{"pr.d": "present", "pr.d.where": "Clause 9, page 3"},
        subprocessors="The host of the survey", transfers=f"{country}: the host of the survey",
        mechanism="approved_by_regulations",
    )  # fmt: skip

    codes = lacking(page(world, by))
    return {"result": "block" if codes else "ok", "stage": "S9" if "TR_DPO" in codes else "", "codes": codes}


@play.step(4)
def the_dpo_is_consulted(world, step):
    by = world.now(step)
    answer = varied(
        world, by,
        dpo_consulted="Listed, with the UK Extension. Answers may show health: told to handle them so.",
    )  # fmt: skip

    entry = kept.entry("processors", world.contract)
    cleared = "TR_DPO" not in lacking(page(world, by))
    return ok(answer, "S9" if cleared else "", mechanism=entry.said("mechanism"))


@play.step(5)
def executed_and_registered(world, step):
    by = world.now(step)
    world.sent_early = world.sent_early or may_be_brought_under(world)
    varied(world, by, signed_ours="O. Marsh, owner, 7 May 2026", signed_theirs="S. Vey, director, 6 May 2026")
    answer = by.post(
        reverse("register:entry-step", args=["processors", world.contract, "brought_into_force"]),
        day("review_on", date(2027, 4, 30)),
    )

    assert (
        browser("h1").get(reverse("register:contract", args=[world.contract, "pdf"])).content[:4] == b"%PDF"
    )
    entry = kept.entry("processors", world.contract)
    active = entry.status.value == "in_force" and "contract.activated" in world.events
    listed = {"processors": "processor"}[entry.register]
    return ok(answer, "", state="contract_active" if active else entry.status.value, register=listed)


@play.step(6)
def the_contact_list_goes_through_the_gate(world, step):
    by, world.reference = world.now(step), world.contract
    report = world.bring(by, world.payloads["contact_list"]).context["row"].report
    collected = world.let_go()

    released = collected.status_code == 200 and "release.delivered" in world.events
    return {"result": "released" if released else "block", "stage": "S13", "gate": report["decision"]}


@play.ends
def in_the_end(world):
    diverted = world.outcome == "ok" and "case.diverted" in world.events
    return {
        "outcome": "DIVERTED" if diverted else "",
        "state": "contract_active" if may_be_brought_under(world) else "",
        "log_events": world.events,
    }


@play.never(1)
def an_agreement_on_record(world):
    return (
        register.rows().filter(recipient__reference=RECIPIENT).exists()
        or models.Agreement.objects.filter(title=CONTRACT["title"]).exists()
    )


@play.never(2)
def personal_data_sent_before_the_contract(world):
    return world.sent_early
