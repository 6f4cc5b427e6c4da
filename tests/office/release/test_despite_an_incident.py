"""A serious open incident of the recipient stops every file; only the Chief Executive decides otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders.office_release import brought, somebody, the_agreement, the_release
from sharewell.policy import rulebook
from sharewell.register.card import Duty, DutyKind, Incident, Severity
from sharewell.release.permission import Status
from sharewell_office.register import demo
from sharewell_office.register import store as register
from sharewell_office.release import services

pytestmark = pytest.mark.django_db

INCIDENT = Incident(
    reference="INC-2026-0001", party=demo.COUNCIL, severity=Severity.HIGH, opened=date(2026, 2, 20)
)


@pytest.fixture
def incident():
    register.save_incident(INCIDENT)
    return INCIDENT.reference


def advise(incident, by="d1", advice="Only to the new team, and only what cannot wait."):
    return services.advise(incident, under=the_agreement(), advice=advice, by=somebody(by))


def decide(incident, by="c1", **changes):
    said = {
        "reasons": "Visits cannot wait for the report.",
        "conditions": ["Only to the new team."],
        "valid_until": date(2026, 3, 31),
    } | changes
    return services.decide_despite(incident, under=the_agreement(), by=somebody(by), **said)


def release(row):
    return services.release(row.reference, by=somebody())


def codes(outcome):
    return [each.rule.code for each in outcome.refusals]


@pytest.mark.requirement("OPCC-7.4d")
def test_while_it_is_open_nothing_leaves(incident):
    assert codes(release(brought())) == ["G_RECIPIENT"]


def test_closed_it_stops_nothing(incident):
    register.save_incident(replace(INCIDENT, closed=date(2026, 3, 1)))

    assert release(brought()).permitted


@pytest.mark.slow
def test_what_is_overdue_stops_a_file_and_nobody_decides_about_it():
    duty = Duty(
        reference="DUT-1", party=demo.COUNCIL, kind=DutyKind.CERTIFICATE, due=date(2026, 3, 1), about="REL-77"
    )
    register.save_duty(duty)
    row = brought()

    refused = release(row)
    register.save_duty(replace(duty, done_on=date(2026, 3, 2)))

    assert codes(refused) == ["G_RECIPIENT"]
    assert "REL-77" in refused.refusals[0].reason
    assert release(row).permitted


@pytest.mark.slow
def test_advised_and_decided_the_file_goes_and_the_record_says_despite_what(incident):
    assert advise(incident).permitted
    assert decide(incident).permitted

    outcome = release(brought())

    assert outcome.permitted, outcome.refusals
    assert outcome.events[0].details["despite"] == ["CED-2026-0001"]


def test_nothing_is_decided_before_the_dpo_has_advised(incident):
    assert codes(decide(incident)) == ["RC_DESPITE_INCIDENT"]


@pytest.mark.parametrize("username", ["o2", "d1", "h1", "a1", "k1"])
def test_nobody_but_the_chief_executive_decides(incident, username):
    advise(incident)

    assert rulebook.NOT_YOUR_STEP in [each.rule for each in decide(incident, by=username).refusals]


@pytest.mark.parametrize("username", ["o2", "c1", "h1"])
def test_nobody_but_the_dpo_advises(incident, username):
    assert rulebook.NOT_YOUR_STEP in [each.rule for each in advise(incident, by=username).refusals]


INCOMPLETE = [
    ({"conditions": []}, "RC_DESPITE_INCIDENT"),
    ({"conditions": ["  "]}, "RC_DESPITE_INCIDENT"),
    ({"reasons": " "}, "DE_REASONS"),
    ({"valid_until": date(2026, 3, 1)}, "DE_VALIDITY"),
    ({"valid_until": date(2027, 3, 1)}, "DE_VALIDITY"),
]


@pytest.mark.parametrize(("changes", "code"), INCOMPLETE)
def test_a_decision_has_reasons_conditions_and_an_end(incident, changes, code):
    advise(incident)

    assert codes(decide(incident, **changes)) == [code]


def test_after_its_last_day_it_holds_no_longer(incident, at):
    advise(incident)
    decide(incident, valid_until=date(2026, 3, 2))
    row = brought()

    with at("2026-03-03T10:00"):
        refused = services.release(row.reference, by=somebody())

    assert "G_RECIPIENT" in codes(refused)


def test_other_advice_undoes_the_decision_and_so_does_taking_it_back(incident):
    advise(incident)
    decide(incident)
    advise(incident, advice="No: it happened again.")
    assert codes(release(brought())) == ["G_RECIPIENT"]

    decide(incident)
    services.take_back_decision(incident, under=the_agreement(), by=somebody("c1"))
    assert codes(release(brought())) == ["G_RECIPIENT"]


@pytest.mark.slow
def test_the_page_takes_the_advice_and_the_decision_and_the_gate_has_no_button_for_it(incident, signed_in):
    row, address = brought(), f"/releases/despite/{incident}/{the_agreement()}/"
    page = signed_in("h1").get(f"/releases/{row.reference}/").content.decode()
    assert address in page
    assert "Release and seal" not in page

    signed_in("d1").post(f"{address}advise/", {"advice": "Only to the new team."})
    decision = {
        "reasons": "It cannot wait.",
        "conditions": "Only to the new team.\nCall before sending.",
        "valid_until_day": "31",
        "valid_until_month": "3",
        "valid_until_year": "2026",
    }
    decided = signed_in("c1").post(f"{address}decide/", decision, follow=True).content.decode()

    assert "Call before sending." in decided
    signed_in("h1").post(f"/releases/{row.reference}/release/")
    assert the_release(row.reference).status == Status.SEALED


@pytest.mark.parametrize(
    ("username", "step"), [("c1", "advise"), ("h1", "decide"), ("d1", "decide"), ("o2", "take-back")]
)
def test_whose_step_it_is_not_is_refused_on_the_page(incident, signed_in, username, step):
    page = signed_in(username).post(f"/releases/despite/{incident}/{the_agreement()}/{step}/", {})

    assert page.status_code == 403


def test_an_incident_that_is_not_there_has_no_page(signed_in):
    assert signed_in("d1").get(f"/releases/despite/INC-1/{the_agreement()}/").status_code == 404
