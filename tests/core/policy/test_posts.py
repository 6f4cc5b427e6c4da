"""What somebody does here is said by few, never by themselves, and never so that the office stands without a post."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.policy import rulebook
from sharewell.policy.posts import LIMITABLE, NEVER_EMPTY, WHO, Held, Others, by_sheet, give, together
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DPO = Actor(person="d1", name="", roles=frozenset({Role.DPO}))
OTHERS = Others(posts=frozenset(Role), owners={"complaints": "o1"})
HANDLER = Held(posts=frozenset({Role.HANDLER}))
OWNER = Held(posts=frozenset({Role.OWNER}), owns=frozenset({"complaints"}))


def given_to(person="h1", held=HANDLER, *, was=HANDLER, others=OTHERS, by=DPO):
    return give(person, held, was=was, others=others, by=by, at=NOON)


def rules(outcome) -> set:
    return {refusal.rule for refusal in outcome.refusals}


def test_the_dpo_says_what_somebody_does_here_and_it_is_on_the_record():
    outcome = given_to(
        held=Held(posts=frozenset({Role.HANDLER}), limits=frozenset({(Role.HANDLER, "complaints")}))
    )

    (event,) = outcome.events
    assert (event.kind, event.about, event.by) == ("person.posts_given", "h1", "d1")
    assert event.details == {"posts": ["Case handler"], "limits": ["Case handler: complaints"], "owns": []}


@pytest.mark.parametrize("role", sorted(set(Role) - WHO))
def test_other_posts_give_nobody_a_post(role):
    by = Actor(person="x", name="", roles=frozenset({role}))

    assert rules(given_to(by=by)) == {rulebook.NOT_YOUR_STEP}


def test_nobody_gives_themselves_a_post_under_any_account_of_theirs():
    dilys = Actor(person="d2", name="", roles=frozenset({Role.DPO}), also=frozenset({"d1"}))

    assert rules(given_to("d2", by=dilys)) == {rulebook.NOT_YOUR_STEP}
    assert rules(given_to("d1", by=dilys)) == {rulebook.NOT_YOUR_STEP}


@pytest.mark.parametrize(
    ("held", "rule"),
    [
        (Held(posts=frozenset()), rulebook.INSIDE_OR_OUTSIDE),
        (Held(posts=frozenset({Role.RECIPIENT})), rulebook.INSIDE_OR_OUTSIDE),
        (Held(posts=frozenset({Role.OWNER})), rulebook.OWNERS_OWN),
        (Held(posts=frozenset({Role.HANDLER}), owns=frozenset({"youth"})), rulebook.OWNERS_OWN),
        (
            Held(posts=frozenset({Role.AUDITOR}), limits=frozenset({(Role.HANDLER, "youth")})),
            rulebook.POST_LIMITED,
        ),
        (
            Held(posts=frozenset({Role.DPO}), limits=frozenset({(Role.DPO, "youth")})),
            rulebook.POST_LIMITED,
        ),
        (Held(posts=frozenset({Role.DPO, Role.CHIEF_EXECUTIVE})), rulebook.DPO_ALONE),
    ],
)
def test_nobody_holds_posts_like_this(held, rule):
    assert rules(given_to(held=held)) == {rule}


@pytest.mark.parametrize("role", LIMITABLE)
def test_a_post_is_held_for_some_areas_and_an_owners_reaches_what_they_own(role):
    owns = frozenset({"complaints"} if role is Role.OWNER else ())
    held = Held(posts=frozenset({role}), limits=frozenset({(role, "youth")}), owns=owns)

    assert given_to(held=held).permitted
    assert held.areas == {(role, "youth"), *((role, data_set) for data_set in owns)}


@given(st.frozensets(st.sampled_from(Role)))
@pytest.mark.requirement("OPCC-5.3")
def test_whoever_advises_neither_owns_nor_decides(posts):
    refused = bool(list(together(posts)))

    assert refused == (Role.DPO in posts and bool(posts & {Role.OWNER, Role.CHIEF_EXECUTIVE}))


@pytest.mark.parametrize("post", sorted(NEVER_EMPTY))
def test_the_last_of_a_post_keeps_it_until_somebody_else_has_it(post):
    was, alone = Held(posts=frozenset({post})), Others(posts=frozenset(Role) - {post}, owners={})

    assert rules(given_to(was=was, others=alone)) == {rulebook.NEVER_EMPTY}
    assert given_to(was=was).permitted


def test_a_data_set_taken_over_is_on_the_record_of_whoever_had_it():
    outcome = given_to("o2", OWNER, was=OWNER)

    assert [(each.kind, each.about) for each in outcome.events] == [
        ("person.posts_given", "o2"),
        ("person.owns_no_more", "o1"),
    ]


def test_a_data_set_that_stays_is_taken_from_nobody():
    assert [each.kind for each in given_to("o1", OWNER, was=OWNER).events] == ["person.posts_given"]


def test_every_reason_is_said_at_once():
    by = Actor(person="h1", name="", roles=frozenset({Role.HANDLER}))
    held = Held(posts=frozenset({Role.DPO, Role.OWNER}), limits=frozenset({(Role.HANDLER, "youth")}))

    assert rules(given_to(held=held, by=by)) == {
        rulebook.NOT_YOUR_STEP,
        rulebook.DPO_ALONE,
        rulebook.OWNERS_OWN,
        rulebook.POST_LIMITED,
    }


# --- sheets: what no page would take, no sheet brings in -------------------------------------------------------------
def by_a_sheet(held, *, person="h1", was=HANDLER, others=frozenset(Role), outside=False, by=DPO) -> list:
    return [each.rule for each in by_sheet(person, held, was=was, others=others, outside=outside, by=by)]


KEEPER = Actor(person="k1", name="", roles=frozenset({Role.REGISTER_KEEPER}))
BOTH = Held(posts=frozenset({Role.DPO, Role.OWNER}), owns=frozenset({"complaints"}))


@pytest.mark.parametrize(
    ("held", "how", "rule"),
    [
        (HANDLER, {"by": KEEPER}, rulebook.NOT_YOUR_STEP),
        (HANDLER, {"person": "", "was": Held(posts=frozenset()), "by": KEEPER}, rulebook.NOT_YOUR_STEP),
        (HANDLER, {"person": "d1"}, rulebook.NOT_YOUR_STEP),
        (BOTH, {}, rulebook.DPO_ALONE),
        (HANDLER, {"outside": True}, rulebook.INSIDE_OR_OUTSIDE),
        (Held(posts=frozenset({Role.RECIPIENT})), {}, rulebook.INSIDE_OR_OUTSIDE),
        (HANDLER, {"was": Held(posts=frozenset({Role.DPO})), "others": frozenset()}, rulebook.NEVER_EMPTY),
        (Held(posts=frozenset({Role.DPO}), limits=frozenset({(Role.DPO, "x")})), {}, rulebook.POST_LIMITED),
        (
            Held(posts=frozenset({Role.HANDLER}), limits=frozenset({(Role.AUDITOR, "x")})),
            {},
            rulebook.POST_LIMITED,
        ),
    ],
)
def test_a_row_is_refused(held, how, rule):
    assert rule in by_a_sheet(held, **how)


@pytest.mark.parametrize("by", [DPO, None])
def test_a_row_is_taken_of_whoever_may_say_it_and_of_whoever_runs_the_machine(by):
    limited = Held(posts=frozenset({Role.HANDLER}), limits=frozenset({(Role.HANDLER, "complaints")}))

    assert by_a_sheet(limited, by=by) == []
    assert (
        by_a_sheet(Held(posts=frozenset({Role.RECIPIENT})), was=Held(posts=frozenset()), outside=True, by=by)
        == []
    )
