"""ONE-2: somebody is told over the telephone, at once; the record, the review and the terms follow."""

from __future__ import annotations

from dataclasses import replace

from builders.working_days import NONE
from scenarios.core.world import ACTORS, DATA, ok
from scenarios.play import Play
from sharewell.decisions.assessment import Verdict, assess
from sharewell.decisions.case import parse_case
from sharewell.decisions.emergency import steps
from sharewell.decisions.emergency.clocks import alarms, clocks, was_late
from sharewell.decisions.emergency.record import Disclosure, Emergency, Review
from sharewell.decisions.request import AdviceKind
from sharewell.policy.law import law_on

play, late = Play("ONE-2"), Play("ONE-2b")


class Ringing:
    """An emergency on its way through the core."""

    def __init__(self, scenario):
        self.given = scenario.given
        self.events = []
        self.refused_before_telling = []
        self.emergency = Emergency(
            reference="EM-2026-0001",
            opened=scenario.steps[0].at,
            opened_by="h1",
            danger="A caller threatens self-harm; a child is in the house.",
            recipient_name=scenario.given["recipient"]["name"],
            data_set=DATA,
            owners=frozenset({"o1"}),
        )

    def on_record(self, outcome):
        self.events += [event.kind for event in outcome.events]
        return outcome

    def take(self, step):
        self.emergency = step.emergency
        return self.on_record(step.outcome)

    def tell(self, at):
        said = Disclosure(
            at=at,
            by="h1",
            to_whom="the control room",
            identity="rang back on the published number",
            told=tuple(self.given["oral_content"]),
            terms_said=True,
        )
        return self.take(steps.disclose(self.emergency, said, by=ACTORS["h1"], at=at, proclaimed=NONE))

    def facts(self):
        law, also = law_on(self.emergency.opened.date()), self.given["also_considered"]
        stated = {**self.given, **self.given["controller"], **self.given["recipient"]}
        stated |= {"basis.art9": also["art9"], "basis.sch1": also["sch1"], "recipient.country": "GB"}
        return parse_case({"facts": {name: stated[name] for name in stated if name in law.fact}}, law).facts


begin = Ringing


@play.step(1)
def open_it(world, step):
    outcome = world.on_record(steps.open_emergency(world.emergency, by=ACTORS[step.actor], at=step.at))

    world.refused_before_telling += outcome.refusals
    return ok(outcome, "E1", state=world.emergency.status.value)


@play.step(2)
def tell(world, step):
    outcome = world.tell(step.at)
    world.refused_before_telling += outcome.refusals

    world.emergency = replace(world.emergency, facts={"recipient.country": "GB"})
    deferred = steps.stages_deferred(world.emergency, step.at, law_on(step.at.date()))
    return ok(outcome, "E2", state=world.emergency.status.outcome, stages_deferred=deferred)


@play.step(3)
def set_clocks(world, step):
    due = clocks(world.emergency.disclosed, proclaimed=NONE)

    return {
        "result": "ok",
        "stage": "E4",
        "record_due": f"{due.record_due:%Y-%m-%dT%H:%M}",
        "alert_at": f"{due.alert_at:%Y-%m-%dT%H:%M}",
        "review_due": due.review_due,
    }


@play.step(4)
def complete_the_record(world, step):
    taken = steps.complete(
        world.emergency,
        why_urgent="The caller had said goodbye.",
        withheld=tuple(world.given["withheld"]),
        facts=world.facts(),
        answers={},
        by=ACTORS[step.actor],
        at=step.at,
        law=law_on(step.at.date()),
    )

    outcome = world.take(taken)

    codes = [flag.rule.code for flag in outcome.flags]
    return {**ok(outcome, "E4", late=was_late(world.emergency)), "codes": codes}


@play.step(5)
def the_dpo_is_informed(world, step):
    taken = steps.advise(
        world.emergency,
        kind=AdviceKind.FOR,
        text="Rightly told; the policy document is to be written.",
        by=ACTORS[step.actor],
        at=step.at,
    )

    return ok(world.take(taken), "E5")


@play.step(6)
def the_discloser_tries_to_review(world, step):
    return ok(world.take(_reviewed(world, step)), "E5")


@play.step(7)
def the_owner_reviews(world, step):
    outcome = world.take(_reviewed(world, step))

    return ok(outcome, "E5", state=world.emergency.status.outcome)


def _reviewed(world, step):
    words = "Justified. Tell the caller when it is safe."
    return steps.review(
        world.emergency,
        says=Review.JUSTIFIED,
        words=words,
        by=ACTORS[step.actor],
        at=step.at,
        proclaimed=NONE,
    )


@play.step(8)
def the_terms_follow(world, step):
    outcome = world.take(steps.send_terms(world.emergency, version="ST-1", by=ACTORS[step.actor], at=step.at))

    return ok(outcome, "E6", terms="current" if outcome.permitted else None)


@play.ends
def in_the_end(world):
    return {
        "outcome": world.emergency.status.outcome,
        "finding": world.emergency.findings,
        "sampled": "always" if world.emergency.always_sampled else "by chance",
        "activity_log_line": world.emergency.disclosed is not None,
        "log_events": world.events,
    }


@play.never(1)
def any_block_before_the_telling(world):
    said = assess(
        world.emergency.case(), law=law_on(world.emergency.opened.date()), on=world.emergency.opened.date()
    )
    return bool(world.refused_before_telling) or said.outcome is not Verdict.EMERGENCY


@play.never(2)
def loss_of_the_oral_disclosure(world):
    return world.emergency.disclosure is None or "disclosure.oral" not in world.events


@late.step(1)
def nobody_records_it(world, step):
    told = step.at.replace(hour=16, minute=46)
    world.tell(told)
    a_second_late = clocks(told, proclaimed=NONE).record_due.replace(second=1)

    ringing = next(iter(alarms(world.emergency, a_second_late, proclaimed=NONE)))

    dpo = {"d1" for post in ringing.posts if ACTORS["d1"].has(post)}
    return {
        "codes": [ringing.code],
        "escalate_to": (ringing.people - {"h1"}) | dpo,  # h1 is reminded, and nothing is escalated to them
        "case_stays_open": not world.emergency.status.final,
    }
