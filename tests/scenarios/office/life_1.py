"""LIFE-1, a request from its asking to its end: an agreement covers one, training lapses, data quality is asked for,
and what went out is corrected, stopped being used, and destroyed.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from django.test import Client
from django.urls import reverse

from builders.register import an_active_agreement, some_particulars
from scenarios.play import Play
from sharewell.register.particulars import OURSELVES, Basis
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell.vocabulary.people import Role
from sharewell_office.adapters.jobs import run_due
from sharewell_office.aftercare.corrections import store as corrections
from sharewell_office.aftercare.jobs import JOBS
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.ledger import outbox
from sharewell_office.people import models as people
from sharewell_office.people import store
from sharewell_office.register import demo, models
from sharewell_office.register import store as register

from .world import DATA, RECIPIENT, Office, browser, ok, refused

play = Play("LIFE-1")
FIRST, SECOND = "first@victim-support.example", "second@victim-support.example"
COVERED = (
    "home-visits"  # what the agreement that is there already is about; the rest of the story is about DATA
)
OTHERS = "ISA-2025-0010"  # the same columns of DATA, for somebody else: who is withheld is withheld there too
FIELDS = [
    ("person_id", "identifier", "To know who is meant."),
    ("full_name", "name", "To address them."),
    ("address", "address", "To write to them."),
]
FILE = "person_id,full_name,address\nP7,Ann Lee,1 High St\nP9,Raj Patel,2 High St\n"
CONSENT = {"basis.art6": "a", "consent.withdrawn": False}


def begin(scenario):
    """The recipient with two contacts and a person who may sign in, and an agreement with it about home visits."""
    world = Office(scenario, **CONSENT, **{"power.kind": "express_power"})
    party = register.party(RECIPIENT)
    register.save_party(
        replace(party, contact=FIRST, dpo_contact=SECOND, age_key_verified_on=date(2026, 1, 5))
    )
    people.User.objects.filter(username="r1").update(party_reference=RECIPIENT)
    models.Asset.objects.filter(data_set=DATA).update(retention=f"P{world.given['retention_ours_months']}M")
    bases = tuple(Basis(party=who, sends=who == OURSELVES, basis="Consent") for who in (OURSELVES, RECIPIENT))
    runs = {"starts": date(2025, 1, 1), "ends": date(2027, 12, 31)}
    register.add(an_active_agreement(
        reference="ISA-2025-0009", title="ISA-9", recipient=RECIPIENT, recipient_name=party.name, data_set=COVERED,
        particulars=some_particulars(bases=bases), **runs,
    ))  # fmt: skip
    fields = tuple(ScheduledField(name=name, personal=kind, why=why) for name, kind, why in FIELDS)
    register.add(an_active_agreement(
        reference=OTHERS, recipient=demo.COUNCIL, data_set=DATA, schedule=Schedule(fields=fields), **runs,
    ))  # fmt: skip
    world.delivered_too_soon, world.taken_twice = False, False
    return world


def the_clock(world, step):
    """The jobs that are due on that day."""
    moment = step.at.replace(hour=9)
    world.at(moment)
    run_due(moment, jobs=JOBS)
    return SimpleNamespace(status_code=200, context=None)


def written_to(template: str) -> list[str]:
    """Whom a message of that kind went to, in the scenario's names."""
    names = {FIRST: "r1", SECOND: "r2"}
    return [names.get(to, to) for to in outbox.log().filter(template=template).values_list("to", flat=True)]


def flagged(on: date) -> list[str]:
    return ["RC_OUTSTANDING_DUTY"] if register.overdue_duties(RECIPIENT, on) else []


# --- asking, deciding, letting go ---------------------------------------------------------------------------------
@play.step(1)
def an_agreement_covers_it(world, step):
    by = world.now(step)
    world.receive(by, data_set=COVERED)
    world.answer(by, "S0", S0_3="yes")

    found = world.stage(by, "S0")
    assert ok(by.post(world.url("annex", "close"), {}), "")["result"] == "ok"
    return found


@play.step(2)
def training_has_lapsed(world, step):
    return ok(world.receive(world.now(step)), "S0")


def quality(world, step, facts=None, **answers):
    """The five questions, answered so far; was anything let go meanwhile?"""
    by = world.now(step)
    world.answer(by, "S7", facts=facts, **answers)
    world.delivered_too_soon |= world.may_be_released()
    return world.stage(by, "S7")


@play.step(3)
def no_schema(world, step):
    by = world.now(step)
    world.receive(by)
    world.stages(by, "S0", "S1", "S2")
    world.answer(by, "S3", fields=FIELDS)
    world.answer(by, "S4", S4_2="a")
    world.stages(by, "S5", "S6")

    return quality(world, step, S7_a="none")


@play.step(4)
def of_low_accuracy(world, step):
    return quality(world, step, facts={"data.accuracy_note": False}, S7_b="low")


@play.step(5)
def no_route_for_amendments(world, step):
    return quality(world, step, S7_c="none")


@play.step(6)
def kept_longer_than_by_us(world, step):
    return quality(world, step, S7_d="P36M")


@play.step(7)
def all_five(world, step):
    return quality(
        world, step, facts={"data.accuracy_note": True},
        S7_a="VS-1", S7_b="low", S7_c="The desk’s address", S7_d="P12M", S7_e="yes",
    )  # fmt: skip


@play.step(8)
def approved_checked_and_let_go(world, step):
    by, drafts = world.now(step), browser("h1")
    world.stages(drafts, "S8", "S9", "S10")
    submitted = world.submit(drafts)
    decided = world.decide(by, "approve", keep=[name for name, *_ in FIELDS], reasons="They agreed to it.")
    assert (refused(submitted), refused(decided)) == ([], [])
    report = world.bring(drafts, FILE).context["row"].report
    let_go = browser("h2").post(reverse("release:release", args=[world.released]))
    assert (report["decision"], refused(let_go)) == ("pass", [])
    offered = drafts.post(reverse("aftercare:offer", args=[world.released]))

    world.link, world.code = offered.context["link"], offered.context["code"]
    return ok(offered, "S14")


def open_it(world, by, **said):
    return by.post(world.link, {"code": world.code, "name": "Rhea Castell", "post": "Manager", **said})


@play.step(9)
def without_the_terms(world, step):
    answer = open_it(world, world.now(step))

    wrong = answer.context["form"].errors.as_data()
    return {"result": "block" if answer.status_code == 400 else "ok", "stage": "S14",
            "codes": [each.code for each in wrong["accepts"]]}  # fmt: skip


@play.step(10)
def with_them_and_once(world, step):
    by = world.now(step)
    answer = open_it(world, by, accepts="on")
    receipt = by.get(f"{world.link}receipt/")
    again = open_it(world, Client(), accepts="on")

    held = copies.row(world.released)
    assert (held.party, held.destroy_by) == (RECIPIENT, date(2027, 1, 14))
    world.taken_twice = again.status_code == 200
    return ok(answer, "", receipt=receipt.status_code == 200,
              second_download="refused" if refused(again) else "given")  # fmt: skip


# --- what follows the data ------------------------------------------------------------------------------------------
@play.step(11)
def correct_the_address_of_p7(world, step):
    by = world.now(step)
    answer = by.post(
        reverse("aftercare:notify"),
        {"change": "corrected", "identifier": "P7", "says": "P7 has moved: see the record"},
    )

    [notice] = corrections.waiting_for(RECIPIENT)
    return ok(answer, "", task=f"correction to {notice.party_name}", ack_due=notice.due)


@play.step(12)
def no_acknowledgement(world, step):
    answer = the_clock(world, step)

    up = [to for to in written_to("correction-overdue") if to == "r2"]
    return ok(answer, "", escalate_to=up, future_request_flag=flagged(step.at.date())[0])


@play.step(13)
def acknowledged(world, step):
    by = world.now(step)
    [notice] = corrections.waiting_for(RECIPIENT)
    answer = by.post(
        reverse("desk:received-notice", args=[notice.pk]), {"name": "R", "post": "Manager", "done": "on"}
    )

    return ok(answer, "", flag_cleared=not flagged(step.at.date()))


def another(world):
    """One more request by the same recipient, beside the one that was answered."""
    fresh = copy(world)
    fresh.reference, fresh.released, fresh.facts = "", "", dict(world.facts)
    return fresh


@play.step(14)
def p9_withdraws_consent(world, step):
    """The recipient is told to stop, P9 is in no file any more, and a further request on that consent is refused."""
    by, mine = world.now(step), another(world)
    by.post(reverse("aftercare:notify"), {
        "change": "consent_withdrawn", "identifier": "P9", "says": "Stop using what you hold of P9",
    })  # fmt: skip
    mine.receive(by)
    mine.stages(by, "S0")
    mine.answer(by, "S4", facts={"consent.withdrawn": True}, S4_2="a")

    refused_there = mine.stage(by, "S4")
    [notice] = corrections.waiting_for(RECIPIENT)
    mine.released, mine.reference = "", OTHERS
    report = mine.bring(by, FILE).context["row"].report
    stopped = [each["rows"] for each in report["findings"] if each["code"] == "G_PERSON_FLAG"]
    return refused_there | {
        "task": "stop-use notice to recipient" if notice.correction.change == "consent_withdrawn" else "",
        "further_release": "blocked for P9" if stopped == [[2]] else "open",
    }


@play.step(15)
def the_third_of_its_kind(world, step):
    by, third = world.now(step), another(world)
    third.receive(by)
    third.stages(by, "S0")
    found = [one for one in third.judged(by).assessment.reasons if one.code == "TYPE_REPEAT"]

    return {"result": found[0].severity.value if found else "ok", "codes": [one.code for one in found]}


@play.step(16)
def the_last_day(world, step):
    answer = the_clock(world, step)

    return ok(answer, "", reminder="sent" if "r1" in written_to("certificate-due") else "none")


@play.step(17)
def ten_working_days_later(world, step):
    answer = the_clock(world, step)

    ours = [person.username for person in store.with_role(Role.DPO)]
    up = [to for to in written_to("certificate-overdue") if to == "r2" or to in ours]
    return ok(answer, "") | {"codes": flagged(step.at.date()), "escalate_to": up}


@play.ends
def in_the_end(world):
    return {"log_events": world.events}


@play.never(1)
def delivered_before_the_five_questions_passed(world):
    return world.delivered_too_soon


@play.never(2)
def a_second_download(world):
    return world.taken_twice
