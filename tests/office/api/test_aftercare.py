"""What follows the data, for programs: as on screen, by the same services, from the same questions."""

import pytest

from builders.office_aftercare import held
from builders.office_release import sealed
from sharewell_office.aftercare.models import Copy, Correction, Parcel
from sharewell_office.people.models import KeptAnswer
from sharewell_office.register import demo
from sharewell_office.register.models import Party

CERTIFICATE = {
    "copies": "One folder of the team, and its backup of March",
    "method": "purge",
    "standard": "NIST SP 800-88",
    "destroyed_on": "2026-03-02",
    "name": "Rhea Castell",
    "post": "Manager",
    "signed": True,
}
REPORT = {
    "kind": "potential",
    "what": "A laptop was lost on a train; it is encrypted",
    "happened_on": "2026-03-01",
    "happened_at": "19:00",
    "party": demo.COUNCIL,
}
ASSESSMENT = {
    "aware_on": "2026-03-02",
    "aware_at_time": "08:30",
    "whose": "theirs",
    "context": "4",
    "identification": "1",
    "confidentiality": "0.25",
    "integrity": "0",
    "availability": "0",
    "also": ["unintelligible"],
    "people": 12,
}


@pytest.fixture(autouse=True)
def monday(at):
    with at("2026-03-02T10:00"):
        yield


# --- copies -----------------------------------------------------------------------------------------------------------
def test_a_copy_is_held_let_go_and_certified(program):
    reference, dpo, handler = held(), program("d1"), program("h1")

    held_back = dpo.post(f"/copies/{reference}/hold", {"reason": "SAR-2026-0009"})
    too_soon = handler.post(f"/copies/{reference}/certificate", CERTIFICATE)
    lifted = dpo.post(f"/copies/{reference}/hold/lifting")
    certified = handler.post(f"/copies/{reference}/certificate", CERTIFICATE)

    assert [each.status_code for each in (held_back, too_soon, lifted, certified)] == [201, 403, 201, 201]
    whole = handler.get(f"/copies/{reference}").json()
    assert (whole["state"], whole["certificate"]["method"]) == ("gone", "purge")


def test_a_copy_that_came_to_us_has_the_same_clock(program):
    said = {
        "party": demo.COUNCIL,
        "title": "Referrals",
        "received_on": "2026-03-01",
        "destroy_by": "2026-09-01",
    }

    answer = program("h1").post("/copies", said, once="once")
    again = program("h1").post("/copies", said, once="once")

    assert answer.json() == again.json()
    assert Copy.objects.get().inbound
    assert program("h1").get("/copies", inbound="false").json()["items"] == []


def test_only_those_who_may_put_a_hold_on_a_copy(program):
    answer = program("h1").post(f"/copies/{held()}/hold", {"reason": "SAR-2026-0009"})

    assert answer.status_code == 403
    assert answer.json()["refusals"][0]["remedy"]


# --- corrections ------------------------------------------------------------------------------------------------------
def test_who_holds_a_person_is_answered_and_recorded_and_repeats_nothing(program):
    reference = held("SW-77")

    answer = program("d1").post("/corrections/who-holds", {"because": "SAR-2026-0001", "identifier": "SW-77"})

    assert [each["reference"] for each in answer.json()] == [reference]
    assert "SW-77" not in answer.content.decode()
    assert KeptAnswer.objects.count() == 0


def test_a_correction_is_sent_and_acknowledged(program):
    held("SW-77")
    said = {"change": "corrected", "identifier": "SW-77", "says": "Entry 4: the ward is another."}

    sent = program("h1").post("/corrections", said)
    notice = program("h1").get("/corrections").json()["items"][0]["notices"][0]
    done = program("h1").post(
        f"/corrections/notices/{notice['id']}/acknowledgement",
        {"name": "R C", "post": "Manager", "done": True},
    )

    assert (sent.status_code, done.status_code) == (201, 201)
    assert Correction.objects.get().notices.get().state == "acknowledged"
    assert "Entry 4" not in program("h1").get("/corrections").content.decode()


# --- incidents --------------------------------------------------------------------------------------------------------
def test_what_its_giver_tells_us_of_a_copy_is_taken_down_and_our_incident_with_it_is_told_them(program):
    handler, dpo = program("h1"), program("d1")
    came = {
        "party": demo.COUNCIL,
        "title": "Tenancies",
        "received_on": "2026-01-05",
        "destroy_by": "2026-12-31",
    }
    copy = handler.post("/copies", came).json()["reference"]
    Party.objects.filter(reference=demo.COUNCIL).update(contact="", dpo_contact="")

    told = {"change": "erased", "told_on": "2026-03-02", "says": "Row 4"}
    taken = handler.post(f"/copies/{copy}/changes", told)
    early = handler.post(f"/copies/{copy}/changes", told | {"told_on": "2026-01-02"})
    incident = handler.post("/incidents", REPORT | {"release": copy}).json()["reference"]
    said = [dpo.post(f"/incidents/{incident}/giver", {"how": "Rang their DPO"}) for _ in range(2)]

    assert (taken.status_code, early.status_code) == (201, 403)
    assert taken.json()["events"] == ["correction.received"]
    assert [each.status_code for each in said] == [201, 403]
    assert handler.post("/copies/IN-2026-9999/changes", told).status_code == 404


def test_an_incident_is_reported_assessed_asked_about_decided_on_and_closed(program):
    handler, dpo = program("h1"), program("d1")
    reference = handler.post("/incidents", REPORT).json()["reference"]
    steps = {
        "assessment": ASSESSMENT,
        "questions": {"what": "Was the key with it?", "due": "2026-03-03"},
        "decision": {"regulator": "no", "regulator_why": "Safe", "people": "no", "people_why": "Unreadable"},
    }

    answers = [dpo.post(f"/incidents/{reference}/{step}", said).status_code for step, said in steps.items()]

    assert answers == [201, 201, 201]
    found = handler.get(f"/incidents/{reference}").json()
    assert (found["state"], found["whose"]) == ("decided", "theirs")


def test_only_the_dpo_assesses_an_incident(program):
    reference = program("h1").post("/incidents", REPORT).json()["reference"]

    answer = program("h1").post(f"/incidents/{reference}/assessment", ASSESSMENT)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"kind": "Jane Roe"}, "kind"),
        ({"party": "Jane Roe"}, "party"),
        ({"what": "   "}, "what"),
        ({"happened_at": "Jane Roe"}, "happened_at"),
        ({"Jane Roe": 1}, "Jane Roe"),
    ],
)
def test_what_is_wrong_is_named_and_not_repeated(program, wrong, where):
    answer = program("h1").post("/incidents", REPORT | wrong)

    assert answer.status_code == 422
    told = answer.json()["refusals"]
    assert [each["where"] for each in told] == [where]
    assert all("Jane" not in each["reason"].removeprefix(where) for each in told)


# --- parcels ----------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_link_is_made_and_taken_back_and_kept_nowhere(program):
    reference = sealed().reference

    made = program("h1").post(f"/parcels/{reference}/link", once="once")
    taken = program("h1").post(f"/parcels/{reference}/link/revocation")

    assert made.json()["code"]
    assert made.json()["link"].startswith("http://testserver/collect/")
    assert not KeptAnswer.objects.filter(body__icontains=made.json()["code"]).exists()
    assert taken.status_code == 201
    assert (
        program("h1").get("/parcels").json()["items"][0]["state"] == Parcel.objects.get().state == "revoked"
    )


@pytest.mark.parametrize(
    "path",
    ["/copies/REL-1", "/incidents/INC-1", "/parcels/REL-1/link", "/corrections/notices/1/acknowledgement"],
)
def test_what_is_not_there_is_a_404(program, path):
    said = {"name": "R C", "post": "Manager", "done": True} if "notices" in path else {}
    client = program("d1")

    answer = client.post(path, said) if path.count("/") > 2 else client.get(path)

    assert answer.status_code == 404
