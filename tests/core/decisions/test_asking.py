"""Which facts a person is asked for next: few at a time, none that a question will settle, in the end all of them."""

from __future__ import annotations

from typing import Any

import pytest

from builders.decisions import ANSWERS, FACTS, LAW, MISSING, MONDAY, a_document
from sharewell.decisions.asking import facts_to_ask
from sharewell.decisions.assessment import assess
from sharewell.decisions.case import parse_case


def asked(facts: dict[str, Any] | None = None, answers: dict[str, Any] | None = None) -> set[str]:
    return set(facts_to_ask(parse_case(a_document(facts, answers), LAW), law=LAW, on=MONDAY))


def test_with_everything_known_nothing_is_asked():
    assert asked() == set()


def test_a_fact_that_a_rule_waits_for_is_asked():
    assert asked(facts={"data.children": MISSING}) == {"data.children"}


def test_what_an_unanswered_question_will_settle_is_not_asked_beside_it():
    assert asked(facts={"register.matching_live_isa": MISSING}, answers={"S0.3": MISSING}) == set()


@pytest.mark.parametrize(
    ("basis", "missing", "wanted"),
    [
        ("e", ["lia.done", "consent.record"], set()),
        ("f", ["lia.done", "consent.record"], {"lia.done"}),
        ("a", ["lia.done", "consent.record"], {"consent.record"}),
    ],
)
def test_what_matters_to_another_basis_is_not_asked(basis, missing, wanted):
    facts = {
        "basis.art6": basis,
        "controller.in_performance_of_task": False,
        **dict.fromkeys(missing, MISSING),
    }

    assert asked(facts=facts, answers={"S4.2": basis}) == wanted


CONDITIONS = dict.fromkeys(("basis.art9", "basis.sch1", "basis.art10"), MISSING)
QUIET = {"S4.3": MISSING, "S4.4": MISSING}


def test_no_condition_is_asked_for_before_it_is_known_what_the_data_is():
    unknown = {"data.special_category": MISSING, "data.criminal_offence": MISSING}

    assert asked(facts={**CONDITIONS, **unknown}, answers=QUIET) == {*unknown}


def test_and_then_the_condition_is():
    assert "basis.art9" in asked(facts={**CONDITIONS, "data.special_category": ["health"]}, answers=QUIET)


@pytest.mark.parametrize(
    ("facts", "answers", "wanted"),
    [
        ({}, {"S7.b": "low"}, "data.accuracy_note"),
        ({"basis.art6": "none"}, {"S4.2": "none"}, "no_basis_remains"),
        ({"basis.art6": "f", "lia.done": True}, {"S4.2": "f"}, "no_basis_remains"),
        (
            {"recipient.country": "US"},
            {"S9.1": "yes", "S9.2": "approved_by_regulations", "S9.3": "na", "S9.4": "yes"},
            "recipient.meets_country_condition",
        ),
        (
            {"recipient.country": "IN"},
            {"S9.1": "yes", "S9.2": "derogation", "S9.3": "na", "S9.4": "yes"},
            "transfer.derogation",
        ),
    ],
)
def test_a_rule_that_fired_on_a_default_asks_whether_it_is_so(facts, answers, wanted):
    assert wanted in asked(facts=facts, answers=answers)


def test_answering_what_is_asked_again_and_again_leaves_nothing_open():
    said: dict[str, Any] = {}
    for _ in range(len(FACTS)):
        unsaid = {name: MISSING for name in FACTS if name not in said}
        new = facts_to_ask(parse_case(a_document(facts=unsaid), LAW), law=LAW, on=MONDAY)
        if not new:
            break
        said |= {name: FACTS[name] for name in new}

    unsaid = {name: MISSING for name in FACTS if name not in said}
    answered = {
        says.fact for question in LAW.question.values() for says in question.says if question.id in ANSWERS
    }
    open_facts = {
        reason.about
        for reason in assess(parse_case(a_document(facts=unsaid), LAW), law=LAW, on=MONDAY).reasons
        if reason.code == "Q_OPEN"
    }
    assert open_facts - answered == set()
