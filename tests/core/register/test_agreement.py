"""An agreement's life: who may do what to it, and when it lets a file leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.register import (
    NOON,
    TODAY,
    a_dpo,
    an_active_agreement,
    an_actor,
    an_agreement,
    an_approval,
    an_owner,
)
from sharewell.policy import rulebook
from sharewell.register.agreement import (
    FROM,
    WHO,
    AgreementAction,
    AgreementStatus,
    apply,
    authority,
    take_step,
)
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell.vocabulary.people import Delegation, Role

THE_RECIPIENT = an_actor("r1", Role.RECIPIENT)
ALL_STEPS = [
    (action, status, role) for action in AgreementAction for status in AgreementStatus for role in Role
]


def step(agreement, action, by):
    return take_step(agreement, action=action, by=by, at=NOON, on=TODAY)


def after(agreement, action, by):
    for event in step(agreement, action, by).events:
        agreement = apply(agreement, event)
    return agreement


def test_review_signature_and_countersignature_bring_an_agreement_into_force():
    reviewed = after(an_agreement(), AgreementAction.REVIEW, a_dpo())
    signed = after(reviewed, AgreementAction.SIGN, an_owner())

    outcome = step(signed, AgreementAction.COUNTERSIGN, THE_RECIPIENT)

    assert signed.status is AgreementStatus.DRAFT
    assert [event.kind for event in outcome.events] == ["isa.countersigned", "isa.activated"]
    assert after(signed, AgreementAction.COUNTERSIGN, THE_RECIPIENT).status is AgreementStatus.ACTIVE


@pytest.mark.parametrize("missing", ["review", "signature", "countersignature"])
@pytest.mark.requirement("OPCC-5.3b", "OPCC-5.2b")
def test_with_any_one_yes_missing_it_is_not_in_force(missing):
    agreement = an_active_agreement(status=AgreementStatus.DRAFT, **{missing: None})

    assert len(agreement.missing()) == 1


@pytest.mark.requirement("OPCC-6.1b")
@pytest.mark.parametrize("gap", [{"schedule": Schedule()}, {"starts": None}, {"ends": None}])
def test_an_agreement_with_a_component_missing_never_comes_into_force(gap):
    agreement = an_active_agreement(status=AgreementStatus.DRAFT, countersignature=None, **gap)

    outcome = step(agreement, AgreementAction.COUNTERSIGN, THE_RECIPIENT)

    assert [event.kind for event in outcome.events] == ["isa.countersigned"]
    assert rulebook.AGREEMENT_COMPONENTS in [each.rule for each in agreement.missing()]


@pytest.mark.requirement("OPCC-5.3b")
def test_nobody_signs_before_the_dpo_has_reviewed():
    outcome = step(an_agreement(), AgreementAction.SIGN, an_owner())

    assert [each.rule for each in outcome.refusals] == [rulebook.DPO_REVIEWS_AGREEMENT]


@pytest.mark.requirement("OPCC-5.2b")
def test_the_owner_of_another_data_set_may_not_sign():
    outcome = step(an_agreement(review=an_approval()), AgreementAction.SIGN, an_owner("o2", "home-visits"))

    assert [each.rule for each in outcome.refusals] == [rulebook.OWNER_SIGNS]


@pytest.mark.parametrize(("days", "permitted"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_delegate_signs_from_the_first_day_of_the_delegation_to_the_last(days, permitted):
    delegation = Delegation(
        reference="DEL-1", from_person="o1", data_sets=frozenset({"complaints"}),
        starts=TODAY, ends=TODAY + timedelta(days=10),
    )  # fmt: skip
    delegate = an_owner("o2", "home-visits", delegations=(delegation,))

    outcome = take_step(
        an_agreement(review=an_approval()), action=AgreementAction.SIGN, by=delegate, at=NOON,
        on=TODAY + timedelta(days=days),
    )  # fmt: skip

    assert outcome.permitted is permitted


@pytest.mark.parametrize(("action", "status", "role"), ALL_STEPS)
def test_a_step_is_taken_only_from_its_state_and_by_its_posts(action, status, role):
    agreement = an_agreement(status=status, review=an_approval())

    outcome = step(agreement, action, an_actor("x1", role, owns=frozenset({"complaints"})))

    assert outcome.permitted is (status in FROM[action] and role in WHO[action])


def test_all_that_is_wrong_with_a_step_is_said_at_once():
    outcome = step(an_agreement(status=AgreementStatus.ENDED), AgreementAction.SIGN, an_actor())

    assert [each.rule for each in outcome.refusals] == [
        rulebook.NOT_IN_THIS_STATE,
        rulebook.NOT_YOUR_STEP,
        rulebook.DPO_REVIEWS_AGREEMENT,
        rulebook.OWNER_SIGNS,
    ]


@pytest.mark.requirement("OPCC-7.2c")
@pytest.mark.parametrize("status", [each for each in AgreementStatus if each is not AgreementStatus.ACTIVE])
def test_only_an_active_agreement_lets_a_file_leave(status):
    found = authority(an_active_agreement(status=status), on=TODAY)

    assert [each.rule for each in found.standing] == [rulebook.AUTHORITY_IN_FORCE]


@pytest.mark.requirement("OPCC-6.4c")
@pytest.mark.parametrize(("days_late", "live"), [(-1, True), (0, True), (30, True), (31, False)])
def test_a_review_more_than_thirty_days_late_stops_releases(days_late, live):
    agreement = an_active_agreement(review_on=date(2026, 6, 1))

    found = authority(agreement, on=date(2026, 6, 1) + timedelta(days=days_late))

    assert (found.standing == ()) is live


def test_an_agreement_without_a_schedule_yields_no_authority_at_all():
    assert authority(an_active_agreement(schedule=Schedule()), on=TODAY) is None


def test_an_approval_is_bound_to_the_text_that_was_approved():
    before = after(an_agreement(), AgreementAction.REVIEW, a_dpo())
    other = after(an_agreement(retention="P36M"), AgreementAction.REVIEW, a_dpo())

    assert before.review.digest != other.review.digest


NAMES = st.text(min_size=1, max_size=20)
FIELDS = st.builds(
    ScheduledField,
    name=NAMES,
    type=st.sampled_from(["string", "integer", "date"]),
    why=st.text(max_size=20),
    personal=st.sampled_from([None, "name", "none"]),
    constraints=st.sampled_from([{}, {"required": True}, {"enum": ["a", "b"]}]),
)


@given(fields=st.lists(FIELDS, max_size=6), key=st.lists(NAMES, max_size=2))
def test_a_schedule_and_its_table_schema_say_the_same(fields, key):
    schedule = Schedule(fields=tuple(fields), primary_key=tuple(key))

    assert Schedule.from_table_schema(schedule.table_schema()) == schedule


def test_the_gate_reads_exactly_what_was_agreed():
    terms = authority(an_active_agreement(max_rows=50), on=TODAY).terms.document()

    assert terms["agreement"] == "ISA-2026-0001"
    assert [each["name"] for each in terms["schema"]["fields"]] == ["complaint_ref", "outcome_code"]
    assert (terms["valid_from"], terms["valid_until"], terms["retention"]) == (
        "2026-01-01",
        "2026-12-31",
        "P24M",
    )
    assert terms["scope"] == {"max_rows": 50}


def test_the_gate_reads_scope_limits_and_treatments_as_they_were_agreed():
    handling = {
        "scope": {"min_rows": 2},
        "disclosure": {"quasi_identifiers": ["outcome_code"], "k": 5},
        "treatments": [{"field": "complaint_ref", "do": "pseudonymise"}],
        "valid_until": "2099-01-01",
    }

    terms = authority(an_active_agreement(max_rows=50, handling=handling), on=TODAY).terms

    assert (terms.scope.min_rows, terms.scope.max_rows, terms.disclosure.k) == (2, 50, 5)
    assert [each.do for each in terms.treatments] == ["pseudonymise"]
    assert terms.document()["valid_until"] == "2026-12-31"


def test_an_approval_is_bound_to_the_treatments_too():
    plain, treated = an_agreement(), an_agreement(handling={"treatments": [{"field": "a", "do": "drop"}]})

    assert plain.digest() != treated.digest()
