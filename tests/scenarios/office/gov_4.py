"""GOV-4: registers, notices, powers, orders, accountability, and the body that follows our own by law."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from builders.register import PUBLIC_TASK, an_active_agreement, some_particulars
from scenarios.play import Play
from sharewell.cli import main
from sharewell.register.particulars import OURSELVES, Basis
from sharewell_office.adapters import ourselves
from sharewell_office.adapters.jobs import run_due
from sharewell_office.ledger import outbox
from sharewell_office.ledger import store as ledger_store
from sharewell_office.register import demo, jobs, models
from sharewell_office.register import store as register
from sharewell_office.register.jobs import JOBS

from .world import DATA, Office, browser, ok, refused

play = Play("GOV-4")
NAMED, COUNCIL, SUPPORT = "Northshire Police", "Northshire Council", "Northshire Victim Support"
LAPSES = date(2026, 3, 5)
SHEET = (
    "DPIA ref,Project name,Date,Risk rating,Benefits,Reputational risk,DPO,Shoe size\n"
    "D1,Body worn video,01/04/2025,Medium,Evidence,Some,Dilys Okafor,9\n"
)


def begin(scenario):
    """Three agreements in force; the notice was published when there was the one with the police."""
    world = Office(scenario)
    world.at(scenario.steps[0].at)
    world.notice = models.Entry.objects.get(register="notices").reference
    _in_force_with(scenario)
    return world


def _in_force_with(scenario):
    """One running agreement with each of the three bodies, and a notice that names the first alone."""
    bodies = {name: f"ORG-09{n}" for n, name in enumerate((NAMED, COUNCIL, SUPPORT), start=10)}
    council = register.party(demo.COUNCIL)
    for name, reference in bodies.items():
        register.save_party(replace(council, reference=reference, name=name, ico_expires=None))
    models.Agreement.objects.filter(status__in=("active", "suspended")).update(status="ended")
    for number, (name, reference) in enumerate(bodies.items(), start=1):
        live = an_active_agreement(
            reference=f"ISA-2026-09{number}", title=f"Sharing with {name}", recipient=reference, recipient_name=name,
            particulars=some_particulars(bases=_bases(reference)), data_set=DATA,
            starts=date(2026, 1, 1), ends=date(2028, 12, 31), review_on=date(2026, 5, 1),
        )  # fmt: skip
        register.add(live)
    assert models.Agreement.objects.filter(status="active").count() == scenario.given["live_isas"]
    assert scenario.given["notice_recipients"] == [NAMED]
    models.NoticeEdition.objects.update(named=[bodies[NAMED]])
    register.save_party(replace(register.party(bodies[SUPPORT]), ico_registration="Z1", ico_expires=LAPSES))


def _bases(party):
    return (
        Basis(party=OURSELVES, sends=True, basis=PUBLIC_TASK),
        Basis(party=party, sends=False, basis=PUBLIC_TASK),
    )


def the_clock(world, step):
    """The jobs of that morning."""
    moment = step.at.replace(hour=9)
    world.at(moment)
    run_due(moment, jobs=JOBS)


def work_of(username):
    return [item.next for item in browser(username).get("/").context["items"]]


@play.step(1)
def the_notice_is_held_against_the_register(world, step):
    the_clock(world, step)

    page = browser("k1").get(reverse("register:entry", args=["notices", world.notice]))
    missing = [each.name for each in page.context["not_named"]]
    task = any(each.startswith("Review the notice") for each in work_of("k1"))
    return {
        "result": "finding" if "notice.gap" in world.events else "none",
        "missing": missing, "opens": "notice review task" if task else "",
    }  # fmt: skip


@play.step(2)
def a_registration_lapses_in_thirty_days(world, step):
    the_clock(world, step)
    assert (LAPSES - step.at.date()).days == 30

    warned = outbox.log().filter(template="registration-lapses", due=LAPSES).exists()
    on_card = browser("k1").get(reverse("register:organisation", args=["ORG-0912"])).context["lapses_soon"]
    world.at(step.at.replace(month=3, day=6))
    after = browser("k1").get(reverse("register:organisation", args=["ORG-0912"]))
    assert "RC_NOT_REGISTERED" not in browser("k1").get("/organisations/ORG-0911/").text
    return {
        "result": "warn" if warned and on_card else "ok",
        "codes": ["RC_NOT_REGISTERED"] if "RC_NOT_REGISTERED" in after.text else [],
        "when": "after expiry",
    }  # fmt: skip


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
            "ordered": ["full_name"],
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


@play.step(8)
def the_owner_sees_how_things_stand(world, step):
    world.at(step.at.replace(hour=9))
    page = browser("o1").get(reverse("desk:dashboard"))

    [(_, figures, standing)] = [each for each in page.context["posts"] if each[2]]
    said = dict(standing)
    assert (said["Agreements live"], said["Overdue for review"]) == (world.given["live_isas"], 0)
    shown = {
        "live": "Agreements live" in said, "overdue": "Overdue for review" in said,
        "incidents": "Open incidents with those who receive" in said,
        "turnaround": "k04" in {each["kpi"].id for each in figures},
    }  # fmt: skip
    return ok(page, "", shows=[word for word, is_there in shown.items() if is_there])


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


@play.step(10)
def the_asset_shows_its_agreements_and_the_owner_is_reminded(world, step):
    row = models.Agreement.objects.get(recipient__name=NAMED, status="active")
    world.at(step.at.replace(hour=9))
    page = browser("k1").get(reverse("register:entry", args=["assets", DATA]))
    assert row.reference in page.text
    assert "1 May 2026" in page.text
    told = []
    for day in (days_before(row, n) for n in range(61, 0, -1)):
        moment = datetime.combine(day, time(9), tzinfo=step.at.tzinfo)
        world.at(moment)
        before = reminders(row)
        jobs.remind_of_reviews(moment)
        told += [(row.review_on - day).days] if reminders(row) > before else []
    assert told == [60, 30, 7], told
    return ok(page, "")


def days_before(row, days):
    return row.review_on - timedelta(days=days)


def reminders(row):
    return outbox.log().filter(template="review-due", about=row.reference, to="o1").count()


@play.step(11)
def a_successor_takes_over(world, step):
    """Our own office is abolished on that day: put down the day before, and whole on the day itself."""
    world.at(step.at - timedelta(days=1))
    old, running = ourselves.name(), register.running()
    world.told_before = {each: ledger_store.story(each) for each in running}
    signed = models.Agreement.objects.filter(reference__in=running).values_list(
        "signature", "countersignatures"
    )
    yeses = list(signed)
    answer = browser("c1").post(reverse("register:hand-over"), {
        "successor": "Northshire Mayor", "instrument": "Abolished by the Act; its duties went over by a scheme.",
        "takes_effect_day": step.at.day, "takes_effect_month": step.at.month, "takes_effect_year": step.at.year,
    })  # fmt: skip
    page = world.now(step).get(reverse("register:ourselves"))

    world.told_after = {each: ledger_store.story(each) for each in running}
    assert list(signed.all()) == yeses
    assert all(len(told) == len(world.told_before[each]) + 1 for each, told in world.told_after.items())
    closed = ourselves.name() != old and f"followed {old}" in page.text
    active = page.context["name"] == "Northshire Mayor" and register.running() == running
    return ok(
        answer,
        "",
        old_controller="closed" if closed else "open",
        new_controller="active" if active else "waiting",
    )


@play.never(1)
def history_was_lost(world):
    return any(not set(told) <= set(world.told_after[each]) for each, told in world.told_before.items())


@play.ends
def in_the_end(world):
    return {"log_events": world.events}
