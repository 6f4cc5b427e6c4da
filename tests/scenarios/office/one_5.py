"""ONE-5: a recipient with a past breach and an overdue certificate: cleared, considered, and let go on conditions."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from builders.working_days import NONE
from scenarios.office.world import RECIPIENT, Office, browser, ok
from scenarios.play import Play
from sharewell.aftercare import retention
from sharewell.register.card import Incident, Severity
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.aftercare.retention.services import owe
from sharewell_office.people import models as people
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
    for one in scenario.given["outstanding"]:
        _holds(one["release"], certificate_due=date.fromisoformat(str(one["due"])))
    people.User.objects.filter(username="r1").update(party_reference=RECIPIENT)
    world.asked = [
        (name, "none" if name in ("ref", "fire_risk_code") else name, "The visit needs it.")
        for name in scenario.payloads["tenants_12"].splitlines()[0].split(",")
    ]
    world.receive(browser("h2"))
    for stage in ("S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S9", "S10"):
        world.answer(browser("h1"), stage, fields=world.asked, S2_2="pow.13")
    return world


def _holds(release, *, certificate_due):
    """The recipient holds a copy from before, and owes a certificate of level 3 that it is destroyed."""
    copy = retention.Copy(
        reference=release, party=RECIPIENT, inbound=False, state=retention.State.HELD,
        received_on=date(2025, 3, 18), destroy_by=date(2026, 3, 18), least_level=3,
    )  # fmt: skip
    assert retention.certificate_due(copy.destroy_by, NONE) == certificate_due
    copies.add(copy, party_name="Harbour Housing", title="Homes at risk", handled_by="h1")
    owe(release, RECIPIENT, due=certificate_due)


def _recipient(world, by, considered):
    world.answer(by, "S8", S8_3=considered)
    return world.stage(by, "S8")


@play.step(1)
def recipient_assurance(world, step):
    return _recipient(world, world.now(step), "none")


GONE = {
    "copies": "One folder and its backup.", "method": "purge", "standard": "NIST SP 800-88",
    "destroyed_on_day": "18", "destroyed_on_month": "5", "destroyed_on_year": "2026",
    "name": "Rhea Castell", "post": "Desk officer", "evidence": "Log 7", "signed": "on",
}  # fmt: skip


@play.step(2)
def the_certificate_comes(world, step):
    """By the portal, from the recipient's own person; from then on nothing is owed."""
    by, release = world.now(step), world.given["outstanding"][0]["release"]

    answer = by.post(reverse("desk:received-certify", args=[release]), GONE)

    found = world.stage(browser("h1"), "S8")
    cleared = [code for code in ("RC_OUTSTANDING_DUTY",) if code not in found["codes"]]
    return ok(answer, "S8", cleared=cleared)


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
