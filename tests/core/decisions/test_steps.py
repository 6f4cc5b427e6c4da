"""The steps: what each makes of a request, what it puts on the record, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from builders.decisions import LAW, NOON, a_handler, a_request, an_owner, the_dpo
from builders.working_days import NONE
from sharewell.decisions import deciding, steps
from sharewell.decisions.lifecycle import Action
from sharewell.decisions.request import AdviceKind, Status
from sharewell.policy import rulebook
from sharewell.vocabulary.people import Role


def kinds(step) -> list[str]:
    return [event.kind for event in step.outcome.events]


def rules(step) -> set[str]:
    return {refusal.rule.code for refusal in step.outcome.refusals}


def decided(action=Action.APPROVE, request=None, by=None, **more):
    return deciding.take_decision(
        request or a_request(),
        action=action,
        **{
            "reasons": "It is needed and it is the least.",
            "by": by or an_owner(),
            "at": NOON,
            "law": LAW,
            **more,
        },
    )


# --- drafting -------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-5.4b")
def test_a_new_request_is_on_record_as_received():
    outcome = steps.receive(a_request(status=Status.DRAFT), by=a_handler(), at=NOON, law=LAW)

    assert [event.kind for event in outcome.events] == ["request.received"]


@pytest.mark.parametrize("by", [a_handler(trained_until=None), the_dpo()])
def test_only_trained_staff_open_one(by):
    assert not steps.receive(a_request(status=Status.DRAFT), by=by, at=NOON, law=LAW).permitted


def answered(request=None, stage="S1", by=None, **more):
    given = {"answers": {}, "facts": {}, "by": by or a_handler("h3"), "at": NOON, "law": LAW, **more}
    return steps.answer(request or a_request(status=Status.DRAFT), stage=stage, **given)


def test_an_answer_is_kept_and_whoever_gave_it_has_drafted_for_good():
    step = answered(answers={"S1.2": "not_needed"})

    assert step.request.answers["S1.2"] == "not_needed"
    assert step.request.drafted_by == {"h1", "h3"}
    assert step.request.version == 2


def test_an_answer_can_be_taken_back():
    assert "S1.2" not in answered(answers={"S1.2": None}).request.answers


@pytest.mark.parametrize(
    ("stage", "answers", "facts", "kind", "codes"),
    [
        ("S1", {"S1.2": "no"}, {}, "stage.blocked", ["RQ_NO_AUTHORITY"]),
        (
            "S4",
            {"S4.2": "f"},
            {"basis.art6": "f", "lia.done": True},
            "rule.refused",
            ["LB_LI_PUBLIC_AUTHORITY"],
        ),
    ],
)
def test_a_rule_that_fires_now_and_did_not_before_is_on_record(stage, answers, facts, kind, codes):
    step = answered(stage=stage, answers=answers, facts=facts)

    assert kinds(step) == ["stage.answered", kind]
    assert step.outcome.events[1].details == {"stage": stage, "codes": codes}


def test_a_rule_that_had_fired_already_is_no_news():
    once = answered(answers={"S1.2": "no"}).request

    assert kinds(answered(once, answers={"S1.3": "yes"})) == ["stage.answered"]


def test_an_answer_that_contradicts_what_is_known_is_refused_with_both_named():
    abroad = a_request(status=Status.DRAFT)
    abroad = a_request(status=Status.DRAFT, facts={**abroad.facts, "recipient.country": "IE"}, answers={})

    step = answered(abroad, stage="S9", answers={"S9.1": "no"})

    assert rules(step) == {"ST_CONTRADICTION"}
    told = step.outcome.refusals[0].reason
    assert told.count("“") == 2, told
    assert not {name for name in (*LAW.question, *LAW.fact) if f" {name}" in told}, told
    assert step.outcome.refusals[0].where == "S9.1"


def test_a_submitted_request_is_not_rewritten():
    step = answered(a_request(), answers={"S1.2": "no"})

    assert rules(step) == {"ST_NOT_NOW"}
    assert step.request == a_request()


def test_it_goes_before_its_decider_when_every_stage_is_satisfied():
    step = steps.move(a_request(status=Status.DRAFT), action=Action.SUBMIT, by=a_handler(), at=NOON, law=LAW)

    assert (step.request.status, kinds(step)) == (Status.SUBMITTED, ["request.submitted"])


def test_it_comes_back_with_a_note_or_not_at_all():
    without = steps.move(a_request(), action=Action.RETURN, by=an_owner(), at=NOON, law=LAW)
    note = "Say why the telephone number is needed."
    returned = steps.move(a_request(), action=Action.RETURN, note=note, by=an_owner(), at=NOON, law=LAW)

    assert rules(without) == {"DE_REASONS"}
    assert (returned.request.status, kinds(returned)) == (Status.DRAFT, ["request.returned"])


@pytest.mark.requirement("OPCC-5.2a")
def test_nobody_sends_back_a_case_about_data_of_another_business_area():
    elsewhere = replace(an_owner(), owns=frozenset({"home-visits"}))

    step = steps.move(a_request(), action=Action.RETURN, note="S2.1 again", by=elsewhere, at=NOON, law=LAW)

    assert [refusal.rule for refusal in step.outcome.refusals] == [rulebook.AUTHORITY_OVER_DATA]


def test_the_dpos_advice_is_kept_beside_what_was_advised_before():
    given = {"by": the_dpo(), "at": NOON, "law": LAW}
    once = steps.advise(a_request(), kind=AdviceKind.AGAINST, text="Too much.", **given).request

    twice = steps.advise(once, kind=AdviceKind.FOR, text="Now it is less.", **given)

    assert [advice.kind for advice in twice.request.advice] == [AdviceKind.AGAINST, AdviceKind.FOR]
    assert kinds(twice) == ["dpo.advised"]
    assert "Now it is less." not in str(twice.outcome.events)


# --- deciding -------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-7.2b")
def test_an_approval_is_bound_to_the_fields_the_recipient_and_the_law_it_was_given_under():
    step = decided()

    event = step.outcome.events[0]
    assert step.request.status is Status.APPROVED
    assert event.kind == "decision.approved"
    assert event.details["fields"] == ["full_name", "phone"]
    assert event.details["recipient"] == "ORG-0002"
    assert event.details["policy_digest"] == LAW.digest
    assert event.details["valid_until"] == "2026-07-29"


@pytest.mark.requirement("OPCC-3.4e1")
def test_a_reduced_approval_lets_fewer_fields_leave():
    step = decided(Action.APPROVE_REDUCED, keep=frozenset({"full_name"}))

    assert [one.name for one in step.request.decision.fields] == ["full_name"]
    assert kinds(step) == ["decision.approved_reduced"]


@pytest.mark.parametrize(
    ("action", "keep"),
    [
        (Action.APPROVE_REDUCED, frozenset({"full_name", "phone"})),
        (Action.APPROVE_REDUCED, frozenset()),
        (Action.APPROVE_REDUCED, frozenset({"nothing we know"})),
        (Action.APPROVE, frozenset({"phone"})),
    ],
)
def test_an_approval_whose_fields_do_not_fit_is_refused(action, keep):
    assert rules(decided(action, keep=keep)) == {"DE_FIELDS"}


@pytest.mark.parametrize(
    ("action", "given"),
    [
        (Action.APPROVE, {"reasons": " "}),
        (Action.REFUSE, {"reasons": ""}),
        (Action.APPROVE_WITH_CONDITIONS, {"conditions": ""}),
    ],
)
def test_a_decision_without_its_reasons_or_conditions_is_refused(action, given):
    step = decided(action, **given)

    assert rules(step) == {"DE_REASONS"}
    assert step.request.decision is None


@pytest.mark.parametrize("days", [-1, 367])
def test_an_approval_that_has_ended_or_never_would_is_refused(days):
    assert rules(decided(valid_until=NOON.date() + timedelta(days=days))) == {"DE_VALIDITY"}


@pytest.mark.requirement("OPCC-7.2d")
def test_a_refusal_is_a_decision_too_and_is_on_record_with_its_reasons():
    step = decided(Action.REFUSE, reasons="No power, and not proportionate.")

    assert step.request.status is Status.REFUSED
    assert step.outcome.events[0].kind == "decision.refused"
    assert step.outcome.events[0].details["reasons"] == "No power, and not proportionate."


def test_what_somebody_tried_and_could_not_do_is_on_record_without_deciding_anything():
    step = decided(by=a_handler("h1"))

    event = deciding.refused_attempt(
        step.request, action=Action.APPROVE, refusals=step.outcome.refusals, by=a_handler("h1"), at=NOON
    )

    assert step.request.status is Status.SUBMITTED
    assert event.kind == "decision.blocked"
    assert "DE_SOD" in event.details["codes"]


def test_closing_logs_which_way_it_went():
    whole = a_request(status=Status.DRAFT)
    request = a_request(status=Status.DRAFT, answers={**whole.answers, "S0.5": "foi"})

    step = steps.close(request, by=a_handler(), at=NOON, law=LAW, proclaimed=NONE)

    assert step.request.status is Status.DIVERTED
    assert step.outcome.events[0].kind == "case.diverted"
    assert step.outcome.events[0].details["codes"] == ["DIV_FOI"]


@pytest.mark.parametrize("status", Status)
def test_the_requester_is_told_an_outcome_and_not_before_there_is_one(status):
    request = a_request(
        status=status, decision=decided().request.decision if status is Status.APPROVED else None
    )

    outcome = steps.tell_requester(request, by=a_handler(), at=NOON)

    assert outcome.permitted is (status not in (Status.DRAFT, Status.SUBMITTED))


@pytest.mark.parametrize("roles", [frozenset(), frozenset({Role.AUDITOR}), frozenset({Role.RECIPIENT})])
def test_who_only_looks_does_not_say_that_the_requester_was_told(roles):
    outcome = steps.tell_requester(decided().request, by=replace(a_handler(), roles=roles), at=NOON)

    assert [refusal.rule for refusal in outcome.refusals] == [rulebook.NOT_YOUR_STEP]


# --- how sure the certificate of destruction must be ------------------------------------------------------------------
@pytest.mark.parametrize(("level", "recorded"), [(2, None), (3, 3), (4, 4)])
def test_a_surer_certificate_than_usual_is_part_of_the_decision_and_on_the_record(level, recorded):
    step = decided(certificate_level=level)

    assert step.request.decision.certificate_level == level
    assert step.outcome.events[0].details.get("certificate_level") == recorded


@pytest.mark.parametrize("level", [0, 1, 5])
def test_a_level_that_is_none_is_refused(level):
    assert "RT_CERTIFICATE" in rules(decided(certificate_level=level))
