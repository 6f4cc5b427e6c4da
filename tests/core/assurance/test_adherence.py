"""The adherence audit: scheduled by the launch, announced once, concluded on a sample and evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sharewell.assurance import adherence
from sharewell.assurance.adherence import Audit, Verdict, announce, apply
from sharewell.policy import rulebook
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)
DUE = date(2026, 7, 15)
AUDITOR = Actor(person="a1", name="Anil", roles=frozenset({Role.AUDITOR}))
KEEPER = Actor(person="d1", name="Dilys", roles=frozenset({Role.DPO}))
HANDLER = Actor(person="h1", name="Hana", roles=frozenset({Role.HANDLER}))


def an_audit(**changed) -> Audit:
    given = {
        "reference": "AUD-2026-0001", "policy": "POL-2026-0001", "version": "1.0", "keeper": "d1",
        "launched_on": date(2026, 1, 15), "due": DUE, "first_due": DUE,
    }  # fmt: skip
    return Audit(**(given | changed))


def a_ready_audit() -> Audit:
    audit = after(an_audit(), adherence.add_evidence(
        an_audit(), text="Ten files were looked at.", where="Shared drive", by=AUDITOR, at=NOON
    ))  # fmt: skip
    return after(audit, name_a_sample(audit))


def name_a_sample(audit: Audit, *, drawn_on=date(2026, 7, 1), concluded=True):
    return adherence.name_sample(
        audit, sample="SAM-2026-0001", drawn_on=drawn_on, concluded=concluded, by=AUDITOR, at=NOON
    )


def concluded(audit: Audit, *, by=AUDITOR, words="It is.", **more):
    return adherence.conclude(
        audit, verdict=Verdict.FOLLOWED, words=words, attested=8, asked=9, by=by, at=NOON, **more
    )


def after(audit: Audit, outcome) -> Audit:
    assert outcome.permitted, outcome.refusals
    return apply(audit, outcome.events[0])


def rules(outcome) -> list:
    return [each.rule for each in outcome.refusals]


@pytest.mark.requirement("WMFS-2.3")
@pytest.mark.parametrize(
    ("on", "is_told"), [(date(2026, 7, 14), False), (date(2026, 7, 15), True), (date(2026, 9, 1), True)]
)
def test_its_day_is_announced_when_it_comes_and_once(on, is_told):
    event = announce(an_audit(), on=on, at=NOON)

    assert (event is not None) is is_told
    assert not event or announce(apply(an_audit(), event), on=on, at=NOON) is None


@pytest.mark.requirement("WMFS-2.3", "WMFS-0.2")
def test_the_day_it_was_first_due_stays_visible_and_the_new_one_is_announced():
    told = apply(an_audit(), announce(an_audit(), on=DUE, at=NOON))

    moved = after(
        told, adherence.move(told, to=date(2026, 8, 3), why="The auditor is ill.", by=AUDITOR, at=NOON)
    )

    assert (moved.due, moved.first_due) == (date(2026, 8, 3), DUE)
    assert announce(moved, on=date(2026, 8, 2), at=NOON) is None
    assert announce(moved, on=date(2026, 8, 3), at=NOON) is not None


@pytest.mark.requirement("WMFS-2.3")
def test_it_is_concluded_on_a_sample_and_evidence_and_on_nothing_less():
    assert rules(concluded(an_audit())) == [rulebook.AUDIT_RESTS_ON] * 2
    assert after(a_ready_audit(), concluded(a_ready_audit())).verdict is Verdict.FOLLOWED


@pytest.mark.requirement("WMFS-2.3")
@pytest.mark.parametrize(
    ("drawn_on", "done"), [(None, False), (date(2026, 1, 14), True), (date(2026, 7, 1), False)]
)
def test_a_sample_from_before_the_launch_or_not_concluded_shows_nothing(drawn_on, done):
    assert rules(name_a_sample(an_audit(), drawn_on=drawn_on, concluded=done)) == [rulebook.AUDIT_RESTS_ON]


@pytest.mark.requirement("WMFS-2.3")
@pytest.mark.parametrize(
    ("by", "rule"), [(KEEPER, rulebook.NOT_OWN_AUDIT), (HANDLER, rulebook.NOT_YOUR_STEP)]
)
def test_nobody_audits_their_own_policy_and_only_auditors_do(by, rule):
    assert rules(concluded(a_ready_audit(), by=by)) == [rule]


@pytest.mark.requirement("WMFS-2.3")
@pytest.mark.parametrize(
    ("team", "answers_for", "is_theirs"),
    [
        ("Control", {"Control"}, True),
        ("", {"Control"}, True),  # the organisation as a whole is every team
        ("Prevention", {"Control"}, False),
        ("", set(), False),
    ],
)
def test_whoever_answered_for_a_team_does_not_audit_it(team, answers_for, is_theirs):
    saw = {"text": "Ten files were looked at.", "where": "Shared drive", "team": team, "at": NOON}
    seen = after(a_ready_audit(), adherence.add_evidence(an_audit(), by=AUDITOR, **saw))
    in_that_team_alone = replace(seen, evidence=seen.evidence[-1:])

    writes = adherence.add_evidence(an_audit(), answers_for=answers_for, by=AUDITOR, **saw)
    concludes = concluded(in_that_team_alone, answers_for=answers_for)

    assert rules(writes) == rules(concludes) == [rulebook.NOT_OWN_TEAM] * is_theirs


def test_what_is_concluded_stays_so_and_says_why():
    done = after(a_ready_audit(), concluded(a_ready_audit()))

    assert rules(concluded(done)) == [rulebook.NOT_IN_THIS_STATE]
    assert rules(concluded(a_ready_audit(), words=" ")) == [rulebook.REASONS_GIVEN]
    assert not done.overdue(date(2027, 1, 1))


@pytest.mark.parametrize("to", [DUE, date(2026, 7, 14)])
def test_an_audit_is_moved_to_another_day_that_is_to_come(to):
    assert rules(adherence.move(an_audit(), to=to, why="Ill.", by=AUDITOR, at=NOON)) == [
        rulebook.NOT_IN_THIS_STATE
    ]
