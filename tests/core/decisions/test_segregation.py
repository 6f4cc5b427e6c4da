"""Every pair of duties that one person may not hold: the core refuses each, whatever account or post they act in.

The page names for each pair the test of its own room; the table below tries all pairs that are compared by person in
the same four ways. `docs/reference/segregation.md` is held to both.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders.decisions import (
    LAW,
    NOON,
    a_handler,
    a_request,
    advised,
    an_actor,
    an_owner,
)
from builders.release import some_terms
from here import ROOT
from sharewell.assurance import marking
from sharewell.decisions import deciding
from sharewell.decisions.approval import authority
from sharewell.decisions.assessment import against_the_decider
from sharewell.decisions.emergency import lifecycle as emergencies
from sharewell.decisions.emergency.record import Disclosure, Emergency
from sharewell.decisions.emergency.record import Status as Told
from sharewell.decisions.lifecycle import Action, options
from sharewell.decisions.request import Request, Status
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.party import Party, PartyKind
from sharewell.release import permission
from sharewell.vocabulary.people import Actor, Delegation, Role

PAGE = (ROOT / "docs" / "reference" / "segregation.md").read_text()
LINES = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| sod.")
]


def test_the_page_has_every_pair_once():
    assert [line[0] for line in LINES] == [f"sod.{number:02}" for number in range(1, 12)]


@pytest.mark.requirement("OPCC-5.2a")
@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_each_pair_names_a_test_that_is_there(line):
    named = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", line[4])

    assert named
    assert f"def {named[2]}(" in (ROOT / named[1]).read_text()


# --- every pair, in every way one person can come twice -------------------------------------------
# P had the first duty; each function gives the codes with which somebody is refused the second.

P = "p1"
GIVEN = Delegation(
    reference="DEL-1",
    from_person=P,
    data_sets=frozenset({"complaints"}),
    starts=NOON.date(),
    ends=NOON.date() + timedelta(days=7),
)


def deciding_on(**part: object) -> Callable[[Actor], set[str]]:
    def refused(by: Actor) -> set[str]:
        request = a_request(status=Status.SUBMITTED, owners=frozenset({by.person}), **part)
        found = next(one for one in options(request, by=by, at=NOON, law=LAW) if one.action is Action.APPROVE)
        return {one.rule.code for one in found.refusals}

    return refused


def releasing(*, brought_by: str = "h5", **terms: object) -> Callable[[Actor], set[str]]:
    """Special category data, ready to leave."""
    given = Authority(
        kind=AuthorityKind.DECISION,
        reference="DSR-1",
        recipient="ORG-0001",
        data_set="complaints",
        terms=some_terms(),
        special_category=True,
        **terms,
    )
    return lambda by: _released(by, given, brought_by)


def _released(by: Actor, given: Authority, brought_by: str) -> set[str]:
    on, digests = date(2026, 6, 1), permission.Digests(plan="p" * 64, file="a" * 64, report="r" * 64)
    ready = permission.Release(
        reference="REL-1",
        status=permission.Status.READY,
        authority="DSR-1",
        file_name="file.csv",
        digests=digests,
        rows=2,
        terms_sha256="b" * 64,
        prepared_by=brought_by,
    )
    party = Party(
        reference="ORG-0001",
        name="Northshire Council",
        kind=PartyKind.PUBLIC_AUTHORITY,
        age_key="age1key",
        age_key_verified_on=on,
    )
    now = permission.Today(
        on=on,
        at=NOON.replace(month=6, day=1),
        authority=given,
        terms_sha256="b" * 64,
        party=party,
        digests=digests,
    )
    by = replace(by, roles=by.roles | {Role.HANDLER})
    return {one.rule.code for one in permission.permit(ready, now, by=by).refusals}


def marking_a_case(by: Actor) -> set[str]:
    stages = dict.fromkeys(marking.STAGES, marking.Finding.GOOD)
    case = marking.Sampled(sample="SAM-1", case="DSR-1", random=True, parts=frozenset({P}), marker=by.person)
    mark = marking.Mark(case="DSR-1", by=by.person, stages=stages, reasonable=True)
    by = replace(by, roles=by.roles | {Role.AUDITOR})
    outcome = marking.mark(case, mark, by=by, at=NOON, concluded=False)
    return {one.rule.code for one in outcome.refusals}


def reviewing_an_emergency(by: Actor) -> set[str]:
    told = Disclosure(
        at=NOON,
        by=P,
        to_whom="the control room",
        identity="rang back",
        told=("location",),
        terms_said=True,
    )
    emergency = Emergency(
        reference="EM-1",
        opened=NOON,
        opened_by="h5",
        danger="Somebody is in danger.",
        recipient_name="Northshire Police",
        data_set="complaints",
        owners=frozenset({by.person}),
        status=Told.RECORDED,
        disclosure=told,
        recorded_at=NOON,
        recorded_by="h5",
    )
    found = emergencies.refusals(emergency, emergencies.Action.REVIEW, by=by, at=NOON)
    return {one.rule.code for one in found}


# Whom P's delegate stands for matters where somebody decides; a file is released, and a case marked, by one's own hand.
DECIDED = {
    "sod.01": deciding_on(requested_by=P),
    "sod.02": deciding_on(drafted_by=frozenset({"h1", P})),
    "sod.06": deciding_on(advice=(advised(by=P),)),
    "sod.11": reviewing_an_emergency,
}
OTHERWISE = {
    "sod.03": releasing(decided_by=frozenset({P})),
    "sod.05": releasing(brought_by=P),
    "sod.07": marking_a_case,
}
WAYS = {
    "the same account": an_owner(P),
    "a second account": an_owner("p2", also=frozenset({P})),
    "a post they came to since": an_actor(P, Role.CHIEF_EXECUTIVE),
}
IN_PLACE = {
    "sod.09, a delegate": an_owner("o2", "home-visits", delegations=(GIVEN,)),
    "sod.09, a delegate of a second account": an_owner(
        "o2",
        "home-visits",
        delegations=(replace(GIVEN, from_person="p2", also=frozenset({P})),),
    ),
    "sod.09, a delegate's second account": an_owner(
        "o3", "home-visits", also=frozenset({"o2"}), delegations=(GIVEN,)
    ),
}


@pytest.mark.requirement("OPCC-5.2a")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("pair", DECIDED | OTHERWISE)
def test_whoever_had_the_one_duty_is_refused_the_other(pair, way):
    refused = (DECIDED | OTHERWISE)[pair]

    assert refused(WAYS[way]) & {"DE_SOD"}
    assert not refused(an_owner("n1")) & {"DE_SOD"}


@pytest.mark.parametrize("way", IN_PLACE)
@pytest.mark.parametrize("pair", DECIDED)
def test_whoever_stands_in_for_them_is_refused_it_too(pair, way):
    assert "DE_SOD" in DECIDED[pair](IN_PLACE[way])


def approved_by(decider: Actor) -> Request:
    submitted = a_request(status=Status.SUBMITTED, requested_by="h5", drafted_by=frozenset({"h6"}))
    step = deciding.take_decision(
        submitted, action=Action.APPROVE, reasons="It is needed.", by=decider, at=NOON, law=LAW
    )
    assert step.outcome.permitted, step.outcome.refusals
    return step.request


@pytest.mark.parametrize("releaser", ["o2", P])
def test_neither_the_delegate_who_decided_nor_whoever_they_decided_for_releases_it(releaser):
    given = authority(approved_by(IN_PLACE["sod.09, a delegate"]))

    refused = releasing(decided_by=given.decided_by)

    assert refused(a_handler(releaser)) == {"DE_SOD"}
    assert refused(a_handler("h7")) == set()


# --- allowed, and told: sod.04 (ordinary data, tested in test_duties) and sod.10 --------------------


def told_of_a_line_of_report(decider: Actor, *, asked_by: str) -> dict[str, bool]:
    case = a_request(requested_by=asked_by).case(LAW, decider=decider, on=NOON.date())
    return {one.code: one.stops for one in against_the_decider(case, law=LAW, on=NOON.date())}


@pytest.mark.parametrize("asked_by", [P, "p2"])
def test_a_line_of_report_is_told_whichever_account_the_manager_asked_under_and_refuses_nothing(asked_by):
    decider = an_owner("o1", reports_to=frozenset({P, "p2"}))

    assert told_of_a_line_of_report(decider, asked_by=asked_by) == {"DE_LINE_REPORT": False}
    assert told_of_a_line_of_report(decider, asked_by="h5") == {}


def test_every_pair_is_in_one_of_these_tables():
    covered = {*DECIDED, *OTHERWISE, *(way.split(",")[0] for way in IN_PLACE), "sod.04", "sod.10"}

    assert {line[0] for line in LINES} - covered == {"sod.08"}  # by team: its own test


# --- by person, and nowhere by account --------------------------------------------------------------

# Where the account itself is meant: what is addressed to somebody, what is theirs to do, and who is a name only.
THEIRS = {
    "marking.py": 1,  # the case is marked by whoever it was given to
    "incidents.py": 1,  # the office itself, which is nobody
    "campaigns.py": 2,  # the one who is to approve it; whose plan it is
    "steps.py": 1,  # the action tracker: whose action it is
    "objections.py": 3,  # the survey: whose return and whose team it is
    "cases.py": 1,
    "showing.py": 1,
    "covering.py": 2,
    "delegating.py": 1,
}


def test_nothing_in_the_core_compares_who_did_what_with_one_account():
    found: dict[str, int] = {}
    for path in sorted((ROOT / "src" / "sharewell").rglob("*.py")):
        compared = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Compare)]
        count = sum(any(_is_an_account(side) for side in (one.left, *one.comparators)) for one in compared)
        if count:
            found[path.name] = count

    assert found == THEIRS, "compare with `by.accounts`: the same person may have another account"


def _is_an_account(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "person" and ast.unparse(node) in ("by.person",)
