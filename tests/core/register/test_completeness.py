"""What an agreement has to say before anybody signs: each gap is found, named and cited, and nothing else is."""

from __future__ import annotations

import pytest

from builders.register import DECIDED, NOON, TODAY, a_dpo, an_agreement, some_particulars, with_every_yes
from sharewell.policy import rulebook
from sharewell.register.agreement import AgreementAction
from sharewell.register.completeness import missing, missing_from_text
from sharewell.register.components import COMPONENTS, ESSENTIAL, template_words
from sharewell.register.lifecycle import take_step
from sharewell.register.particulars import (
    OURSELVES,
    QUALITY,
    TASKS,
    Basis,
    Clause,
    Direction,
    PartnerFile,
    Relationship,
    Template,
)
from sharewell.register.schedule import Schedule


def lacks(**changed):
    return [(each.rule, each.where) for each in missing_from_text(an_agreement(**changed))]


def partner_text(*, without: tuple[str, ...] = (), checked: bool = True, sha256: str = "a" * 64):
    clauses = {
        each.id: Clause(clause=str(n), page=1) for n, each in enumerate(ESSENTIAL) if each.id not in without
    }
    file = PartnerFile(name="theirs.docx", sha256=sha256, clauses=clauses, checked=sha256 if checked else "")
    return some_particulars(template=Template.PARTNER, partner_file=file)


def test_a_complete_text_lacks_nothing():
    assert lacks() == []


@pytest.mark.requirement("OPCC-6.1b")
@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"schedule": Schedule()}, "isa.data_items"),
        ({"starts": None}, "isa.flow"),
        ({"ends": None}, "isa.flow"),
        ({"data_set": ""}, "isa.title"),
        ({"purpose": " "}, "isa.purpose"),
        ({"legal_power": ""}, "isa.power"),
        ({"method": ""}, "isa.method"),
        ({"retention": ""}, "isa.retention"),
        ({"particulars": some_particulars(words={"isa.queries": ""})}, "isa.queries"),
    ],
)
def test_each_essential_component_is_asked_for(changed, where):
    assert lacks(**changed) == [(rulebook.AGREEMENT_COMPONENTS, where)]


@pytest.mark.parametrize("question", QUALITY)
def test_each_of_the_five_questions_of_data_quality_is_asked(question):
    answered = dict.fromkeys(QUALITY, "Answered.") | {question: ""}

    assert lacks(particulars=some_particulars(quality=answered)) == [
        (rulebook.QUALITY[question], f"quality.{question}")
    ]


@pytest.mark.requirement("WMFS-4.0b")
@pytest.mark.parametrize("task", TASKS)
def test_somebody_is_named_for_each_task(task):
    named = dict.fromkeys(TASKS, "us") | {task: " "}

    assert lacks(particulars=some_particulars(tasks=named)) == [(rulebook.WHO_DOES_WHAT, f"task.{task}")]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"dpia": ""}, rulebook.DPIA_SETTLED),
        ({"assurance": ""}, rulebook.RECIPIENT_ASSURED),
        ({"relationship": Relationship.JOINT}, rulebook.JOINT_ARRANGEMENT),
        ({"bases": ()}, rulebook.BASIS_OF_EACH_PARTY),
    ],
)
def test_what_has_to_be_settled_is_asked_for(changed, rule):
    assert [each for each, _ in lacks(particulars=some_particulars(**changed))] == [rule]


@pytest.mark.requirement("OPCC-2.4b")
def test_both_ways_each_party_names_a_basis_for_sending_and_for_receiving():
    both = some_particulars(direction=Direction.BOTH)

    assert len(lacks(particulars=both)) == 2
    whole = tuple(
        Basis(party=party, sends=sends, basis="Article 6(1)(e)")
        for party in (OURSELVES, "ORG-0001")
        for sends in (True, False)
    )
    assert lacks(particulars=some_particulars(direction=Direction.BOTH, bases=whole)) == []


@pytest.mark.requirement("OPCC-6.3", "OPCC-6.2b")
@pytest.mark.parametrize("component", [each for each in ESSENTIAL if each.by != "signature"])
def test_a_partners_text_without_a_component_is_blocked(component):
    agreement = an_agreement(particulars=partner_text(without=(component.id,), checked=False))

    outcome = take_step(agreement, action=AgreementAction.CHECK, by=a_dpo(), at=NOON, on=TODAY)

    assert component.id in [each.where for each in outcome.refusals]
    assert {each.rule for each in outcome.refusals} == {rulebook.AGREEMENT_COMPONENTS}


@pytest.mark.requirement("OPCC-6.3")
def test_a_new_version_of_the_partners_file_reopens_the_check():
    checked = partner_text()
    file = checked.partner_file

    newer = PartnerFile(name=file.name, sha256="b" * 64, clauses=file.clauses, checked=file.checked)

    assert lacks(particulars=checked) == []
    assert lacks(particulars=some_particulars(template=Template.PARTNER, partner_file=newer)) == [
        (rulebook.AGREEMENT_COMPONENTS, "partner_file")
    ]


def test_a_partners_file_that_changes_takes_every_yes_with_it():
    agreement = with_every_yes(an_agreement(particulars=partner_text(), notice=DECIDED))
    assert missing(agreement) == ()

    changed = with_every_yes(an_agreement(particulars=partner_text())).particulars
    other = an_agreement(
        particulars=partner_text(sha256="c" * 64),
        review=agreement.review,
        signature=agreement.signature,
        countersignatures=agreement.countersignatures,
        notice=DECIDED,
    )

    assert changed == agreement.particulars
    assert {each.rule for each in missing(other)} == {rulebook.YES_TO_THIS_TEXT}


def test_the_template_holds_the_eight_minima_of_the_policy_and_words_for_all_it_does_not_take_from_the_record():
    assert {each.id for each in COMPONENTS if each.minimum} >= {
        "isa.purpose", "isa.recipients", "isa.data_items", "isa.lawful", "isa.security", "isa.retention",
        "isa.queries", "isa.rights", "isa.review",
    }  # fmt: skip
    assert all(each.by or template_words()[each.id] for each in ESSENTIAL)
