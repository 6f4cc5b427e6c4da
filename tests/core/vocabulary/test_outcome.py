"""A "no" is a value, and the default is no."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sharewell.vocabulary.event import Event, TimeHasNoZone
from sharewell.vocabulary.outcome import Outcome, OutcomeIsNeitherYesNorNo, Refusal, Rule, decide

RULE = Rule(code="X_RULE", title="A rule", citation="OPCC 1.1")
NO = Refusal(rule=RULE, reason="Because.", remedy="Do otherwise.")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HAPPENED = Event(kind="thing.done", about="X-1", by="h1", at=NOON)


def test_one_refusal_is_enough_and_then_nothing_happens():
    outcome = decide([NO], HAPPENED)

    assert not outcome.permitted
    assert outcome.events == ()
    assert outcome.refusals == (NO,)


def test_with_nothing_in_the_way_the_events_happen():
    outcome = decide([], HAPPENED)

    assert outcome.permitted
    assert outcome.events == (HAPPENED,)


@pytest.mark.parametrize("outcome", [{}, {"events": (HAPPENED,), "refusals": (NO,)}])
def test_an_outcome_is_a_yes_or_a_no_and_never_neither_or_both(outcome):
    with pytest.raises(OutcomeIsNeitherYesNorNo):
        Outcome(**outcome)


def test_every_no_says_four_things():
    assert NO.as_dict() == {
        "code": "X_RULE",
        "reason": "Because.",
        "remedy": "Do otherwise.",
        "citation": "OPCC 1.1",
        "where": "",
    }


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(TimeHasNoZone):
        Event(kind="thing.done", about="X-1", by="h1", at=datetime(2026, 3, 2, 12))
