"""Posts that follow somebody's groups in their organisation's directory, and those that do not."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sharewell.policy import posts
from sharewell.policy.joining import reset_factor
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
roles = st.frozensets(st.sampled_from(Role))


@given(held=roles, given_=roles, mapped=roles)
def test_groups_decide_the_posts_they_are_mapped_to_and_no_other(held, given_, mapped):
    now, event = posts.by_groups("h1", held=held, given=given_, mapped=mapped, at=NOON)

    assert now & mapped == given_ & mapped
    assert now - mapped == held - mapped
    assert (event is None) == (now == held)


def test_who_may_invite_resets_a_lost_factor_but_never_their_own():
    dilys = Actor(person="d1", name="Dilys Okafor", roles=frozenset({Role.DPO}))
    hana = Actor(person="h1", name="Hana Ito", roles=frozenset({Role.HANDLER}))

    assert reset_factor("h2", by=dilys, at=NOON).permitted
    assert not reset_factor("d1", by=dilys, at=NOON).permitted
    assert not reset_factor("h2", by=hana, at=NOON).permitted
