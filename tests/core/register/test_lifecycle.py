"""An agreement's life: who may take which step from where, and what follows by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.register import (
    DECIDED,
    NOON,
    TODAY,
    a_dpo,
    an_active_agreement,
    an_actor,
    an_agreement,
    an_approval,
    an_owner,
    some_particulars,
    with_every_yes,
)
from sharewell.policy import rulebook
from sharewell.register.agreement import AgreementAction, AgreementStatus, NoticeChoice, NoticeDecision
from sharewell.register.applied import apply
from sharewell.register.completeness import missing
from sharewell.register.lifecycle import FROM, WHO, Said, suspend_if_overdue, take_step
from sharewell.register.particulars import OtherParty
from sharewell.vocabulary.people import Delegation, Role

POLICE = "ORG-0001"
THE_RECIPIENT = an_actor("r1", Role.RECIPIENT)
FOR_THE_POLICE = Said(party=POLICE, name="R. Castell", post="Head of disclosure")
ENOUGH = {
    AgreementAction.COUNTERSIGN: FOR_THE_POLICE,
    AgreementAction.DECIDE_NOTICE: Said(notice=DECIDED),
    AgreementAction.COMPLETE_REVIEW: Said(review_on=TODAY + timedelta(days=300)),
    AgreementAction.SUCCEED: Said(party=POLICE, successor="ORG-0009", successor_name="Northshire Mayor"),
    AgreementAction.END: Said(reason="The scheme is over."),
}
ALL_STEPS = [
    (action, status, role) for action in AgreementAction for status in AgreementStatus for role in Role
]


def step(agreement, action, by, said=None, on=TODAY):
    return take_step(agreement, action=action, by=by, at=NOON, on=on, said=said or ENOUGH.get(action))


def after(agreement, action, by, said=None, on=TODAY):
    for event in step(agreement, action, by, said, on).events:
        agreement = apply(agreement, event)
    return agreement


def rules(outcome):
    return [each.rule for each in outcome.refusals]


def reviewed(**changed):
    return after(an_agreement(**changed), AgreementAction.REVIEW, a_dpo())


def ready_to_sign(**changed):
    return after(reviewed(**changed), AgreementAction.DECIDE_NOTICE, an_owner())


# --- into force -------------------------------------------------------------------------------------------------------
def test_review_notice_signature_and_countersignature_bring_an_agreement_into_force_and_into_the_registers():
    signed = after(ready_to_sign(), AgreementAction.SIGN, an_owner())

    outcome = step(signed, AgreementAction.COUNTERSIGN, THE_RECIPIENT)

    assert signed.status is AgreementStatus.DRAFT
    assert [event.kind for event in outcome.events] == [
        "isa.countersigned", "isa.activated", "iar.linked", "ropa.linked"
    ]  # fmt: skip
    assert after(signed, AgreementAction.COUNTERSIGN, THE_RECIPIENT).status is AgreementStatus.ACTIVE


@pytest.mark.requirement("OPCC-6.4a")
@pytest.mark.parametrize("review_on", [None, date(2026, 9, 1), date(2029, 1, 1)])
def test_the_first_review_is_within_a_year_whatever_the_draft_says(review_on):
    signed = after(ready_to_sign(review_on=review_on), AgreementAction.SIGN, an_owner())

    active = after(signed, AgreementAction.COUNTERSIGN, THE_RECIPIENT)

    assert active.review_on == min(review_on or date.max, date(2027, 3, 2))


@pytest.mark.requirement("OPCC-5.2b")
def test_with_two_parties_both_sign_before_it_is_in_force():
    fire = OtherParty(reference="ORG-0005", name="Northshire Fire")
    bases = (*some_particulars().bases, replace(some_particulars().bases[1], party="ORG-0005"))
    draft = ready_to_sign(particulars=some_particulars(others=(fire,), bases=bases))
    signed = after(draft, AgreementAction.SIGN, an_owner())

    one = after(signed, AgreementAction.COUNTERSIGN, THE_RECIPIENT)
    both = after(one, AgreementAction.COUNTERSIGN, THE_RECIPIENT, replace(FOR_THE_POLICE, party="ORG-0005"))

    assert one.status is AgreementStatus.DRAFT
    assert both.status is AgreementStatus.ACTIVE


@pytest.mark.requirement("OPCC-5.3b", "OPCC-5.2b", "OPCC-6.5")
@pytest.mark.parametrize("without", ["review", "signature", "notice", "countersignatures"])
def test_with_any_one_yes_missing_it_is_not_in_force(without):
    agreement = with_every_yes(an_agreement())

    lacking = replace(agreement, **{without: {} if without == "countersignatures" else None})

    assert len(missing(lacking)) == 1
    assert missing(agreement) == ()


@pytest.mark.parametrize("changed", [{"retention": "P60M"}, {"title": "Something else"}])
def test_a_word_changed_afterwards_and_every_yes_is_asked_for_again(changed):
    agreement = replace(with_every_yes(an_agreement()), **changed)

    assert {each.rule for each in missing(agreement)} == {rulebook.YES_TO_THIS_TEXT}
    assert len(missing(agreement)) == 3


# --- who and when -----------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-5.3b")
def test_nobody_signs_before_the_dpo_has_reviewed():
    outcome = step(an_agreement(notice=DECIDED), AgreementAction.SIGN, an_owner())

    assert rules(outcome) == [rulebook.DPO_REVIEWS_AGREEMENT]


@pytest.mark.requirement("OPCC-6.5")
def test_nobody_signs_before_it_is_decided_what_people_are_told():
    assert rules(step(reviewed(), AgreementAction.SIGN, an_owner())) == [rulebook.NOTICE_DECIDED]


@pytest.mark.parametrize(
    "notice",
    [
        None,
        NoticeDecision(choice=NoticeChoice.CURRENT, reason=" "),
        NoticeDecision(choice=NoticeChoice.ADDITIONAL, reason="Health data."),
    ],
)
def test_the_decision_about_the_notice_is_one_of_three_with_a_reason_and_its_notice(notice):
    outcome = step(reviewed(), AgreementAction.DECIDE_NOTICE, an_owner(), Said(notice=notice))

    assert rules(outcome) == [rulebook.NOTICE_DECIDED]


@pytest.mark.requirement("OPCC-5.2b")
@pytest.mark.parametrize("action", [AgreementAction.SIGN, AgreementAction.DECIDE_NOTICE])
def test_the_owner_of_another_data_set_may_not(action):
    outcome = step(ready_to_sign(), action, an_owner("o2", "home-visits"))

    assert rules(outcome) == [rulebook.OWNER_SIGNS]


def test_nobody_signs_for_a_party_that_is_none():
    said = replace(FOR_THE_POLICE, party="ORG-0077")

    assert rules(step(reviewed(), AgreementAction.COUNTERSIGN, THE_RECIPIENT, said)) == [rulebook.OWNER_SIGNS]


@pytest.mark.parametrize(("days", "permitted"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_delegate_signs_from_the_first_day_of_the_delegation_to_the_last(days, permitted):
    delegation = Delegation(
        reference="DEL-1", from_person="o1", data_sets=frozenset({"complaints"}),
        starts=TODAY, ends=TODAY + timedelta(days=10),
    )  # fmt: skip
    delegate = an_owner("o2", "home-visits", delegations=(delegation,))

    outcome = step(ready_to_sign(), AgreementAction.SIGN, delegate, on=TODAY + timedelta(days=days))

    assert outcome.permitted is permitted


@pytest.mark.parametrize(("action", "status", "role"), ALL_STEPS)
def test_a_step_is_taken_only_from_its_state_and_by_its_posts(action, status, role):
    agreement = replace(with_every_yes(an_agreement()), status=status)

    outcome = step(agreement, action, an_actor("x1", role, owns=frozenset({"complaints"})))

    assert outcome.permitted is (status in FROM[action] and role in WHO[action])


def test_all_that_is_wrong_with_a_step_is_said_at_once():
    outcome = step(an_agreement(status=AgreementStatus.ENDED), AgreementAction.SIGN, an_actor())

    assert rules(outcome) == [
        rulebook.NOT_IN_THIS_STATE,
        rulebook.NOT_YOUR_STEP,
        rulebook.DPO_REVIEWS_AGREEMENT,
        rulebook.NOTICE_DECIDED,
    ]


# --- afterwards -------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-6.4c")
@pytest.mark.parametrize(("days_late", "suspended"), [(30, False), (31, True)])
def test_the_clock_suspends_what_was_not_reviewed_in_time(days_late, suspended):
    agreement = an_active_agreement(review_on=TODAY)

    event = suspend_if_overdue(agreement, at=NOON, on=TODAY + timedelta(days=days_late))

    assert (event is not None) is suspended
    assert not suspended or apply(agreement, event).status is AgreementStatus.SUSPENDED


def test_a_review_brings_back_what_its_lateness_suspended():
    late = an_active_agreement(status=AgreementStatus.SUSPENDED, review_on=date(2025, 1, 1))

    resumed = step(late, AgreementAction.RESUME, an_owner())
    reviewed_late = after(late, AgreementAction.COMPLETE_REVIEW, an_owner())

    assert rules(resumed) == [rulebook.REVIEW_IN_TIME]
    assert reviewed_late.status is AgreementStatus.ACTIVE


@pytest.mark.requirement("OPCC-6.4a")
@pytest.mark.parametrize(("days", "permitted"), [(0, False), (1, True), (365, True), (366, False)])
def test_the_next_review_is_within_a_year(days, permitted):
    said = Said(review_on=TODAY + timedelta(days=days))

    outcome = step(an_active_agreement(), AgreementAction.COMPLETE_REVIEW, an_owner(), said)

    assert outcome.permitted is permitted


@pytest.mark.requirement("OPCC-1.4")
def test_a_successor_takes_the_partys_place_and_nothing_leaves_until_it_has_signed():
    succeeded = after(an_active_agreement(), AgreementAction.SUCCEED, an_owner())

    assert (succeeded.recipient, succeeded.recipient_name) == ("ORG-0009", "Northshire Mayor")
    assert succeeded.status is AgreementStatus.SUSPENDED
    assert rules(step(succeeded, AgreementAction.RESUME, an_owner())) == [rulebook.OWNER_SIGNS]


def test_an_agreement_is_ended_with_a_reason_and_closed_when_every_certificate_is_in():
    ended = after(an_active_agreement(), AgreementAction.END, an_owner())

    assert rules(step(an_active_agreement(), AgreementAction.END, an_owner(), Said())) == [
        rulebook.REASONS_GIVEN
    ]
    assert rules(step(ended, AgreementAction.CLOSE, an_owner(), Said(owed=1))) == [rulebook.CERTIFICATES_IN]
    assert after(ended, AgreementAction.CLOSE, an_owner()).status is AgreementStatus.CLOSED


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(AgreementAction),
            st.sampled_from([a_dpo(), an_owner(), THE_RECIPIENT, an_actor()]),
        ),
        max_size=12,
    )
)
def test_whoever_does_what_in_whatever_order_nothing_is_in_force_without_every_yes(steps):
    agreement = an_agreement()

    for action, by in steps:
        agreement = after(agreement, action, by)

    live = agreement.status is AgreementStatus.ACTIVE
    assert not live or all(
        (agreement.review, agreement.signature, agreement.notice, agreement.countersignatures)
    )


def test_an_approval_given_to_other_words_counts_for_nothing():
    outcome = step(an_agreement(review=an_approval(), notice=DECIDED), AgreementAction.SIGN, an_owner())

    assert rules(outcome) == [rulebook.DPO_REVIEWS_AGREEMENT]
