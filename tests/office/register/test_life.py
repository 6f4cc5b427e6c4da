"""What follows from a step: a successor in every agreement, drafts that fall with what is ended, what we received."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from sharewell.register.agreement import AgreementAction, AgreementStatus
from sharewell.register.particulars import Direction
from sharewell.register.partner_text import TO_POINT_AT, with_file
from sharewell_office.adapters import clock
from sharewell_office.people import store as people
from sharewell_office.register import models, services, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference():
    """The agreement in force, with the council."""
    return models.Agreement.objects.get(title__startswith="Safe and Well").reference


def actor(username):
    return people.actor_by_id(username, clock.today())


def step(reference, action, by, **said):
    return services.take_step(reference, action=action, by=actor(by), said=services.Said(**said))


def test_a_draft_that_would_have_taken_its_place_ends_with_the_agreement(reference):
    draft = services.vary(reference, by=actor("h1")).events[0].about

    step(reference, AgreementAction.END, "o2", reason="The scheme is over.")

    assert store.agreement(draft).status is AgreementStatus.ENDED
    late = step(draft, AgreementAction.REVIEW, "d1")
    assert [each.rule.code for each in late.refusals] == ["ST_NOT_NOW"]


@pytest.mark.parametrize(("direction", "said", "closes"), [
    (Direction.OUT, "", True), (Direction.IN, "", False), (Direction.BOTH, " ", False),
    (Direction.IN, "Shredded.", True),
])  # fmt: skip
def test_what_we_received_is_answered_for_before_an_agreement_closes(reference, direction, said, closes):
    step(reference, AgreementAction.END, "o2", reason="The scheme is over.")
    models.Duty.objects.filter(about=reference).update(done_on=clock.today())
    ended = store.agreement(reference)
    changed = replace(ended, particulars=replace(ended.particulars, direction=direction))
    store.save(changed, read_at_version=store.row(reference).version)

    outcome = step(reference, AgreementAction.CLOSE, "o2", reason=said)

    assert outcome.permitted == closes


def test_an_ended_agreement_waits_for_its_owner_only_once_every_certificate_is_in(reference):
    step(reference, AgreementAction.END, "o2", reason="The scheme is over.")
    waiting = [each.next for each in store.open_work(actor("o2"), clock.today())]

    models.Duty.objects.filter(about=reference).update(done_on=clock.today())

    assert "Close it: every certificate is in" not in waiting
    assert "Close it: every certificate is in" in [
        each.next for each in store.open_work(actor("o2"), clock.today())
    ]


# --- a successor ------------------------------------------------------------------------------------------------------
def succeed(browser, party, **answers):
    address = reverse("register:succeed", args=[party])
    return browser.post(
        address, {"successor": "ORG-0003", "reason": "The Northshire Order 2028", **answers}, follow=True
    )


def test_a_successor_takes_the_place_of_a_body_in_every_agreement_and_signs_before_anything_leaves(
    signed_in, reference
):
    page = succeed(signed_in("c1"), "ORG-0001")

    after = store.agreement(reference)
    assert (after.recipient, after.status) == ("ORG-0003", AgreementStatus.SUSPENDED)
    assert "ORG-0001" not in after.countersignatures
    assert {each.party for each in after.particulars.bases} == {"us", "ORG-0003"}
    assert store.party("ORG-0001").succeeded_by == "ORG-0003"
    assert "University of Northshire" in page.text


def test_the_owner_of_other_data_succeeds_nobody(signed_in, reference):
    page = succeed(signed_in("o1"), "ORG-0001")

    assert page.status_code == 403
    assert store.agreement(reference).status is AgreementStatus.ACTIVE
    assert store.party("ORG-0001").succeeded_by == ""


def test_a_body_without_agreements_has_nothing_to_hand_over(signed_in):
    assert "nothing to hand over" in succeed(signed_in("c1"), "ORG-0003", successor="ORG-0001").text


# --- what is missing leads to where it is written ---------------------------------------------------------------------
def test_a_draft_is_a_list_of_tasks_each_with_what_it_lacks_and_the_page_that_asks_for_it(signed_in):
    hana = signed_in("h1")
    hana.post(reverse("register:new"), {"title": "Victim referrals", "role": "controller"})
    draft = models.Agreement.objects.get(title="Victim referrals").reference

    page = hana.get(reverse("register:agreement", args=[draft]))

    tasks = {each.title: each for each in page.context["tasks_left"]}
    assert {title: each.status for title, each in tasks.items()}.items() >= {
        "Purpose, data and dates": "5 missing", "Parties, roles and direction": "1 missing",
        "Lawful basis and power of each party": "3 missing", "Fields": "1 missing", "Data quality": "5 missing",
        "Who does what": "7 missing", "Impact assessment and assurance": "2 missing", "Wording": "Complete",
    }.items()  # fmt: skip
    assert tasks["Who does what"].hint.endswith("And 4 more.")
    assert all(hana.get(each.href).status_code == 200 for each in tasks.values())
    assert not any(each.href for each in signed_in("a1").get(page.request["PATH_INFO"]).context["tasks_left"])


def test_what_the_partners_text_lacks_is_one_task_and_what_the_record_lacks_stays_with_its_sections(
    signed_in,
):
    hana = signed_in("h1")
    hana.post(
        reverse("register:new"), {"title": "Victim referrals", "role": "controller", "template": "partner"}
    )
    draft = store.agreement(models.Agreement.objects.get(title="Victim referrals").reference)
    file = with_file(draft, name="theirs.pdf", sha256="a" * 64)
    store.save(file, read_at_version=store.row(draft.reference).version)

    page = hana.get(reverse("register:agreement", args=[draft.reference]))

    tasks = {each.title: each.status for each in page.context["tasks_left"]}
    assert next(iter(tasks)) == "The partner’s own text"
    assert tasks["The partner’s own text"] == f"{len(TO_POINT_AT) + 1} missing"
    assert (tasks["Fields"], tasks["Wording"]) == ("1 missing", "Complete")
    assert {each.where for each in page.context["yeses_left"]} == {"isa.sign", "isa.transparency"}


def test_the_notice_is_chosen_from_the_register_and_the_form_says_who_is_not_named_yet(signed_in):
    draft = models.Agreement.objects.get(title__startswith="Complaint").reference

    page = signed_in("o1").get(reverse("register:step", args=[draft, "notice_decided"]))

    assert "No published notice names Northshire Police." in page.text
    assert "Home visits and the council (SN-2026-0001)" in page.text
