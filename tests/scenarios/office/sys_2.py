"""SYS-2: vulnerable households, on the partner's own text and with health data: an agreement from its screening on."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from builders import office_agreement as agreements
from builders.office_agreement import day
from builders.office_drafts import save
from scenarios.play import Play
from sharewell.register.agreement import AgreementAction as Step
from sharewell.register.partner_text import TO_POINT_AT
from sharewell_office.register import models

from .world import DATA, RECIPIENT, Office, browser, ok, refused

play = Play("SYS-2")
TITLE, THEIR_TEXT = "Vulnerable households", b"%PDF-1.7 the fire service's own text"
KINDS = {
    "full_name": "name",
    "address": "address",
    "phone": "phone",
    "mobility_flag": "none",
    "risk_note": "none",
}
WAYS = {"us_sends": "basis", f"{RECIPIENT}_receives": "basis"}


def begin(scenario):
    world = Office(scenario)
    world.blocked, world.delivered, world.too_early = 0, 0, []
    return world


def row(world):
    return models.Agreement.objects.get(reference=world.reference)


def page(world, by):
    return by.get(reverse("register:agreement", args=[world.reference]))


def missing(world, by):
    return [each.rule.code for each in page(world, by).context["missing"]]


def fields(payloads):
    return [
        {"name": name, "why": "To make the home safer.", "personal": KINDS.get(name, "identifier")}
        for name in payloads["schema_fields"].split(",")
    ]


@play.step(1)
def screened(world, step):
    by = world.now(step)
    world.reference = agreements.drafted(by, title=TITLE)
    agreements.written(
        by, world.reference, party=RECIPIENT, data_set=DATA, title=TITLE, fields=fields(world.payloads),
        starts=date(2026, 4, 13), ends=date(2027, 4, 12),
    )  # fmt: skip
    save(by, world.reference, "wording", {"template": world.given["template"]})
    world.triggers = step.expect["because"]
    save(by, world.reference, "checks", {"assurance": "Seen, and registered.", "triggers": world.triggers})

    found = page(world, by).context["agreement"].particulars.screening
    world.too_early.append(row(world).status)
    return {
        "result": found.result, "stage": "A5", "codes": missing(world, by), "because": list(found.triggers),
    }  # fmt: skip


@play.step(2)
def no_policy_document_covers_the_paragraph(world, step):
    by, (paragraph,) = world.now(step), world.given["basis.sch1"]
    ways = ("us_sends", f"{RECIPIENT}_receives")
    save(by, world.reference, "lawful", {
        **{f"basis_{way}": f"Article 6(1)({world.given['basis.art6']})" for way in ways},
        **{f"condition_{way}": f"Article 9(2)({world.given['basis.art9']})" for way in ways},
        "paragraph_us_sends": str(paragraph), "lawful_basis": "Article 6(1)(e)", "legal_power": "pow.13",
    })  # fmt: skip

    codes = missing(world, by)
    return {"result": "block" if "SC_APD_MISSING" in codes else "ok", "stage": "A4", "codes": codes}


@play.step(3)
def the_policy_document_is_written(world, step):
    by, (paragraph,) = world.now(step), world.given["basis.sch1"]
    added = by.post(reverse("register:entry-new", args=["procedures"]), {
        "title": "Appropriate policy document", "kind": "policy_document", "paragraphs": str(paragraph),
        "paragraph": "Information Sharing Policy 3.1", "covers": "Statutory purposes", "owner": "Head of law",
        "version": "1",
    })  # fmt: skip
    reference = added.url.strip("/").split("/")[-1]
    answer = by.post(
        reverse("register:entry-step", args=["procedures", reference, "brought_into_force"]),
        day("review_on", date(2027, 3, 1)),
    )

    assert "SC_APD_MISSING" not in missing(world, by)
    return ok(answer, "A4")


@play.step(4)
def the_impact_assessment_is_signed(world, step):
    by, drafts = world.now(step), browser("h1")
    world.dpia = agreements.assessed(drafts, world.reference, due=date(2026, 4, 10))
    agreements.advised_on(browser("d1"), world.dpia, "For it, on condition that the notes are kept short.")
    answer = agreements.assessment_signed(by, world.dpia)
    named = {"dpia": world.dpia, "assurance": "Seen, and registered.", "triggers": world.triggers}
    save(drafts, world.reference, "checks", named)
    agreements.measure_in_place(browser("h2"), world.dpia)

    assert "DPIA_REQUIRED" not in missing(world, drafts)
    return ok(answer, "A5")


def brought(world, content):
    upload = SimpleUploadedFile("theirs.pdf", content)
    browser("h1").post(
        reverse("register:partner-bring", args=[world.reference]),
        {"file": upload, "version": row(world).version},
    )


def checked(world, by, without=()):
    """The DPO says where each component stands, but for those, and holds the file against the list."""
    found = [each for each in TO_POINT_AT if each.id not in without]
    said = {f"{each.id}.clause": f"{number}.1" for number, each in enumerate(found, 1)}
    said |= {f"{each.id}.page": number for number, each in enumerate(found, 1)}
    by.post(
        reverse("register:partner-point", args=[world.reference]), {**said, "version": row(world).version}
    )
    return agreements.step(by, world.reference, Step.CHECK)


@play.step(5)
def a_component_is_missing_from_their_text(world, step):
    by = world.now(step)
    brought(world, THEIR_TEXT)
    answer = checked(world, by, without=world.given["template_missing"])

    world.too_early.append(row(world).status)
    return ok(answer, "A6", detail={"missing": [each.where for each in answer.context["refusals"]]})


@play.step(6)
def they_add_it_and_the_new_version_is_checked(world, step):
    world.now(step)
    brought(world, THEIR_TEXT + b" with queries and complaints")
    assert not row(world).particulars["partner_file"]["checked"]

    return ok(checked(world, browser("d1")), "A6")


@play.step(7)
def people_are_told_by_a_notice_of_its_own(world, step):
    by = world.now(step)
    main = models.Entry.objects.get(register="notices").reference
    added = browser("d1").post(reverse("register:entry-new", args=["specific-notices"]), {
        "title": "N-5", "main": main, "audience": "Households we refer", "how": "Read out at the visit",
        "trigger": world.given["specific_notice_triggers"][0], "when": "collection",
        "what": "Your name, address and needs go to the council.", "choice": "Tell the officer.",
    })  # fmt: skip
    world.notice = added.url.strip("/").split("/")[-1]
    said = {
        "choice": "additional_notice",
        "reason": "Health data; an unexpected recipient.",
        "notice": world.notice,
    }

    answer = agreements.step(by, world.reference, Step.DECIDE_NOTICE, **said)

    assert row(world).notice["notice"] == world.notice
    assert models.Entry.objects.get(reference=world.notice).answers["main"] == main
    return ok(answer, "A7")


@play.step(8)
def reviewed_and_signed_by_both(world, step):
    by = world.now(step)
    world.too_early.append(row(world).status)
    agreements.step(browser("d1"), world.reference, Step.REVIEW)
    signed = agreements.step(by, world.reference, Step.SIGN)
    assert refused(signed) == [], [each.reason for each in signed.context["refusals"]]
    world.too_early.append(row(world).status)
    answer = agreements.countersigned(browser("h1"), world.reference, RECIPIENT)

    return ok(answer, "A11", state=row(world).status, iar_link="iar.linked" in world.events)


def release(world, step, payload):
    by, world.released = world.now(step), world.released
    report = world.bring(by, world.payloads[payload]).context["row"].report
    blocking = [each for each in report["findings"] if each["severity"] == "block"]
    if blocking:
        world.blocked += 1
        (first,) = blocking
        kind = "nhs_number" if "NHS number" in first["reason"] else first["reason"]
        return {
            "result": "block", "stage": "S13", "codes": [first["code"]],
            "detail": {"row": first["rows"][0], "field": first["field"], "kind": kind},
        }  # fmt: skip
    collected = world.let_go()
    world.delivered += collected.status_code == 200
    return {"result": "released", "stage": "S13", "gate": report["decision"]}


@play.step(9)
def free_text_that_holds_a_number(world, step):
    return release(world, step, "referral_batch")


@play.step(10)
def the_batch_without_it(world, step):
    return release(world, step, "referral_batch_clean")


@play.ends
def in_the_end(world):
    return {
        "state": row(world).status, "releases": world.delivered, "blocked_attempts": world.blocked,
        "log_events": world.events,
    }  # fmt: skip


@play.never(1)
def a_release_before_the_assessment_was_signed(world):
    return "release.sealed" in world.events[: world.events.index("dpia.signed")]


@play.never(2)
def in_force_with_a_component_missing(world):
    return "active" in world.too_early
