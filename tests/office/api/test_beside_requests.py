"""What lies beside a request, for programs: the steps of its pages, by the same forms, with the same refusals."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sharewell.decisions.request import ProposedField, Status
from sharewell_office.adapters import clock
from sharewell_office.decisions import models, services, store
from sharewell_office.people import store as people

BEGUN, TO_DECIDE = "Home visits in Mill Road", "Support for complainants who asked for it"
APPROVED = "Visits before the winter"
ORDER = {
    "made_by": "Northshire Crown Court",
    "reference": "T20260001",
    "made_on": "2026-03-01",
    "due": "2026-03-09",
    "verified_how": "Rang the court office on the number in our directory.",
}
ASKED = (ProposedField(name="name", why="The order asks for it."),)
PASSES, FAILS = "area,count\nEastmoor,31\nWestmoor,27\n", "area,count\nEastmoor,31\nWestmoor,2\n"


@pytest.fixture(autouse=True)
def monday(at):
    with at("2026-03-02T11:00"):
        yield


def reference(title: str = BEGUN) -> str:
    return models.Request.objects.get(title=title).reference


def at_(what: str, title: str = BEGUN) -> str:
    return f"/requests/{reference(title)}/{what}"


def request(title: str = BEGUN):
    return store.request(reference(title))


def say(stage: str, facts=None, fields=None, **answers) -> None:
    said = {name.replace("_", "."): value for name, value in answers.items()}
    by = people.actor_by_id("h1", clock.today())
    done = services.answer(reference(), stage=stage, answers=said, facts=facts or {}, fields=fields, by=by)
    assert done.permitted, done.refusals


def a_table(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("t.csv", content.encode(), content_type="text/csv")


def codes(answer) -> list[str]:
    return [each["code"] for each in answer.json()["refusals"]]


# --- orders -----------------------------------------------------------------------------------------------------------


def test_an_order_is_verified_for_fields_that_were_asked_for(program):
    say("S3", fields=ASKED)

    done = program("h1").post(at_("order"), {**ORDER, "ordered": ["name"]})

    assert done.status_code == 201, done.content
    assert done.json()["events"] == ["order.verified"]
    assert (request().order.fields, request().order.verified_by) == (("name",), "h1")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"ordered": ["not_asked_for"]}, "ordered"),
        ({"verified_how": ""}, "verified_how"),
        ({"due": "soon"}, "due"),
    ],
)
def test_an_order_that_is_not_whole_names_each_field_that_is_wrong(program, changes, where):
    say("S3", fields=ASKED)

    answer = program("h1").post(at_("order"), {**ORDER, "ordered": ["name"], **changes})

    assert answer.status_code == 422
    assert where in {each["where"] for each in answer.json()["refusals"]}
    assert request().order is None


# --- tables that hold nobody ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("content", "passed"), [(PASSES, True), (FAILS, False)])
def test_a_table_is_tested_and_its_result_is_the_answer(program, content, passed):
    say("S0", {"data.identifiability": "aggregate"}, S0_1="no")

    done = program("h1").upload(at_("table"), {"file": a_table(content), "count": "count", "min_cell": 5})

    assert done.status_code == 201, done.content
    said = done.json()
    assert (said["passed"], bool(said["findings"])) == (passed, not passed)
    assert said["sha256"] == request().anonymised.sha256
    assert request().answers["S3.5"] == ("pass" if passed else "fail")


def test_records_that_name_nobody_are_tested_by_what_would_tell_somebody_apart(program):
    say("S0", {"data.identifiability": "anonymised"}, S0_1="no")
    rows = "".join(
        f"{band},{came}\n" for band in ("30-39", "40-49") for came in ("yes", "yes", "no", "no", "no")
    )
    asked = {
        "quasi_identifiers": "age",
        "sensitive": "upheld",
        "k": 5,
        "l": 2,
        "intruder": "I tried with the minutes.",
    }

    done = program("h1").upload(at_("records"), {"file": a_table(f"age,upheld\n{rows}"), **asked})
    wrong = program("h1").upload(at_("records"), {"file": a_table(f"age,upheld\n{rows}"), **asked, "k": 1})

    assert (done.status_code, done.json()["passed"], done.json()["smallest_cell"]) == (201, True, 5)
    assert (wrong.status_code, wrong.json()["refusals"][0]["where"]) == (422, "k")


def test_statistics_are_closed_and_handed_to_nobody_by_three_calls(program):
    say("S0", {"data.identifiability": "aggregate"}, S0_1="no")
    program("h1").upload(at_("table"), {"file": a_table(PASSES), "count": "count", "min_cell": 5})

    done = program("h1").post(at_("closing"), {})

    assert done.json()["events"] == ["case.out_of_scope"]
    assert request().status is Status.OUT_OF_SCOPE


def test_a_table_is_offered_and_let_go_by_two_people(program):
    say("S3", S3_2="yes")
    looked = {"differencing": "No other table.", "intruder": "Nobody is picked out."}
    offer = {"file": a_table(PASSES), "count": "count", "min_cell": 5, **looked}
    said = {"undertaking": "Nobody will be recognised.", "reasons": "Counts will do."}

    offered = program("h2").upload(at_("anonymised"), offer)
    own = program("h2").post(at_("anonymised/approval"), said)
    let_go = program("o2").post(at_("anonymised/approval"), said)

    assert (offered.status_code, own.status_code, let_go.status_code) == (201, 403, 201), let_go.content
    assert request().status is Status.APPROVED


@pytest.mark.parametrize(
    ("form", "status", "where"),
    [
        ({"count": "people", "min_cell": 5}, 422, "file"),
        ({"count": "count", "min_cell": 1}, 422, "min_cell"),
        ({"count": "", "min_cell": 5}, 422, "count"),
    ],
)
def test_a_table_that_cannot_be_tested_says_why(program, form, status, where):
    say("S0", {"data.identifiability": "aggregate"}, S0_1="no")

    answer = program("h1").upload(at_("table"), {"file": a_table(PASSES), **form})

    assert (answer.status_code, answer.json()["refusals"][0]["where"]) == (status, where)
    assert request().anonymised is None


# --- countersigning, taking back --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [("c1", 201), ("h1", 403), ("d1", 403), ("o2", 403)])
def test_only_the_chief_executive_countersigns(program, who, status):
    answer = program(who).post(at_("countersignature"), {"reason": "There is nobody else this week."})

    assert answer.status_code == status
    assert (request().small_office is not None) is (status == 201)


@pytest.mark.parametrize(("who", "status"), [("o2", 201), ("h1", 403), ("o1", 403)])
def test_an_approval_is_taken_back_by_whom_it_belongs_to(program, who, status):
    answer = program(who).post(at_("revocation", APPROVED), {"reasons": "They do not need it any more."})

    assert answer.status_code == status
    assert (request(APPROVED).status is Status.REVOKED) is (status == 201)


def test_a_step_on_an_older_version_is_a_conflict_and_changes_nothing(program):
    said = {"reasons": "They do not need it.", "version": request(APPROVED).version - 1}

    answer = program("o2").post(at_("revocation", APPROVED), said)

    assert (answer.status_code, codes(answer)) == (409, ["ST_CHANGED"])
    assert request(APPROVED).status is Status.APPROVED


# --- what follows from what was ticked --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("triggers", "answer"),
    [(["wp.4", "wp.7"], "required"), (["wp.4"], "recommended"), (["none"], "not_required")],
)
def test_screening_is_settled_by_the_criteria_that_hold(program, triggers, answer):
    done = program("h1").post(at_("screening"), {"triggers": triggers})

    assert done.status_code == 201, done.content
    assert request().answers["S6.1"] == answer


@pytest.mark.parametrize("triggers", [[], ["none", "wp.4"], ["wp.99"]])
def test_screening_that_says_nothing_or_two_things_is_unusable(program, triggers):
    assert program("h1").post(at_("screening"), {"triggers": triggers}).status_code == 422
    assert "S6.1" not in request().answers


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"about_a_victim": "no"}, "no"),
        ({"about_a_victim": "yes", "carries": ["vir.holder"]}, "vir_incomplete"),
        (
            {"about_a_victim": "yes", "carries": ["vir.holder", "vir.line", "vir.necessary", "vir.notice"]},
            "vir_ok",
        ),
    ],
)
def test_what_a_request_about_a_victim_carries_answers_the_question(program, said, answer):
    done = program("h1").post(at_("victim"), said)

    assert done.status_code == 201, done.content
    assert request().answers["S1.5"] == answer


# --- where it went ----------------------------------------------------------------------------------------------------


def test_a_diversion_is_handed_to_somebody_who_says_what_became_of_it(program):
    say("S0", S0_5="foi")

    closed = program("h1").post(at_("closing"), {"to": "d1"})
    refused = program("h1").post(at_("hand-off"), {"how": "Answered."})
    done = program("d1").post(at_("hand-off"), {"how": "Answered on 9 March."})
    again = program("d1").post(at_("hand-off"), {"how": "Answered twice."})

    assert [each.status_code for each in (closed, refused, done, again)] == [201, 403, 201, 403]
    assert request().hand_off.done_how == "Answered on 9 March."


def test_whoever_has_it_is_told_also_where_a_program_closes_it_by_its_plain_step(program):
    from sharewell_office.ledger.models import Message

    say("S0", S0_5="foi")

    program("h1").post(at_("steps"), {"action": "close"})

    assert Message.objects.filter(template="handed-on", about=reference(), to="d1").exists()


def test_what_lies_beside_a_request_is_read_with_it(program):
    say("S0", S0_5="foi")
    program("h1").post(at_("closing"), {"to": "d1"})

    diverted = program("a1").get(f"/requests/{reference()}").json()
    approved = program("a1").get(f"/requests/{reference(APPROVED)}").json()

    assert (diverted["beside"]["hand_off"]["to"], diverted["decision"]) == ("d1", None)
    assert (approved["decision"]["outcome"], approved["beside"]) == ("approve", {})


# --- letters, the log, the law, agreements ----------------------------------------------------------------------------


def test_the_letter_is_taken_away_and_put_on_record_as_sent(program):
    letter = program("h1").post(at_("letter/pdf", APPROVED), {})
    told = program("h1").post(at_("notification", APPROVED))
    early = program("h1").post(at_("letter/pdf"), {})

    assert letter.content.startswith(b"%PDF")
    assert told.json()["events"] == ["requester.notified"]
    assert early.status_code == 404


def test_the_log_is_read_by_programs_line_by_line(program):
    approved = program("a1").get("/activity-log", words=reference(APPROVED)).json()["items"]
    outside = program("a1").get("/activity-log", outcome="out_of_scope").json()["items"]

    assert [(each["reference"], each["outcome"]) for each in approved] == [(reference(APPROVED), "Approved")]
    assert outside == []


def test_the_law_says_what_is_to_be_confirmed_and_nobody_takes_up_what_is_not_there(program):
    law = program("d1").get("/law").json()
    unknown = program("d1").post("/law/1999-01-01/advise", {"words": "It will do."})

    assert law["version"] == services.law_for(request(), clock.today()).version
    assert law["to_confirm"]
    assert unknown.status_code == 404


def test_an_agreement_is_drafted_only_where_the_kind_repeats(program):
    assert program("h1").post(at_("agreement", TO_DECIDE)).status_code == 403


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("countersignature", {"reason": "None"}),
        ("revocation", {"reasons": "None"}),
        ("screening", {"triggers": ["none"]}),
        ("victim", {"about_a_victim": "no"}),
        ("closing", {}),
        ("hand-off", {"how": "None"}),
        ("letter/pdf", {}),
        ("notification", {}),
        ("agreement", {}),
        ("order", {**ORDER, "ordered": ["name"]}),
        ("anonymised/approval", {"undertaking": "None", "reasons": "None"}),
    ],
)
def test_beside_a_request_that_is_not_there_is_nothing(program, what, said):
    assert program("c1").post(f"/requests/DSR-1999-0001/{what}", said).status_code == 404
