"""Is a policy followed? Scheduled by its launch, announced on its day, concluded on a sample and evidence."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from builders.office_sampling import a_request, marked
from builders.office_survey import a_day, an_organisation, browser, told
from builders.policies import in_force
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance import models
from sharewell_office.assurance.jobs import JOBS
from sharewell_office.assurance.policies import store as policies
from sharewell_office.assurance.sampling import store as samples
from sharewell_office.ledger.store import entries

pytestmark = pytest.mark.django_db
WATCH = [job for job in JOBS if job.name == "watch-adherence"]


@pytest.fixture
def audit() -> str:
    """The audit of a policy that was launched on 9 January 2026, kept by d1; its reference."""
    policies.add(in_force())
    run_due(jobs=WATCH)
    return models.AdherenceAudit.objects.get().reference


def send(browser, audit: str, do: str, **data: object):
    given = {f"{do}-{name}": value for name, value in data.items()}
    return browser.post(reverse("assurance:audit", args=[audit]), {"do": do, **given})


@pytest.mark.requirement("WMFS-2.3")
def test_the_launch_schedules_it_and_its_day_tells_the_auditors_once(audit, signed_in, at):
    row = models.AdherenceAudit.objects.get()
    assert (row.launched_on, row.due, row.first_due) == (date(2026, 1, 9), date(2026, 7, 9), date(2026, 7, 9))
    assert not signed_in("a1").get("/").text.count("See whether it is followed")

    for moment in ("2026-07-09T08:00", "2026-07-10T08:00"):
        with at(moment):
            run_due(jobs=WATCH)

    with at("2026-07-10T09:00"):
        assert "See whether it is followed" in signed_in("a1").get("/").text
    assert told("a1").count("adherence-due") == 1
    assert told("d1").count("adherence-due") == 0  # who answers for it does not audit it
    kinds = [each.kind for each in reversed(entries(about=audit))]
    assert kinds == ["adherence_audit.scheduled", "adherence_audit.due"]


@pytest.mark.requirement("WMFS-2.3", "WMFS-0.2")
def test_it_is_moved_rests_on_a_sample_and_evidence_and_what_is_not_followed_opens_an_action(
    audit, signed_in
):
    a1 = signed_in("a1")
    sample = a_concluded_sample(a1)
    words = {"verdict": "in_part", "words": "Half of us have not read it."}

    offered = a1.get(reverse("assurance:audit", args=[audit])).text
    keepers = signed_in("d1").get(reverse("assurance:audit", args=[audit])).text
    early = send(a1, audit, "conclude", **words)
    send(a1, audit, "move", why="The auditor is ill.", **a_day("to", date(2026, 8, 3)))
    send(a1, audit, "sample", sample=sample)
    send(a1, audit, "evidence", text="Ten letters were read.", where="Shared drive")
    own = send(signed_in("d1"), audit, "conclude", **words)
    send(a1, audit, "conclude", **words)

    page = a1.get(reverse("assurance:audit", args=[audit])).text
    assert f"{sample}: cases of" in offered
    assert "Dilys Okafor, who answers for the policy, does not audit it" in keepers
    assert [each.rule.code for each in early.context["refusals"]] == ["AA_RESTS_ON"] * 2
    assert {each.rule.code for each in own.context["refusals"]} == {"DE_SOD"}
    assert "first due 9 July 2026" in page
    assert "It is followed in part" in page
    assert "0 of 8 people" in page
    action = models.Action.objects.get()
    assert (action.officers, action.due) == (["d1"], date(2026, 4, 1))


@pytest.mark.requirement("WMFS-2.3")
def test_an_auditor_who_answers_for_a_team_looks_at_the_others_only(audit, signed_in):
    an_organisation("Control", "Prevention")
    models.Team.objects.filter(name="Control").update(respondent="a1")
    a1, saw = signed_in("a1"), {"text": "Ten files were read.", "where": "Shared drive"}

    own = send(a1, audit, "evidence", team="Control", **saw)
    everywhere = send(a1, audit, "evidence", **saw)
    other = send(a1, audit, "evidence", team="Prevention", **saw)

    assert [each.reason for each in own.context["refusals"]] == ["You answered the survey for Control."]
    assert everywhere.status_code == 403
    assert other.status_code == 302
    assert "Prevention: Ten files were read." in a1.get(reverse("assurance:audit", args=[audit])).text


def a_concluded_sample(a1) -> str:
    a_request(1)
    quarter = a_day("first", date(2026, 6, 1)) | a_day("last", date(2026, 6, 30))
    reference = a1.post(reverse("assurance:samples"), quarter).url.strip("/").split("/")[-1]
    row = samples.cases(reference)[0]
    for person in (row.marker, row.second):
        marked(browser(person), reference, row.case)
    a1.post(reverse("assurance:sample", args=[reference]))
    return reference
