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


def test_where_a_high_risk_is_left_the_regulator_comes_first_and_the_review_opens_it_again(program):
    handler, dpo, owner = program("h1"), program("d1"), program("o2")
    address = written(handler, residual="high")
    dpo.post(f"{address}/advice", {"words": "Ask the regulator."})
    owner.post(f"{address}/advice/answer", {"accepted": True})

    early = owner.post(f"{address}/signature", {})
    asked = dpo.post(f"{address}/consultation", {})
    said = {"may_begin": True, "words": "It may begin."}
    answered = [program(who).post(f"{address}/consultation/answer", said) for who in ("h1", "d1")]
    signed = owner.post(f"{address}/signature", {})
    covered = owner.post(f"{address}/cover", {"about": "ISA-2026-0001"})
    opened = handler.post(f"{address}/review", {"why": "The list grew."})

    assert (early.status_code, asked.status_code, signed.status_code) == (403, 201, 201)
    assert [one.status_code for one in answered] == [403, 201]
    assert (covered.status_code, opened.status_code) == (201, 201)
    whole = handler.get(address).json()
    assert (whole["status"], whole["about"]) == ("draft", ["ISA-2026-0001"])


def test_what_nobody_needs_is_taken_off_and_given_up_with_its_reason(program):
    handler, owner = program("h1"), program("o2")
    address = written(handler, residual="medium")

    measure = handler.post(f"{address}/measures/1/removal", {})
    risk = handler.post(f"{address}/risks/1/removal", {})
    unsaid = owner.post(f"{address}/giving-up", {"why": ""})
    given_up = owner.post(f"{address}/giving-up", {"why": "It is not shared after all."})

    assert (measure.status_code, risk.status_code) == (201, 201)
    assert (unsaid.status_code, given_up.status_code) == (422, 201)
    assert handler.get(address).json()["risks"] == []


def written(handler, *, residual: str) -> str:
    begun = handler.post("/dpias", {"title": "Visits", "data_set": "home-visits"})
    address = f"/dpias/{begun.json()['reference']}"
    for part in PARTS:
        handler.post(f"{address}/answers", {"part": part, "words": "Said in a sentence."}, put=True)
    handler.post(f"{address}/risks", RISK | {"residual": residual}, put=True)
    handler.post(f"{address}/risks/1/measures", MEASURE, put=True)
    return address


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("signature", {}),
        ("consultation", {}),
        ("consultation/answer", {"may_begin": True, "words": "Yes"}),
        ("cover", {"about": "ISA-1"}),
        ("review", {"why": "It grew"}),
        ("giving-up", {"why": "Nobody needs it"}),
        ("risks/1/removal", {}),
        ("measures/1/removal", {}),
    ],
)
def test_an_assessment_that_is_not_there_is_404_for_each_step(program, step, said):
    caller = program("h1")

    assert caller.get("/dpias/DPIA-2026-0999").status_code == 404
    assert caller.post(f"/dpias/DPIA-2026-0999/{step}", said).status_code == 404


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
    assert [one["cover"] for one in seen if one["person"] == "o1"] == ["o2"]
    assert people.actor_by_id("o2", clock.today()).delegations == ()


@pytest.mark.parametrize("wrong", [{"person": "zeno"}, {"cover": "zeno"}])
def test_nobody_of_that_name_is_named(program, wrong):
    away = {"person": "o1", "starts": "2026-03-02", "ends": "2026-03-06", "cover": "o2"}

    answer = program("c1").post("/absences", away | wrong)

    assert answer.status_code == 403
    assert answer.json()["refusals"][0]["where"] == "person"
