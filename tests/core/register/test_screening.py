"""What an agreement asks before it is signed: a screening answered, and a policy document behind its condition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.register import (
    DECIDED,
    NOON,
    TODAY,
    an_actor,
    an_agreement,
    an_approval,
    an_owner,
    some_particulars,
    with_every_yes,
)
from sharewell.policy.law import law_on
from sharewell.policy.screening import MILDER, screening, screening_of_agreement
from sharewell.register.agreement import AgreementAction
from sharewell.register.completeness import missing, missing_from_text, uncovered
from sharewell.register.lifecycle import Said, take_step
from sharewell.register.particulars import OURSELVES, Basis, Particulars, Screening
from sharewell.register.registers.entry import Entry, EntryAction, EntryStatus
from sharewell.register.registers.keeping import take_step as step
from sharewell.register.registers.procedures import PROCEDURES, covered
from sharewell.register.variation import differences
from sharewell.vocabulary.people import Role

KEEPER = an_actor("k1", Role.REGISTER_KEEPER)
LAW = law_on(date(2026, 6, 30))
NEEDS_A_DOCUMENT = [number for number, each in LAW.paragraph.items() if each.document != "no"]
TRIGGERS = st.sets(st.sampled_from(sorted(LAW.trigger)), max_size=5)


def screened(result, dpia="None is needed."):
    return an_agreement(
        particulars=some_particulars(screening=Screening(triggers=("wp.4",), result=result), dpia=dpia)
    )


def codes(refusals):
    return [each.rule.code for each in refusals]


# --- the screening ----------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-3.5a")
@given(triggers=TRIGGERS)
def test_a_plan_to_share_is_screened_as_a_request_is_but_never_to_nothing(triggers):
    alone = screening(tuple(triggers), LAW)

    found = screening_of_agreement(triggers, LAW)

    assert found == ("recommended" if alone == "not_required" else alone)


@given(triggers=TRIGGERS, more=TRIGGERS)
def test_another_criterion_never_makes_the_screening_milder(triggers, more):
    fewer, all_of_them = (screening_of_agreement(each, LAW) for each in (triggers, triggers | more))

    assert MILDER.index(fewer) <= MILDER.index(all_of_them)


@pytest.mark.parametrize(
    ("result", "dpia", "lacks"),
    [
        ("required", "None is needed.", ["DPIA_REQUIRED"]),
        ("required", "DPIA-2026-0001", []),
        ("recommended", "None is needed.", []),
    ],
)
def test_where_the_screening_requires_an_assessment_a_reason_for_having_none_is_not_enough(
    result, dpia, lacks
):
    assert codes(missing_from_text(screened(result, dpia))) == lacks


def test_a_screening_is_ours_and_asks_nobody_to_sign_again():
    signed = with_every_yes(an_agreement())
    after = replace(
        signed,
        particulars=replace(signed.particulars, screening=Screening(triggers=(), result="recommended")),
    )

    assert after.says_yes(after.signature)
    assert differences(signed, after) == ()
    assert Particulars.parse(after.particulars.document()) == after.particulars


# --- the policy document ----------------------------------------------------------------------------------------------
def relying_on(paragraph, party=OURSELVES):
    bases = (
        Basis(party=OURSELVES, sends=True, basis="Article 6(1)(e)"),
        Basis(party="ORG-0001", sends=False, basis="Article 6(1)(e)"),
    )
    return an_agreement(
        particulars=some_particulars(
            bases=tuple(replace(each, paragraph=paragraph) if each.party == party else each for each in bases)
        )
    )


@pytest.mark.parametrize("paragraph", NEEDS_A_DOCUMENT)
def test_a_paragraph_that_needs_a_policy_document_has_one_that_covers_it(paragraph):
    agreement = relying_on(paragraph)

    assert uncovered(agreement, covered=frozenset(), law=LAW) == (paragraph,)
    assert uncovered(agreement, covered=frozenset({paragraph}), law=LAW) == ()
    assert uncovered(relying_on(paragraph, party="ORG-0001"), covered=frozenset(), law=LAW) == ()


@pytest.mark.parametrize(("lacking", "refused"), [((6,), ["SC_APD_MISSING"]), ((), [])])
def test_nobody_signs_where_the_policy_document_is_missing(lacking, refused):
    draft = relying_on(6)
    reviewed = replace(draft, notice=DECIDED, review=an_approval(digest=draft.digest()))

    outcome = take_step(
        reviewed, action=AgreementAction.SIGN, by=an_owner(), at=NOON, on=TODAY, said=Said(uncovered=lacking)
    )

    assert codes(outcome.refusals) == refused
    assert "SC_APD_MISSING" not in codes(missing(reviewed))


def a_document(status=EntryStatus.IN_FORCE, **said):
    answers = {"kind": "policy_document", "paragraphs": "6, 18", "paragraph": "3.1", "covers": "Tasks", "owner": "Law",
               "version": "1", **said}  # fmt: skip
    return Entry(
        register="procedures", reference="PRC-1", title="Policy document", status=status, answers=answers
    )


@pytest.mark.parametrize(
    ("entry", "covers"),
    [
        (a_document(), {6, 18}),
        (a_document(EntryStatus.DRAFT), set()),
        (a_document(EntryStatus.RETIRED), set()),
        (a_document(kind="policy"), set()),
        (a_document(paragraphs="six"), set()),
    ],
)
def test_only_a_policy_document_in_force_covers_what_it_names(entry, covers):
    assert covered([entry]) == covers


@pytest.mark.parametrize(
    ("paragraphs", "told", "refused"), [("6", ["apd.added"], []), ("", [], ["SC_APD_MISSING"])]
)
def test_a_policy_document_that_names_no_paragraph_does_not_come_into_force(paragraphs, told, refused):
    draft = a_document(EntryStatus.DRAFT, paragraphs=paragraphs)

    outcome = step(
        PROCEDURES,
        draft,
        action=EntryAction.BRING_INTO_FORCE,
        by=KEEPER,
        at=NOON,
        on=TODAY,
        review_on=date(2026, 12, 1),
    )

    assert [each.kind for each in outcome.events[1:]] == told
    assert codes(outcome.refusals) == refused
