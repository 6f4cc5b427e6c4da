"""A post may be held for some business areas only; everywhere else it is not held at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sharewell.vocabulary.people import Actor, Role

roles = st.frozensets(st.sampled_from(Role))
data_sets = st.sampled_from(["complaints", "home-visits", "youth"])
areas = st.frozensets(st.tuples(st.sampled_from(Role), data_sets))


@given(held=roles, limits=areas, data_set=data_sets)
def test_about_a_data_set_somebody_holds_the_posts_that_reach_it(held, limits, data_set):
    somebody = Actor(person="x", name="", roles=held, areas=limits)

    here = somebody.about(data_set).roles

    limited = {role for role, _ in limits}
    assert here == {role for role in held if role not in limited or (role, data_set) in limits}


@given(held=roles, limits=areas, data_set=data_sets, other=data_sets)
def test_asking_about_a_data_set_changes_nothing_but_posts_and_never_gives_one(held, limits, data_set, other):
    somebody = Actor(person="x", name="", roles=held, areas=limits, owns=frozenset({other}))

    here = somebody.about(data_set)

    assert here.roles <= held
    assert here.about(data_set) == here
    assert (here.person, here.owns, here.accounts) == (somebody.person, somebody.owns, somebody.accounts)


def test_a_post_without_an_area_reaches_every_data_set():
    hana = Actor(person="h1", name="", roles=frozenset({Role.HANDLER}))

    assert hana.area_of(Role.HANDLER) is None
    assert hana.about("complaints") == hana
