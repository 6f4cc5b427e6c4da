"""Words are destroyed by two people, after their time, and never while somebody may need them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.policy import rulebook
from sharewell.policy.erasure import WHO, Hold, Keeping, Need, ask, destroy
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2032, 5, 4, 12, tzinfo=UTC)
CASE = Keeping(reference="DSR-2026-0001", keep_until=date(2032, 5, 3), asked_by="k1")


def a_dpo(person: str = "d1") -> Actor:
    return Actor(person=person, name="", roles=frozenset({Role.DPO}))


def rules(outcome) -> list[str]:
    return [refusal.rule for refusal in outcome.refusals]


def test_one_asks_and_another_destroys():
    asked = ask(replace(CASE, asked_by=""), by=a_dpo("k1"), at=NOON)
    done = destroy(CASE, by=a_dpo(), at=NOON)

    assert [event.kind for event in asked.events] == ["erasure.asked"]
    assert [(event.kind, event.by, event.details) for event in done.events] == [
        ("erasure.done", "d1", {"asked_by": "k1"})
    ]


@pytest.mark.parametrize("asked_by", ["", "d1", "d1-other-account"])
def test_one_person_alone_destroys_nothing(asked_by):
    by = replace(a_dpo(), also=frozenset({"d1-other-account"}))

    assert rules(destroy(replace(CASE, asked_by=asked_by), by=by, at=NOON)) == [rulebook.TWO_PEOPLE_DESTROY]


@pytest.mark.parametrize("keep_until", [None, date(2032, 5, 4), date(2040, 1, 1)])
@pytest.mark.parametrize("step", [ask, destroy])
def test_nothing_is_destroyed_before_its_time_is_over(step, keep_until):
    assert rules(step(replace(CASE, keep_until=keep_until), by=a_dpo(), at=NOON)) == [
        rulebook.KEPT_LONG_ENOUGH
    ]


@pytest.mark.parametrize("need", Need)
@pytest.mark.parametrize("step", [ask, destroy])
def test_what_somebody_may_need_is_not_destroyed(step, need):
    held = replace(CASE, holds=(Hold(need=need, opened=date(2032, 1, 1)),))

    assert rules(step(held, by=a_dpo(), at=NOON)) == [rulebook.NOBODY_NEEDS_IT]


def test_a_need_that_is_over_stands_in_nobodys_way():
    over = Hold(need=Need.AUDIT, opened=date(2031, 1, 1), closed=date(2031, 2, 1))

    assert destroy(replace(CASE, holds=(over,)), by=a_dpo(), at=NOON).permitted


@pytest.mark.parametrize("role", sorted(set(Role) - WHO))
@pytest.mark.parametrize("step", [ask, destroy])
def test_it_belongs_to_few_posts(step, role):
    assert rules(step(CASE, by=replace(a_dpo(), roles=frozenset({role})), at=NOON)) == [
        rulebook.NOT_YOUR_STEP
    ]


def test_what_was_destroyed_is_not_destroyed_again():
    assert rules(destroy(replace(CASE, destroyed=True), by=a_dpo(), at=NOON)) == [rulebook.NOT_IN_THIS_STATE]


needs = st.lists(
    st.builds(Hold, need=st.sampled_from(Need), opened=st.just(date(2030, 1, 1)), closed=st.none())
)


@given(
    keep_until=st.none() | st.dates(date(2020, 1, 1), date(2050, 1, 1)),
    holds=needs,
    asked_by=st.sampled_from(["", "k1", "d1"]),
    roles=st.frozensets(st.sampled_from(Role)),
)
def test_whatever_is_destroyed_was_free_to_be(keep_until, holds, asked_by, roles):
    keeping = replace(CASE, keep_until=keep_until, holds=tuple(holds), asked_by=asked_by)

    if destroy(keeping, by=replace(a_dpo(), roles=roles), at=NOON).permitted:
        assert keep_until is not None
        assert keep_until < NOON.date()
        assert not holds
        assert asked_by == "k1"
        assert roles & WHO
