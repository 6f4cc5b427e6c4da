"""SYS-3: a survey supplier is a processor: a contract, never an agreement; its host abroad still needs the DPO."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from builders.working_days import NONE
from scenarios.core.world import DATA, Core, ok
from scenarios.play import Play
from sharewell.decisions import approval, steps
from sharewell.register.registers import contracts, entry, keeping
from sharewell.register.registers.entry import Entry, EntryAction

play = Play("SYS-3")
SAID = {
    "party": "ORG-0001", "side": contracts.THEY, "data_set": DATA, "service": "Asks victims how they were treated.",
    "people": "Victims who agreed to be asked", "data": "Email address; answers", "subprocessors": "None",
    "transfers": "None", "security": "Encrypted at rest.", "fields": "invite_id, required\nemail, email",
    "special": "no", "part3": "no", "kept_at": "Contract file 14", "starts": "2026-05-07", "ends": "2027-05-06",
}  # fmt: skip


def begin(scenario):
    world = Core(scenario)
    world.receive(world.now(scenario.steps[0]))
    world.contract, world.sent_early = None, False
    return world


@play.step(1)
def begun_as_an_agreement(world, step):
    world.answer("S0", by=world.now(step), S0_4="yes")

    found = world.stage("S0")

    world.take(steps.close(world.request, by=world.now(step), at=step.at, law=world.law, proclaimed=NONE))
    return found


def lacking(world):
    return entry.lacking(contracts.CONTRACTS, world.contract)


def sends(world):
    """Whether the contract lets a file leave as it stands."""
    return contracts.lets_leave(world.contract, on=world.at.date())


def varied(world, by, **said):
    """The contract amended, and put on the record so; nothing leaves under it yet."""
    after = replace(world.contract, answers={**world.contract.answers, **said})
    outcome = world.on_record(keeping.amend(contracts.CONTRACTS, world.contract, after, by=by, at=world.at))
    world.contract = after if outcome.permitted else world.contract
    world.sent_early = world.sent_early or sends(world)
    return outcome


def held(*clauses):
    return dict.fromkeys(clauses, "present") | {f"{each}.where": "Clause 3, page 1" for each in clauses}


@play.step(2)
def the_checklist_of_article_28(world, step):
    by = world.now(step)
    answers = {**SAID, **held(*world.given["contract_clauses"])}
    world.contract = Entry(
        register="processors", reference="PRO-2026-0001", title="Victim satisfaction survey", answers=answers
    )
    world.on_record(keeping.add(contracts.CONTRACTS, world.contract, by=by, at=step.at))
    world.sent_early = sends(world)

    missing = [each.clause.id for each in contracts.checklist(world.contract) if not each.there]
    codes = [one.rule.code for one in lacking(world)]
    return {"result": "block" if missing else "ok", "codes": codes, "detail": {"missing": missing}}


@play.step(3)
def a_clause_is_added_and_a_host_abroad_named(world, step):
    by, country = world.now(step), world.given["sub_processor_hosting_country"]
    varied(
        world, by, **held("pr.d"), subprocessors="The host of the survey",
        transfers=f"{country}: the host of the survey", mechanism="approved_by_regulations",
    )  # fmt: skip

    codes = [one.rule.code for one in lacking(world)]
    return {"result": "block" if codes else "ok", "stage": "S9" if "TR_DPO" in codes else "", "codes": codes}


@play.step(4)
def the_dpo_is_consulted(world, step):
    outcome = varied(
        world, world.now(step),
        dpo_consulted="Listed, with the UK Extension. Answers may show health: told to handle them so.",
    )  # fmt: skip

    cleared = "TR_DPO" not in {one.rule.code for one in lacking(world)}
    return ok(outcome, "S9" if cleared else "", mechanism=world.contract.said("mechanism"))


@play.step(5)
def executed_and_registered(world, step):
    by = world.now(step)
    varied(world, by, signed_ours="O. Marsh, 7 May 2026", signed_theirs="S. Vey, 6 May 2026")

    outcome = world.on_record(
        keeping.take_step(
            contracts.CONTRACTS, world.contract, action=EntryAction.BRING_INTO_FORCE, by=by, at=step.at,
            on=step.at.date(), review_on=date(2027, 4, 30),
        )
    )  # fmt: skip
    world.contract = keeping.apply(world.contract, outcome.events[0])

    state = "contract_active" if "contract.activated" in world.events else world.contract.status.value
    listed = {"processors": "processor"}[world.contract.register]
    return ok(outcome, "", state=state, register=listed)


@play.step(6)
def the_contact_list_goes_through_the_gate(world, step):
    world.now(step)
    given = contracts.authority(world.contract, name=str(world.given["recipient"]["name"]), on=step.at.date())

    collected = world.release("contact_list", given)

    passed = world.gate("contact_list", given.terms).passes
    released = collected.permitted and "release.delivered" in world.events
    result = "released" if released else "block"
    return {"result": result, "stage": "S13", "gate": "pass" if passed else "refuse"}


@play.ends
def in_the_end(world):
    return {
        "outcome": world.request.outcome,
        "state": "contract_active" if sends(world) else world.contract.status.value,
        "log_events": world.events,
    }


@play.never(1)
def an_agreement_on_record(world):
    return bool(world.request.agreement) or any(kind.startswith("isa.") for kind in world.events)


@play.never(2)
def personal_data_sent_before_the_contract(world):
    sent, active = world.events.index("release.delivered"), world.events.index("contract.activated")
    return world.sent_early or sent < active or approval.authority(world.request) is not None
