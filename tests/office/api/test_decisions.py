"""What lies beside a request, for programs: emergencies, questions to the DPO, delegations."""

import pytest


@pytest.fixture(autouse=True)
def monday(at):
    with at("2026-03-02T17:55"):
        yield


# --- emergencies ------------------------------------------------------------------------------------------------------
TOLD = {
    "to_whom": "Sergeant on duty",
    "identity": "Called back on 101",
    "told": ["name", "location"],
    "terms_said": True,
}


def test_an_emergency_is_opened_with_nothing_known_and_told_in_a_second_call(program):
    handler = program("h1")
    reference = handler.post("/emergencies", {}).json()["reference"]

    told = handler.post(
        f"/emergencies/{reference}/disclosure",
        TOLD | {"danger": "A fire", "recipient_name": "Police", "data_set": "home-visits"},
    )

    assert told.status_code == 201, told.content
    whole = handler.get(f"/emergencies/{reference}").json()
    assert (whole["status"], whole["told"]) == ("emergency_released", ["name", "location"])


def test_an_emergency_in_which_nothing_was_told_is_stood_down(program):
    handler = program("h1")
    reference = handler.post("/emergencies", {"danger": "A fire"}).json()["reference"]

    answer = handler.post(f"/emergencies/{reference}/standing-down", {"why": "A false alarm"})

    assert answer.status_code == 201
    assert (
        handler.get("/emergencies", status="emergency_stood_down").json()["items"][0]["reference"]
        == reference
    )


def test_its_record_is_asked_for_and_completed_by_whoever_is_there(program):
    reference = told(program("h1"))
    address = f"/emergencies/{reference}/record"

    asked = {each["name"] for each in program("a1").get(address).json()["questions"]}
    answers = {
        "why_urgent": "The caller had said goodbye.",
        "withheld": "complaint history",
        "data_set": "home-visits",
        "data.children": "yes",
        "basis.art6": "d",
    }
    done = program("a1").post(
        address, {"answers": answers}, put=True
    )  # an auditor, with no post to record anything

    assert set(answers) <= asked
    assert done.status_code == 201, done.content
    whole = program("h1").get(f"/emergencies/{reference}").json()
    assert (whole["status"], whole["why_urgent"]) == ("emergency_recorded", "The caller had said goodbye.")
    assert "ST_NOT_YOURS" in whole["findings"]


def test_what_its_record_does_not_ask_is_named(program):
    reference = told(program("h1"))

    wrong = program("h1").post(f"/emergencies/{reference}/record", {"answers": {"weather": "fair"}}, put=True)

    assert wrong.status_code == 422
    assert "weather" in wrong.text


def told(handler) -> str:
    reference = handler.post("/emergencies", {}).json()["reference"]
    said = TOLD | {"danger": "A fire", "recipient_name": "Police", "data_set": "home-visits"}
    assert handler.post(f"/emergencies/{reference}/disclosure", said).status_code == 201
    return reference


def test_only_the_dpo_advises_on_an_emergency(program):
    reference = program("h1").post("/emergencies", {}).json()["reference"]
    said = {"kind": "for", "text": "I would have advised it"}

    assert program("h1").post(f"/emergencies/{reference}/advice", said).status_code == 403


def test_a_version_that_is_not_the_one_that_was_read_is_a_conflict(program):
    reference = program("h1").post("/emergencies", {}).json()["reference"]

    answer = program("h1").post(f"/emergencies/{reference}/standing-down", {"why": "None", "version": 7})

    assert answer.status_code == 409


# --- questions to the DPO ---------------------------------------------------------------------------------------------
def test_a_question_is_asked_and_answered_once(program):
    reference = (
        program("h1").post("/questions", {"question": "May I?", "about": "dsr-2026-0001"}).json()["reference"]
    )

    answers = [
        program("d1").post(f"/questions/{reference}/answer", {"text": "Yes"}).status_code for _ in range(2)
    ]

    assert answers == [201, 403]
    assert program("h1").get("/questions").json()["items"][0]["answer"] == "Yes"


def test_a_question_is_read_by_its_asker_and_the_dpo_alone(program):
    reference = program("h1").post("/questions", {"question": "May I?"}).json()["reference"]

    def seen(who):
        return reference in {each["reference"] for each in program(who).get("/questions").json()["items"]}

    assert (seen("h1"), seen("d1"), seen("h2")) == (True, True, False)


# --- delegations ------------------------------------------------------------------------------------------------------
DELEGATED = {
    "owner": "o2",
    "to": "c1",
    "data_sets": ["home-visits"],
    "special_category": "no",
    "starts": "2026-03-02",
    "ends": "2026-06-30",
}


def test_an_owner_delegates_their_own_and_takes_it_back(program):
    owner = program("o2")

    made = owner.post("/delegations", DELEGATED)
    revoked = owner.post(f"/delegations/{made.json()['reference']}/revocation")

    assert (made.status_code, revoked.status_code) == (201, 201), made.content
    assert owner.get("/delegations").json()["items"][0]["revoked_at"]


@pytest.mark.parametrize(("who", "status"), [("o1", 422), ("h1", 422), ("c1", 201)])
def test_nobody_delegates_what_is_anothers_but_the_chief_executive(program, who, status):
    assert program(who).post("/delegations", DELEGATED).status_code == status


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/emergencies/EM-2020-0001/terms", {}),
        ("/questions/DPQ-2020-0001/answer", {"text": "Yes"}),
        ("/delegations/DG-2020-0001/revocation", {}),
    ],
)
def test_what_is_not_there_is_a_404(program, path, said):
    assert program("c1").post(path, said).status_code == 404
