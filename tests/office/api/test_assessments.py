"""An impact assessment and cover for absence by API: the same steps, the same refusals, never the DPO's advice."""

from __future__ import annotations

import pytest

from sharewell.policy.law import VERSIONS
from sharewell_office.adapters import clock
from sharewell_office.decisions import models as decisions
from sharewell_office.decisions import store as requests
from sharewell_office.people import store as people

pytestmark = pytest.mark.django_db

PARTS = [part.id for part in VERSIONS[-1].dpia if part.always]
RISK = {
    "source": "A note reaches a neighbour.",
    "likelihood": "possible",
    "severity": "severe",
    "residual": "medium",
}
MEASURE = {
    "what": "It leaves out every diagnosis.",
    "effect": "reduced",
    "officer": "h2",
    "due": "2026-03-09",
}
APPROVED = "Visits before the winter"


@pytest.mark.requirement("OPCC-3.5a")
@pytest.mark.slow
def test_an_assessment_is_begun_written_advised_on_signed_and_holds_a_release_back_until_its_measure_is_done(
    program,
):
    handler, dpo, owner = program("h1"), program("d1"), program("o2")
    about = decisions.Request.objects.get(title=APPROVED).reference

    begun = handler.post("/dpias", {"title": "Visits", "data_set": "home-visits", "about": about})
    address = f"/dpias/{begun.json()['reference']}"
    for part in PARTS:
        handler.post(f"{address}/answers", {"part": part, "words": "Said in a sentence."}, put=True)
    handler.post(f"{address}/risks", RISK, put=True)
    handler.post(f"{address}/risks/1/measures", MEASURE, put=True)
    early = owner.post(f"{address}/signature", {})
    dpo.post(f"{address}/advice", {"words": "For it, kept short."})
    owner.post(f"{address}/advice/answer", {"accepted": True})
    by_the_dpo = dpo.post(f"{address}/signature", {})
    signed = owner.post(f"{address}/signature", {})
    held = requests.authority(about, clock.today()).standing
    handler.post(f"{address}/measures/1/done", {})

    assert (begun.status_code, early.status_code, by_the_dpo.status_code, signed.status_code) == (
        201,
        403,
        403,
        201,
    )
    assert [one.where for one in held] == ["measure 1"]
    whole = handler.get(address)
    assert (whole.json()["status"], whole.json()["open_measures"], whole.json()["about"]) == (
        "signed",
        [],
        [about],
    )
    assert requests.authority(about, clock.today()).standing == ()
    assert "kept short" not in whole.text
    assert [one["reference"] for one in handler.get("/dpias").json()["items"]][:1] == [
        begun.json()["reference"]
    ]


def test_an_assessment_that_is_not_there_is_404_for_each_step(program):
    caller = program("h1")

    assert caller.get("/dpias/DPIA-2026-0999").status_code == 404
    assert caller.post("/dpias/DPIA-2026-0999/signature", {}).status_code == 404


def test_cover_is_arranged_seen_and_ended(program):
    caller, away = (
        program("o1"),
        {"person": "o1", "starts": "2026-03-02", "ends": "2026-03-06", "cover": "o2"},
    )

    by_another = program("h1").post("/absences", away)
    arranged = caller.post("/absences", away)
    seen = caller.get("/absences").json()
    ended = caller.post(f"/absences/{arranged.json()['reference']}/end", {})

    assert (by_another.status_code, arranged.status_code, ended.status_code) == (403, 201, 201)
    assert [(one["person"], one["cover"]) for one in seen] == [("o1", "o2")]
    assert people.actor_by_id("o2", clock.today()).delegations == ()


@pytest.mark.parametrize("wrong", [{"person": "zeno"}, {"cover": "zeno"}])
def test_nobody_of_that_name_is_named(program, wrong):
    away = {"person": "o1", "starts": "2026-03-02", "ends": "2026-03-06", "cover": "o2"}

    answer = program("c1").post("/absences", away | wrong)

    assert answer.status_code == 403
    assert answer.json()["refusals"][0]["where"] == "person"
