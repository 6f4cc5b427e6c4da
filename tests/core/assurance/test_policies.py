"""Policies: written, commented on, approved by somebody else, launched; and the clocks that a launch starts."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders.policies import AUTHOR, HANDLER, LAUNCH, MANAGER, a_draft, an_unwritten_policy, in_force, taken
from sharewell.assurance.policies import steps
from sharewell.assurance.policies.clock import colour, reminders_due
from sharewell.assurance.policies.document import document, parse
from sharewell.assurance.policies.paper import printed
from sharewell.assurance.policies.record import Conclusion, Kind, State
from sharewell.policy import rulebook
from sharewell.vocabulary.paper import Table


def rules(outcome):
    return {each.rule for each in outcome.refusals}


@pytest.mark.requirement("OPCC-0.1", "OPCC-0.2")
def test_a_launch_starts_the_clocks_of_the_next_review_and_of_the_audit():
    policy = in_force()

    assert (policy.in_force.number, policy.in_force.launched_on) == ("1.0", date(2026, 1, 9))
    assert (policy.review_on, policy.audit_on) == (date(2027, 1, 9), date(2026, 7, 9))


@pytest.mark.requirement("OPCC-0.1")
@pytest.mark.parametrize("missing", [{"title": " "}, {"keeper": ""}])
def test_a_policy_without_a_title_or_a_keeper_is_not_written(missing):
    outcome = steps.write(an_unwritten_policy(**missing), number="1.0", text="Text.", by=AUTHOR, at=LAUNCH)

    assert rulebook.POLICY_WHOLE in rules(outcome)


@pytest.mark.requirement("OPCC-1.6")
def test_a_policy_says_what_it_is_read_with_and_a_standing_order_may():
    alone = {"read_with": ()}

    policy = steps.write(an_unwritten_policy(**alone), number="1.0", text="Text.", by=AUTHOR, at=LAUNCH)
    order = an_unwritten_policy(kind=Kind.STANDING_ORDER, **alone)

    assert rulebook.POLICY_WHOLE in rules(policy)
    assert steps.write(order, number="1.0", text="Text.", by=AUTHOR, at=LAUNCH).permitted


@pytest.mark.parametrize("number", ["1.0", "0.9", "1", "1.x", ""])
def test_a_version_has_a_number_later_than_those_before_it(number):
    outcome = steps.write(in_force(), number=number, text="More.", by=AUTHOR, at=LAUNCH)

    assert rules(outcome) == {rulebook.POLICY_WHOLE}


@pytest.mark.requirement("WMFS-1.0b")
def test_nobody_approves_before_every_stakeholder_is_answered():
    said = taken(a_draft(), steps.comment, by=HANDLER, stakeholder="Community safety", text="Too long.")

    early = steps.approve(said, by=MANAGER, at=LAUNCH)
    answered = taken(said, steps.answer, number=1, reply="Cut by half.")

    assert rules(early) == {rulebook.STAKEHOLDERS_ANSWERED}
    assert steps.approve(answered, by=MANAGER, at=LAUNCH).permitted
    assert answered.draft.comments[0].reply == "Cut by half."


@pytest.mark.requirement("OPCC-0.1")
def test_nobody_approves_the_version_they_wrote():
    written = taken(an_unwritten_policy(), steps.write, number="1.0", text="Text.", by=MANAGER)

    assert rules(steps.approve(written, by=MANAGER, at=LAUNCH)) == {rulebook.POLICY_APPROVED_BY_ANOTHER}


@pytest.mark.parametrize("by", [HANDLER, AUTHOR], ids=["a handler", "the DPO"])
def test_only_senior_management_approves(by):
    assert rulebook.NOT_YOUR_STEP in rules(steps.approve(a_draft(), by=by, at=LAUNCH))


def test_nothing_is_launched_that_was_not_approved_nor_for_a_day_to_come():
    draft = steps.publish(a_draft(), launched_on=LAUNCH.date(), by=AUTHOR, at=LAUNCH)
    approved = taken(a_draft(), steps.approve, by=MANAGER)
    ahead = steps.publish(approved, launched_on=LAUNCH.date() + timedelta(days=1), by=AUTHOR, at=LAUNCH)

    assert rules(draft) == rules(ahead) == {rulebook.NOT_IN_THIS_STATE}


def test_a_later_version_retires_the_one_before_it():
    second = taken(in_force(), steps.write, number="1.1", text="Shorter.")
    second = taken(second, steps.approve, by=MANAGER)

    launched = taken(second, steps.publish, launched_on=LAUNCH.date())

    assert [(each.number, each.state) for each in launched.versions] == [
        ("1.0", State.RETIRED),
        ("1.1", State.IN_FORCE),
    ]


@pytest.mark.requirement("WMFS-1.2a")
@pytest.mark.parametrize("blank", ["clause", "question", "reasons"])
def test_a_clause_is_concluded_upon_with_its_question_and_its_reasons(blank):
    given = {"clause": "2.3", "question": "Does it cover sharing?", "reasons": "It names every channel."}

    whole = steps.judge_clause(in_force(), conclusion=Conclusion.WITH_GUIDANCE, by=AUTHOR, at=LAUNCH, **given)
    part = steps.judge_clause(
        in_force(), conclusion=Conclusion.SUFFICIENT, by=AUTHOR, at=LAUNCH, **(given | {blank: " "})
    )

    assert whole.permitted
    assert rules(part) == {rulebook.CLAUSE_CONCLUDED}


@pytest.mark.requirement("OPCC-0.2", "OPCC-1.5")
def test_a_review_is_finished_by_saying_what_came_of_it_and_the_next_is_due_a_year_on():
    opened = taken(in_force(), steps.open_review, because="The code has changed")

    silent = steps.finish_review(opened, outcome=" ", by=AUTHOR, at=LAUNCH)
    done = taken(opened, steps.finish_review, outcome="It stands.", at=LAUNCH + timedelta(days=100))

    assert rules(silent) == {rulebook.POLICY_REVIEWED}
    assert (done.task, done.review_on) == (None, date(2027, 4, 19))


def test_one_review_is_open_at_a_time():
    opened = taken(in_force(), steps.open_review, because="The code has changed")

    assert rules(steps.open_review(opened, because="Again", by=AUTHOR, at=LAUNCH)) == {
        rulebook.NOT_IN_THIS_STATE
    }


@pytest.mark.requirement("OPCC-5.2d")
def test_a_version_in_force_is_attested_to_once_by_anybody():
    policy = in_force()

    assert steps.attest(policy, already=False, by=HANDLER, at=LAUNCH).permitted
    assert rules(steps.attest(policy, already=True, by=HANDLER, at=LAUNCH)) == {rulebook.ATTESTED_IN_FORCE}
    assert rules(steps.attest(a_draft(), already=False, by=HANDLER, at=LAUNCH)) == {
        rulebook.NOT_IN_THIS_STATE
    }


@pytest.mark.parametrize(("on", "shown", "reminders"), [
    (date(2026, 12, 9), "green", 0), (date(2026, 12, 10), "amber", 1), (date(2027, 1, 9), "amber", 2),
    (date(2027, 1, 10), "red", 2), (date(2027, 1, 23), "red", 3), (date(2027, 2, 8), "red", 4),
])  # fmt: skip
def test_the_review_clock_turns_amber_thirty_days_before_and_red_the_day_after(on, shown, reminders):
    policy = in_force()

    assert colour(policy.review_on, on) == shown
    assert reminders_due(policy, on) == reminders


def test_what_was_never_launched_is_never_late():
    assert colour(None, date(2030, 1, 1)) == "grey"
    assert reminders_due(a_draft(), date(2030, 1, 1)) == 0


def test_a_policy_is_kept_as_json_and_read_back_the_same():
    policy = taken(in_force(), steps.judge_clause, clause="2.3", question="Enough?",
                   conclusion=Conclusion.SUFFICIENT, reasons="Yes.")  # fmt: skip
    policy = taken(policy, steps.open_review, because="The code has changed")

    kept = json.loads(json.dumps(document(policy)))

    assert replace(an_unwritten_policy(), review_on=policy.review_on, audit_on=policy.audit_on,
                   revision=policy.revision, **parse(kept)) == policy  # fmt: skip


@pytest.mark.requirement("WMFS-1.0b")
def test_on_paper_stand_its_header_its_text_and_what_stakeholders_were_answered():
    said = taken(a_draft(), steps.comment, by=HANDLER, stakeholder="Data management", text="Who keeps it?")

    paper = printed(
        said, issuer="Northshire", on=LAUNCH.date(), named=lambda who: {"d1": "Dilys"}.get(who, who)
    )

    assert ("Author", "Dilys") in paper.blocks[0].pairs
    [table] = [block for block in paper.blocks if isinstance(block, Table)]
    assert table.rows == (("Data management", "Who keeps it?", "Not answered yet"),)
