"""The partner's own text: every essential component pointed at in one version of one file, or nobody signs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders.register import NOON, TODAY, a_dpo, an_active_agreement, an_actor, an_agreement
from sharewell.policy import rulebook
from sharewell.register.agreement import AgreementAction
from sharewell.register.applied import apply
from sharewell.register.completeness import components_missing, missing_from_text
from sharewell.register.lifecycle import take_step
from sharewell.register.particulars import Clause, Template
from sharewell.register.partner_text import TO_POINT_AT, bring_file, point, with_clauses, with_file
from sharewell.register.text import text_of
from sharewell.vocabulary.people import Role

FIRST, SECOND = "a" * 64, "b" * 64
WHOLE = {each.id: Clause(clause=f"{number}.1", page=number) for number, each in enumerate(TO_POINT_AT, 1)}


def in_their_text(clauses=WHOLE, sha256=FIRST):
    return with_clauses(with_file(an_agreement(), name="theirs.pdf", sha256=sha256), clauses)


def checked(agreement):
    outcome = take_step(agreement, action=AgreementAction.CHECK, by=a_dpo(), at=NOON, on=TODAY)
    return apply(agreement, outcome.events[0])


def rules(outcome):
    return [each.rule for each in outcome.refusals]


@pytest.mark.requirement("OPCC-6.2b")
def test_a_partners_file_takes_the_place_of_our_template():
    agreement = with_file(an_agreement(), name="theirs.pdf", sha256=FIRST)

    assert agreement.particulars.template is Template.PARTNER
    assert agreement.digest() != an_agreement().digest()


@pytest.mark.requirement("OPCC-6.3")
@pytest.mark.parametrize("component", [each.id for each in TO_POINT_AT])
def test_with_one_essential_component_not_pointed_at_the_check_is_refused(component):
    agreement = in_their_text({id: each for id, each in WHOLE.items() if id != component})

    outcome = take_step(agreement, action=AgreementAction.CHECK, by=a_dpo(), at=NOON, on=TODAY)

    assert [(each.rule, each.where) for each in outcome.refusals] == [
        (rulebook.AGREEMENT_COMPONENTS, component)
    ]


@pytest.mark.requirement("OPCC-6.3")
def test_the_text_is_accepted_once_the_dpo_has_checked_this_version_of_the_file():
    unchecked = in_their_text()

    assert [each.where for each in components_missing(unchecked)] == ["partner_file"]
    assert components_missing(checked(unchecked)) == ()
    assert missing_from_text(checked(unchecked)) == ()


@pytest.mark.requirement("OPCC-6.3")
def test_a_new_version_of_the_file_reopens_the_check_and_keeps_the_pointers_as_a_help():
    newer = with_file(checked(in_their_text()), name="theirs-2.pdf", sha256=SECOND)

    assert [each.where for each in components_missing(newer)] == ["partner_file"]
    assert newer.particulars.partner_file.clauses == WHOLE


def test_a_pointer_that_moved_is_checked_again_and_the_same_pointers_are_not():
    agreement = checked(in_their_text())

    moved = with_clauses(agreement, {**WHOLE, "isa.purpose": Clause(clause="9", page=9)})

    assert not moved.particulars.partner_file.is_checked
    assert with_clauses(agreement, WHOLE) == agreement


@pytest.mark.parametrize("role", Role)
def test_the_dpo_points_and_who_drafts_brings_the_file(role):
    somebody, agreement = an_actor("p1", role), in_their_text()

    assert point(agreement, WHOLE, by=somebody, at=NOON).permitted == (role is Role.DPO)
    brought = bring_file(agreement, sha256=SECOND, by=somebody, at=NOON)
    assert brought.permitted == (role in {Role.HANDLER, Role.OWNER, Role.DPO, Role.REGISTER_KEEPER})


def test_the_record_says_which_file_took_the_place_of_which_and_what_is_missing():
    brought = bring_file(in_their_text(), sha256=SECOND, by=a_dpo(), at=NOON).events[0]
    pointed = point(in_their_text(), {}, by=a_dpo(), at=NOON).events[0]

    assert brought.details == {"file_sha256": SECOND, "replaces": FIRST}
    assert pointed.details["missing"] == [each.label for each in TO_POINT_AT]


@pytest.mark.parametrize("clause", [Clause(clause=" ", page=1), Clause(clause="1", page=0)])
def test_a_pointer_to_nowhere_is_refused(clause):
    assert rules(point(in_their_text(), {"isa.purpose": clause}, by=a_dpo(), at=NOON)) == [
        rulebook.AGREEMENT_COMPONENTS
    ]


def test_without_a_file_nothing_is_pointed_at():
    assert rules(point(an_agreement(), WHOLE, by=a_dpo(), at=NOON)) == [rulebook.AGREEMENT_COMPONENTS]


@pytest.mark.parametrize(
    "do",
    [
        lambda it: point(it, WHOLE, by=a_dpo(), at=NOON),
        lambda it: bring_file(it, sha256=FIRST, by=a_dpo(), at=NOON),
    ],
)
def test_what_is_in_force_keeps_its_text(do):
    active = replace(an_active_agreement(), particulars=in_their_text().particulars)

    assert rules(do(active)) == [rulebook.NOT_IN_THIS_STATE]


def test_the_text_that_is_signed_says_where_in_the_partners_file_each_thing_stands():
    said = {part.component: part.lines for part in text_of(in_their_text())}

    at = WHOLE["isa.security"]
    assert said["isa.security"] == [
        f"Clause {at.clause}, page {at.page} of the partner’s text, SHA-256 {FIRST}"
    ]
