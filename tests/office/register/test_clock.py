"""What the clock brings: late reviews suspend, an end makes certificates due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sharewell.register.agreement import AgreementAction
from sharewell_office.people import store as people
from sharewell_office.register import jobs, models, services, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference():
    return models.Agreement.objects.get(status="active").reference


@pytest.mark.requirement("OPCC-6.4c")
@pytest.mark.parametrize(("day", "status"), [(30, "active"), (31, "suspended")])
def test_a_review_thirty_one_days_late_suspends_by_itself_and_only_once(reference, day, status):
    models.Agreement.objects.filter(reference=reference).update(review_on=date(2026, 5, 1))
    at = datetime(2026, 5, 1, 9, tzinfo=UTC) + timedelta(days=day)

    first, second = jobs.suspend_overdue(at), jobs.suspend_overdue(at)

    assert store.agreement(reference).status == status
    assert first.startswith("1 " if status == "suspended" else "0 ")
    assert second.startswith("0 ")


def test_an_end_makes_a_certificate_due_and_the_agreement_closes_when_it_is_in(reference, at):
    oskar = people.actor_by_id("o2", date(2026, 3, 2))
    end, close = AgreementAction.END, AgreementAction.CLOSE
    services.take_step(reference, action=end, by=oskar, said=services.Said(reason="The scheme is over."))
    owed = store.duties("ORG-0001")

    too_early = services.take_step(reference, action=close, by=oskar)
    models.Duty.objects.update(done_on=date(2026, 3, 10))
    closed = services.take_step(reference, action=close, by=oskar)

    assert [(each.about, each.due) for each in owed] == [(reference, date(2026, 3, 16))]
    assert [each.rule.code for each in too_early.refusals] == ["ISA_CERTIFICATES"]
    assert closed.permitted
    assert store.agreement(reference).status == "closed"


@pytest.mark.requirement("OPCC-1.4")
def test_a_successor_stands_on_the_card_of_the_body_before_it(reference):
    oskar = people.actor_by_id("o2", date(2026, 3, 2))
    said = services.Said(party="ORG-0001", successor="ORG-0003", reason="An order.")

    services.take_step(reference, action=AgreementAction.SUCCEED, by=oskar, said=said)

    assert store.party("ORG-0001").succeeded_by == "ORG-0003"
    assert store.agreement(reference).recipient == "ORG-0003"
    assert store.agreement(reference).status == "suspended"
