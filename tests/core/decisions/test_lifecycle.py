"""Who may take which step from which state: the whole table, and the laws it keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.decisions import (
    LAW,
    NOON,
    a_handler,
    a_request,
    a_table,
    advised,
    an_actor,
    an_owner,
    the_chief_executive,
    the_dpo,
)
from sharewell.decisions.annexes import SmallOffice
from sharewell.decisions.lifecycle import APPROVALS, BY_PEOPLE, TRANSITIONS, WHO, Action, options
from sharewell.decisions.request import AdviceKind, Status
from sharewell.policy import rulebook
from sharewell.vocabulary.people import Delegation, Role


def option(action, request=None, by=None, at=NOON):
    chosen = options(request or a_request(), by=by or an_owner(), at=at, law=LAW)
    return next(one for one in chosen if one.action is action)


def refused(action, **more):
    return {refusal.rule.code for refusal in option(action, **more).refusals}


# Written out by hand, not from the tables: who may do what, from where. Nothing else is permitted to anybody.
PERMITTED = {
    *((status, action, role)
      for status, action in [
          (Status.DRAFT, Action.ANSWER),
          (Status.DRAFT, Action.SUBMIT),
          (Status.DRAFT, Action.WITHDRAW),
          (Status.SUBMITTED, Action.WITHDRAW),
          (Status.APPROVED, Action.WITHDRAW),
          (Status.DRAFT, Action.VERIFY_ORDER),
      ]
      for role in (Role.HANDLER, Role.OWNER, Role.CHIEF_EXECUTIVE, Role.REGISTER_KEEPER)),
    (Status.DRAFT, Action.ADVISE, Role.DPO),
    (Status.SUBMITTED, Action.ADVISE, Role.DPO),
    (Status.DRAFT, Action.REFUSE, Role.OWNER),
    (Status.SUBMITTED, Action.REFUSE, Role.OWNER),
    (Status.SUBMITTED, Action.RETURN, Role.OWNER),
    (Status.SUBMITTED, Action.RETURN, Role.CHIEF_EXECUTIVE),
    (Status.SUBMITTED, Action.APPROVE, Role.OWNER),
    (Status.SUBMITTED, Action.APPROVE_REDUCED, Role.OWNER),
    (Status.SUBMITTED, Action.APPROVE_WITH_CONDITIONS, Role.OWNER),
    (Status.APPROVED, Action.DELIVER, Role.HANDLER),
    (Status.APPROVED, Action.REVOKE, Role.OWNER),
    (Status.APPROVED, Action.REVOKE, Role.CHIEF_EXECUTIVE),
    (Status.DRAFT, Action.COUNTERSIGN, Role.CHIEF_EXECUTIVE),
    (Status.SUBMITTED, Action.COUNTERSIGN, Role.CHIEF_EXECUTIVE),
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", BY_PEOPLE)
@pytest.mark.parametrize("status", Status)
def test_each_post_may_take_each_step_from_each_state_or_is_told_why_not(status, action, role):
    owns = frozenset({"complaints"}) if role is Role.OWNER else frozenset()
    somebody = an_actor("x1", role, owns=owns)

    found = option(action, request=a_request(status=status), by=somebody)

    assert found.open is ((status, action, role) in PERMITTED)
    for refusal in found.refusals:
        assert refusal.reason
        assert refusal.remedy
        assert refusal.rule.citation


# The same table for a case that anonymised data would serve: the policy lets nothing personal leave.
ANONYMISED_PERMITTED = {
    *((Status.DRAFT, Action.OFFER_ANONYMISED, role)
      for role in (Role.HANDLER, Role.OWNER, Role.CHIEF_EXECUTIVE, Role.REGISTER_KEEPER)),
    (Status.SUBMITTED, Action.APPROVE_ANONYMISED, Role.OWNER),
}  # fmt: skip


@pytest.mark.requirement("OPCC-3.3c")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", [Action.OFFER_ANONYMISED, Action.APPROVE_ANONYMISED, *sorted(APPROVALS)])
@pytest.mark.parametrize("status", Status)
def test_where_anonymised_data_would_do_nothing_else_is_approved_by_anybody(status, action, role):
    owns = frozenset({"complaints"}) if role is Role.OWNER else frozenset()
    whole = a_request(status=status, anonymised=a_table())
    request = replace(whole, answers={**whole.answers, "S3.2": "yes"})

    found = option(action, request=request, by=an_actor("x1", role, owns=owns))

    assert found.open is ((status, action, role) in ANONYMISED_PERMITTED)


def test_a_step_of_the_clock_is_no_option_of_anybody():
    shown = {one.action for one in options(a_request(), by=an_owner(), at=NOON, law=LAW)}

    assert set(Action) - shown == {Action.EXPIRE}


def test_every_step_belongs_to_somebody_and_leads_from_somewhere():
    assert set(WHO) == set(Action)
    assert {action for _, action in TRANSITIONS} == set(Action)


def test_nothing_leads_on_from_a_final_state():
    assert not {status for status, _ in TRANSITIONS if status.final}


@pytest.mark.requirement("OPCC-5.2a")
@pytest.mark.parametrize("action", sorted(APPROVALS | {Action.REFUSE}))
@pytest.mark.parametrize(
    "part",
    [{"requested_by": "o1"}, {"drafted_by": frozenset({"h1", "o1"})}, {"advice": (advised(by="o1"),)}],
    ids=["asked", "drafted", "advised"],
)
def test_nobody_decides_a_case_they_had_another_part_in(action, part):
    assert "DE_SOD" in refused(action, request=a_request(**part))


@pytest.mark.requirement("OPCC-5.2a")
def test_the_handler_who_drafted_is_refused_with_every_reason():
    assert refused(Action.APPROVE, by=a_handler("h1")) == {"ST_NOT_YOURS", "DE_SOD", "DE_NO_AUTHORITY"}


def test_a_second_post_does_not_make_a_second_person():
    both = an_actor("h1", Role.HANDLER, Role.OWNER, owns=frozenset({"complaints"}))

    assert refused(Action.APPROVE, by=both) == {"DE_SOD"}


def test_the_dpo_never_decides_even_owning_the_data():
    dpo_and_owner = an_actor("d1", Role.DPO, Role.OWNER, owns=frozenset({"complaints"}))

    assert refused(Action.APPROVE, by=dpo_and_owner) == {"DE_NO_AUTHORITY"}


def test_the_owner_of_another_data_set_has_no_authority_here():
    assert refused(Action.APPROVE, by=an_owner("o2", "home-visits")) == {"DE_NO_AUTHORITY"}


def a_delegation(data_set="complaints", from_person="o1"):
    return Delegation(
        reference="DEL-2026-0001",
        from_person=from_person,
        data_sets=frozenset({data_set}),
        starts=date(2026, 6, 29),
        ends=date(2026, 7, 3),
    )


@pytest.mark.parametrize(
    ("on", "expected"),
    [(28, {"DE_NO_AUTHORITY"}), (29, set()), (30, set())],
)
def test_a_delegate_decides_on_the_days_of_the_delegation(on, expected):
    delegate = an_owner("o2", "home-visits", delegations=(a_delegation(),))

    assert refused(Action.APPROVE, by=delegate, at=NOON.replace(day=on)) == expected


def test_a_delegate_of_the_one_who_asked_is_barred_too():
    delegate = an_owner("o2", "home-visits", delegations=(a_delegation(),))

    assert refused(Action.APPROVE, request=a_request(requested_by="o1"), by=delegate) == {"DE_SOD"}


@pytest.mark.requirement("OPCC-5.4b")
@pytest.mark.parametrize(
    ("action", "status", "by"),
    [
        (Action.APPROVE, Status.SUBMITTED, an_owner(trained_until=None)),
        (Action.REFUSE, Status.SUBMITTED, an_owner(trained_until=date(2026, 6, 28))),
        (Action.ANSWER, Status.DRAFT, a_handler(trained_until=None)),
        (Action.SUBMIT, Status.DRAFT, a_handler(trained_until=None)),
        (Action.DELIVER, Status.APPROVED, a_handler(trained_until=None)),
    ],
)
def test_nobody_without_current_training_takes_a_step(action, status, by):
    assert refused(action, request=a_request(status=status), by=by) == {"DE_TRAINING"}


def test_the_dpos_advice_is_never_barred_by_training():
    assert option(Action.ADVISE, by=the_dpo(trained_until=None)).open


AGAINST = a_request(advice=(advised(AdviceKind.AGAINST),))


@pytest.mark.requirement("OPCC-5.1")
def test_where_the_dpo_advised_against_only_the_chief_executive_approves():
    assert refused(Action.APPROVE, request=AGAINST, by=an_owner()) == {"DE_DPO_AGAINST"}
    assert option(Action.APPROVE, request=AGAINST, by=the_chief_executive()).open


def test_and_the_owner_may_still_refuse():
    assert option(Action.REFUSE, request=AGAINST, by=an_owner()).open


def test_the_chief_executive_decides_where_the_owner_is_the_one_who_asked():
    assert option(Action.APPROVE, request=a_request(requested_by="o1"), by=the_chief_executive()).open


def test_the_chief_executive_does_not_decide_for_an_owner_who_is_free_to():
    assert refused(Action.APPROVE, by=the_chief_executive()) == {"DE_NO_AUTHORITY"}


@pytest.mark.requirement("OPCC-7.2c")
@pytest.mark.parametrize("question", sorted(a_request().answers))
def test_one_open_question_is_enough_to_keep_anyone_from_approving(question):
    whole = a_request()
    request = replace(
        whole, answers={name: answer for name, answer in whole.answers.items() if name != question}
    )

    assert "Q_OPEN" in refused(Action.APPROVE, request=request)
    assert "Q_OPEN" in refused(Action.SUBMIT, request=replace(request, status=Status.DRAFT), by=a_handler())


def test_a_case_that_is_blocked_can_still_be_refused():
    assert option(Action.REFUSE, request=a_request(status=Status.DRAFT, answers={}, facts={})).open


@pytest.mark.parametrize("answers", [{"S0.3": "yes"}, {"S0.5": "foi"}, {"S3.2": "yes"}])
def test_a_case_the_policy_takes_another_way_is_closed_and_never_approved(answers):
    whole = a_request()
    facts = {name: value for name, value in whole.facts.items() if name != "register.matching_live_isa"}
    request = replace(whole, facts=facts, answers={**whole.answers, **answers})

    assert "ST_NOT_NOW" in refused(Action.APPROVE, request=request)
    assert option(Action.CLOSE, request=replace(request, status=Status.DRAFT), by=a_handler()).open


def test_a_case_with_no_way_out_is_not_closed():
    assert refused(Action.CLOSE, request=a_request(status=Status.DRAFT), by=a_handler()) == {
        rulebook.ONLY_WHERE_THE_POLICY_ENDS_IT.code
    }


# --- laws -----------------------------------------------------------------------------------------

people = st.builds(
    lambda person, roles, owns, trained: an_actor(
        person, *roles, owns=frozenset(owns), trained_until=date(2026, 12, 31) if trained else None
    ),
    st.sampled_from(("o1", "o2", "h1", "h2", "d1", "c1")),
    st.sets(st.sampled_from(list(Role)), max_size=3),
    st.sets(st.sampled_from(("complaints", "home-visits"))),
    st.booleans(),
)


@given(
    dropped=st.sets(st.sampled_from(sorted(a_request().answers)), min_size=1),
    action=st.sampled_from(sorted(APPROVALS)),
    by=people,
    status=st.sampled_from(list(Status)),
)
@settings(max_examples=80, deadline=None)
def test_nothing_is_approved_with_a_question_open_whoever_asks(dropped, action, by, status):
    whole = a_request(status=status)
    request = replace(
        whole, answers={name: answer for name, answer in whole.answers.items() if name not in dropped}
    )

    assert not option(action, request=request, by=by).open


@given(by=people, action=st.sampled_from(sorted(APPROVALS | {Action.REFUSE})))
@settings(max_examples=80, deadline=None)
def test_whoever_had_another_part_in_it_decides_nothing(by, action):
    request = a_request(requested_by="h2", drafted_by=frozenset({"h1", "o2"}), advice=(advised(by="d1"),))

    assert by.person in ("o1", "c1") or not option(action, request=request, by=by).open


# --- by person, over the whole history ------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [{"requested_by": "olive"}, {"drafted_by": frozenset({"olive"})}, {"advice": (advised(by="olive"),)}],
    ids=["asked", "drafted", "advised"],
)
def test_a_second_account_is_the_same_person(part):
    with_two_accounts = an_owner("o1", also=frozenset({"olive"}))

    assert "DE_SOD" in refused(Action.APPROVE, request=a_request(**part), by=with_two_accounts)


def test_who_drafted_in_a_former_post_has_drafted():
    once_a_handler = an_owner("h9")

    request = a_request(drafted_by=frozenset({"h1", "h9"}))

    assert refused(Action.APPROVE, request=request, by=once_a_handler) == {"DE_SOD"}


@pytest.mark.parametrize(("reaches", "expected"), [(True, set()), (False, {"DE_NO_AUTHORITY"})])
def test_a_delegation_reaches_special_category_data_only_where_it_says_so(reaches, expected):
    given = replace(a_delegation(), special_category=reaches)
    delegate = an_owner("o2", "home-visits", delegations=(given,))
    whole = a_request()
    health = {
        "data.special_category": ("health",),
        "basis.art9": "g",
        "basis.sch1": (6,),
        "apd.current": True,
    }
    answers = {name: value for name, value in whole.answers.items() if name != "S4.3"}
    request = replace(whole, facts={**whole.facts, **health}, answers=answers)

    assert refused(Action.APPROVE, request=request, by=delegate, at=NOON.replace(day=30)) == expected


@pytest.mark.parametrize(
    ("part", "by", "expected"),
    [
        ({"drafted_by": frozenset({"o1"})}, an_owner(), set()),
        ({"requested_by": "o1"}, an_owner(), {"DE_SOD"}),
        ({"advice": (advised(by="o1"),)}, an_owner(), {"DE_SOD"}),
    ],
    ids=["drafted", "asked", "advised"],
)
def test_in_a_small_office_a_countersignature_lifts_drafting_and_nothing_else(part, by, expected):
    countersigned = SmallOffice(reason="There are two of us.", countersigned_by="c1", at=NOON)

    assert refused(Action.APPROVE, request=a_request(small_office=countersigned, **part), by=by) == expected


def test_nobody_countersigns_for_themselves():
    own = SmallOffice(reason="There are two of us.", countersigned_by="o1", at=NOON)
    request = a_request(small_office=own, drafted_by=frozenset({"o1"}))

    assert refused(Action.APPROVE, request=request) == {"DE_SOD"}
