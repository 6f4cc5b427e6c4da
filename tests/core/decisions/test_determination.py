"""What is outside the policy, and what may leave because it is: the very table that passed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import (
    LAW,
    NOON,
    a_handler,
    a_request,
    a_table,
    an_owner,
    the_chief_executive,
    the_dpo,
)
from builders.working_days import NONE
from sharewell.decisions import annex_steps, steps
from sharewell.decisions.approval import STANDARD_TERMS, authority
from sharewell.decisions.letter import letter
from sharewell.decisions.request import Status
from sharewell.register.authority import AuthorityKind
from sharewell.register.terms import Terms
from sharewell.release import anonymity, standing
from sharewell.vocabulary.people import Role

TODAY = NOON.date()


def statistics(**changes):
    """A draft in which nobody is said to be identifiable; nothing was tested yet."""
    whole = a_request(status=Status.DRAFT)
    facts = {**whole.facts, "data.identifiability": "aggregate"}
    return replace(whole, answers={**whole.answers, "S0.1": "no"}, facts=facts, **changes)


def with_a_table(request=None, *, by=None, **table):
    return annex_steps.keep_table(
        request or statistics(), a_table(**table), by=by or a_handler(), at=NOON, law=LAW
    )


def closed(request, *, by=None, at=NOON):
    return steps.close(request, by=by or a_handler(), at=at, law=LAW, proclaimed=NONE)


def outside(**table):
    """Tested, and closed as outside the policy."""
    step = closed(with_a_table(**table).request)
    assert step.outcome.permitted, step.outcome.refusals
    return step.request


def codes(step):
    return [refusal.rule.code for refusal in step.outcome.refusals]


# --- the test ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-2.1c")
@pytest.mark.parametrize(("passed", "answer", "kind"), [(True, "pass", "passed"), (False, "fail", "failed")])
def test_the_test_of_the_file_is_the_answer_and_is_on_the_record_with_it(passed, answer, kind):
    step = with_a_table(passed=passed)

    assert step.request.answers["S3.5"] == answer
    assert [event.kind for event in step.outcome.events] == [f"disclosure_control.{kind}"]
    assert step.outcome.events[0].details["sha256"] == a_table().sha256


def test_whoever_tested_or_prepared_it_has_drafted():
    step = with_a_table(by=a_handler("h3"), prepared_by="h4")

    assert {"h3", "h4"} <= step.request.drafted_by


@pytest.mark.parametrize("by", [the_dpo(), replace(a_handler(), roles=frozenset({Role.AUDITOR}))])
def test_whoever_does_not_draft_does_not_test(by):
    step = with_a_table(by=by)

    assert codes(step) == ["ST_NOT_YOURS"]
    assert step.request.anonymised is None


@pytest.mark.parametrize("said", ["yes", "unsure", None])
def test_only_what_is_said_to_hold_nobody_is_tested(said):
    draft = statistics()
    answers = (
        {**draft.answers, "S0.1": said} if said else {n: v for n, v in draft.answers.items() if n != "S0.1"}
    )
    facts = {name: value for name, value in draft.facts.items() if name != "data.identifiability"}

    assert "DC_UNTESTED" in codes(with_a_table(replace(draft, answers=answers, facts=facts)))


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.DRAFT])
def test_nothing_is_tested_into_a_request_that_was_submitted_or_is_over(status):
    assert not with_a_table(statistics(status=status)).outcome.permitted


# --- the determination ------------------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-2.1a", "OPCC-2.1b")
def test_a_case_outside_the_policy_keeps_who_settled_it_when_why_and_under_which_law():
    step = closed(with_a_table().request)

    settled = step.request.determination
    assert step.request.status is Status.OUT_OF_SCOPE
    assert (settled.codes, settled.by, settled.at) == (("OOS_NOT_PERSONAL",), "h1", NOON)
    assert step.request.decided_under == settled.policy_version == LAW.version
    details = step.outcome.events[0].details
    assert step.outcome.events[0].kind == "case.out_of_scope"
    assert (details["codes"], details["sha256"]) == (["OOS_NOT_PERSONAL"], a_table().sha256)


@pytest.mark.requirement("OPCC-2.1c")
def test_somebodys_word_that_it_passed_settles_nothing():
    said_so = statistics()
    said_so = replace(said_so, answers={**said_so.answers, "S3.5": "pass"})

    step = closed(said_so)

    assert codes(step) == ["DC_UNTESTED"]
    assert step.request.determination is None


def test_a_table_that_failed_after_another_passed_settles_nothing():
    again = with_a_table(with_a_table().request, passed=False).request

    assert not closed(again).outcome.permitted


@pytest.mark.parametrize(
    ("facts", "answers", "code"),
    [
        ({"data.about_living": False}, {}, "OOS_DECEASED"),
        ({"sharing.relationship": "internal"}, {"S0.2": "yes"}, "OOS_INTERNAL"),
    ],
)
def test_other_determinations_are_kept_and_let_nothing_leave(facts, answers, code):
    whole = a_request(status=Status.DRAFT)
    said = {name: value for name, value in whole.answers.items() if name != "S0.4"}
    request = replace(
        whole, facts={**whole.facts, **facts}, answers={**said, **answers}, anonymised=a_table()
    )

    step = closed(request)

    assert step.outcome.permitted, step.outcome.refusals
    assert code in step.request.determination.codes
    assert authority(step.request) is None


# --- what leaves by it ------------------------------------------------------------------------------------------------


def test_the_gate_takes_it_as_an_authority_for_the_very_file_and_nothing_more():
    given = authority(outside(sha256="cd" * 32, min_cell=7))

    assert (given.kind, given.reference, given.recipient) == (
        AuthorityKind.DETERMINATION,
        "DSR-2026-0001",
        "ORG-0002",
    )
    assert given.only_file == "cd" * 32
    assert (given.personal, given.special_category, given.standing) == (False, False, ())
    assert given.terms.schema.names == ("age_band", "year", "count")
    assert given.terms.disclosure.smallest_cell == 7
    assert (given.terms.valid_from, given.terms.valid_until) == (TODAY, TODAY + timedelta(days=30))


def test_records_are_tested_by_what_people_would_be_recognised_by_and_cleared_by_a_person():
    given = {"count": "", "quasi_identifiers": ("age_band",), "sensitive": ("year",), "k": 5, "l": 2}

    agreed = authority(outside(**given)).terms

    assert (agreed.disclosure.quasi_identifiers, agreed.disclosure.k) == (("age_band",), 5)
    assert (agreed.disclosure.sensitive, agreed.disclosure.l) == (("year",), 2)
    assert [one.severity.value for one in anonymity.findings(agreed)] == ["review"]
    assert Terms.parse(agreed.document()) == agreed


def test_its_terms_are_a_document_that_check_reads_and_finds_nothing_wanting_in():
    agreed = authority(outside()).terms

    again = Terms.parse(agreed.document())

    assert again == agreed
    assert agreed.document()["determination"] == "DSR-2026-0001"
    assert agreed.standard_terms is None
    assert STANDARD_TERMS not in agreed.document().values()
    assert not list(standing.findings(agreed, TODAY))
    assert not list(anonymity.findings(agreed))


@given(days=st.integers(-40, 80))
def test_it_holds_for_thirty_days(days):
    found = list(standing.findings(authority(outside()).terms, TODAY + timedelta(days=days)))

    assert (not found) is (0 <= days <= 30)


@given(table=st.sampled_from([None, a_table(), a_table(passed=False)]), status=st.sampled_from(Status))
def test_no_request_yields_one_without_a_determination(table, status):
    request = statistics(status=status, anonymised=table)

    given = authority(request)

    assert given is None or given.kind is not AuthorityKind.DETERMINATION


def test_one_whose_table_did_not_pass_yields_none_whatever_was_settled():
    whole = outside()

    assert authority(replace(whole, anonymised=None)) is None
    assert authority(replace(whole, anonymised=a_table(passed=False))) is None


# --- who, and what is told --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (a_handler(), True),
        (an_owner(), True),
        (the_chief_executive(), True),
        (the_dpo(), False),
        (a_handler(trained_until=TODAY - timedelta(days=1)), False),
    ],
)
def test_trained_staff_settle_it_and_the_dpo_decides_nothing(by, may):
    assert closed(with_a_table().request, by=by).outcome.permitted is may


def test_the_requester_is_told_that_the_table_comes_without_terms():
    told = str(letter(outside(), issuer="Northshire OPCC", on=TODAY))

    assert "There are no terms to accept" in told
    assert "Nothing is shared under this request" not in told
