"""ONE-5: a recipient with a past breach and an overdue certificate: cleared, considered, and let go on conditions."""

from __future__ import annotations

from datetime import date

from scenarios.office.world import RECIPIENT, Office, browser, ok
from scenarios.play import Play
from sharewell.register.card import Duty, DutyKind, Incident, Severity
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.register import store as register

play = Play("ONE-5")
CONDITIONS = "method=platform\nretention_months=3\ncertificate_level=3"


def begin(scenario):
    """The party's card as after-care has written it, and a request answered but for S8."""
    world = Office(scenario, **{"power.kind": "express_power"})
    world.at(scenario.steps[0].at)
    for one in scenario.given["history"]:
        register.save_incident(
            Incident(
                reference=one["incident"], party=RECIPIENT, severity=Severity(one["severity"]),
                opened=date(2025, 11, 1), closed=date.fromisoformat(one["closed"]), about=one["root_cause"],
            )
        )  # fmt: skip
    world.owed = [
        Duty(
            reference=f"DUTY-{one['release']}", party=RECIPIENT, kind=DutyKind.CERTIFICATE,
            due=date.fromisoformat(str(one["due"])), about=one["release"],
        )
        for one in scenario.given["outstanding"]
    ]  # fmt: skip
    for duty in world.owed:
        register.save_duty(duty)
    world.asked = [
        (name, "none" if name in ("ref", "fire_risk_code") else name, "The visit needs it.")
        for name in scenario.payloads["tenants_12"].splitlines()[0].split(",")
    ]
    world.receive(browser("h2"))
    for stage in ("S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S9", "S10"):
        world.answer(browser("h1"), stage, fields=world.asked, S2_2="pow.13")
    return world


def _recipient(world, by, considered):
    world.answer(by, "S8", S8_3=considered)
    return world.stage(by, "S8")


@play.step(1)
def recipient_assurance(world, step):
    return _recipient(world, world.now(step), "none")


@play.step(2)
def the_certificate_comes(world, step):
    """After-care puts it on the card; from then on nothing is owed."""
    world.at(step.at)
    for duty in world.owed:
        register.save_duty(Duty(**{**_plain(duty), "done_on": step.at.date()}))

    found = world.stage(browser("h1"), "S8")

    cleared = [code for code in ("RC_OUTSTANDING_DUTY",) if code not in found["codes"]]
    return {"result": "ok", "stage": "S8", "cleared": cleared}


def _plain(duty):
    return {name: getattr(duty, name) for name in ("reference", "party", "kind", "due", "about")}


@play.step(3)
def a_blank_consideration(world, step):
    return _recipient(world, world.now(step), "none")


@play.step(4)
def the_dpo_advises(world, step):
    by = world.now(step)
    mandatory = "DPO_ADVICE_MISSING" in [one.code for one in world.judged(by).assessment.blocking]

    answer = world.advise(by, "for_with_conditions", "By the platform only, and a certificate of level 3.")

    return ok(answer, "S11") if mandatory else {"result": "advice was not mandatory", "stage": "S11"}


@play.step(5)
def approved_with_conditions(world, step):
    by = world.now(step)
    world.unconsidered = world.decide(by, "approve", keep=world.names, reasons="…").status_code == 302
    world.answer(browser("h1"), "S8", S8_3="considered")
    submitted = world.submit(browser("h1"))

    answer = world.decide(
        by,
        "approve_with_conditions",
        keep=world.names,
        conditions=CONDITIONS,
        reasons="Twelve homes, fire risk.",
    )

    return ok(answer, "S12", extra_controls_min=min(1, len(CONDITIONS.splitlines())), submitted=submitted)


@play.step(6)
def the_gate_and_the_terms(world, step):
    world.now(step)

    answer = world.release(world.payloads["tenants_12"])

    return ok(answer, "S14", terms_accept_before_open=world.refused_without_terms)


# What was owed lies on the card from before: no release of ours that a certificate of theirs could be about.
play.elsewhere("an earlier release", events=("duty.cleared",))


@play.ends
def in_the_end(world):
    request = world.judged(browser("o1")).request
    return {
        "outcome": request.outcome,
        "conditions": request.decision.conditions.splitlines(),
        "certificate_due": copies.row(world.released).certificate_due,
        "log_events": world.events,
    }


@play.never(1)
def approval_without_a_consideration(world):
    return world.unconsidered


@play.never(2)
def plain_email_as_method(world):
    return world.judged(browser("o1")).request.answers["S10.1"] == "tm.email_plain"
