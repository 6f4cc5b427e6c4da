"""Actions of a review: who may do what to them, what closes with what, and what stays visible."""

from dataclasses import replace
from datetime import date
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.actions import NOON, a_keeper, a_review, an_action, an_officer
from builders.working_days import NONE
from sharewell.assurance.actions import (
    ActionForNobody,
    Step,
    apply,
    closing_with,
    escalate_late,
    open_to,
    opened,
    take_step,
)
from sharewell.assurance.actions.paper import state_words, tracker
from sharewell.policy import rulebook


def after(review, number, step, *, by=None, **given):
    outcome = take_step(
        review, number, step=step, by=by or a_keeper(), at=NOON, **({"text": "Done."} | given)
    )
    assert outcome.permitted, outcome.refusals
    return apply(review, outcome.events[0])


def rules(review, number, step, *, by=None, **given):
    outcome = take_step(
        review, number, step=step, by=by or a_keeper(), at=NOON, **({"text": "Done."} | given)
    )
    return {each.rule for each in outcome.refusals}


@pytest.mark.requirement("WMFS-4.1", "WMFS-5.1")
def test_closing_an_action_closes_what_it_addresses_and_leaves_what_is_only_tied_to_it():
    review = after(a_review(), "2.1", Step.CLOSE, text="Data Management governs sharing.")

    assert not review.action("2.1").open
    assert not review.action("4.1").open
    assert review.action("5.1").open
    assert (review.action("4.1").addressed_by, review.action("5.1").tied_to) == ("2.1", "2.1")


@pytest.mark.requirement("WMFS-0.2")
def test_the_day_it_was_first_due_stays_visible_however_often_it_is_moved():
    review = after(a_review(), "1.1", Step.MOVE, due=date(2026, 9, 30), text="The author was away.")
    review = after(review, "1.1", Step.MOVE, due=date(2026, 12, 1), text="Again.")

    action = review.action("1.1")
    assert (action.due, action.first_due) == (date(2026, 12, 1), date(2026, 6, 30))
    assert [update.text for update in action.updates] == ["The author was away.", "Again."]


@pytest.mark.parametrize(("step", "may"), [
    (Step.UPDATE, True), (Step.CLOSE, True), (Step.REFER, True), (Step.ESCALATE, True), (Step.MOVE, False),
    (Step.REOPEN, False),
])  # fmt: skip
def test_an_officer_updates_and_closes_their_own_action_and_moves_no_day(step, may):
    review = a_review()
    if step is Step.REOPEN:
        review = after(review, "1.1", Step.CLOSE)

    refused = rules(review, "1.1", step, by=an_officer(), due=date(2026, 9, 30))

    assert (rulebook.NOT_YOUR_STEP not in refused) is may


@pytest.mark.parametrize(
    "by", [a_keeper(), an_officer(), an_officer("h9")], ids=["keeper", "officer", "somebody else"]
)
@pytest.mark.parametrize("closed", [False, True])
def test_what_is_offered_is_what_may_be_taken(by, closed):
    review = after(a_review(), "1.1", Step.CLOSE) if closed else a_review()
    refused = {rulebook.NOT_YOUR_STEP}
    state = {rulebook.NOT_IN_THIS_STATE}

    offered = open_to(review.action("1.1"), by=by)

    for step in Step:
        said = rules(review, "1.1", step, by=by, due=date(2026, 9, 30), to="2.1")
        assert (step in offered) is not (said & (refused | state) != set())


def test_an_officer_of_another_action_does_nothing_here():
    assert rulebook.NOT_YOUR_STEP in rules(a_review(), "1.1", Step.UPDATE, by=an_officer("h9"))


@pytest.mark.requirement("WMFS-0.3")
def test_several_officers_share_an_action():
    for person in ("h1", "h2"):
        assert not rules(a_review(), "2.2", Step.UPDATE, by=an_officer(person))


@pytest.mark.parametrize("step", Step)
def test_every_step_says_why(step):
    review = a_review() if step is not Step.REOPEN else after(a_review(), "1.1", Step.CLOSE)

    assert rules(review, "1.1", step, text="  ", due=date(2026, 9, 30), to="2.1") == {rulebook.REASONS_GIVEN}


# --- referred to another ----------------------------------------------------------------------------------------------
@pytest.mark.requirement("WMFS-4.1")
def test_an_action_referred_to_another_closes_with_it():
    referred = after(a_review(), "3.1", Step.REFER, to="1.1", text="The standing order says it.")
    both = after(referred, "1.1", Step.CLOSE)

    assert (referred.action("3.1").addressed_by, referred.action("3.1").open) == ("1.1", True)
    assert not both.action("3.1").open


@pytest.mark.requirement("WMFS-4.1")
def test_an_action_referred_to_one_that_is_done_is_closed_at_once_with_what_waited_for_it():
    done = after(after(a_review(), "4.1", Step.REFER, to="3.1"), "1.1", Step.CLOSE)

    review = after(done, "3.1", Step.REFER, to="1.1", text="It came with the standing order.")

    assert [each.number for each in review.actions() if not each.open] == ["1.1", "3.1", "4.1"]
    assert review.action("3.1").updates[-1].text == "It came with the standing order."


@pytest.mark.parametrize(
    "to", ["", "9.9", "2.1", "4.1"], ids=["none", "unknown", "itself", "what waits for it"]
)
def test_an_action_is_referred_to_another_that_does_not_come_back_to_it(to):
    assert rules(a_review(), "2.1", Step.REFER, to=to) == {rulebook.NOT_IN_THIS_STATE}


@given(links=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_however_actions_are_referred_none_waits_for_itself(links):
    actions = tuple(an_action(f"1.{n}", "Do it.", addressed_by="") for n in range(6))
    review = a_review(areas=(replace(a_review().areas[0], actions=actions),))

    for which, to in links:
        outcome = take_step(
            review, f"1.{which}", step=Step.REFER, to=f"1.{to}", text="There.", by=a_keeper(), at=NOON
        )
        review = apply(review, outcome.events[0]) if outcome.permitted else review

    for action in review.actions():
        seen = [action.number]
        while seen[-1] and (following := review.action(seen[-1]).addressed_by):
            assert following not in seen
            seen.append(following)


# --- escalated --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "escalates"), [(date(2026, 7, 13), []), (date(2026, 7, 14), ["1.1", "2.2", "3.1"])]
)
def test_what_is_late_beyond_patience_is_escalated_by_itself_and_once(on, escalates):
    due = date(2026, 6, 30)
    review = a_review(areas=tuple(
        replace(area, actions=tuple(each for each in area.actions if each.due == due)) for area in a_review().areas
        if area.number != "5"
    ))  # fmt: skip

    events = escalate_late(review, at=NOON, on=on, proclaimed=NONE)
    told = reduce(apply, events, review)

    assert [event.details["action"] for event in events] == escalates
    assert escalate_late(told, at=NOON, on=on, proclaimed=NONE) == ()
    assert escalate_late(review, at=NOON, on=on, proclaimed=frozenset({date(2026, 7, 1)})) == ()


def test_a_new_day_given_is_patience_begun_anew():
    escalated = after(a_review(), "1.1", Step.ESCALATE, by=an_officer(), text="Nobody gives me the time.")
    moved = after(escalated, "1.1", Step.MOVE, due=date(2026, 9, 30))

    assert state_words(escalated.action("1.1"), NOON.date()) == "Escalated 06.01.26"
    assert state_words(moved.action("1.1"), NOON.date()) == "Open"


@pytest.mark.parametrize("step", [each for each in Step if each is not Step.REOPEN])
def test_nothing_is_done_to_a_closed_action_but_to_reopen_it(step):
    review = after(a_review(), "1.1", Step.CLOSE)

    assert rulebook.NOT_IN_THIS_STATE in rules(review, "1.1", step, due=date(2026, 9, 30))
    assert after(review, "1.1", Step.REOPEN).action("1.1").open


@pytest.mark.parametrize("due", [None, date(2026, 6, 30), date(2026, 1, 5)])
def test_a_day_is_moved_to_another_day_that_is_to_come(due):
    assert rulebook.NOT_IN_THIS_STATE in rules(a_review(), "1.1", Step.MOVE, due=due)


def test_an_unknown_number_is_refused_and_not_guessed():
    assert rules(a_review(), "9.9", Step.UPDATE) == {rulebook.NOT_IN_THIS_STATE}


def test_overdue_begins_the_day_after():
    action = an_action("1.1", "Do it.", date(2026, 6, 30))

    assert not action.overdue(date(2026, 6, 30))
    assert action.overdue(date(2026, 7, 1))
    assert not replace(action, closed_on=date(2026, 8, 1)).overdue(date(2026, 9, 1))
    assert not an_action("4.1", "Addressed through action 2.1", None).overdue(date(2030, 1, 1))


@given(links=st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_actions_that_address_one_another_in_a_circle_close_once_each(links):
    actions = tuple(an_action(f"1.{n}", "Do it.", addressed_by=f"1.{to}") for n, to in enumerate(links))
    review = a_review(areas=(replace(a_review().areas[0], actions=actions),))

    closing = closing_with(review, "1.0")

    assert closing[0] == "1.0"
    assert len(set(closing)) == len(closing)


@pytest.mark.requirement("WMFS-0.1")
def test_the_tracker_prints_the_table_the_review_used():
    review = after(a_review(), "1.2", Step.CLOSE, text="Complete and the standing order is sufficient.")

    paper = tracker(review, issuer="Northshire Fire and Rescue", on=date(2026, 7, 1))

    table = paper.blocks[-1]
    assert paper.blocks[0].text == "8 actions: 1 closed, 5 overdue."
    assert ("Action 4.1", "This will be addressed through Action 2.1", "Not applicable; open") in table.rows
    assert (
        "Action 2.2",
        "Audit the amount, type and purpose of data shared.",
        "h1/ h2 30.06.26; overdue",
    ) in table.rows
    assert ("", "06.01.26. Update: Complete and the standing order is sufficient.", "") in table.rows


def test_what_is_found_later_opens_the_next_action_under_its_area():
    action, event = opened(
        a_review(), area="2", text="Stop the spreadsheet.", officers=("h1",), due=date(2026, 8, 14), by="system",
        at=NOON, because="FLW-2026-0001",
    )  # fmt: skip

    assert (action.number, action.due, action.first_due) == ("2.4", date(2026, 8, 14), date(2026, 8, 14))
    assert (event.kind, event.about) == ("action.opened", a_review().reference)
    assert event.details["because"] == "FLW-2026-0001"


def test_an_action_for_nobody_is_not_opened():
    with pytest.raises(ActionForNobody):
        opened(
            a_review(),
            area="2",
            text="Somebody should.",
            officers=(),
            due=date(2026, 8, 14),
            by="h1",
            at=NOON,
        )
