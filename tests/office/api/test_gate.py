"""At the gate programs do all that people do: mend a file, keep what lies beside it, go on despite an incident."""

from __future__ import annotations

from datetime import date

import pytest

from builders.office_release import EXTRA_COLUMN, GOOD, agree, an_upload, brought, the_agreement, the_release
from sharewell.register.card import Incident, Severity
from sharewell.release.permission import Status
from sharewell_office.register import demo
from sharewell_office.register import store as register
from sharewell_office.release import store

pytestmark = pytest.mark.django_db

INCIDENT = Incident(
    reference="INC-2026-0001", party=demo.COUNCIL, severity=Severity.HIGH, opened=date(2026, 2, 20)
)


def codes(answer) -> list[str]:
    return [each["code"] for each in answer.json()["refusals"]]


def status(row) -> str:
    return the_release(row.reference).status


# --- mending ----------------------------------------------------------------------------------------------------------
def test_what_the_gate_offers_is_chosen_and_taken_back(program):
    handler, row = program("h1"), brought(EXTRA_COLUMN)
    (offer, *_) = handler.get(f"/releases/{row.reference}").json()["mends"]
    wanted = {"finding": offer["finding"], "choice": offer["choice"]}

    mended = handler.post(f"/releases/{row.reference}/mends", wanted)
    assert (mended.status_code, mended.json()["events"]) == (201, ["release.mended"])
    assert status(row) == Status.READY

    undone = handler.post(f"/releases/{row.reference}/mends/undo")
    assert undone.json()["events"] == ["release.mend_undone"]
    assert status(row) == Status.REFUSED


def test_what_is_offered_no_more_is_a_conflict(program):
    row = brought(EXTRA_COLUMN)

    answer = program("h1").post(f"/releases/{row.reference}/mends", {"finding": "G01", "choice": 7})

    assert (answer.status_code, codes(answer)) == (409, ["ST_CHANGED"])


def test_a_mended_file_takes_the_place_of_the_one_that_did_not_pass(program):
    handler, row = program("h1"), brought(EXTRA_COLUMN)

    broken = handler.upload(f"/releases/{row.reference}/file", {"file": an_upload(b"a,b\n1\n")})
    answer = handler.upload(f"/releases/{row.reference}/file", {"file": an_upload(GOOD)})

    assert (broken.status_code, codes(broken)) == (422, ["API_INPUT"])
    assert answer.status_code == 201
    assert status(row) == Status.READY


def test_whom_the_data_are_about_goes_with_the_file(program):
    row, said = brought(), {"accuracy": "Counted twice.", "categories": ["victims"]}

    assert program("h1").post(f"/releases/{row.reference}/accuracy", said).status_code == 201
    assert the_release(row.reference).categories == ["victims"]


@pytest.mark.parametrize(
    ("step", "answered"), [("stop", 403), ("resume", 403), ("mends/undo", 403), ("clearances/undo", 409)]
)
def test_a_step_that_is_not_due_is_refused_and_of_no_release_is_unknown(program, step, answered):
    handler, said = program("h1"), {"finding": "G01"} if "clear" in step else None

    assert handler.post(f"/releases/{brought().reference}/{step}", said).status_code == answered
    assert handler.post(f"/releases/REL-2026-9999/{step}", said).status_code == 404


# --- beside a file ----------------------------------------------------------------------------------------------------
def test_a_list_that_the_terms_name_is_kept(program):
    agree(scope={"keys": "approved.csv"})
    handler, address = program("h1"), f"/authorities/{the_agreement()}/lists"
    assert handler.get(address).json() == [{"name": "approved.csv", "sha256": ""}]

    kept = handler.upload(f"{address}/approved.csv", {"file": an_upload(b"referral_id\nSW1\nSW2\n", "a.csv")})

    assert kept.json()["events"] == ["list.kept"]
    assert len(handler.get(address).json()[0]["sha256"]) == 64
    assert brought().status == Status.READY


def test_people_are_withheld_and_lifted_and_never_named(program):
    said = {"because": "objection", "known_by": {"full_name": "Raj Patel"}}

    withheld = program("d1").post("/data-sets/home-visits/withheld", said)
    listed = program("h1").get("/data-sets/home-visits/withheld")
    lifted = program("d1").post(f"/withheld/{withheld.json()['reference']}/lift")

    assert listed.json() == [{"reference": withheld.json()["reference"], "because": "objection"}]
    assert "Patel" not in listed.content.decode() + withheld.content.decode()
    assert lifted.status_code == 201
    assert not store.withheld("home-visits")


@pytest.mark.parametrize(
    ("who", "address"), [("a1", "/data-sets/home-visits/withheld"), ("d1", "/authorities/{}/lists")]
)
def test_other_posts_read_neither(program, who, address):
    answer = program(who).get(address.format(the_agreement()))

    assert (answer.status_code, codes(answer)) == (403, ["ST_NOT_YOURS"])


# --- despite an open incident -----------------------------------------------------------------------------------------
def test_the_chief_executive_goes_on_despite_an_incident_on_advice_and_takes_it_back(program):
    register.save_incident(INCIDENT)
    address = f"/incidents/{INCIDENT.reference}/despite/{the_agreement()}"
    decision = {
        "reasons": "It cannot wait.",
        "conditions": "Only to the new team.",
        "valid_until": "2026-03-31",
    }
    chief = program("c1")

    too_soon = chief.post(f"{address}/decision", decision)
    advised = program("d1").post(f"{address}/advice", {"advice": "Only what cannot wait."})
    decided = chief.post(f"{address}/decision", decision)
    not_theirs = program("h1").post(f"{address}/decision", decision)
    taken_back = chief.post(f"{address}/take-back")

    assert [each.status_code for each in (too_soon, advised, decided, not_theirs, taken_back)] == [
        403, 201, 201, 403, 201,
    ]  # fmt: skip
