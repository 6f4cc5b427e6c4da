"""GOV-4: registers, orders and accountability, as far as imports, decisions, delegations and the public go."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scenarios.play import Play
from sharewell.cli import main
from sharewell_office.register import models

from .world import DATA, Office, browser, ok, refused

play = Play("GOV-4")
play.elsewhere("the registers of notices and organisations", 1, 2, 11,
               events=("notice.gap", "registration.expiring", "organisation.succeeded"), never=(1,))  # fmt: skip
play.elsewhere("the owner's dashboard and the reminders before a review", 8, 10)
SHEET = (
    "DPIA ref,Project name,Date,Risk rating,Benefits,Reputational risk,DPO,Shoe size\n"
    "D1,Body worn video,01/04/2025,Medium,Evidence,Some,Dilys Okafor,9\n"
)


def begin(scenario):
    world = Office(scenario)
    world.at(scenario.steps[0].at)
    return world


@play.step(3)
def five_thousand_people_once(world, step):
    by = world.now(step)
    world.receive(by)
    world.answer(by, "S0", facts={"data.subjects_count": 5000})

    found = world.stage(by, "S0")
    closed = by.post(world.url("annex", "close"), {})
    assert ok(closed, "")["result"] == "ok"
    large = "DIV_LARGE_SCALE" in found["codes"]
    return found | {"stage": "A0" if large else "S0", "because": "large scale -> ISA" if large else ""}


@play.step(4)
def the_dpo_imports_her_sheet(world, step):
    by = world.now(step)
    before = models.Dpia.objects.count()
    file = SimpleUploadedFile("dpias.csv", SHEET.encode())
    tried = by.post(reverse("register:import"), {"file": file, "kind": "dpias"}, follow=True)
    answer = by.post(reverse("register:import-step", args=[tried.context["import"].reference, "take"]))

    row = models.Dpia.objects.latest("pk")
    assert tried.context["import"].left_out == ["Shoe size"]
    assert (row.dpo, row.steps["benefits"], row.steps["reputation"]) == ("Dilys Okafor", "Evidence", "Some")
    return ok(answer, "", register_rows=models.Dpia.objects.count() - before)


@play.step(5)
def an_order_of_the_crown_court(world, step):
    by = world.now(step)
    world.receive(by)
    world.answer(by, "S0", facts={"data.subjects_count": 1})
    world.answer(by, "S1", S1_4="order")
    codes = world.stage(by, "S1")["codes"]
    world.answer(by, "S3", fields=[("full_name", "name", "The order names it.", "", False)])
    verified = by.post(
        world.url("annex", "verify_order"),
        {
            "made_by": "Northshire Crown Court", "reference": "T20260002",
            "made_on_day": "5", "made_on_month": "2", "made_on_year": "2026",
            "due_day": "13", "due_month": "2", "due_year": "2026",
            "verified_how": "Rang the court office on the number in our directory.",
            "fields_": ["full_name"],
        },
    )  # fmt: skip
    order = world.judged(by).request.order
    scope = "order terms only" if order.fields == ("full_name",) else "more"
    return ok(verified, "S1") | {"codes": codes, "due": order.due, "scope": scope}


@play.step(6)
def cover_for_an_owner(world, step):
    answer = world.now(step).post(
        reverse("decisions:delegation_new"),
        {
            "owner": "o1", "to": "o2", "data_sets": [DATA], "special_category": "no",
            "starts_day": "10", "starts_month": "2", "starts_year": "2026",
            "ends_day": "20", "ends_month": "2", "ends_year": "2026",
        },
    )  # fmt: skip
    return ok(answer, "", delegation=answer.status_code == 302)


@play.step(7)
def after_the_cover_ended(world, step):
    by = world.now(step)
    version = world.judged(browser("h1")).request.version
    said = {"version": version, "action": "refuse", "reasons": "Not ours to give."}
    answer = by.post(world.url("decide"), said)

    return {"result": "block", "stage": "S12", "codes": refused(answer)}


@play.step(9)
def the_public_register(world, step):
    agreement = models.Agreement.objects.filter(status="active").latest("pk")
    world.at(step.at)
    browser("d1").post(reverse("register:publish", args=[agreement.reference]), {"withheld": "no"})
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "public.csv"
        status = main(["export", "public-register", "--out", str(out)])
        (row,) = csv.DictReader(out.open())

    shown = {
        "title": row["name"], "parties": row["controller-names"], "purpose": row["purpose"],
        "basis": row["legal-power-disclosure"], "review date": row["review-date"],
    }  # fmt: skip
    hidden = {"contacts": row["contact"], "security": row["information-sharing-method"]}
    return {
        "result": "ok" if status == 0 else "block",
        "fields": [name for name, text in shown.items() if text],
        "redacted": [name for name, text in hidden.items() if not text],
    }


@play.ends
def in_the_end(world):
    return {"log_events": world.events}
