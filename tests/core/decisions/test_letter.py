"""The letter: it tells the requester what they need, and nothing of what stays in the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import NOON, a_request, advised
from sharewell.decisions.annexes import HandOff
from sharewell.decisions.letter import ANOTHER_WAY, TITLES, letter
from sharewell.decisions.request import Decision, ProposedField, Status

ON = date(2026, 6, 30)
SECRET = "THE WORDS THAT STAY INSIDE"
FIELDS = a_request().fields


def decided(status=Status.APPROVED, outcome="approve", fields=FIELDS, **more):
    decision = Decision(
        outcome=outcome,
        by="o1",
        at=NOON,
        reasons=SECRET,
        fields=fields,
        valid_until=date(2026, 7, 29),
        **more,
    )
    return a_request(status=status, decision=decision)


def text(paper):
    return repr(paper)


def printed(request, **more):
    return text(letter(request, issuer="Northshire OPCC", on=ON, **more))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED])
def test_there_is_no_letter_before_there_is_an_outcome(status):
    assert letter(a_request(status=status), issuer="Northshire OPCC", on=ON) is None


@pytest.mark.parametrize("status", [status for status in Status if status.final or status is Status.APPROVED])
def test_every_outcome_is_told_under_its_own_title(status):
    paper = letter(decided(status), issuer="Northshire OPCC", on=ON)

    assert paper.title == TITLES[status]
    assert paper.reference == "DSR-2026-0001"


@pytest.mark.requirement("OPCC-7.2d")
@given(st.sampled_from([status for status in Status if status in TITLES]))
def test_the_advice_the_reasoning_the_drafters_and_the_exemption_stay_inside(status):
    exemption = {"exemption": "sch2.2", "right": "Art 14", "prejudice": SECRET, "until": "2026-09-30"}
    whole = decided(status)
    request = replace(
        whole,
        answers={**whole.answers, "S5.3": exemption, "S2.3": SECRET, "S4.6": SECRET},
        facts={**whole.facts, "exemption.code": "sch2.2", "exemption.prejudice_text": SECRET},
        advice=(replace(advised(), text=SECRET),),
        drafted_by=frozenset({"HANDLER-9"}),
    )

    said = printed(request)

    assert SECRET not in said
    assert "HANDLER-9" not in said
    assert "sch2.2" not in said
    assert "exempt" not in said.lower()


def test_an_approval_says_what_leaves_on_which_conditions_and_until_when():
    said = printed(decided(outcome="approve_with_conditions", conditions="Platform only."))

    assert all(field.name in said for field in FIELDS)
    assert "Platform only." in said
    assert "29 July 2026" in said


@pytest.mark.parametrize(
    ("level", "evidence", "audited"), [(2, False, False), (3, True, False), (4, True, True)]
)
def test_an_approval_says_how_sure_the_certificate_must_be(level, evidence, audited):
    said = text(printed(decided(certificate_level=level)))

    assert ("must name the evidence" in said) is evidence
    assert ("audited" in said) is audited


def test_what_was_asked_for_and_does_not_leave_is_named():
    health = ProposedField(name="health_notes", why="", leaves=False)
    request = replace(decided(outcome="approve_reduced"), fields=(*FIELDS, health))

    assert "health_notes" in printed(request)


def test_a_refusal_says_why_only_in_words_meant_for_the_requester():
    request = decided(Status.REFUSED, outcome="refuse", fields=())

    assert "does not allow us" in printed(request)
    assert "You have no power to ask." in printed(request, told_why="You have no power to ask.")


@pytest.mark.parametrize("code", sorted(ANOTHER_WAY))
def test_a_diversion_says_where_it_went_and_when_they_will_hear(code):
    handed = HandOff(code=code, to="ro.dpo", at=NOON, due=date(2026, 7, 27))
    request = a_request(status=Status.DIVERTED, hand_off=handed)

    said = printed(request)

    assert ANOTHER_WAY[code] in said
    assert "27 July 2026" in said
    assert "ro.dpo" not in said


@pytest.mark.parametrize(
    ("status", "outcome", "title"),
    [
        (Status.APPROVED, "approve", "We will share what you asked for"),
        (Status.APPROVED, "approve_reduced", "We will share part of what you asked for"),
        (Status.DELIVERED, "approve_reduced", "We have shared part of what you asked for"),
        (Status.APPROVED, "approve_anonymised", "We will give you a table instead of what you asked for"),
        (Status.DELIVERED, "approve_anonymised", "We have given you a table instead of what you asked for"),
    ],
)
def test_the_title_says_how_far_an_approval_goes(status, outcome, title):
    decided = Decision(outcome=outcome, by="o1", at=NOON, reasons="Ours.", valid_until=NOON.date())

    paper = letter(a_request(status=status, decision=decided), issuer="Northshire", on=NOON.date())

    assert paper.title == title
