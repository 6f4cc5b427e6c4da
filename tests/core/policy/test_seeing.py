"""Who sees which records: those who are named in it, whose posts reach it, whom it concerns, and nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.policy import seeing
from sharewell.policy.seeing import EMERGENCY, OF_THE_OFFICE, QUESTION_TO_THE_DPO, REQUEST, Seeing, Viewer
from sharewell.vocabulary.people import Actor, Delegation, Role

RULES = [each for each in vars(seeing).values() if isinstance(each, Seeing)]
PLACES = ["", "complaints", "home-visits", "DSR-2026-0001"]
WORDS = [*PLACES, "h1", "h2", "ORG-0001"]

viewers = st.builds(
    Viewer,
    names=st.frozensets(st.sampled_from(["h1", "h2"])),
    party=st.sampled_from(["", "ORG-0001"]),
    posts=st.frozensets(st.sampled_from(Role)),
    areas=st.none() | st.frozensets(st.sampled_from(["complaints", "home-visits"])),
)


def records(rule: Seeing) -> st.SearchStrategy:
    return st.fixed_dictionaries({column: st.sampled_from(WORDS) for column in rule.columns})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
@given(data=st.data(), viewer=viewers, hidden=st.frozensets(st.sampled_from(["DSR-2026-0001"])))
def test_a_record_is_seen_for_one_of_the_reasons_there_are_and_for_no_other(rule, data, viewer, hidden):
    record = data.draw(records(rule))
    place = record[rule.data_set or rule.about] if rule.data_set or rule.about else None

    reasons = {
        "post": bool(viewer.posts & rule.posts),
        "of the office": rule.everybody and bool(viewer.names) and Role.RECIPIENT not in viewer.posts,
        "everything": rule.whole and viewer.areas is None,
        "named": any(record[column] in viewer.names for column in rule.named),
        "concerned": bool(rule.party and viewer.party and record[rule.party] == viewer.party),
        "reached": bool(place and rule.data_set and viewer.reaches(place)),
        "about what they see": bool(
            place and rule.about and viewer.ours and (viewer.areas is None or place not in hidden)
        ),
        "about nothing yet": place == "" and viewer.ours and (
            rule.unplaced or bool(rule.data_set and viewer.areas is None)
        ),
    }  # fmt: skip

    assert rule.sees(viewer, record, hidden) == any(reasons.values()), reasons


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
def test_whoever_is_nobody_sees_nothing(rule):
    assert rule.narrowed(Viewer()) == frozenset()
    assert not rule.sees(Viewer(), dict.fromkeys(rule.columns, ""))


def test_a_post_for_all_areas_reaches_everything_and_one_for_some_reaches_those():
    areas = frozenset({(Role.HANDLER, "complaints")})
    limited = Actor(person="h1", name="", roles=frozenset({Role.HANDLER}), areas=areas)
    both = Actor(person="h1", name="", roles=frozenset({Role.HANDLER, Role.AUDITOR}), areas=areas)

    assert seeing.of(limited).areas == {"complaints"}
    assert seeing.of(both).areas is None


def test_what_somebody_owns_or_stands_in_for_they_see_without_any_other_post():
    lent = Delegation(
        reference="DEL-1", from_person="o2", data_sets=frozenset({"home-visits"}),
        starts=date(2026, 3, 1), ends=date(2026, 3, 9),
    )  # fmt: skip
    owner = Actor(
        person="o1", name="", roles=frozenset({Role.OWNER}), owns=frozenset({"complaints"}), delegations=(lent,),
        areas=frozenset({(Role.OWNER, "complaints")}),
    )  # fmt: skip

    assert seeing.of(owner).areas == {"complaints", "home-visits"}


def test_somebody_without_a_post_sees_what_is_of_the_office_and_what_they_brought_in_and_no_case():
    somebody = seeing.of(Actor(person="n1", name="", roles=frozenset()))
    case = {"data_set": "complaints", "opened_by": "h1"}

    assert OF_THE_OFFICE.narrowed(somebody) is None
    assert not REQUEST.sees(somebody, case)
    assert not EMERGENCY.sees(somebody, case)
    assert EMERGENCY.sees(somebody, case | {"opened_by": "n1"})


def test_a_recipient_and_whoever_is_not_signed_in_are_no_people_of_ours():
    recipient = seeing.of(Actor(person="r1", name="", roles=frozenset({Role.RECIPIENT})))

    assert not recipient.ours
    assert OF_THE_OFFICE.narrowed(recipient) == frozenset()
    assert not REQUEST.sees(recipient, {"data_set": ""})
    assert seeing.of(Actor(person="", name="", roles=frozenset())) == Viewer()


def test_what_was_asked_in_confidence_is_for_the_dpo_and_who_asked():
    question = {"asked_by": "h1", "about": ""}
    whole = {"areas": None}

    assert [
        QUESTION_TO_THE_DPO.sees(Viewer(names=frozenset({name}), **whole), question) for name in ("h1", "h2")
    ] == [
        True,
        False,
    ]
    assert QUESTION_TO_THE_DPO.sees(Viewer(posts=frozenset({Role.DPO}), **whole), question)


# --- who acts: a post that is held for other areas alone counts for nothing -----------------------------------------
AREAS = ("complaints", "home-visits", "custody")
abouts = st.frozensets(st.sampled_from(AREAS))
actors = st.builds(
    Actor,
    person=st.just("h1"),
    name=st.just("Hana"),
    roles=st.frozensets(st.sampled_from(Role)),
    areas=st.frozensets(st.tuples(st.sampled_from(Role), st.sampled_from(AREAS))),
)


@given(actors, abouts)
def test_who_acts_keeps_the_posts_that_reach_everything_it_is_about_and_no_other(actor, about):
    acting = seeing.acting(actor, about)

    assert acting.roles == {role for role in actor.roles if all(actor.reaches(role, each) for each in about)}


@given(actors, abouts, abouts)
def test_narrowing_by_one_thing_and_then_by_another_is_narrowing_by_both_in_whatever_order(actor, one, other):
    first = seeing.acting(seeing.acting(actor, one), other)
    second = seeing.acting(seeing.acting(actor, other), one)

    assert first == second == seeing.acting(actor, one | other)


@given(actors, abouts)
def test_nobody_gains_by_being_narrowed_and_what_they_are_stays(actor, about):
    acting = seeing.acting(actor, about)

    assert acting.roles <= actor.roles
    assert (acting.person, acting.owns, acting.areas, acting.accounts) == (
        actor.person, actor.owns, actor.areas, actor.accounts,
    )  # fmt: skip
    assert seeing.acting(acting, about) == acting


@given(actors)
def test_about_no_case_everybody_acts_as_all_they_are(actor):
    assert seeing.acting(actor, ()) == actor


@given(actors, st.sampled_from(AREAS))
def test_who_may_act_there_by_a_post_also_sees_what_is_there(actor, area):
    held = seeing.acting(actor, [area]).roles - {Role.RECIPIENT}

    assert not held or seeing.of(actor).reaches(area)
