"""Reading a case: every mistake named at once, none repeated back, and nothing filled in."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import ANSWERS, FACTS, LAW, a_document
from sharewell.decisions.case import CaseUnusable, parse_case
from sharewell.policy.screening import screening


def mistakes(document) -> tuple[str, ...]:
    with pytest.raises(CaseUnusable) as raised:
        parse_case(document, LAW)
    return raised.value.problems


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ([], "the case: expected a mapping"),
        ({"fact": {}}, "unknown key 'fact'"),
        ({"facts": []}, "facts: expected a mapping"),
        (a_document(facts={"basis.art66": "e"}), "unknown fact 'basis.art66'"),
        (a_document(facts={"scale.large": True}), "unknown fact 'scale.large'"),
        (a_document(facts={"data.children": "yes"}), "fact data.children: expected true or false"),
        (a_document(facts={"data.children": 1}), "fact data.children: expected true or false"),
        (
            a_document(facts={"data.subjects_count": "12"}),
            "fact data.subjects_count: expected a whole number",
        ),
        (
            a_document(facts={"data.subjects_count": True}),
            "fact data.subjects_count: expected a whole number",
        ),
        (a_document(facts={"data.subjects_count": -1}), "fact data.subjects_count: expected a whole number"),
        (a_document(facts={"basis.art9": "z"}), "fact basis.art9: expected one of a, b, c"),
        (a_document(facts={"basis.sch1": [5]}), "fact basis.sch1: expected paragraph numbers"),
        (a_document(facts={"basis.sch1": ["ten"]}), "fact basis.sch1: expected paragraph numbers"),
        (a_document(facts={"recipient.country": "UK"}), "the United Kingdom is GB"),
        (
            a_document(facts={"recipient.country": "Ireland"}),
            "fact recipient.country: expected an ISO 3166-1",
        ),
        (a_document(facts={"retention.ours": "two years"}), "fact retention.ours: expected a period"),
        (
            a_document(facts={"data.special_category": ["stars"]}),
            "fact data.special_category: expected one of",
        ),
        (
            a_document(facts={"data.special_category": "health"}),
            "fact data.special_category: expected a list",
        ),
        (a_document(answers={"S1.9": "yes"}), "unknown question 'S1.9'"),
        (a_document(answers={"S1.1": "maybe"}), "answer S1.1: expected one of verified, not_verified"),
        (a_document(answers={"S2.1": 7}), "answer S2.1: expected text"),
        (a_document(answers={"S3.4": "name"}), "answer S3.4: expected a list of {field, why}"),
        (a_document(answers={"S3.4": [{"why": "?"}]}), "answer S3.4: row 1: expected the field's name"),
        (a_document(answers={"S5.3": {"prejudice": "x"}}), "answer S5.3: expected text in exemption"),
        (a_document(answers={"S5.3": {"exemption": "sch2.2", "until": "soon"}}), "until: expected a date"),
        (a_document(answers={"S5.3": {"exemption": "sch2.99"}}), "exemption: expected one of none, sch2.2"),
        (a_document(answers={"S2.2": "pow.99"}), "answer S2.2: expected one of none, pow.01"),
        (
            a_document(answers={"S7.d": "a while"}),
            "answer S7.d: expected statutory, period, longer, or a period",
        ),
        (a_document(answers={"S8.4": "something"}), "answer S8.4: expected none or a list"),
        (a_document(roles={"signs": "o1"}), "unknown role 'signs'"),
        (a_document(people={"o1": {"post": "boss"}}), "people.o1: post: expected one of"),
        (a_document(people={"o1": {"post": "ro.owner", "salary": 1}}), "people.o1: unknown key 'salary'"),
        (a_document(people={"o1": {"post": "ro.owner", "trained_until": "2026-13-01"}}), "expected a date"),
        (a_document(triggers=["wp.10"]), "triggers: 'wp.10' is not a trigger"),
        (a_document(history=[{"severity": "awful"}]), "history, incident 1: severity: expected one of"),
        (a_document(history={"severity": "low"}), "history: expected a list"),
    ],
)
def test_a_mistake_is_named_with_what_was_expected(document, named):
    assert any(named in problem for problem in mistakes(document))


def test_every_mistake_is_named_at_once():
    document = a_document(facts={"nonsense": 1, "lia.done": "yes"}, answers={"S1.1": "maybe"})

    assert len(mistakes(document)) == 3


def test_a_value_that_may_be_personal_data_is_not_repeated():
    problems = mistakes(a_document(facts={"recipient.country": "Jo Bloggs"}, answers={"S8.1": "Jo Bloggs"}))

    assert not any("Bloggs" in problem for problem in problems)


@pytest.mark.parametrize(
    ("facts", "answers", "named"),
    [
        ({"register.matching_live_isa": True}, {}, "answer S0.3 contradicts fact register.matching_live_isa"),
        ({"sharing.emergency": True}, {}, "answer S0.6 contradicts fact sharing.emergency"),
        ({"data.identifiability": "aggregate"}, {}, "answer S0.1 contradicts fact data.identifiability"),
        ({"sharing.relationship": "internal"}, {}, "answer S0.2 contradicts fact sharing.relationship"),
        ({"recipient.verified": False}, {}, "answer S1.1 contradicts fact recipient.verified"),
        ({"power.kind": "court_order"}, {}, "answer S1.4 contradicts fact power.kind"),
        ({"power.kind": "none"}, {}, "answer S2.2 contradicts fact power.kind"),
        ({}, {"S2.2": "none"}, "answer S2.2 contradicts fact power.kind"),
        ({}, {"S2.4": "no"}, "answer S2.4 contradicts fact purpose.compatible_with_collection"),
        ({}, {"S2.5": "bar.01"}, "answer S2.5 contradicts fact statutory_bar"),
        ({}, {"S4.1": "part3"}, "answer S4.1 contradicts fact sharing.regime"),
        ({}, {"S4.2": "c"}, "answer S4.2 contradicts fact basis.art6"),
        ({}, {"S5.3": {"exemption": "sch2.2"}}, "answer S5.3 contradicts fact exemption.code"),
        ({"exemption.code": "sch2.2"}, {}, "answer S5.3 contradicts fact exemption.code"),
        ({}, {"S6.1": "required"}, "answer S6.1 contradicts fact dpia.screen"),
        ({"recipient.country": "IE"}, {}, "answer S9.1 contradicts fact recipient.country"),
        ({"dpo.advice": "against"}, {}, "answer S11.1 contradicts fact dpo.advice"),
    ],
)
def test_a_fact_and_an_answer_that_contradict_each_other_are_both_named(facts, answers, named):
    assert named in mistakes(a_document(facts=facts, answers=answers))


def test_a_screening_milder_than_its_triggers_is_a_mistake():
    assert mistakes(a_document(triggers=["art35.3.b"])) == (
        "answer S6.1 is milder than the screening triggers, which make it 'required'",
        "fact dpia.screen is milder than the screening triggers, which make it 'required'",
    )


@pytest.mark.requirement("OPCC-3.5a")
@pytest.mark.parametrize(
    ("triggers", "expected"),
    [
        ((), "not_required"),
        (("wp.4",), "recommended"),
        (("wp.4", "wp.7"), "required"),
        (("art35.3.b",), "required"),
        (("ico.matching",), "required"),
        (("ico.innovative",), "recommended"),
        (("ico.innovative", "wp.8"), "recommended"),
        (("ico.innovative", "wp.4"), "required"),
        (("ico.invisible", "wp.4"), "required"),
    ],
)
def test_screening_counts_the_triggers_that_hold(triggers, expected):
    assert screening(triggers, LAW) == expected


@pytest.mark.parametrize("blank", [None, "", "  ", [], {}])
def test_a_blank_answer_is_no_answer(blank):
    assert "S3.4" not in parse_case(a_document(answers={"S3.4": blank}), LAW).answers


def test_true_and_false_are_welcome_where_yes_and_no_are():
    assert parse_case(a_document(answers={"S0.2": False, "S1.2": True}), LAW).answers["S1.2"] == "yes"


def test_a_case_that_says_nothing_is_read_and_nothing_is_filled_in():
    case = parse_case({}, LAW)

    assert not case.facts
    assert not case.answers
    assert case.people is None


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    facts=st.dictionaries(st.sampled_from(sorted(FACTS)), junk, max_size=4),
    answers=st.dictionaries(st.sampled_from(sorted(ANSWERS)), junk, max_size=4),
    history=junk,
    people=junk,
    triggers=junk,
)
def test_anything_at_all_is_either_read_or_refused_in_words(facts, answers, history, people, triggers):
    document = {**a_document(facts, answers), "history": history, "people": people, "triggers": triggers}

    with suppress(CaseUnusable):  # any other exception is the defect this looks for
        assert parse_case(document, LAW).facts is not None


@pytest.mark.parametrize(
    "power", ["Localism Act 2011 s.1", "Order T20260001", "pow.05", "pow. 99 is what they call it"]
)
def test_a_power_is_one_of_the_list_or_a_citation(power):
    assert parse_case(a_document(answers={"S2.2": power}), LAW).answers["S2.2"] == power
