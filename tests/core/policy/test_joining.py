"""People are let in by few, with a last day where they come from outside, and nobody lets themselves out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sharewell.policy import rulebook
from sharewell.policy.joining import WHO, Invited, invite, leave
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DPO = Actor(person="d1", name="", roles=frozenset({Role.DPO}))


def rules(outcome) -> set:
    return {refusal.rule for refusal in outcome.refusals}


def a_handler(**changed) -> Invited:
    return Invited(**{"person": "p1", "roles": frozenset({Role.HANDLER}), **changed})


def a_recipient(**changed) -> Invited:
    given = {"roles": frozenset({Role.RECIPIENT}), "party": "ORG-0001", "last_day": date(2026, 9, 30)}
    return a_handler(**given | changed)


@pytest.mark.parametrize("invited", [a_handler(), a_recipient(), a_handler(last_day=date(2026, 3, 2))])
def test_the_dpo_lets_somebody_in(invited):
    outcome = invite(invited, by=DPO, at=NOON)

    assert [(event.kind, event.about) for event in outcome.events] == [("person.invited", "p1")]


@pytest.mark.parametrize("role", sorted(set(Role) - WHO))
def test_other_posts_let_nobody_in_and_nobody_out(role):
    by = Actor(person="x", name="", roles=frozenset({role}))

    assert rules(invite(a_handler(), by=by, at=NOON)) == {rulebook.NOT_YOUR_STEP}
    assert rules(leave("h1", by=by, at=NOON)) == {rulebook.NOT_YOUR_STEP}


@pytest.mark.parametrize(
    ("invited", "rule"),
    [
        (a_recipient(last_day=None), rulebook.A_LAST_DAY),
        (a_handler(last_day=date(2026, 3, 1)), rulebook.A_LAST_DAY),
        (a_recipient(party=""), rulebook.INSIDE_OR_OUTSIDE),
        (a_handler(party="ORG-0001", last_day=date(2026, 9, 30)), rulebook.INSIDE_OR_OUTSIDE),
        (a_recipient(roles=frozenset({Role.RECIPIENT, Role.OWNER})), rulebook.INSIDE_OR_OUTSIDE),
        (a_handler(roles=frozenset()), rulebook.INSIDE_OR_OUTSIDE),
        (a_handler(limits=frozenset({(Role.AUDITOR, "complaints")})), rulebook.POST_LIMITED),
    ],
)
def test_nobody_comes_in_like_this(invited, rule):
    assert rules(invite(invited, by=DPO, at=NOON)) == {rule}


def test_nobody_closes_their_own_account():
    assert rules(leave("d1", by=DPO, at=NOON)) == {rulebook.NOT_YOUR_STEP}
    assert leave("h1", by=DPO, at=NOON).permitted


def test_an_invitation_says_on_the_record_for_which_areas_it_is():
    (event,) = invite(a_handler(limits=frozenset({(Role.HANDLER, "complaints")})), by=DPO, at=NOON).events

    assert event.details["limits"] == ["Case handler: complaints"]


def test_whoever_advises_on_everything_is_invited_for_everything():
    limited = a_handler(roles=frozenset({Role.DPO}), limits=frozenset({(Role.DPO, "complaints")}))

    assert rules(invite(limited, by=DPO, at=NOON)) == {rulebook.POST_LIMITED}
