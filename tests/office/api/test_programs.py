"""Programs do what people do on screen, by the same services, and every "no" says why."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from builders.office_release import EXTRA_COLUMN, an_upload, the_agreement
from sharewell_office.people.models import ApiKey, User
from sharewell_office.people.programs import services
from sharewell_office.register import demo

A_REQUEST = {
    "title": "Referrals of March",
    "asked": "The referrals of March",
    "asked_by": "Head of home visits",
    "recipient": demo.COUNCIL,
    "data_set": "home-visits",
    "purpose": "To plan home visits",
    "received": "2026-03-02",
}


def refusals_of(answer):
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["refusals"]
    assert all(
        each["code"] and each["reason"] and each["remedy"] and each["citation"] for each in told["refusals"]
    )
    return told["refusals"]


# --- at the door ------------------------------------------------------------------------------------------------------
def test_a_program_is_told_whom_it_acts_for(program):
    answer = program("h1").get("/me")

    assert answer.json() == {
        "person": "h1",
        "name": answer.json()["name"],
        "roles": ["ro.handler"],
        "owns": [],
    }


@pytest.mark.parametrize("key", ["", "sw_guessed", "Bearer"])
def test_without_a_live_key_the_answer_is_401_and_says_how_to_get_one(db, key):
    answer = Client().get("/api/v1/agreements", headers={"Authorization": f"Bearer {key}"})

    assert answer.status_code == 401
    assert "/account/api-keys/" in refusals_of(answer)[0]["remedy"]


def test_a_key_that_ended_opens_nothing(program):
    caller = program("h1")
    services.end_key(ApiKey.objects.get(), by=User.objects.get(username="h1"))

    assert caller.get("/me").status_code == 401


def test_a_key_that_ran_out_opens_nothing(program, at):
    caller = program("h1")

    with at("2026-04-02T09:00"):
        assert caller.get("/me").status_code == 401


def test_the_key_of_somebody_who_left_opens_nothing(program):
    caller = program("h1")
    User.objects.filter(username="h1").update(is_active=False)

    assert caller.get("/me").status_code == 401


def test_a_key_stops_after_its_persons_last_day(program, at):
    caller = program("h1")
    User.objects.filter(username="h1").update(last_day=date(2026, 3, 2))

    assert caller.get("/me").status_code == 200
    with at("2026-03-03T09:00"):
        assert caller.get("/me").status_code == 401


def test_a_recipients_key_does_not_open_the_office(program):
    assert program("r1").get("/agreements").status_code == 401


def test_a_key_that_may_only_read_changes_nothing(program):
    caller = program("h1", may_write=False)

    answer = caller.post("/requests", A_REQUEST)

    assert answer.status_code == 403
    assert refusals_of(answer)[0]["code"] == "API_FORBIDDEN"
    assert caller.get("/requests").status_code == 200


def test_a_session_reads_and_without_the_pages_token_writes_nothing(signed_in):
    browser = signed_in("h1")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies

    assert strict.get("/api/v1/me").status_code == 200
    assert strict.post("/api/v1/requests", A_REQUEST, content_type="application/json").status_code == 403


def test_only_the_digest_of_a_key_is_kept(program):
    caller = program("h1")

    kept = json.dumps(list(ApiKey.objects.values()), default=str)

    assert caller.key not in kept
    assert caller.key[3:] not in kept


# --- what a program can do --------------------------------------------------------------------------------------------
def test_a_request_is_opened_answered_and_read_back(program):
    caller = program("h1")

    opened = caller.post("/requests", A_REQUEST)
    reference = opened.json()["reference"]
    answered = caller.post(
        f"/requests/{reference}/answers", {"stage": "S0", "answers": {"S0.1": "yes"}}, put=True
    )
    read = caller.get(f"/requests/{reference}").json()

    assert (opened.status_code, answered.status_code) == (201, 201)
    assert read["answers"]["S0.1"] == "yes"
    assert read["outcome"] == "blocked"
    assert read["reasons"]
    assert "answer" in read["you_may"]
    assert "approve" not in read["you_may"]


def test_a_program_decides_no_more_than_its_person_may(program):
    caller = program("h1")
    reference = caller.post("/requests", A_REQUEST).json()["reference"]

    answer = caller.post(f"/requests/{reference}/decision", {"action": "approve", "reasons": "It is needed."})

    assert answer.status_code == 403
    assert "DE_NO_AUTHORITY" in {each["code"] for each in refusals_of(answer)}


def test_a_stale_version_is_a_conflict(program):
    caller = program("h1")
    reference = caller.post("/requests", A_REQUEST).json()["reference"]

    answer = caller.post(f"/requests/{reference}/steps", {"action": "withdraw", "version": 99})

    assert answer.status_code == 409


def test_the_dpos_advice_is_in_no_answer(program):
    reference = program("h1").post("/requests", A_REQUEST).json()["reference"]
    advice = "Against: the notice does not cover it"
    given = program("d1").post(f"/requests/{reference}/advice", {"kind": "against", "text": advice})

    assert given.status_code == 201
    assert advice not in program("h1").get(f"/requests/{reference}").content.decode()


def test_a_file_is_brought_read_and_released(program):
    caller = program("h1")

    brought = caller.upload("/releases", {"file": an_upload(), "authority": the_agreement()})
    reference = brought.json()["reference"]
    report = caller.get(f"/releases/{reference}").json()["report"]
    released = caller.post(f"/releases/{reference}/release")

    assert report["decision"] == "pass"
    assert released.json()["events"] == ["release.sealed"]
    assert caller.get(f"/releases/{reference}").json()["status"] == "sealed"
    assert next(each["sentence"] for each in caller.get(f"/record/{reference}").json()).startswith(
        "The file was sealed"
    )


def test_a_file_the_gate_refuses_is_refused_by_api_too(program):
    caller = program("h1")
    reference = caller.upload(
        "/releases", {"file": an_upload(EXTRA_COLUMN), "authority": the_agreement()}
    ).json()["reference"]

    answer = caller.post(f"/releases/{reference}/release")

    assert answer.status_code == 403
    assert refusals_of(answer)


def test_a_file_that_is_not_what_it_claims_says_so_in_one_line(program):
    answer = program("h1").upload("/releases", {"file": an_upload(b"a,b\n1\n"), "authority": the_agreement()})

    assert answer.status_code == 422
    assert refusals_of(answer)[0]["code"] == "API_INPUT"


def test_an_agreement_is_listed_read_and_signed_only_by_its_people(program):
    caller = program("h1")
    reference = caller.get("/agreements").json()["items"][0]["reference"]

    answer = caller.post(f"/agreements/{reference}/steps", {"action": "signed"})

    assert caller.get(f"/agreements/{reference}").json()["table_schema"] is not None
    assert answer.status_code == 403
    assert refusals_of(answer)


def test_the_words_of_a_step_are_taken_as_on_screen(program):
    caller, reference = program("o2"), the_agreement()

    silent = caller.post(f"/agreements/{reference}/steps", {"action": "ended"})
    told = caller.post(f"/agreements/{reference}/steps", {"action": "suspended", "reason": "A doubt."})

    assert (silent.status_code, refusals_of(silent)[0]["remedy"]) == (
        403,
        "Say why, and the parties are told.",
    )
    assert told.status_code == 201
    assert "A doubt." in caller.get(f"/record/{reference}").text


def test_a_register_is_described_and_its_entries_added_changed_and_brought_into_force(program):
    caller = program("k1")
    powers = next(each for each in caller.get("/registers").json() if each["name"] == "powers")
    asked = {each["id"] for each in powers["questions"] if each["needed"]}
    answers = dict.fromkeys(asked, "Said.") | {"kind": "express_power"}

    made = caller.post("/registers/powers", {"title": "A power", "answers": answers | {"kind": "magic"}})
    reference = caller.post("/registers/powers", {"title": "A power", "answers": answers}).json()["reference"]
    address = f"/registers/powers/{reference}"
    entry = caller.get(address).json()
    changed = {"title": "The power", "answers": answers, "version": entry["version"]}
    first, second = caller.post(address, changed), caller.post(address, changed | {"title": "Another"})
    begun = caller.post(f"{address}/steps", {"action": "brought_into_force", "review_on": "2026-09-01"})

    assert (made.status_code, refusals_of(made)[0]["where"]) == (403, "kind")
    assert (first.status_code, second.status_code, begun.status_code) == (201, 409, 201)
    assert caller.get(address).json() == entry | {
        "title": "The power", "status": "in_force", "review_on": "2026-09-01", "version": entry["version"] + 2
    }  # fmt: skip


def test_the_record_of_processing_is_read_by_programs(program):
    told = {each["reference"]: each for each in program("a1").get("/processing").json()}

    assert told["home-visits"]["missing"] == []


def test_evidence_by_api_is_what_verify_reads(program, tmp_path):
    from sharewell import cli

    caller = program("a1")
    bundle = tmp_path / "evidence.json"
    bundle.write_bytes(caller.get(f"/record/{the_agreement()}/evidence").content)

    assert cli.main(["verify", str(bundle)]) == 0


# --- once -------------------------------------------------------------------------------------------------------------
def test_the_same_key_opens_one_request(program):
    caller = program("h1")

    first, second = (caller.post("/requests", A_REQUEST, once="k1") for _ in range(2))

    assert first.json() == second.json()
    assert (first.status_code, second.status_code) == (201, 201)
    assert (
        len([each for each in caller.get("/requests").json()["items"] if each["title"] == A_REQUEST["title"]])
        == 1
    )


def test_the_same_key_with_another_body_is_refused(program):
    caller = program("h1")
    caller.post("/requests", A_REQUEST, once="k1")

    answer = caller.post("/requests", A_REQUEST | {"title": "Another"}, once="k1")

    assert answer.status_code == 422
    assert refusals_of(answer)[0]["code"] == "API_IDEMPOTENCY"


def test_a_refusal_is_repeated_too(program):
    caller = program("h1")

    first, second = (
        caller.post("/requests", A_REQUEST | {"recipient": "ORG-none"}, once="k1") for _ in range(2)
    )

    assert first.status_code == second.status_code == 403
    assert first.json() == second.json()


def test_a_key_belongs_to_its_person(program):
    first = program("h1").post("/requests", A_REQUEST, once="k1").json()["reference"]
    second = program("h2").post("/requests", A_REQUEST, once="k1").json()["reference"]

    assert first != second


def test_an_upload_repeated_is_one_release(program):
    caller, under = program("h1"), the_agreement()

    first, second = (
        caller.upload("/releases", {"file": an_upload(), "authority": under}, once="k1").json()
        for _ in range(2)
    )
    other = caller.upload("/releases", {"file": an_upload(EXTRA_COLUMN), "authority": under}, once="k1")

    assert first == second
    assert other.status_code == 422


def test_of_what_was_asked_a_keyed_digest_is_kept_that_nobody_without_our_key_can_try_out(program, settings):
    from sharewell_office.people.models import KeptAnswer

    caller, kept = program("h1"), []
    for secret in ("one", "another"):
        settings.SECRET_KEY = secret
        caller.post("/requests", A_REQUEST, once=secret)
        kept.append(KeptAnswer.objects.get(key=secret).fingerprint)

    assert kept[0] != kept[1]


def test_answers_are_destroyed_after_a_day(program, at):
    from datetime import timedelta

    from sharewell_office.adapters import clock
    from sharewell_office.people.programs.once import forget_answers

    program("h1").post("/requests", A_REQUEST, once="k1")

    assert forget_answers(clock.now()).startswith("0 ")
    assert forget_answers(clock.now() + timedelta(hours=25)).startswith("1 ")


# --- lists and errors -------------------------------------------------------------------------------------------------
def test_lists_are_cut_by_key(program, monkeypatch):
    from sharewell_office.people.programs import lists

    monkeypatch.setattr(lists, "PAGE", 1)
    caller = program("h1")

    first = caller.get("/agreements").json()
    query = dict(pair.split("=") for pair in first["links"]["older"].lstrip("?").split("&"))
    second = caller.get("/agreements", **query).json()

    assert len(first["items"]) == len(second["items"]) == 1
    assert second["items"][0]["reference"] < first["items"][0]["reference"]


@pytest.mark.parametrize("wrong", [
    {"received": "a week ago, from Jane Example"},
    {"title": ""},
    {"purpose": None},
    {"title": "x" * 5000},
])  # fmt: skip
def test_input_that_does_not_fit_names_the_field_and_repeats_no_value(program, wrong):
    answer = program("h1").post("/requests", A_REQUEST | wrong)

    assert answer.status_code == 422
    assert refusals_of(answer)[0]["where"] == next(iter(wrong))
    assert "Jane" not in answer.content.decode()


@pytest.mark.parametrize(("method", "path", "status"), [
    ("get", "/nothing", 404),
    ("get", "/requests/DSR-2026-9999", 404),
    ("get", "/releases/REL-2026-9999", 404),
    ("get", "/agreements/ISA-2026-9999", 404),
    ("get", "/record/NONE-1", 404),
    ("post", "/me", 405),
])  # fmt: skip
def test_what_is_not_there_is_a_problem_too(program, method, path, status):
    caller = program("h1")

    answer = getattr(caller, method)(path)

    assert answer.status_code == status
    assert refusals_of(answer)


def test_a_form_where_json_is_expected_is_a_problem_and_no_fault_of_ours(signed_in):
    """The token is looked for in the form, and then the body has been read."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies = signed_in("h1").cookies
    page = browser.get("/account/sign-out/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    answer = browser.post("/api/v1/requests", {"title": "x"}, headers={"X-CSRFToken": token})

    assert answer.status_code == 400
    assert refusals_of(answer)


def test_a_body_that_is_not_json_is_a_problem(program):
    caller = program("h1")
    headers = {"Authorization": f"Bearer {caller.key}"}

    answer = caller.client.post("/api/v1/requests", b"{", content_type="application/json", headers=headers)

    assert answer.status_code in (400, 422)
    assert refusals_of(answer)


def test_the_description_is_openapi_3_1_and_open_to_whoever_writes_a_program(db, client):
    told = client.get("/api/v1/openapi.json").json()

    assert told["openapi"].startswith("3.1")
    assert {"/api/v1/requests", "/api/v1/releases", "/api/v1/agreements"} <= told["paths"].keys()
    assert all(each["security"] for path in told["paths"].values() for each in path.values())


# --- on screen --------------------------------------------------------------------------------------------------------
def test_a_new_key_is_shown_once_and_ended_by_its_person(signed_in):
    browser = signed_in("h1")

    made = browser.post("/account/api-keys/", {"name": "case system", "may_write": "no", "days": "30"})
    later = browser.get("/account/api-keys/")
    reference = ApiKey.objects.get().reference
    browser.post(f"/account/api-keys/{reference}/end/")

    assert b"sw_" in made.content
    assert b"sw_" not in later.content
    assert ApiKey.objects.get().ended_at is not None


def test_nobody_ends_the_key_of_another(signed_in, program):
    program("h1")

    answer = signed_in("h2").post(f"/account/api-keys/{ApiKey.objects.get().reference}/end/")

    assert answer.status_code == 404
    assert ApiKey.objects.get().ended_at is None
