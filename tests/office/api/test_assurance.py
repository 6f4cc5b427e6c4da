"""Assurance for programs: the same figures, lists and steps as on screen, and the same refusals."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from builders.office_survey import an_organisation, sign
from builders.policies import in_force
from sharewell.assurance.redraw import problems, read
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance.actions.services import opening
from sharewell_office.assurance.jobs import JOBS
from sharewell_office.assurance.policies import store as policies
from sharewell_office.ledger.services import record

A_QUARTER = {"first": "2026-01-01", "last": "2026-03-31"}


def test_a_survey_is_launched_and_its_answers_counted(program):
    an_organisation("HR", "Estates")
    keeper = program("k1")

    launched = keeper.post("/surveys", {"title": "What we share"})
    reference = launched.json()["reference"]
    sign("HR", nil=True)
    told = program("h1").get(f"/surveys/{reference}").json()

    assert launched.status_code == 201
    assert (told["everything"]["asked"], told["everything"]["responded"], told["everything"]["nil"]) == (
        2,
        1,
        1,
    )
    assert told["silent"] == ["Estates"]
    assert [each["reference"] for each in keeper.get("/surveys").json()["items"]] == [reference]


@pytest.mark.requirement("OPCC-8.2b")
def test_a_sample_is_drawn_by_a_program_and_drawn_again_from_what_it_is_given(program):
    reference = program("a1").post("/samples", A_QUARTER).json()["reference"]

    told = program("h1").get(f"/samples/{reference}").json()

    assert list(problems(read(told["published"]))) == []
    assert told["drawn"] == len(told["published"]["drawn"])
    assert told["proves"]["deviations"] == 0


def test_the_tracker_is_read_and_worked_on(program):
    given = {"review": "Found", "area": "Mending", "text": "Mend it.", "officers": ["h1"], "by": "system"}
    with transaction.atomic():
        opened = opening(due=date(2026, 4, 1), **given)
        record([opened.event], save=opened.save)
    officer = program("h1")
    [listed] = officer.get("/reviews").json()["items"]
    steps = f"/reviews/{listed['reference']}/actions/1.1/steps"

    moved = officer.post(steps, {"step": "due_moved", "text": "Later.", "due": "2026-05-01"})
    closed = officer.post(steps, {"step": "closed", "text": "It is mended."})

    [action] = officer.get(f"/reviews/{listed['reference']}").json()["actions"]
    assert (moved.status_code, closed.status_code) == (403, 201)
    assert (action["state"], action["due"]) == ("Closed 02.03.26", "2026-04-01")
    assert [each["text"] for each in action["updates"]] == ["It is mended."]


def test_the_boards_figures_say_what_they_count_and_why_one_is_not_measured(program):
    told = program("c1").get("/figures").json()

    assert (told["first"], told["last"]) == ("2026-01-01", "2026-03-31")
    assert [each["id"] for each in told["figures"]] == [f"k{number:02}" for number in range(1, 22)]
    assert all(each["definition"] for each in told["figures"])
    assert all(each["why_not"] for each in told["figures"] if each["counted"] is None)


A_POLICY = {
    "title": "Information sharing policy", "kind": "policy", "read_with": "Data protection policy",
    "review_months": 12, "audit_months": 6, "number": "1.0", "text": "We share with care.",
}  # fmt: skip


@pytest.mark.requirement("WMFS-1.0a")
def test_a_policy_goes_from_its_draft_to_an_attestation_and_says_what_was_said_of_it(program):
    writer, manager, handler = program("d1"), program("o1"), program("h1")

    reference = writer.post("/policies", A_POLICY).json()["reference"]
    here = f"/policies/{reference}"
    handler.post(f"{here}/comments", {"stakeholder": "Community safety", "text": "Too long."})
    early = manager.post(f"{here}/approval")
    writer.post(f"{here}/answers", {"number": 1, "reply": "Cut by half."})
    own = writer.post(f"{here}/approval")
    steps = [
        manager.post(f"{here}/approval"),
        writer.post(f"{here}/launch", {"launched_on": "2026-03-02"}),
        handler.post(f"{here}/attestation"),
        writer.post(f"{here}/clauses", {
            "clause": "2.3", "question": "Does it cover sharing?", "conclusion": "sufficient", "reasons": "It does.",
        }),
    ]  # fmt: skip
    told = handler.get(here).json()

    assert (early.status_code, own.status_code) == (403, 403)
    assert [each.status_code for each in steps] == [201] * 4
    assert (told["version"], told["review_on"], told["audit_on"]) == ("1.0", "2027-03-02", "2026-09-02")
    assert told["attested"] == 1
    [version] = told["versions"]
    assert [(each["stakeholder"], each["reply"]) for each in version["comments"]] == [
        ("Community safety", "Cut by half.")
    ]
    assert [each["clause"] for each in told["clauses"]] == ["2.3"]
    assert handler.get("/policies").json()["items"][0]["reference"] == reference


@pytest.mark.requirement("WMFS-3.1b")
def test_a_campaign_is_planned_approved_sent_and_read(program, at):
    planner, approver, reader = program("h1"), program("c1"), program("h2")

    reference = planner.post(
        "/campaigns", {"title": "Safely", "approver": "c1", "starts_on": "2026-03-03"}
    ).json()["reference"]
    here = f"/campaigns/{reference}"
    piece = {"title": "Ask", "text": "Ask first.", "question": "What?", "right": "Ask", "others": "Guess"}
    added, own = planner.post(f"{here}/bites", piece), planner.post(f"{here}/approval")
    approved = approver.post(f"{here}/approval")
    early = reader.post(f"{here}/bites/1/reading", {"choice": "Ask"})
    with at("2026-03-03T09:00"):
        run_due(jobs=JOBS)
        wrong = reader.post(f"{here}/bites/1/reading", {"choice": "Neither"})
        answered = reader.post(f"{here}/bites/1/reading", {"choice": "Ask"})
        told = reader.get(here).json()

    assert (added.status_code, own.status_code, approved.status_code) == (201, 403, 201)
    assert (early.status_code, wrong.status_code) == (404, 422)
    assert answered.json() == {"right": True, "answer": "Ask"}
    assert (told["out"], [each["out_on"] for each in told["bites"]]) == (1, ["2026-03-03"])
    assert sum(each["read"] for each in told["reach"]) == 1


@pytest.mark.requirement("WMFS-2.1a", "WMFS-5.1")
def test_a_decision_and_a_verdict_on_good_practice_close_the_actions_that_asked(program):
    given = {"review": "Scrutiny", "area": "Governance", "officers": ["d1"], "by": "system"}
    for text in ("Who governs it?", "Consider good practice."):
        with transaction.atomic():
            opened = opening(text=text, due=date(2026, 4, 1), **given)
            record([opened.event], save=opened.save)
    chief, dpo = program("c1"), program("d1")
    review = chief.get("/reviews").json()["items"][0]["reference"]

    decided = chief.post("/governance", {
        "question": "Who governs it?", "taken": "Data Management", "others": "Each department", "check_months": 6,
        "reasons": "It keeps the register.", "function": "Data Management", "closes": f"{review}/1.1",
    })  # fmt: skip
    checked = dpo.post(f"/governance/{decided.json()['reference']}/checks", {"found": "It is kept."})
    noted = dpo.post("/practices", {"title": "Publish the register", "source": "A council"})
    weighed = dpo.post(f"/practices/{noted.json()['reference']}/verdict", {
        "verdict": "adopted", "reason": "Trust.", "change": "Each quarter.", "closes": f"{review}/1.2",
    })  # fmt: skip

    statuses = [each.status_code for each in (decided, checked, noted, weighed)]
    assert statuses == [201] * 4, [each.json() for each in (decided, checked, noted, weighed)]
    told = chief.get(f"/governance/{decided.json()['reference']}").json()
    assert (told["options"], told["closes"]) == (["Data Management", "Each department"], f"{review}/1.1")
    assert [each["found"] for each in told["checks"]] == ["It is kept."]
    assert chief.get("/practices").json()["items"][0]["verdict"] == "adopted"
    assert all(each["closed_on"] for each in chief.get(f"/reviews/{review}").json()["actions"])


@pytest.mark.requirement("WMFS-2.3")
def test_an_adherence_audit_is_moved_and_rests_on_what_was_seen(program):
    policies.add(in_force())
    run_due(jobs=JOBS)
    auditor = program("a1")
    here = f"/audits/{auditor.get('/audits').json()['items'][0]['reference']}"

    moved = auditor.post(f"{here}/day", {"to": "2026-08-03", "why": "The auditor is ill."})
    seen = auditor.post(f"{here}/evidence", {"text": "Ten letters were read.", "where": "Shared drive"})
    sample = auditor.post(f"{here}/sample", {"sample": "SAM-2026-0001"})
    early = auditor.post(f"{here}/conclusion", {"verdict": "in_part", "words": "Half of us."})
    own = program("d1").post(f"{here}/conclusion", {"verdict": "in_part", "words": "Half of us."})
    told = auditor.get(here).json()

    assert [each.status_code for each in (moved, seen, sample, early, own)] == [201, 201, 422, 403, 403]
    assert (told["due"], told["first_due"]) == ("2026-08-03", "2026-07-09")
    assert [each["text"] for each in told["evidence"]] == ["Ten letters were read."]


@pytest.mark.parametrize(
    ("who", "path", "body"),
    [("h1", "/policies", A_POLICY), ("h1", "/surveys", {"title": "Mine"}), ("h1", "/samples", A_QUARTER)],
)
def test_what_is_not_theirs_is_refused_with_the_rule(program, who, path, body):
    answer = program(who).post(path, body)

    assert answer.status_code == 403
    assert answer.json()["refusals"][0]["code"]


@pytest.mark.parametrize(
    "path",
    [
        "/surveys/SUR-0",
        "/samples/SAM-0",
        "/reviews/REV-0",
        "/policies/POL-0",
        "/campaigns/CAM-0",
        "/practices/GP-0",
        "/governance/GDN-0",
        "/audits/AUD-0",
    ],
)
def test_what_is_not_there_is_404(program, path):
    assert program("h1").get(path).status_code == 404
