"""What the clock brings: late reviews suspend, an end makes certificates due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from sharewell.register.agreement import AgreementAction
from sharewell_office.ledger import outbox
from sharewell_office.people import store as people
from sharewell_office.register import jobs, models, services, store
from sharewell_office.register.store import notices

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


# --- what is said before it is late -----------------------------------------------------------------------------------
def told(template):
    return list(outbox.log().filter(template=template).values_list("to", "about").order_by("number"))


def test_a_review_that_comes_near_is_told_to_the_owner_once_and_late_rather_than_never(reference):
    models.Agreement.objects.filter(reference=reference).update(review_on=date(2026, 6, 30))
    owner = people.owner_of(models.Agreement.objects.get(reference=reference).asset.data_set).username

    said = [
        jobs.remind_of_reviews(datetime(2026, month, day, 9, tzinfo=UTC))
        for month, day in ((5, 4), (5, 5), (6, 25))
    ]

    assert [each.split()[0] for each in said] == ["1", "0", "1"]
    assert told("review-due") == [(owner, reference)] * 2


def test_a_registration_that_lapses_soon_is_told_to_the_registers_keeper_once():
    models.Party.objects.filter(reference="ORG-0001").update(
        ico_registration="Z1", ico_expires=date(2026, 4, 1)
    )
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    first, second = jobs.warn_of_registrations(at), jobs.warn_of_registrations(at + timedelta(days=1))

    assert (first[0], second[0]) == ("1", "0")
    assert told("registration-lapses") == [("k1", "ORG-0001")]


@pytest.mark.requirement("OPCC-4.2b")
def test_a_notice_that_lacks_somebody_is_told_of_once_and_is_work_until_it_is_published_again(signed_in):
    notice = models.Entry.objects.get(register="notices").reference
    models.NoticeEdition.objects.filter(notice__reference=notice).update(named=[])
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    first, second = jobs.compare_notices(at), jobs.compare_notices(at + timedelta(days=1))
    waiting = [item.next for item in signed_in("k1").get("/").context["items"] if item.reference == notice]
    again = {"review_on_day": 1, "review_on_month": 2, "review_on_year": 2027}
    signed_in("k1").post(
        reverse("register:entry-step", args=["notices", notice, "brought_into_force"]), again
    )

    assert (first[0], second[0]) == ("1", "0")
    assert told("notice-gap") == [("k1", notice)]
    assert waiting[0].startswith("Review the notice: it does not name")
    assert jobs.compare_notices(at + timedelta(days=2))[0] == "0"
    assert not notices.gaps()
