"""ONE-4, abroad: Ireland is approved, India needs safeguards, an agency in the United States is not listed."""

from __future__ import annotations

from dataclasses import replace

from scenarios.core.world import ACTORS, Core, ok
from scenarios.play import Play
from sharewell.decisions import deciding
from sharewell.decisions.approval import authority
from sharewell.decisions.lifecycle import Action, options
from sharewell.decisions.request import AdviceKind, ProposedField, Status

play = Play("ONE-4")

PUBLIC = {"a": False, "b": False, "c": True}
FIELDS = (ProposedField(name="full_name", why="to address them", personal="name"),)


class Abroad:
    """Three requests, each drafted as far as S8 before the scenario begins."""

    def __init__(self, scenario):
        self.cases = {letter: self._one(letter, scenario) for letter in scenario.given["cases"]}

    def _one(self, letter, scenario):
        country = scenario.given["cases"][letter]["recipient.country"]
        world = Core(
            scenario, **{"recipient.country": country, "recipient.is_public_authority": PUBLIC[letter]}
        )
        world.fields = FIELDS
        world.facts["power.kind"] = "express_power"
        by = ACTORS["h1"]
        world.receive(by)
        for number in range(9):
            world.answer(f"S{number}", by=by)
        world.answer("S10", by=by)
        return world

    def judged(self, letter, step, mechanism, **more):
        world = self.cases[letter]
        by = world.now(step)
        test = {"S9_3": "na", **more}
        world.answer("S9", by=by, facts=test.pop("facts", None), S9_1="yes", S9_2=mechanism, **test)
        world.events.append("transfer.assessed")
        return world.stage("S9")


begin = Abroad


@play.step(1)
def ireland_without_the_dpo(world, step):
    return world.judged("a", step, "approved_by_regulations")


@play.step(2)
def the_dpo_is_consulted_on_ireland(world, step):
    case = world.cases["a"]

    case.advise(AdviceKind.FOR, by=case.now(step))

    case.events.append("transfer.dpo_consulted")
    return case.stage("S9")


@play.step(3)
def ireland_is_approved(world, step):
    case = world.cases["a"]
    by = case.now(step)
    submitted = case.move(Action.SUBMIT, by=ACTORS["h1"])

    outcome = case.decide(Action.APPROVE, by=by)
    case.payloads = {"asked": "full_name\nAnn Lee\n"}

    collected = case.release("asked")

    return {**ok(collected, "S14"), "codes": [*submitted.refusals, *outcome.refusals, *collected.refusals]}


@play.step(4)
def india_without_a_mechanism(world, step):
    return world.judged("b", step, "none")


@play.step(5)
def india_by_explicit_consent(world, step):
    return world.judged("b", step, "derogation", facts={"transfer.derogation": "tm.49a"})


@play.step(6)
def the_dpo_advises_on_india(world, step):
    case = world.cases["b"]

    outcome = case.advise(
        AdviceKind.AGAINST,
        by=case.now(step),
        text="An IDTA with the test, or give the family the charity's number.",
    )

    return ok(outcome, "S11")


@play.step(7)
def india_is_refused(world, step):
    case = world.cases["b"]

    return ok(case.decide(Action.REFUSE, by=case.now(step)), "S12")


@play.step(8)
def an_agency_in_the_united_states(world, step):
    return world.judged("c", step, "approved_by_regulations")


@play.ends
def in_the_end(world):
    open_blocked = (
        world.cases["c"].assessment().outcome == "blocked" and not world.cases["c"].request.status.final
    )
    return {
        "outcomes": {
            "a": world.cases["a"].request.outcome,
            "b": world.cases["b"].request.outcome,
            "c": "open_blocked" if open_blocked else world.cases["c"].request.outcome,
        },
        "log_events": [event for case in world.cases.values() for event in case.events],
    }


@play.never(1)
def delivery_before_the_dpo_was_consulted(world):
    """Ireland again, with the advice taken away: nothing in the core lets it be approved."""
    case = world.cases["a"]
    unadvised = replace(case.request, advice=(), status=Status.SUBMITTED, decision=None)
    tried = deciding.take_decision(
        unadvised, action=Action.APPROVE, reasons="…", by=ACTORS["o1"], at=case.at, law=case.law
    )
    return tried.outcome.permitted or authority(tried.request) is not None


@play.never(2)
def a_derogation_that_is_closed_to_a_public_authority(world):
    case = world.cases["b"]
    for derogation in ("tm.49a", "tm.49bc", "tm.49h"):
        facts = {**case.request.facts, "transfer.derogation": derogation}
        request = replace(case.request, facts=facts, status=Status.SUBMITTED)
        found = options(request, by=ACTORS["c1"], at=case.at, law=case.law)
        if next(one for one in found if one.action is Action.APPROVE).open:
            return True
    return False
