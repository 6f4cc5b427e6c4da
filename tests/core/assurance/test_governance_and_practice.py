"""What was decided about governing sharing, and what was made of good practice: with reasons, or not at all."""

from datetime import UTC, date, datetime

import pytest

from sharewell.assurance.governance import GovernanceDecision, check, checked, take
from sharewell.assurance.practices import Practice, Verdict, note, weigh
from sharewell.policy import rulebook
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.when import Period

NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)
CHIEF = Actor(person="c1", name="Cora", roles=frozenset({Role.CHIEF_EXECUTIVE}))
HANDLER = Actor(person="h1", name="Hana", roles=frozenset({Role.HANDLER}))
PRACTICE = Practice(reference="GP-1", title="Publish the register", source="A council", told="")


def a_decision(**changed):
    given = {
        "reference": "GDN-2026-0001", "question": "Where does responsibility sit?", "reasons": "It keeps the register.",
        "options": ("Data Management governs sharing", "Leave it with each department"),
        "function": "Data Management", "check_every": Period(months=6), "by": "c1", "on": NOON.date(),
        "check_on": date(2026, 7, 6),
    }  # fmt: skip
    return GovernanceDecision(**(given | changed))


def rules(outcome):
    return [each.rule for each in outcome.refusals]


@pytest.mark.requirement("WMFS-2.0a", "WMFS-2.1a")
def test_a_decision_says_what_was_weighed_why_and_who_answers():
    [event] = take(a_decision(), by=CHIEF, at=NOON).events

    assert event.details["taken"] == "Data Management governs sharing"
    assert event.details["weighed"] == ["Data Management governs sharing", "Leave it with each department"]
    assert event.details["function"] == "Data Management"


@pytest.mark.requirement("WMFS-2.0a", "WMFS-2.1a")
@pytest.mark.parametrize(
    "missing",
    [{"function": " "}, {"reasons": ""}, {"question": ""}, {"options": ("One", "one ")}, {"options": ()}],
)
def test_without_options_reasons_or_a_function_nothing_is_decided(missing):
    assert rules(take(a_decision(**missing), by=CHIEF, at=NOON)) == [rulebook.FUNCTION_NAMED]


@pytest.mark.requirement("WMFS-2.1c")
def test_when_it_is_checked_is_settled_with_the_decision_and_each_check_sets_the_next():
    silent = take(a_decision(check_every=None), by=CHIEF, at=NOON)
    done = check(a_decision(), found="The register is kept by them.", by=CHIEF, at=NOON)

    after = checked(a_decision(), done.events[0])

    assert rules(silent) == [rulebook.CHECKS_BUILT_IN]
    assert (after.check_on, [each.found for each in after.checks]) == (
        date(2026, 7, 6),
        ["The register is kept by them."],
    )
    assert rules(check(a_decision(), found=" ", by=CHIEF, at=NOON)) == [rulebook.CHECKS_BUILT_IN]


def test_a_handler_neither_decides_nor_checks():
    assert rules(take(a_decision(), by=HANDLER, at=NOON)) == [rulebook.NOT_YOUR_STEP]
    assert rules(check(a_decision(), found="Kept.", by=HANDLER, at=NOON)) == [rulebook.NOT_YOUR_STEP]


@pytest.mark.requirement("WMFS-5.0")
@pytest.mark.parametrize(("verdict", "change", "stands"), [
    (Verdict.ADOPT, "It is published each quarter.", True), (Verdict.ADOPT, " ", False),
    (Verdict.ADAPT, "", False), (Verdict.REJECT, "", True),
])  # fmt: skip
def test_what_is_taken_up_says_what_it_changes_and_what_is_rejected_only_why(verdict, change, stands):
    outcome = weigh(PRACTICE, verdict=verdict, reason="It builds trust.", change=change, by=CHIEF, at=NOON)

    assert outcome.permitted is stands


@pytest.mark.requirement("WMFS-5.0")
@pytest.mark.parametrize("verdict", Verdict)
def test_no_verdict_stands_without_a_reason(verdict):
    outcome = weigh(PRACTICE, verdict=verdict, reason=" ", change="Something.", by=CHIEF, at=NOON)

    assert rules(outcome) == [rulebook.PRACTICE_WEIGHED]


def test_anybody_notes_a_practice_and_says_where_it_was_seen():
    unseen = Practice(reference="GP-1", title="Publish", source=" ", told="")

    assert note(PRACTICE, by=HANDLER, at=NOON).permitted
    assert rules(note(unseen, by=HANDLER, at=NOON)) == [rulebook.PRACTICE_WEIGHED]
    assert rules(weigh(PRACTICE, verdict=Verdict.REJECT, reason="No.", change="", by=HANDLER, at=NOON)) == [
        rulebook.NOT_YOUR_STEP
    ]
