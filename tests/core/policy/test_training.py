"""Training: what is needed, until when somebody has it, and who writes it down."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.policy import rulebook
from sharewell.policy.training import Course, complete, letters_due, open_course, trained_until
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.when import Period

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEEPER = Actor(person="k1", name="Kit", roles=frozenset({Role.REGISTER_KEEPER}))
HANDLER = Actor(person="h1", name="Hana", roles=frozenset({Role.HANDLER}))


def a_course(reference="TRC-1", months=12, needed_from=date(2026, 1, 1)):
    return Course(
        reference=reference, title="Sharing safely", valid_for=Period(months=months), needed_from=needed_from
    )


def rules(outcome):
    return [each.rule for each in outcome.refusals]


@pytest.mark.requirement("OPCC-5.4a")
def test_a_completion_says_who_did_what_when_and_until_when_it_is_good():
    [event] = complete(a_course(), people=["h1", "h2"], on=date(2026, 3, 1), by=KEEPER, at=NOON).events

    assert (event.details["people"], event.details["on"], event.details["until"]) == (
        ["h1", "h2"], "2026-03-01", "2027-03-01"
    )  # fmt: skip


@pytest.mark.requirement("OPCC-5.4a")
@pytest.mark.parametrize(("people", "on"), [
    ([], date(2026, 3, 1)), (["k1"], date(2026, 3, 1)), (["h1"], date(2026, 3, 3)),
], ids=["nobody", "oneself", "a day to come"])  # fmt: skip
def test_nobody_writes_down_their_own_training_or_one_that_was_not_done(people, on):
    assert rules(complete(a_course(), people=people, on=on, by=KEEPER, at=NOON)) == [
        rulebook.TRAINING_RECORDED
    ]


def test_training_is_kept_by_its_keepers():
    assert rules(open_course(a_course(), by=HANDLER, at=NOON)) == [rulebook.NOT_YOUR_STEP]
    assert rules(complete(a_course(), people=["h2"], on=NOON.date(), by=HANDLER, at=NOON)) == [
        rulebook.NOT_YOUR_STEP
    ]


@pytest.mark.parametrize(("needed", "until"), [
    ([a_course()], date(2027, 3, 1)),
    ([a_course(), a_course("TRC-2", months=6)], date(2026, 8, 1)),
    ([a_course(), a_course("TRC-3")], None),
    ([], None),
], ids=["one", "the earliest of two", "one that was never done", "none needed"])  # fmt: skip
def test_somebody_is_trained_until_the_first_of_the_needed_courses_runs_out(needed, until):
    latest = {"TRC-1": date(2026, 3, 1), "TRC-2": date(2026, 2, 1)}

    assert trained_until(needed, latest) == until


@given(
    missing=st.integers(0, 4),
    done=st.lists(st.dates(date(2020, 1, 1), date(2026, 1, 1)), min_size=5, max_size=5),
)
def test_whoever_lacks_one_needed_course_is_not_trained_whatever_else_they_did(missing, done):
    courses = [a_course(f"TRC-{n}") for n in range(5)]
    latest = {f"TRC-{n}": day for n, day in enumerate(done) if n != missing}

    assert trained_until(courses, latest) is None


@pytest.mark.parametrize(("on", "letters"), [
    (date(2027, 1, 29), 0), (date(2027, 1, 30), 1), (date(2027, 2, 22), 2), (date(2027, 3, 1), 2),
    (date(2027, 3, 2), 3),
])  # fmt: skip
def test_letters_go_out_a_month_and_a_week_before_it_runs_out_and_the_day_after(on, letters):
    assert letters_due(date(2027, 3, 1), on) == letters


def test_who_was_never_trained_is_not_written_to_for_it():
    assert letters_due(None, date(2027, 3, 1)) == 0
