"""The record of processing activities, worked out from the registers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders.register import TODAY
from sharewell.engine.documents import read_document
from sharewell.register.registers.contracts import THEY, WE
from sharewell.register.registers.entry import Entry
from sharewell.register.registers.processing import (
    FIELDS,
    PROCESSOR_FIELDS,
    Office,
    Sources,
    Use,
    activity,
    processor_record,
)
from sharewell.register.registers.processing_paper import printed
from sharewell.vocabulary.paper import Facts, Heading

OFFICE = Office(name="Northshire OPCC", dpo="Dilys Rhys")
ASSET = Entry(
    register="assets",
    reference="home-visits",
    title="Home visits",
    answers={
        "owner": "Oskar Lund", "value": "To make homes safer.", "personal": "People at risk", "special": "Health",
        "retention": "P36M", "risk": "Encrypted.", "access": "Prevention team", "location": "Case system",
        "source": "From households", "lawful_basis": "Article 6(1)(e)", "business_area": "Prevention",
    },
)  # fmt: skip
USE = Use(
    agreement="ISA-2026-0001",
    purpose="To refer households.",
    party="Northshire Council",
    basis="Article 6(1)(e)",
    data="name, address",
    transfers="None.",
    dpia="DPIA-2026-0001",
)
CONTRACT = Entry(
    register="processors",
    reference="PRO-1",
    title="Hosting",
    answers={
        "party": "ORG-1",
        "side": THEY,
        "service": "Hosts it.",
        "transfers": "None",
        "security": "Locked.",
    },
)
WHOLE = Sources(office=OFFICE, asset=ASSET, uses=(USE,), contracts=(CONTRACT,), notice="PN-1 Privacy notice")


def test_an_activity_is_told_from_the_asset_its_agreements_its_contracts_and_the_notice():
    told = activity(WHOLE).told

    assert told["ropa.controller"] == "Northshire OPCC\nData Protection Officer: Dilys Rhys"
    assert told["ropa.purposes"] == "To make homes safer.\nTo refer households."
    assert told["ropa.data"] == "Health\nISA-2026-0001: name, address"
    assert told["ropa.recipients"] == "Northshire Council\nHosting (processor)\nPrevention team"
    assert told["ropa.retention"] == "36 months"
    assert told["ropa.contract"] == "ISA-2026-0001\nPRO-1"
    assert told["ropa.notice"] == "PN-1 Privacy notice"
    assert activity(WHOLE).missing() == ()


def test_what_two_registers_say_alike_is_told_once():
    assert activity(WHOLE).told["ropa.art6"] == "Article 6(1)(e)"


def test_who_we_only_receive_from_is_a_source_and_no_recipient():
    told = activity(replace(WHOLE, uses=(replace(USE, sends=False),), contracts=())).told

    assert told["ropa.recipients"] == "Prevention team"
    assert told["ropa.source"] == "From households\nFrom Northshire Council"


MANDATORY = {
    "personal": "ropa.people",
    "retention": "ropa.retention",
    "risk": "ropa.security",
    "value": "ropa.purposes",
    "access": "ropa.recipients",
}


@pytest.mark.parametrize(("question", "field"), MANDATORY.items())
def test_a_mandatory_field_of_which_no_register_holds_anything_is_missing(question, field):
    said = {key: value for key, value in ASSET.answers.items() if key != question}
    bare = Sources(office=OFFICE, asset=replace(ASSET, answers=said))

    missing = [each.id for each in activity(bare).missing()]

    assert missing == [field]


def test_every_mandatory_field_of_article_30_is_there_once():
    cited = {each.citation for each in FIELDS if each.mandatory}

    assert {f"UK GDPR Article 30(1)({letter})" for letter in "abcdefg"} == cited
    assert len({each.id for each in FIELDS}) == len(FIELDS)


def test_the_processors_record_has_only_what_we_do_for_others():
    ours = replace(CONTRACT, answers={**CONTRACT.answers, "side": WE})

    lines = processor_record([CONTRACT, ours], office=OFFICE, names={"ORG-1": "Northshire Council"})

    assert lines == (
        (
            "Northshire OPCC\nData Protection Officer: Dilys Rhys",
            "Northshire Council",
            "Hosts it.",
            "None",
            "Locked.",
        ),
    )


def test_it_prints_both_halves_and_says_what_is_missing():
    lines = processor_record(
        [replace(CONTRACT, answers={**CONTRACT.answers, "side": WE})], office=OFFICE, names={}
    )
    bare = activity(Sources(office=OFFICE, asset=replace(ASSET, answers={})))

    paper = printed([activity(WHOLE), bare], lines, office=OFFICE, on=TODAY)

    headings = [each.text for each in paper.blocks if isinstance(each, Heading) and each.level == 1]
    assert headings == ["What we do as a controller", "What we do for others as a processor"]
    assert len([each for each in paper.blocks if isinstance(each, Facts)]) == 3
    assert "Purposes (UK GDPR Article 30(1)(b))" in str(paper.blocks)
    assert {label for label, _ in PROCESSOR_FIELDS} == {label for label, _ in paper.blocks[-1].pairs}


# --- what the regulator's template asks beside Article 30 -------------------------------------------------------------
BASES = {
    "a": ("Articles 7(3), 17, 20", "Not on file, though consent is the basis"),
    "b": ("portability", ""),
    "c": ("neither erasure nor objection", ""),
    "d": ("erasure", ""),
    "e": ("objection; no erasure", ""),
    "f": ("objection, erasure", ""),
}


@pytest.mark.parametrize("point", BASES)
def test_the_rights_that_people_have_follow_from_the_lawful_basis(point):
    rights, consent = BASES[point]
    said = {**ASSET.answers, "lawful_basis": f"Article 6(1)({point})"}

    told = activity(Sources(office=OFFICE, asset=replace(ASSET, answers=said))).told

    assert "Access, rectification, restriction" in told["ropa.rights"]
    assert rights in told["ropa.rights"]
    assert told["ropa.consent"] == consent


def test_where_consents_lie_decisions_by_machines_and_part_3_are_told_from_the_asset():
    beside = {
        "consents": "Case system",
        "automated": "Visits are ranked",
        "part3": "s.35(2)(b); no profiling",
    }
    asset = replace(ASSET, answers={**ASSET.answers, **beside})

    told = activity(Sources(office=OFFICE, asset=asset)).told

    assert told["ropa.consent"] == "Case system"
    assert told["ropa.rights"].endswith("Decisions by machines: Visits are ranked")
    assert told["ropa.p3"] == "s.35(2)(b); no profiling"


def test_what_went_wrong_with_those_who_have_the_data_stands_in_its_line():
    use = replace(USE, incidents=("INC-2025-0003, 1 November 2025",))

    assert activity(replace(WHOLE, uses=(use,))).told["ropa.breach"] == "INC-2025-0003, 1 November 2025"


def test_without_a_basis_no_right_is_promised():
    said = {key: value for key, value in ASSET.answers.items() if key != "lawful_basis"}

    told = activity(Sources(office=OFFICE, asset=replace(ASSET, answers=said))).told

    assert told["ropa.rights"] == "Decisions by machines: none on file"


def test_the_record_has_every_field_of_the_regulators_template(shared):
    document = read_document(shared / "reference" / "ropa_fields.yaml")

    asked = {each["id"]: each["mandatory"] for each in document["fields"]}

    assert {each.id for each in FIELDS} == set(asked)
    ours = {each.id for each in FIELDS if each.mandatory}
    assert {id for id, mandatory in asked.items() if mandatory} - ours <= {
        "ropa.art9"
    }  # only where there are such data
