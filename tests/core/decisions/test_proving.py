"""The proof: the model agrees with `assess`, the law keeps its promises, and a law that does not is found out."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

z3 = pytest.importorskip("z3")

from builders.law import the_next_law  # noqa: E402
from sharewell.decisions.assessment import Verdict, assess  # noqa: E402
from sharewell.decisions.proving.model import BARRED, Model  # noqa: E402
from sharewell.decisions.proving.obligations import OBLIGATIONS  # noqa: E402
from sharewell.decisions.proving.prove import GIVEN, Proof, dead_end, prove, proved, silent  # noqa: E402
from sharewell.decisions.proving.space import HISTORY, SILENT, case_of, values  # noqa: E402
from sharewell.policy.law import VERSIONS  # noqa: E402
from sharewell.policy.tables import Row, Severity  # noqa: E402

LAW, ON = VERSIONS[-1], date(2026, 6, 29)


@pytest.fixture(scope="module")
def proof() -> Proof:
    return prove(LAW, ON)


def without(*ids, law=LAW):
    return replace(law, rows=tuple(row for row in law.rows if row.id not in ids))


def with_row(**row):
    usual = {
        "id": "X-1",
        "stage": "S4",
        "code": "LB_NO_BASIS",
        "severity": Severity.BLOCK,
        "citation": "none",
    }
    return replace(LAW, rows=(*LAW.rows, Row(**{**usual, **row})))


def broken(law, on=ON):
    return {one.obligation.id: one.against for one in proved(Model(law, on)) if not one.holds}


# --- the law that is in force ---------------------------------------------------------------------


def test_every_obligation_holds_of_every_case(proof):
    assert [one.obligation.id for one in proof.obligations if not one.holds] == []
    assert proof.holds


def test_no_situation_is_a_dead_end(proof):
    assert proof.dead_end is None
    assert proof.ways_out > 1


def test_every_rule_can_fire(proof):
    assert proof.silent == ()


def test_what_nothing_reads_is_known(proof):
    # Kept for the record and for people, not for a rule: whether a rule should read them is a question for the DPO.
    assert proof.unread == (
        "controller.is_processor",
        "sharing.direction",
        "purpose.text",
        "power.citation",
        "recipient.verified",
        "dpia.screen",
    )


def test_what_is_redundant_is_known(proof):
    # Each says something that another rule or question says too, and is kept for what it tells the person:
    # an exemption is no basis (LB-52 blocks), S4.7 and S4.6 are asked (and open blocks), an order says it is one.
    assert proof.redundant == ("LB-28", "LB-35", "LB-36", "S1.4-order")


def test_every_obligation_has_a_sentence_and_a_paragraph_and_there_is_one_for_every_stage():
    ids = {one.id for one in OBLIGATIONS}

    assert len(ids) == len(OBLIGATIONS)
    assert all(one.says and one.citation for one in OBLIGATIONS)
    assert {f"stage-{number}" for number in range(13)} <= ids


def test_another_version_of_the_law_is_proved_the_same_way():
    assert broken(the_next_law(), date(2027, 1, 4)) == {}


# --- a law that breaks its promises ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("dropped", "promise"),
    [
        (("LB-52",), "basis"),
        (("LB-47",), "basis-part3"),
        (("LB-01",), "public-interests"),
        (("LB-53",), "part-3-special"),
        (("LB-49",), "offence"),
        (("LB-51",), "schedule-1"),
        (("LB-50",), "explicit-consent"),
        (("LB-32", "S2.5-bar"), "no-bar"),
        (("S9.4-no",), "stage-9"),
        (("S8-open",), "history"),
        (("S11-children",), "advice"),
        (("S0-large",), "not-large"),
    ],
)
def test_a_rule_that_is_taken_out_breaks_a_promise(dropped, promise):
    assert promise in broken(without(*dropped))


def test_a_counter_example_is_a_case_that_assess_lets_through():
    law = without("LB-52")
    against = broken(law)["basis"]

    case = replace(case_of(against, law), duties={"decides": frozenset({"o1"})})

    assert assess(case, law=law, on=ON).outcome is Verdict.MAY_PROCEED


def test_a_rule_that_no_choice_can_satisfy_is_a_dead_end():
    law = with_row(when={"data.children": True})

    found, _ = dead_end(Model(law, ON))

    assert found is not None
    assert found["data.children"] is True
    assert set(found) <= set(GIVEN)


def test_a_rule_that_contradicts_itself_can_never_fire():
    law = with_row(
        when={"sharing.regime": "part3", "S7.f": "na", "exemption.incomplete": True, "S5.3": "none"}
    )

    assert list(silent(Model(law, ON))) == ["X-1"]


# --- the model and `assess` -----------------------------------------------------------------------


def drawn(chance, space):
    """A case at random: nearly everything is said, and much of it is what lets a case pass."""
    return {
        # The first value is silence; of the recipient's history it is that there is none: the office always knows it.
        name: chance.choice(each[1:] or each) if chance.random() > 0.03 else each[0]
        for name, each in space.items()
    }


def near(chance, space, good):
    """A case that would pass, with a few things changed."""
    changed = chance.sample(sorted(space), chance.randint(0, 4))
    return {**good, **{name: chance.choice(space[name]) for name in changed}}


def agree(model, solver, given, people):
    case = replace(case_of(given, LAW), duties=people)
    verdict = assess(case, law=LAW, on=ON).outcome
    places = [model.at[name] == model.space[name].index(value) for name, value in given.items()]
    same = [
        flag == (people.get(other, frozenset()) == people["decides"]) for other, flag in model.same.items()
    ]
    said = solver.check(*places, *same, model.decides, model.released()) == z3.sat
    return said is (verdict is Verdict.MAY_PROCEED)


def test_the_model_says_what_assess_says(drill_n):
    chance = random.Random(20260629)
    model, space = Model(LAW, ON), values(LAW, ON)
    solver = z3.Solver()
    solver.add(model.limits)
    assert solver.check(model.released()) == z3.sat
    found = solver.model()
    good = {
        name: space[name][found.eval(at, model_completion=True).as_long()] for name, at in model.at.items()
    }
    wrong = []

    for number in range(drill_n(60, 5_000)):
        given = drawn(chance, space) if number % 5 == 0 else near(chance, space, good)
        people = {"decides": frozenset({"o1"}), "drafted": frozenset({chance.choice(("h1", "h2", "o1"))})}
        if not agree(model, solver, given, people):
            wrong.append(given)

    assert wrong == []
    assert good[HISTORY] is not SILENT
    assert set(model.same) == set(BARRED)
