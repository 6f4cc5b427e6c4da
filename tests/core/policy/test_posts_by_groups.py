"""Posts that follow somebody's groups in their organisation's directory, and those that do not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.policy import posts
from sharewell.policy.joining import reset_factor
from sharewell.policy.posts import LIMITABLE, Held, together
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
roles = st.frozensets(st.sampled_from(Role))
by_area = st.frozensets(
    st.tuples(st.sampled_from(LIMITABLE), st.sampled_from(["", "complaints", "home-visits"]))
)


@st.composite
def somebody(draw) -> Held:
    held = draw(roles)
    limits = {(role, area) for role, area in draw(by_area) if area and role in held}
    return Held(posts=held, limits=frozenset(limits))


def by_groups(held: Held, *given_: tuple[Role, str], mapped=frozenset(Role)):
    return posts.by_groups("h1", held=held, given=frozenset(given_), mapped=mapped, at=NOON)


@given(held=somebody(), given_=by_area, mapped=roles)
def test_groups_decide_the_posts_they_are_mapped_to_and_no_other(held, given_, mapped):
    now, event = by_groups(held, *given_, mapped=mapped)

    wanted = (held.posts - mapped) | ({role for role, _ in given_} & mapped)
    if any(together(wanted)):
        assert (now, event) == (held, None)
    else:
        assert now.posts == wanted
        assert {one for one in now.limits if one[0] not in mapped} == {
            one for one in held.limits if one[0] not in mapped
        }
    assert (event is None) == (now == held)


@given(held=somebody(), given_=by_area)
def test_no_group_widens_what_the_office_limited_but_by_an_area_that_it_names(held, given_):
    now, _ = by_groups(held, *given_)

    for role in now.posts & held.limited:
        named = {area for said, area in given_ if said == role and area}
        assert set(now.limited_to(role)) <= {*held.limited_to(role), *named}
        assert now.limited_to(role)


HOME, COMPLAINTS = (Role.HANDLER, "home-visits"), (Role.HANDLER, "complaints")
HANDLER, LIMITED = (
    Held(posts=frozenset({Role.HANDLER})),
    Held(posts=frozenset({Role.HANDLER}), limits=frozenset({HOME})),
)


@pytest.mark.parametrize(
    ("held", "given_", "areas"),
    [
        (Held(posts=frozenset()), [(Role.HANDLER, "")], []),
        (Held(posts=frozenset()), [HOME], ["home-visits"]),
        (Held(posts=frozenset()), [HOME, COMPLAINTS], ["complaints", "home-visits"]),
        (HANDLER, [HOME], ["home-visits"]),
        (LIMITED, [(Role.HANDLER, "")], ["home-visits"]),
        (LIMITED, [COMPLAINTS], ["complaints"]),
        (LIMITED, [(Role.HANDLER, ""), COMPLAINTS], ["complaints", "home-visits"]),
    ],
)
def test_a_group_gives_a_post_for_an_area_or_as_far_as_the_office_says(held, given_, areas):
    now, _ = by_groups(held, *given_)

    assert (now.posts, now.limited_to(Role.HANDLER)) == ({Role.HANDLER}, areas)


def test_posts_that_nobody_may_hold_together_are_given_to_nobody():
    assert by_groups(HANDLER, (Role.DPO, ""), (Role.OWNER, "")) == (HANDLER, None)


def test_who_may_invite_resets_a_lost_factor_but_never_their_own():
    dilys = Actor(person="d1", name="Dilys Okafor", roles=frozenset({Role.DPO}))
    hana = Actor(person="h1", name="Hana Ito", roles=frozenset({Role.HANDLER}))

    assert reset_factor("h2", by=dilys, at=NOON).permitted
    assert not reset_factor("d1", by=dilys, at=NOON).permitted
    assert not reset_factor("h2", by=hana, at=NOON).permitted
