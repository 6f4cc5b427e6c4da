"""ONE-4, abroad: Ireland is approved, India needs safeguards, an agency in the United States is not listed."""

from __future__ import annotations

from scenarios.office.world import Office, browser, ok
from scenarios.play import Play

play = Play("ONE-4")

PUBLIC = {"a": False, "b": False, "c": True}
FIELDS = [("full_name", "name", "To address them.")]


class Abroad:
    """Three requests, each drafted as far as S8 before the scenario begins."""

    def __init__(self, scenario):
        first = Office(scenario)
        first.at(scenario.steps[0].at)
        self.cases = {letter: self._one(letter, first) for letter in scenario.given["cases"]}

    def _one(self, letter, first):
        given = first.given["cases"][letter]
        world = first.beside(
            f"ORG-090{ord(letter) - ord('a') + 1}",
            name=given["recipient"],
            **{
                "recipient.country": given["recipient.country"],
                "recipient.is_public_authority": PUBLIC[letter],
                "power.kind": "express_power",
            },
        )
        by = browser("h1")
        world.receive(browser("h2"))
        for number in range(9):
            world.answer(by, f"S{number}", fields=FIELDS)
        world.answer(by, "S10")
        return world

    def judged(self, letter, step, mechanism, facts=None):
        world = self.cases[letter]
        by = world.now(step)
        world.answer(by, "S9", facts=facts, S9_1="yes", S9_2=mechanism, S9_3="na")
        return world.stage(by, "S9")


begin = Abroad


@play.step(1)
def ireland_without_the_dpo(world, step):
    return world.judged("a", step, "approved_by_regulations")


@play.step(2)
def the_dpo_is_consulted_on_ireland(world, step):
    case = world.cases["a"]
    by = case.now(step)

    case.advise(by, "for", "Approved by regulations; nothing against it.")

    return case.stage(by, "S9")


@play.step(3)
def ireland_is_approved_and_delivered(world, step):
    case = world.cases["a"]
    by = case.now(step)
    submitted = case.submit(browser("h1"))
    decided = case.decide(by, "approve", keep=["full_name"], reasons="The family asked for it.")

    collected = case.release("full_name\nAnn Lee\n")

    return ok(collected, "S14", codes=[*_no(submitted), *_no(decided)])


def _no(answer):
    return ok(answer, "")["codes"]


@play.step(4)
def india_without_a_mechanism(world, step):
    return world.judged("b", step, "none")


@play.step(5)
def india_by_explicit_consent(world, step):
    return world.judged("b", step, "derogation", facts={"transfer.derogation": "tm.49a"})


@play.step(6)
def the_dpo_advises_on_india(world, step):
    case = world.cases["b"]

    answer = case.advise(
        case.now(step), "against", "An IDTA with the test, or give the family the charity's number."
    )

    return ok(answer, "S11")


@play.step(7)
def india_is_refused(world, step):
    case = world.cases["b"]

    answer = case.decide(case.now(step), "refuse", reasons="The family has the charity's number instead.")

    return ok(answer, "S12")


@play.step(8)
def an_agency_in_the_united_states(world, step):
    return world.judged("c", step, "approved_by_regulations")


@play.ends
def in_the_end(world):
    seen = {letter: case.judged(browser("a1")) for letter, case in world.cases.items()}
    open_blocked = seen["c"].assessment.outcome == "blocked" and not seen["c"].request.status.final
    return {
        "outcomes": {
            "a": seen["a"].request.outcome,
            "b": seen["b"].request.outcome,
            "c": "open_blocked" if open_blocked else seen["c"].request.outcome,
        },
        "log_events": world.cases["a"].events,
    }


@play.never(1)
def delivery_before_the_dpo_was_consulted(world):
    events = world.cases["a"].events
    return events.index("transfer.dpo_consulted") > events.index("release.delivered")


@play.never(2)
def a_derogation_that_is_closed_to_a_public_authority(world):
    case = world.cases["b"]
    return case.judged(browser("c1")).assessment.of_stage("S9").result == "pass"
