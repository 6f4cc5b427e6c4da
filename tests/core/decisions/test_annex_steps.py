"""What lies beside a request: orders obeyed to their terms, anonymised tables, hand-offs with a clock, lapses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders.decisions import (
    LAW,
    NOON,
    a_handler,
    a_request,
    a_table,
    an_order,
    an_owner,
    the_chief_executive,
    the_dpo,
)
from builders.working_days import NONE
from sharewell.decisions import annex_steps, deciding, diversions, steps, victims
from sharewell.decisions.annexes import HandOff
from sharewell.decisions.lifecycle import Action
from sharewell.decisions.request import Decision, ProposedField, Status


def codes(step):
    return {refusal.rule.code for refusal in step.outcome.refusals}


def kinds(step):
    return [event.kind for event in step.outcome.events]


def approved(request, action=Action.APPROVE, **more):
    given = {"reasons": "It is the least.", "by": an_owner(), "at": NOON, "law": LAW, **more}
    return deciding.take_decision(request, action=action, **given)


# --- orders ---------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-4.4a")
def test_an_order_lets_leave_what_it_asks_for_and_no_more():
    only_names = a_request(order=an_order(fields=("full_name",)))

    whole, reduced = (
        approved(only_names),
        approved(only_names, Action.APPROVE_REDUCED, keep=frozenset({"full_name"})),
    )

    assert codes(whole) == {"ORD_VERIFY"}
    assert [one.where for one in whole.outcome.refusals] == ["phone"]
    assert reduced.outcome.permitted


def test_an_order_that_nobody_verified_lets_nothing_leave():
    assert codes(approved(a_request(order=an_order(verified_by="")))) == {"ORD_VERIFY"}


def test_verifying_an_order_says_how():
    draft = a_request(status=Status.DRAFT)

    silent = annex_steps.verify_order(draft, an_order(verified_how=" "), by=a_handler(), at=NOON, law=LAW)
    said = annex_steps.verify_order(draft, an_order(), by=a_handler("h2"), at=NOON, law=LAW)

    assert codes(silent) == {"DE_REASONS"}
    assert kinds(said) == ["order.verified"]
    assert said.request.order.verified_by == "h2"


# --- anonymised instead ---------------------------------------------------------------------------


def one_for_a_table(**changes):
    whole = a_request(**changes)
    return replace(whole, answers={**whole.answers, "S3.2": "yes"})


@pytest.mark.requirement("OPCC-3.3c")
def test_an_anonymised_table_is_offered_and_given_instead():
    offered = annex_steps.offer_anonymised(
        one_for_a_table(status=Status.DRAFT), a_table(), by=a_handler(), at=NOON, law=LAW
    )
    let_go = annex_steps.approve_anonymised(
        offered.request, undertaking="They recognise nobody.", reasons="It meets the aim.",
        by=an_owner(), at=NOON, law=LAW,
    )  # fmt: skip
    delivered = steps.move(let_go.request, action=Action.DELIVER, by=a_handler(), at=NOON, law=LAW)

    assert kinds(offered) == ["case.diverted", "disclosure_control.passed"]
    assert kinds(let_go) == ["decision.approved"]
    assert delivered.request.outcome == "RELEASED_ANONYMISED"
    assert let_go.request.decision.fields == ()


def test_a_table_in_which_somebody_could_be_recognised_is_not_offered():
    step = annex_steps.offer_anonymised(
        one_for_a_table(status=Status.DRAFT), a_table(passed=False), by=a_handler(), at=NOON, law=LAW
    )

    assert codes(step) == {"DIV_ANONYMISE"}


def test_nothing_anonymised_is_given_without_a_table_or_an_undertaking():
    nothing = annex_steps.approve_anonymised(
        one_for_a_table(), undertaking="", reasons="It meets the aim.", by=an_owner(), at=NOON, law=LAW
    )

    assert codes(nothing) == {"DIV_ANONYMISE", "DE_REASONS"}


def test_who_prepared_the_table_does_not_decide_on_it():
    offered = annex_steps.offer_anonymised(
        one_for_a_table(status=Status.DRAFT), a_table(prepared_by="o1"), by=a_handler(), at=NOON, law=LAW
    )

    let_go = annex_steps.approve_anonymised(
        offered.request, undertaking="They recognise nobody.", reasons="Yes.", by=an_owner(), at=NOON, law=LAW
    )

    assert codes(let_go) == {"DE_SOD"}


def test_no_table_is_offered_where_personal_data_is_needed():
    step = annex_steps.offer_anonymised(
        a_request(status=Status.DRAFT), a_table(), by=a_handler(), at=NOON, law=LAW
    )

    assert codes(step) == {"DIV_ANONYMISE"}


# --- small offices --------------------------------------------------------------------------------


def test_a_countersignature_gives_its_reason_and_has_the_case_sampled():
    silent = annex_steps.countersign(a_request(), reason="", by=the_chief_executive(), at=NOON, law=LAW)
    said = annex_steps.countersign(
        a_request(), reason="There are two of us.", by=the_chief_executive(), at=NOON, law=LAW
    )

    assert codes(silent) == {"DE_REASONS"}
    assert kinds(said) == ["exception.countersigned"]
    assert said.request.always_sampled
    assert not a_request().always_sampled


# --- ends before a delivery -----------------------------------------------------------------------


def one_approved(until=date(2026, 7, 29)):
    decision = Decision(outcome="approve", by="o1", at=NOON, reasons="It is the least.", valid_until=until)
    return a_request(status=Status.APPROVED, decision=decision)


@pytest.mark.parametrize(("after", "lapses"), [(29, False), (30, False), (31, True)])
def test_an_approval_lapses_the_day_after_its_last(after, lapses):
    step = annex_steps.expire(one_approved(), at=NOON + timedelta(days=after))

    assert step.outcome.permitted is lapses
    assert step.request.status is (Status.EXPIRED if lapses else Status.APPROVED)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.APPROVED])
def test_only_an_approval_lapses(status):
    step = annex_steps.expire(replace(one_approved(), status=status), at=NOON + timedelta(days=99))

    assert not step.outcome.permitted


def test_the_clock_is_nobody():
    step = annex_steps.expire(one_approved(), at=NOON + timedelta(days=31))

    assert step.outcome.events[0].by == "system"


def test_an_approval_is_taken_back_with_its_reasons():
    silent = annex_steps.revoke(one_approved(), reasons=" ", by=an_owner(), at=NOON, law=LAW)
    said = annex_steps.revoke(one_approved(), reasons="Consent withdrawn.", by=an_owner(), at=NOON, law=LAW)

    assert codes(silent) == {"DE_REASONS"}
    assert said.request.status is Status.REVOKED
    assert said.request.outcome == "REVOKED"


# --- hand-offs ------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-2.2b")
@pytest.mark.parametrize(
    ("answers", "to", "due"),
    [
        ({"S0.5": "foi"}, "ro.dpo", date(2026, 7, 27)),
        ({"S0.5": "sar"}, "ro.dpo", date(2026, 7, 29)),
        ({"S0.5": "complaint"}, "ro.dpo", date(2026, 7, 29)),
        ({"S3.1": "yes"}, "ro.handler", None),
    ],
)
def test_a_diversion_says_who_has_it_now_and_until_when(answers, to, due):
    whole = a_request(status=Status.DRAFT)
    request = replace(whole, answers={**whole.answers, **answers})

    step = steps.close(request, by=a_handler(), at=NOON, law=LAW, proclaimed=NONE)

    assert (step.request.hand_off.to, step.request.hand_off.due) == (to, due)
    assert step.outcome.events[0].details["to"] == to


@pytest.mark.parametrize(("asked", "due"), [("foi", date(2026, 7, 28)), ("sar", date(2026, 7, 29))])
def test_a_day_proclaimed_off_counts_where_the_law_counts_working_days_and_only_there(asked, due):
    whole = a_request(status=Status.DRAFT)
    request = replace(whole, answers={**whole.answers, "S0.5": asked})

    step = steps.close(request, by=a_handler(), at=NOON, law=LAW, proclaimed=frozenset({date(2026, 7, 10)}))

    assert step.request.hand_off.due == due


def test_a_diversion_may_be_handed_to_somebody_by_name():
    whole = a_request(status=Status.DRAFT)
    request = replace(whole, answers={**whole.answers, "S0.5": "sar"})

    step = steps.close(request, by=a_handler(), at=NOON, law=LAW, to="k1", proclaimed=NONE)

    assert step.request.hand_off.to == "k1"


def test_what_is_out_of_scope_is_handed_to_nobody():
    assert (
        diversions.hand_off(["OOS_INTERNAL"], to="", received=NOON.date(), at=NOON, law=LAW, proclaimed=NONE)
        is None
    )


def test_every_code_that_diverts_has_a_route():
    diverting = {row.code for row in LAW.rows if row.severity == "divert"}

    assert diverting == set(diversions.ROUTES)


# --- victims, what would leave ---------------------------------------------------------


EVERYTHING = {one.id: True for one in victims.REQUIREMENTS}


@pytest.mark.parametrize("lacking", sorted(EVERYTHING))
def test_a_request_about_a_victim_that_lacks_one_thing_goes_back(lacking):
    given = {**EVERYTHING, lacking: False}

    assert victims.answer(about_a_victim=True, given=given, counselling=True) == "vir_incomplete"
    assert [one.id for one in victims.missing(given, counselling=True)] == [lacking]


def test_counselling_notes_ask_for_more_and_nobody_else_is_asked_at_all():
    ordinary = {name: True for name in EVERYTHING if name not in ("vir.probative", "vir.senior")}

    assert victims.answer(about_a_victim=True, given=ordinary) == "vir_ok"
    assert victims.answer(about_a_victim=True, given=ordinary, counselling=True) == "vir_incomplete"
    assert victims.answer(about_a_victim=True, given={}) == "vir_incomplete"
    assert victims.answer(about_a_victim=False, given={}) == "no"


HEALTH = ProposedField(name="health_notes", why="", special="health", leaves=False)
OFFENCE = ProposedField(name="conviction", why="", special="offence", leaves=False)


@pytest.mark.requirement("OPCC-3.4e1")
def test_lawfulness_is_judged_on_what_would_leave_and_not_on_what_was_asked_for():
    whole = a_request()
    facts = {**whole.facts, "data.special_category": ("health",), "data.criminal_offence": True}
    asked = replace(whole, facts=facts, fields=(*whole.fields, HEALTH, OFFENCE))

    assert approved(asked, Action.APPROVE_REDUCED).outcome.permitted
    assert codes(approved(asked)) == {"DE_FIELDS"}
    proposing_it = replace(
        asked, fields=(*whole.fields, replace(HEALTH, leaves=True, why="they say"), OFFENCE)
    )
    assert "SC_ART9_MISSING" in codes(approved(proposing_it, Action.APPROVE_REDUCED))


def test_a_reduced_decision_is_judged_on_the_fields_that_are_kept():
    whole = a_request()
    facts = {**whole.facts, "data.special_category": ("health",)}
    request = replace(
        whole, facts=facts, fields=(*whole.fields, replace(HEALTH, leaves=True, why="they say"))
    )

    kept = approved(request, Action.APPROVE_REDUCED, keep=frozenset({"full_name", "phone"}))

    assert kept.outcome.permitted
    assert "SC_ART9_MISSING" in codes(approved(request))


def test_a_kind_of_data_that_no_field_is_marked_with_stays_stated():
    whole = a_request()
    request = replace(
        whole, facts={**whole.facts, "data.special_category": ("health", "genetic")}, fields=(HEALTH,)
    )

    assert request.case(LAW).facts["data.special_category"] == ("genetic",)


def test_how_a_request_ended_is_said_in_the_words_of_the_flow():
    delivered = replace(one_approved(), status=Status.DELIVERED)
    reduced = replace(delivered, decision=replace(delivered.decision, outcome="approve_reduced"))

    assert a_request().outcome == ""
    assert delivered.outcome == "RELEASED"
    assert reduced.outcome == "RELEASED_REDUCED"
    assert a_request(status=Status.REFUSED).outcome == "REFUSED"


# --- where a request went -------------------------------------------------------------------------


HANDED = HandOff(code="DIV_FOI", to="ro.dpo", at=NOON, due=date(2026, 3, 30))


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        (the_dpo(), []),
        (the_chief_executive(), []),
        (an_owner(), ["ST_NOT_YOURS"]),
        (a_handler(), ["ST_NOT_YOURS"]),
    ],
)
def test_whoever_has_it_says_what_became_of_it(by, codes):
    request = a_request(status=Status.DIVERTED, hand_off=HANDED)

    step = annex_steps.finish_hand_off(request, how="Answered.", by=by, at=NOON)

    assert [one.rule.code for one in step.outcome.refusals] == codes
    assert step.request.hand_off.open is bool(codes)


@pytest.mark.parametrize(
    ("handed", "proclaimed", "due"),
    [
        (HANDED, {date(2026, 7, 10)}, date(2026, 7, 28)),
        (replace(HANDED, due=date(2026, 7, 28)), set(), date(2026, 7, 27)),  # it was taken back
        (replace(HANDED, due=date(2026, 7, 27)), {date(2026, 7, 28)}, None),
        (replace(HANDED, done_at=NOON), {date(2026, 7, 10)}, None),
        (replace(HANDED, code="DIV_SAR", due=date(2026, 7, 29)), {date(2026, 7, 10)}, None),
        (None, {date(2026, 7, 10)}, None),
    ],
)
def test_the_day_of_a_hand_off_keeps_to_the_calendar(handed, proclaimed, due):
    request = a_request(status=Status.DIVERTED, hand_off=handed)

    step = annex_steps.keep_to_the_calendar(request, proclaimed=frozenset(proclaimed), at=NOON)

    assert step.outcome.permitted is (due is not None)
    assert (step.request.hand_off.due if due else step.request.hand_off) == (due or handed)


def test_it_is_done_once_and_in_words():
    request = a_request(status=Status.DIVERTED, hand_off=HANDED)

    silent = annex_steps.finish_hand_off(request, how="  ", by=the_dpo(), at=NOON)
    done = annex_steps.finish_hand_off(request, how="Answered.", by=the_dpo(), at=NOON).request
    again = annex_steps.finish_hand_off(done, how="Twice.", by=the_dpo(), at=NOON)

    assert [one.rule.code for one in silent.outcome.refusals] == ["DE_REASONS"]
    assert [one.rule.code for one in again.outcome.refusals] == ["ST_NOT_NOW"]
    assert again.request.hand_off.done_how == "Answered."
