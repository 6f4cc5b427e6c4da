"""The emergency branch: nobody who has to speak is stopped by their post, and nothing that was said is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import (
    LAW,
    a_handler,
    an_actor,
    an_owner,
    the_chief_executive,
    the_dpo,
)
from builders.working_days import NONE
from scenarios.scene import LONDON
from sharewell.decisions.emergency import steps
from sharewell.decisions.emergency.clocks import alarms, clocks, was_late
from sharewell.decisions.emergency.lifecycle import TRANSITIONS, WHO, Action, refusals
from sharewell.decisions.emergency.record import Channel, Disclosure, Emergency, Review, Reviewed, Status
from sharewell.decisions.request import AdviceKind
from sharewell.vocabulary.people import Delegation, Role

TOLD = datetime(2026, 3, 3, 16, 46, tzinfo=LONDON)
LATER = TOLD + timedelta(hours=3)


def a_disclosure(**changes):
    usual = {
        "at": TOLD,
        "by": "h1",
        "to_whom": "the control room's supervisor",
        "identity": "rang back on the published number",
        "told": ("location", "threat to self"),
        "terms_said": True,
    }
    return Disclosure(**{**usual, **changes})


def an_emergency(status=Status.OPEN, **changes):
    told = status not in (Status.OPEN, Status.STOOD_DOWN)
    usual = {
        "reference": "EM-2026-0001",
        "opened": TOLD - timedelta(minutes=6),
        "opened_by": "h1",
        "danger": "A caller threatens self-harm; a child is in the house.",
        "recipient_name": "Northshire Police control room",
        "data_set": "complaints",
        "owners": frozenset({"o1"}),
        "status": status,
        "disclosure": a_disclosure() if told else None,
        "recorded_at": TOLD + timedelta(hours=2) if told and status is not Status.RELEASED else None,
        "recorded_by": "h1" if told and status is not Status.RELEASED else "",
    }
    return Emergency(**{**usual, **changes})


def codes(found):
    return {refusal.rule.code for refusal in found}


def recorded(emergency=None, at=LATER, by=None, **changes):
    usual = {"why_urgent": "He had said goodbye.", "withheld": (), "facts": {}, "answers": {}}
    return steps.complete(
        emergency or an_emergency(Status.RELEASED),
        by=by or a_handler(),
        at=at,
        law=LAW,
        **{**usual, **changes},
    )


# --- who, and from where --------------------------------------------------------------------------

EVERYBODY = tuple(Role)
STAFF = (Role.HANDLER, Role.OWNER, Role.CHIEF_EXECUTIVE, Role.REGISTER_KEEPER)
TOLD_STATES = (Status.RELEASED, Status.RECORDED, Status.REGULARISED)

# Written out by hand, not from the tables. Telling and recording stop nobody whatever their post.
PERMITTED = {
    *((Status.OPEN, Action.DISCLOSE, role) for role in EVERYBODY),
    *((Status.OPEN, Action.STAND_DOWN, role) for role in EVERYBODY),
    *((Status.RELEASED, Action.RECORD, role) for role in EVERYBODY),
    *((Status.RECORDED, Action.RECORD, role) for role in EVERYBODY),
    *((status, Action.ADVISE, Role.DPO) for status in TOLD_STATES),
    (Status.RECORDED, Action.REVIEW, Role.OWNER),
    (Status.RECORDED, Action.REVIEW, Role.CHIEF_EXECUTIVE),
    *((status, Action.SEND_TERMS, role) for status in TOLD_STATES for role in STAFF),
}  # fmt: skip


@pytest.mark.requirement("OPCC-7.2a")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_each_post_may_take_each_step_from_each_state_or_is_told_why_not(status, action, role):
    owns = frozenset({"complaints"}) if role is Role.OWNER else frozenset()

    found = refusals(an_emergency(status), action, by=an_actor("x1", role, owns=owns), at=LATER)

    assert (not found) is ((status, action, role) in PERMITTED)
    assert all(one.reason and one.remedy and one.rule.citation for one in found)


def test_every_step_belongs_to_somebody_and_leads_from_somewhere():
    assert set(WHO) == set(Action)
    assert {action for _, action in TRANSITIONS} == set(Action)


# --- opening and telling --------------------------------------------------------------------------

ANYBODY = st.builds(
    lambda roles, trained: an_actor("x1", *roles, trained_until=date(2026, 12, 31) if trained else None),
    st.sets(st.sampled_from(EVERYBODY)),
    st.booleans(),
)


@given(ANYBODY)
def test_no_post_and_no_lapsed_training_stops_anyone_from_opening_telling_or_recording(somebody):
    opened = steps.open_emergency(an_emergency(), by=somebody, at=TOLD)
    told = steps.disclose(an_emergency(), a_disclosure(by="x1"), by=somebody, at=TOLD, proclaimed=NONE)
    written = recorded(told.emergency, by=somebody)

    assert opened.permitted
    assert told.outcome.permitted
    assert written.outcome.permitted


@pytest.mark.parametrize(
    ("somebody", "finding"),
    [
        (a_handler(trained_until=None), "DE_TRAINING"),
        (a_handler(trained_until=date(2026, 3, 2)), "DE_TRAINING"),
        (an_actor("a1", Role.AUDITOR), "ST_NOT_YOURS"),
    ],
)
def test_what_is_amiss_with_who_speaks_is_found_and_stays(somebody, finding):
    step = steps.disclose(an_emergency(), a_disclosure(), by=somebody, at=TOLD, proclaimed=NONE)

    assert step.emergency.findings == (finding,)
    assert finding in codes(step.outcome.flags)
    assert step.outcome.events[0].details["findings"] == [finding]


STOPS = [
    ({"channel": "email"}, {}, "EM_ORAL_ONLY"),
    ({"identity": "  "}, {}, "EM_IDENTITY"),
    ({"told": ()}, {}, "EM_LATE_RECORD"),
    ({}, {"statutory_bar": "bar.05"}, "BAR_STATUTE"),
]


@pytest.mark.requirement("OPCC-7.2c")
@pytest.mark.parametrize(("said", "facts", "code"), STOPS)
def test_what_an_emergency_never_lifts_stops_the_telling(said, facts, code):
    emergency = an_emergency(facts=facts)

    step = steps.disclose(emergency, a_disclosure(**said), by=a_handler(), at=TOLD, proclaimed=NONE)

    assert codes(step.outcome.refusals) == {code}
    assert step.emergency is emergency


@pytest.mark.parametrize(("said", "facts", "code"), STOPS)
def test_once_it_was_told_it_is_recorded_whatever_stood_against_it(said, facts, code):
    step = steps.disclose(
        an_emergency(facts=facts), a_disclosure(**said), by=a_handler(), at=LATER, proclaimed=NONE
    )

    assert step.outcome.permitted
    assert step.emergency.status is Status.RELEASED
    assert step.emergency.findings == (code,)


def test_a_bar_is_lifted_by_the_words_of_the_act_itself():
    barred = an_emergency(facts={"statutory_bar": "bar.02"})
    said = a_disclosure(exception="GRA 2004 s.22(4)(f): for the prevention of crime")

    assert steps.disclose(barred, said, by=a_handler(), at=TOLD, proclaimed=NONE).outcome.permitted


@pytest.mark.parametrize("channel", Channel)
def test_every_way_of_speaking_is_a_way_of_telling(channel):
    said = a_disclosure(channel=channel.value)

    assert steps.disclose(an_emergency(), said, by=a_handler(), at=TOLD, proclaimed=NONE).outcome.permitted


def test_standing_down_says_why_nothing_was_told():
    silent = steps.stand_down(an_emergency(), words=" ", by=a_handler(), at=TOLD)
    said = steps.stand_down(an_emergency(), words="The ambulance was there already.", by=a_handler(), at=TOLD)

    assert codes(silent.outcome.refusals) == {"DE_REASONS"}
    assert said.emergency.status is Status.STOOD_DOWN
    assert not said.emergency.always_sampled


# --- the clocks -----------------------------------------------------------------------------------


def test_the_clocks_run_from_the_telling():
    due = clocks(TOLD, proclaimed=NONE)

    assert due.alert_at == datetime(2026, 3, 4, 4, 46, tzinfo=LONDON)
    assert due.record_due == datetime(2026, 3, 4, 16, 46, tzinfo=LONDON)
    assert due.review_due == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("after", "status", "rings"),
    [
        (timedelta(hours=11, minutes=59), Status.RELEASED, set()),
        (timedelta(hours=12), Status.RELEASED, {"EM_RECORD_SOON"}),
        (timedelta(hours=24), Status.RELEASED, {"EM_RECORD_SOON"}),
        (timedelta(hours=24, seconds=1), Status.RELEASED, {"EM_LATE_RECORD"}),
        (timedelta(hours=24, seconds=1), Status.RECORDED, set()),
        (timedelta(days=2), Status.RECORDED, {"EM_REVIEW_SOON"}),
        (timedelta(days=3), Status.RECORDED, {"EM_LATE_REVIEW"}),
        (timedelta(days=3), Status.RELEASED, {"EM_LATE_RECORD", "EM_LATE_REVIEW"}),
        (timedelta(days=3), Status.REGULARISED, set()),
    ],
)
def test_what_rings_when(after, status, rings):
    assert {alarm.code for alarm in alarms(an_emergency(status), TOLD + after, proclaimed=NONE)} == rings


def test_a_record_that_is_late_is_told_to_the_owner_and_the_dpo():
    alarm = next(iter(alarms(an_emergency(Status.RELEASED), TOLD + timedelta(hours=25), proclaimed=NONE)))

    assert alarm.people == {"h1", "o1"}
    assert alarm.posts == {Role.DPO}


def test_nothing_rings_while_nothing_was_told():
    assert alarms(an_emergency(), TOLD + timedelta(days=9), proclaimed=NONE) == ()


# --- afterwards -----------------------------------------------------------------------------------


def test_a_late_record_is_taken_and_stays_a_finding():
    step = recorded(at=TOLD + timedelta(hours=25))

    assert step.outcome.permitted
    assert was_late(step.emergency)
    assert "EM_LATE_RECORD" in step.emergency.findings


def test_completing_it_again_does_not_make_it_late():
    once = recorded()

    again = recorded(once.emergency, at=TOLD + timedelta(days=2))

    assert not was_late(again.emergency)


def test_a_rule_of_law_that_was_not_kept_is_a_finding_and_what_it_wants_answered_is_told():
    health = {
        "data.special_category": ("health",),
        "basis.art9": "g",
        "basis.sch1": (18,),
        "apd.current": False,
    }

    step = recorded(facts={**health, "data.children": True, "basis.art6": "d", "sharing.regime": "uk_gdpr"})

    assert step.emergency.findings == ("SC_APD_MISSING_EMERGENCY",)
    assert {"SC_APD_MISSING_EMERGENCY", "CH_BEST_INTERESTS"} <= codes(step.outcome.flags)


@pytest.mark.requirement("OPCC-5.2a")
@pytest.mark.parametrize(
    "part", [{"opened_by": "o1"}, {"disclosure": a_disclosure(by="o1")}, {"recorded_by": "o1"}]
)
def test_nobody_reviews_what_they_told_themselves(part):
    step = steps.review(
        an_emergency(Status.RECORDED, **part),
        says=Review.JUSTIFIED,
        words="It was.",
        by=an_owner(),
        at=LATER,
        proclaimed=NONE,
    )

    assert codes(step.outcome.refusals) == {"DE_SOD"}


def test_nor_does_whoever_stands_in_for_them():
    given_by_o1 = Delegation(
        reference="DEL-1",
        from_person="o1",
        data_sets=frozenset({"complaints"}),
        starts=TOLD.date(),
        ends=TOLD.date(),
    )
    cover = an_owner("o2", "home-visits", delegations=(given_by_o1,))

    found = refusals(an_emergency(Status.RECORDED, opened_by="o1"), Action.REVIEW, by=cover, at=LATER)

    assert codes(found) == {"DE_SOD"}


def test_the_owner_of_other_data_does_not_review_it():
    found = refusals(an_emergency(Status.RECORDED), Action.REVIEW, by=an_owner("o2", "home-visits"), at=LATER)

    assert codes(found) == {"DE_NO_AUTHORITY"}


def test_a_review_says_what_it_makes_of_it():
    emergency = an_emergency(Status.RECORDED)

    silent = steps.review(
        emergency, says=Review.CRITICISED, words="", by=an_owner(), at=LATER, proclaimed=NONE
    )
    said = steps.review(
        emergency,
        says=Review.CRITICISED,
        words="Too much was told.",
        by=an_owner(),
        at=LATER,
        proclaimed=NONE,
    )

    assert codes(silent.outcome.refusals) == {"DE_REASONS"}
    assert said.emergency.status is Status.REGULARISED
    assert said.emergency.review == Reviewed(
        by="o1", at=LATER, says=Review.CRITICISED, words="Too much was told."
    )


def test_the_dpo_is_told_and_answers_and_the_terms_follow():
    informed = steps.advise(
        an_emergency(Status.RELEASED), kind=AdviceKind.FOR, text="Rightly told.", by=the_dpo(), at=LATER
    )
    sent = steps.send_terms(informed.emergency, version="ST-1", by=the_chief_executive(), at=LATER)

    assert informed.outcome.events[0].kind == "dpo.informed"
    assert sent.emergency.terms_sent == LATER


def test_a_step_that_is_taken_counts_up_the_version_and_a_refused_one_does_not():
    emergency = an_emergency(Status.RECORDED)

    taken = steps.send_terms(emergency, version="ST-1", by=a_handler(), at=LATER)
    refused = steps.send_terms(
        replace(emergency, status=Status.OPEN), version="ST-1", by=a_handler(), at=LATER
    )

    assert taken.emergency.version == emergency.version + 1
    assert refused.emergency.version == emergency.version


@pytest.mark.parametrize(("proclaimed", "late"), [(set(), True), ({date(2026, 3, 4)}, False)])
def test_a_review_is_late_by_the_same_calendar_as_its_clock(proclaimed, late):
    """Told on a Tuesday: it is reviewed by Thursday, and by Friday where the Wednesday was proclaimed a day off."""
    on_friday = TOLD + timedelta(days=3)

    step = steps.review(
        an_emergency(Status.RECORDED),
        says=Review.JUSTIFIED,
        words="It had to be told.",
        by=an_owner(),
        at=on_friday,
        proclaimed=frozenset(proclaimed),
    )

    assert step.outcome.events[0].details["late"] is late
