"""How the office's own record of a request is put before the policy: nobody is asked twice, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders.decisions import LAW, MONDAY, NOON, a_request, advised, an_actor, an_owner
from sharewell.decisions.asking import facts_to_ask
from sharewell.decisions.case import contradictions
from sharewell.decisions.request import AdviceKind, ProposedField, settled
from sharewell.decisions.standing import person
from sharewell.vocabulary.people import Role


@pytest.mark.parametrize(
    ("answers", "facts"),
    [
        ({"S0.2": "yes"}, {"sharing.relationship": "internal"}),
        ({"S0.2": "no"}, {}),
        ({"S0.3": "no"}, {"register.matching_live_isa": False}),
        ({"S2.4": "annex2_other"}, {"purpose.compatible_with_collection": "annex2_other"}),
        ({"S4.2": "e"}, {"basis.art6": "e"}),
        ({"S9.1": "no"}, {"recipient.country": "GB"}),
        (
            {
                "S5.3": {
                    "exemption": "sch2.2",
                    "right": "Art 14",
                    "prejudice": "it would warn them",
                    "until": "",
                }
            },
            {"exemption.code": "sch2.2", "exemption.prejudice_text": "it would warn them"},
        ),
    ],
)
def test_an_answer_settles_the_fact_it_speaks_of(answers, facts):
    assert settled(answers, LAW) == facts


def test_what_the_answers_settle_never_contradicts_them():
    case = a_request().case(LAW)

    assert contradictions(case, LAW) == ()


def test_the_field_list_answers_the_question_why_each_is_needed():
    fields = (ProposedField(name="phone", why="to ring them"),)

    assert a_request(fields=fields).case(LAW).answers["S3.4"] == (("phone", "to ring them"),)
    assert "S3.4" not in a_request(fields=()).case(LAW).answers


@pytest.mark.parametrize(
    ("advice", "answer", "fact", "consulted"),
    [
        ((), "not_needed", "none", "no"),
        ((advised(),), "for", "for", "yes"),
        ((advised(), advised(AdviceKind.AGAINST)), "against", "against", "yes"),
    ],
)
def test_the_latest_advice_is_the_answer(advice, answer, fact, consulted):
    case = a_request(advice=advice).case(LAW)

    assert case.answers["S11.1"] == answer
    assert case.facts["dpo.advice"] == fact
    assert case.answers["S9.4"] == consulted


@pytest.mark.parametrize("tried", [{"S11.1": "for"}, {"S9.4": "yes"}])
def test_nobody_answers_for_the_dpo(tried):
    whole = a_request()

    case = replace(whole, answers={**whole.answers, **tried}).case(LAW)

    assert case.answers["S11.1"] == "not_needed"
    assert case.answers["S9.4"] == "no"


def test_the_condition_chosen_is_recorded_with_its_paragraph():
    whole = a_request()
    facts = {**whole.facts, "data.special_category": ("health",), "basis.art9": "g", "basis.sch1": (6,)}

    assert replace(whole, facts=facts).case(LAW).answers["S4.3"] == ("g", "DPA 2018 Sch 1 Part 2 para 6")


@pytest.mark.parametrize(
    ("facts", "settled_so"),
    [
        (
            {"data.special_category": (), "data.criminal_offence": False},
            {"basis.sch1": (), "basis.art10": "none"},
        ),
        ({"data.special_category": (), "data.criminal_offence": True}, {"basis.art9": "none"}),
        ({"data.special_category": ("health",), "data.criminal_offence": False}, {"basis.art10": "none"}),
        ({}, {}),
    ],
)
def test_data_that_needs_no_condition_is_asked_for_none(facts, settled_so):
    case = a_request(facts=facts, answers={}).case(LAW)

    conditions = {"basis.sch1", "basis.art9", "basis.art10"}
    assert settled_so.items() <= case.facts.items()
    assert "basis.sch1" in case.facts or "basis.sch1" not in settled_so
    assert not conditions & set(case.facts) or facts


def test_a_condition_that_nobody_chose_yet_is_open_and_not_none():
    whole = a_request()
    facts = {name: value for name, value in whole.facts.items() if name not in ("basis.art9", "basis.sch1")}

    case = replace(whole, facts={**facts, "data.special_category": ("health",)}).case(LAW)

    assert "S4.3" not in case.answers
    assert "basis.art9" not in case.facts
    assert "basis.art9" in facts_to_ask(case, law=LAW, on=MONDAY)


def test_everyone_who_drafted_is_compared_with_whoever_decides():
    request = a_request(drafted_by=frozenset({"h1", "h2", "o2"}), advice=(advised(),))

    case = request.case(LAW, decider=an_owner(), on=MONDAY)

    assert case.duties == {
        "requested": {"h2"},
        "drafted": {"h1", "h2", "o2"},
        "advises": {"d1"},
        "decides": {"o1"},
    }


@pytest.mark.parametrize(
    ("roles", "owns", "post"),
    [
        ({Role.OWNER}, {"complaints"}, Role.OWNER),
        ({Role.DPO, Role.OWNER}, {"complaints"}, Role.DPO),
        ({Role.CHIEF_EXECUTIVE}, set(), Role.CHIEF_EXECUTIVE),
        ({Role.CHIEF_EXECUTIVE, Role.OWNER}, {"complaints"}, Role.OWNER),
        ({Role.HANDLER}, {"complaints"}, Role.HANDLER),
        (set(), set(), Role.RECIPIENT),
    ],
)
def test_somebody_decides_in_one_post_and_what_bars_them_comes_first(roles, owns, post):
    somebody = an_actor("x1", *roles, owns=frozenset(owns))

    assert person(somebody, "complaints", NOON.date()).post == post
