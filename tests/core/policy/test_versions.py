"""Versions of the law: each case under that of its day, old ones still executable, new ones taken up on purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from builders.decisions import a_document, an_actor, the_chief_executive, the_dpo
from builders.law import FIRST, the_next_law
from sharewell.decisions.assessment import Verdict, assess
from sharewell.decisions.case import parse_case
from sharewell.policy.law import NoLawOnRecord, law_of_version, law_on
from sharewell.policy.law.adoption import (
    Action,
    Adoption,
    Status,
    adopted,
    propose,
    refusals,
    take,
    waiting,
)
from sharewell.policy.law.comparison import How, changes, entries, unconfirmed
from sharewell.vocabulary.people import Role

NEXT = the_next_law()
BOTH = (FIRST, NEXT)
NOON = datetime(2026, 12, 7, 12, tzinfo=ZoneInfo("Europe/London"))
CONSENT = {"basis.art6": "a", "consent.record": True, "consent.names_recipient": True}


def decided(on):
    law = law_on(on, BOTH)
    case = parse_case(a_document(CONSENT, {"S4.2": "a"}), law)
    return assess(case, law=law, on=on)


# --- a case under the law of its day --------------------------------------------------------------


@pytest.mark.requirement("OPCC-1.3")
@pytest.mark.parametrize(
    ("on", "version", "outcome"),
    [
        (date(2026, 12, 31), FIRST.version, Verdict.MAY_PROCEED),
        (date(2027, 1, 1), NEXT.version, Verdict.BLOCKED),
    ],
)
def test_a_case_is_decided_under_the_law_of_its_day_and_says_which(on, version, outcome):
    assessment = decided(on)

    assert assessment.outcome is outcome
    assert assessment.law.version == version


def test_a_version_that_is_no_longer_in_force_is_still_executable():
    then = decided(date(2026, 6, 30))
    old = law_of_version(then.law.version, BOTH)

    again = assess(parse_case(a_document(CONSENT, {"S4.2": "a"}), old), law=old, on=date(2026, 6, 30))

    assert again.as_dict() == then.as_dict()
    assert old.digest == then.law.digest


def test_two_versions_never_share_a_digest():
    assert FIRST.digest != NEXT.digest


def test_no_law_is_made_up_for_a_day_before_the_first():
    with pytest.raises(NoLawOnRecord, match="2026-01-01"):
        law_on(date(2025, 12, 31), BOTH)


# --- what is in force, what changed, what is to be confirmed --------------------------------------


def test_what_changed_is_told_entry_by_entry():
    found = {(change.id, change.how, change.what) for change in changes(FIRST, NEXT)}

    assert found == {
        ("LB-12", How.CHANGED, ("severity",)),
        ("LB-15", How.TAKEN_OUT, ()),
        ("SG", How.ADDED, ()),
    }


def test_nothing_changes_from_a_version_to_itself():
    assert changes(FIRST, FIRST) == ()


def test_every_entry_in_force_has_a_title_and_every_rule_a_citation():
    held = entries(FIRST)

    assert all(one.title for one in held)
    assert all(one.citation for one in held if one.table not in ("Facts",))
    assert {row.id for row in FIRST.rows} <= {one.id for one in held if one.table == "Rules"}


def test_what_a_dpo_has_still_to_confirm_is_listed():
    to_confirm = {one.id for one in unconfirmed(FIRST)}

    assert {"LB-29", "LB-34", "US", "possible, severe"} <= to_confirm
    assert "LB-01" not in to_confirm


# --- taking a version up --------------------------------------------------------------------------


def an_adoption(status=Status.PROPOSED):
    advised = {} if status is Status.PROPOSED else {"advice": "Take it up.", "advised_by": "d1"}
    return replace(propose(NEXT), status=status, **advised)


PERMITTED = {
    (Status.PROPOSED, Action.ADVISE, Role.DPO),
    (Status.ADVISED, Action.ADVISE, Role.DPO),
    (Status.ADVISED, Action.APPROVE, Role.CHIEF_EXECUTIVE),
    (Status.ADVISED, Action.REJECT, Role.CHIEF_EXECUTIVE),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_the_dpo_advises_on_a_version_and_the_chief_executive_approves_it(status, action, role):
    found = refusals(an_adoption(status), action, law=NEXT, by=an_actor("x1", role))

    assert (not found) is ((status, action, role) in PERMITTED)


def test_whoever_advised_on_it_does_not_approve_it():
    both = an_actor("d1", Role.DPO, Role.CHIEF_EXECUTIVE)

    found = refusals(an_adoption(Status.ADVISED), Action.APPROVE, law=NEXT, by=both)

    assert [one.rule.code for one in found] == ["DE_SOD"]


def test_what_was_changed_after_the_advice_is_not_what_is_approved():
    tampered = replace(NEXT, rows=FIRST.rows)

    found = refusals(an_adoption(Status.ADVISED), Action.APPROVE, law=tampered, by=the_chief_executive())

    assert [one.rule.code for one in found] == ["LAW_CHANGED"]


def test_a_version_is_in_use_from_its_first_day_once_it_is_approved():
    advised = take(an_adoption(), Action.ADVISE, words="Take it up.", law=NEXT, by=the_dpo(), at=NOON)
    approved = take(
        advised.adoption, Action.APPROVE, words="Approved.", law=NEXT, by=the_chief_executive(), at=NOON
    )

    assert adopted(BOTH, [advised.adoption]) == (FIRST,)
    assert adopted(BOTH, [approved.adoption]) == BOTH
    assert approved.outcome.events[0].kind == "law.approved"
    assert approved.outcome.events[0].details == {"version": NEXT.version, "digest": NEXT.digest}


def test_a_step_is_taken_in_words():
    silent = take(an_adoption(), Action.ADVISE, words=" ", law=NEXT, by=the_dpo(), at=NOON)

    assert [one.rule.code for one in silent.outcome.refusals] == ["DE_REASONS"]


def test_what_waits_to_be_decided_on_is_told_once_it_would_be_in_force():
    rejected = Adoption(version=NEXT.version, digest=NEXT.digest, status=Status.REJECTED)

    assert waiting(BOTH, [], date(2026, 12, 31)) == ()
    assert waiting(BOTH, [], date(2027, 1, 1)) == (NEXT,)
    assert waiting(BOTH, [rejected], date(2027, 1, 1)) == ()
    assert law_on(date(2027, 1, 1), adopted(BOTH, [rejected])) is FIRST
