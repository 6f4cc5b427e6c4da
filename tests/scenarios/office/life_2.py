"""LIFE-2: a recipient reports a potential incident, and it is weighed when they ask again."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from scenarios.play import Play
from sharewell.aftercare import retention
from sharewell_office.adapters import clock
from sharewell_office.aftercare.models import Incident, Question
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.people import models as people

from .world import RECIPIENT, Office, browser, ok

play = Play("LIFE-2")


def begin(scenario):
    """The recipient holds REL-101, and its own person may sign in."""
    world = Office(scenario)
    people.User.objects.filter(username="r1").update(party_reference=RECIPIENT)
    today = scenario.steps[0].at.date()
    copy = retention.Copy(
        reference="REL-101",
        party=RECIPIENT,
        inbound=False,
        state=retention.State.HELD,
        received_on=today - timedelta(days=100),
        destroy_by=today + timedelta(days=300),
    )
    copies.add(copy, party_name="The recipient", title="a file", handled_by="h1")
    world.silent = None
    return world


def incident() -> Incident:
    return Incident.objects.get()


def step_of(world, step, name, data):
    by = world.now(step)
    return by.post(reverse("aftercare:incident-step", args=[incident().reference, name]), data)


def day(name, moment):
    return {f"{name}_day": moment.day, f"{name}_month": moment.month, f"{name}_year": moment.year}


@play.step(1)
def report_through_the_portal(world, step):
    by = world.now(step)
    lost = step.at.replace(hour=19, minute=0) - timedelta(days=1)
    answer = by.post(
        reverse("desk:received-tell"),
        {"kind": "potential", "what": "Laptop lost, encrypted", "release": "REL-101", "happened_at": "19:00"}
        | day("happened_on", lost),
    )

    reported = incident().reported_at.astimezone(clock.LONDON)
    # The scenario calls it INC-40; the office counts for itself.
    return ok(
        answer, "", incident="INC-40", status=incident().state, reported_to_us_at=f"{reported:%Y-%m-%dT%H:%M}"
    )


@play.step(2)
def aware_and_scored(world, step):
    answer = step_of(world, step, "assess", {
        **day("aware_on", step.at), "aware_at_time": f"{step.at:%H:%M}", "whose": "theirs", "context": "4",
        "identification": "1", "confidentiality": "0.25", "integrity": "0", "availability": "0",
        "also": ["unintelligible"], "people": "12",
    })  # fmt: skip
    page = browser("d1").get(reverse("aftercare:incident", args=[incident().reference]))

    shown, row = page.context["incident"], page.context["row"]
    return ok(
        answer,
        "",
        severity_score=row.inputs["score"],
        band=row.band,
        unintelligible=row.inputs["unintelligible"],
        regulator_deadline=f"{shown.regulator_by.astimezone(clock.LONDON):%Y-%m-%dT%H:%M}",
        decision_by_human=row.decisions is None,
    )


@play.step(3)
def proof_of_encryption_is_asked_for(world, step):
    return ok(
        step_of(
            world, step, "ask", {"what": "Proof of encryption"} | day("due", step.at + timedelta(days=2))
        ),
        "",
    )


@play.step(4)
def the_key_escrow_log(world, step):
    by = world.now(step)
    question = Question.objects.get()
    answer = by.post(reverse("desk:received-question", args=[question.pk]), {"says": "The key-escrow log"})

    return ok(answer, "", cooperated=Question.objects.get().answered_at is not None)


@play.step(5)
def not_notifiable_and_closed(world, step):
    said = {
        "regulator": "no",
        "regulator_why": "Encrypted, key safe",
        "people": "no",
        "people_why": "Unreadable",
    }
    step_of(world, step, "settle", said)
    world.silent = step_of(world, step, "close", {"why": ""})
    answer = step_of(world, step, "close", {"why": "Encrypted, key safe"})

    listed = browser("a1").get(reverse("aftercare:incidents")).content.decode()
    return ok(answer, "", status=incident().state, breach_register=incident().reference in listed)


def blocking(world, by):
    return [one.code for one in world.judged(by).assessment.blocking]


@play.step(6)
def weighed_when_they_ask_again(world, step):
    by = world.now(step)
    world.receive(by)
    world.asked = [("name", "name", "The visit needs it.")]
    for stage in ("S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S9", "S10"):
        world.answer(by, stage, fields=world.asked, S2_2="pow.13")
    world.answer(by, "S8", S8_3="none")
    page, blocked = by.get(world.url("stage", "S8")).content.decode(), world.stage(by, "S8")
    mandatory = "DPO_ADVICE_MISSING" in blocking(world, by) and incident().band == "very_high"
    world.submit(by)
    world.answer(by, "S8", S8_3="considered")

    considered = "RC_INCIDENT_HISTORY" not in blocking(world, by)
    return blocked | {
        "shows": ["INC-40"] if incident().reference in page else [],
        "dpo_advice": "mandatory (very_high, closed <= 12 months)" if mandatory else "not mandatory",
        "until": "consideration written" if considered else "for ever",
    }


@play.never(1)
def silent_closure_without_reasons(world):
    return world.silent.status_code == 302


@play.ends
def in_the_end(world):
    return {"log_events": world.events}
