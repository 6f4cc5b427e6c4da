"""LIFE-2 through the office: reported from the portal, assessed, looked into, decided, closed with reasons."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from builders.office_aftercare import held
from sharewell.register.card import Severity
from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.aftercare.jobs import JOBS
from sharewell_office.aftercare.models import Incident, Question
from sharewell_office.ledger import models as ledger
from sharewell_office.ledger import outbox
from sharewell_office.people.models import User
from sharewell_office.register import demo
from sharewell_office.register import store as register

pytestmark = pytest.mark.django_db

REPORT = {
    "kind": "potential", "what": "A laptop was lost on a train; it is encrypted",
    "happened_on_day": "1", "happened_on_month": "3", "happened_on_year": "2026", "happened_at": "19:00",
}  # fmt: skip
ASSESS = {
    "aware_on_day": "2", "aware_on_month": "3", "aware_on_year": "2026", "aware_at_time": "10:00", "whose": "theirs",
    "context": "4", "identification": "1", "confidentiality": "0.25", "integrity": "0", "availability": "0",
    "also": ["unintelligible"], "people": "12",
}  # fmt: skip
SETTLE = {
    "regulator": "no",
    "regulator_why": "Encrypted, key safe",
    "people": "no",
    "people_why": "Nobody could read it",
}


@pytest.fixture
def reported(signed_in) -> Incident:
    reference = held()
    answer = signed_in("r1").post("/received/incident/", REPORT | {"release": reference})
    assert answer.status_code == 302, answer.content.decode()
    return Incident.objects.get()


def step(signed_in, incident, name, data, who="d1"):
    return signed_in(who).post(f"/incidents/{incident.reference}/{name}/", data)


def on_the_card():
    return register.incidents(demo.COUNCIL)


def kinds():
    return list(ledger.Leaf.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.requirement("OPCC-7.4a")
def test_a_recipient_reports_through_the_portal_and_the_dpo_is_told(reported):
    assert (reported.state, reported.self_reported, reported.party) == ("suspected", True, demo.COUNCIL)
    assert outbox.log().filter(template="incident-reported", to="d1").count() == 1
    assert [(each.severity, each.closed) for each in on_the_card()] == [(Severity.HIGH, None)]


@pytest.mark.requirement("OPCC-7.4b", "OPCC-7.4d")
def test_from_the_report_to_the_closing(reported, signed_in, at):
    first = step(signed_in, reported, "assess", ASSESS)
    asked = {"what": "Proof of encryption", "due_day": "4", "due_month": "3", "due_year": "2026"}
    step(signed_in, reported, "ask", asked)
    too_early = step(signed_in, reported, "close", {"why": "Done"})
    question = Question.objects.get()
    portal = signed_in("r1").get("/received/").content.decode()
    signed_in("r1").post(
        f"/received/questions/{question.pk}/", {"says": "The key-escrow log is attached to the case"}
    )
    step(signed_in, reported, "settle", SETTLE)
    step(signed_in, reported, "close", {"why": "Encrypted, key safe"})

    closed = Incident.objects.get()
    assert first.status_code == 302, first.content.decode()
    assert (closed.band, closed.inputs["score"], closed.inputs["unintelligible"]) == ("very_high", 4.25, True)
    assert too_early.status_code == 403
    assert "Proof of encryption" in portal
    assert closed.state == "closed"
    assert [(each.severity, each.closed) for each in on_the_card()] == [
        (Severity.VERY_HIGH, date(2026, 3, 2))
    ]
    assert [kind for kind in kinds() if kind.startswith("incident.")] == [
        "incident.reported",
        "incident.assessed",
        "incident.asked",
        "incident.cooperation",
        "incident.settled",
        "incident.closed",
    ]


@pytest.mark.requirement("OPCC-7.4d")
def test_it_is_not_closed_without_reasons(reported, signed_in):
    step(signed_in, reported, "assess", ASSESS)

    silent = step(signed_in, reported, "settle", SETTLE | {"regulator_why": "  "})

    assert silent.status_code == 400
    assert Incident.objects.get().decisions is None


def opened(answer):
    """The steps that lie open on the page."""
    return re.findall(r"<details[^>]* open>.*?summary-text\">([^<]+)", answer.content.decode(), re.DOTALL)


def test_the_step_that_comes_next_lies_open_and_so_does_one_in_which_something_is_wrong(reported, signed_in):
    page = signed_in("d1").get(f"/incidents/{reported.reference}/")
    step(signed_in, reported, "assess", ASSESS)
    assessed = signed_in("d1").get(f"/incidents/{reported.reference}/")
    wrong = step(signed_in, reported, "close", {"why": ""})

    assert [opened(each) for each in (page, assessed, wrong)] == [
        ["Assess it"],
        ["Decide who is told"],
        ["Close it"],
    ]
    # 72 hours from the report, and no more.
    assert "(3\xa0days left)" in page.content.decode()


@pytest.mark.parametrize("who", ["h1", "o1", "a1", "r1"])
def test_nobody_but_the_dpo_takes_steps(reported, signed_in, who):
    assert step(signed_in, reported, "assess", ASSESS, who=who).status_code == 403


def test_an_open_serious_incident_blocks_the_next_release(reported, signed_in):
    from builders.office_release import brought, somebody
    from sharewell_office.release import services as release

    outcome = release.release(brought().reference, by=somebody("h1"))

    assert not outcome.permitted
    assert any("RC_INCIDENT_OPEN" in refusal.reason for refusal in outcome.refusals)


def test_what_is_asked_is_owed(reported, signed_in):
    step(signed_in, reported, "ask", {"what": "Logs", "due_day": "4", "due_month": "3", "due_year": "2026"})

    overdue = register.overdue_duties(demo.COUNCIL, date(2026, 3, 5))
    assert [each.about for each in overdue] == [reported.reference]


def test_another_recipient_neither_sees_nor_answers(reported, signed_in):
    step(signed_in, reported, "ask", {"what": "Logs", "due_day": "4", "due_month": "3", "due_year": "2026"})
    User.objects.filter(username="r1").update(party_reference=demo.POLICE)
    browser = signed_in("r1")

    assert browser.post(f"/received/questions/{Question.objects.get().pk}/", {"says": "x"}).status_code == 404
    assert browser.post("/received/incident/", REPORT | {"release": reported.release}).status_code == 400


def test_the_clock_speaks_up_by_itself_and_once_for_each_mark(reported, signed_in):
    step(signed_in, reported, "assess", ASSESS)
    for hours in (10, 24, 25, 47, 48, 49, 66, 72, 100):
        run_due(clock.now() + timedelta(hours=hours), jobs=JOBS)

    assert kinds().count("incident.clock") == 4


def test_one_of_us_reports_and_both_drafts_open(signed_in):
    answer = signed_in("h1").post("/incidents/new/", REPORT | {"party": demo.COUNCIL, "release": ""})
    reference = Incident.objects.get().reference

    assert answer.status_code == 302
    assert not Incident.objects.get().self_reported
    for article in (33, 34):
        page = signed_in("d1").get(f"/incidents/{reference}/article-{article}/")
        assert page.status_code == 200
        assert "laptop" in page.content.decode()
        assert (
            signed_in("d1")
            .get(f"/incidents/{reference}/article-{article}/?as=pdf")
            .content.startswith(b"%PDF")
        )
        assert (
            signed_in("d1")
            .get(f"/incidents/{reference}/article-{article}/?as=docx")
            .content.startswith(b"PK")
        )


@pytest.mark.parametrize("path", ["/incidents/", "/incidents/new/"])
def test_the_pages_open_empty(signed_in, path):
    assert signed_in("a1").get(path).status_code == 200


def test_a_time_that_is_none_is_said_beside_its_field(signed_in):
    answer = signed_in("h1").post(
        "/incidents/new/", REPORT | {"party": demo.COUNCIL, "happened_at": "teatime"}
    )

    assert answer.status_code == 400
    assert "Enter a valid time" in answer.content.decode()
