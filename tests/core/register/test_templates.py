"""Our templates: versions of a text, each measured, each with a digest, each printed with its blanks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders.register import TODAY, an_agreement, an_approval, with_every_yes
from sharewell.engine import printing
from sharewell.register import printed
from sharewell.register.components import COMPONENTS, template_words
from sharewell.register.measure import measure, syllables
from sharewell.register.particulars import Template
from sharewell.register.registers import REGISTERS, templates
from sharewell.register.registers.entry import EntryStatus, lacking
from sharewell.register.registers.templates import BY_NAME, FORMS, OF_AGREEMENTS, digest_of, measured, shipped
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell.register.standard_terms import TOPICS
from sharewell.register.text import handling_of, text_of
from sharewell.vocabulary.paper import Facts, Heading, Signatures, Table

NAMES = [each.name for each in FORMS]


# --- measuring --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1),
        ("data", 2),
        ("agreement", 3),
        ("named", 1),
        ("needed", 2),
        ("people", 2),
        ("table", 2),
        ("uses", 2),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_longer_sentences_of_longer_words_ask_for_an_older_reader():
    plain = measure(["The cat sat. It saw us."], fields=0)
    learned = measure(
        ["Notwithstanding anticipated organisational responsibilities, accountability persists."], fields=0
    )

    assert plain.reading_age == 5
    assert learned.reading_age > 18


def test_the_text_that_everybody_quotes_has_its_known_grade():
    # Flesch-Kincaid grade 11.3, as published with the formula.
    quoted = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."

    assert measure([quoted], fields=0).reading_age in {16, 17}


def test_minutes_are_for_reading_and_for_filling_in():
    assert measure(["word " * 400], fields=0).minutes == 2
    assert measure(["word " * 400], fields=10).minutes == 17


def test_no_text_measures_nothing():
    nothing = measure([""], fields=0)

    assert (nothing.words, nothing.reading_age, nothing.minutes) == (0, 0, 0)


# --- what each template holds -----------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-6.2a", "WMFS-3.0")
@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_template_is_plain_and_whole(name):
    version = shipped(BY_NAME[name])

    assert lacking(REGISTERS[name], version) == ()
    assert measured(version).reading_age <= 12
    assert measured(version).words > 300


@pytest.mark.parametrize(
    ("template", "fields"), [(Template.OURS, 29), (Template.ONE_WAY, 26), (Template.JOINT, 30)]
)
def test_what_is_to_be_filled_in_is_counted_and_one_way_asks_less(template, fields):
    assert measured(shipped(OF_AGREEMENTS[template])).fields == fields


@pytest.mark.parametrize("template", OF_AGREEMENTS)
def test_an_agreements_template_has_every_component_but_the_signatures_in_words_or_blanks(template):
    there = {each.id for each in OF_AGREEMENTS[template].parts}

    wanted = {each.id for each in COMPONENTS if each.essential and each.by != "signature"}
    assert wanted - there <= {
        "isa.review"
    }  # the day of the review follows from the law of the house, not from a blank


@pytest.mark.parametrize(
    ("template", "component"),
    [
        (Template.ONE_WAY, "isa.recipients"),
        (Template.JOINT, "isa.rights"),
        (Template.JOINT, "isa.transparency"),
    ],
)
def test_one_way_and_joint_say_otherwise_what_is_otherwise(template, component):
    assert template_words(template)[component] != template_words()[component]


def test_the_standard_terms_hold_every_topic():
    assert [each.id for each in BY_NAME["template-standard-terms"].parts] == [each.id for each in TOPICS]
    assert len(TOPICS) == 20


@pytest.mark.parametrize("name", NAMES)
def test_a_version_without_one_essential_part_is_not_put_into_use(name):
    version = shipped(BY_NAME[name])
    part = next(each for each in BY_NAME[name].parts if each.words and each.essential)

    lacks = lacking(REGISTERS[name], replace(version, answers={**version.answers, part.id: " "}))

    assert [each.where for each in lacks] == [part.id]


# --- versions ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_a_word_changed_is_another_digest_and_where_it_stands_is_not(name):
    version = shipped(BY_NAME[name])
    part = next(each for each in BY_NAME[name].parts if each.words)

    changed = replace(version, answers={**version.answers, part.id: "Something else."})

    assert digest_of(changed) != digest_of(version)
    assert digest_of(replace(version, status=EntryStatus.RETIRED, reference="TPL-1")) == digest_of(version)


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_version_carries_its_number_its_digest_every_heading_and_every_blank(name):
    version = shipped(BY_NAME[name])

    paper = templates.printed(version, issuer="Northshire OPCC", on=TODAY)

    facts = [pair for block in paper.blocks if isinstance(block, Facts) for pair in block.pairs]
    assert ("Digest of this version", digest_of(version)) in facts
    assert ("Version", version.said("version")) in facts
    headings = [each.text for each in paper.blocks if isinstance(each, Heading)]
    assert [each.heading for each in BY_NAME[name].parts] == [
        each for each in headings if each != "Signatures"
    ]
    assert len([value for _, value in facts if value.startswith("…")]) == measured(version).fields


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_template_prints_as_pdf_and_as_word(name):
    paper = templates.printed(shipped(BY_NAME[name]), issuer="Northshire OPCC", on=TODAY)

    assert printing.pdf(paper) == printing.pdf(paper)
    assert printing.word(paper).startswith(b"PK")


# --- an agreement as a document ---------------------------------------------------------------------------------------
def test_an_agreements_document_is_the_text_that_is_signed_with_its_digest():
    agreement = an_agreement()

    paper = printed.paper(agreement, issuer="Northshire OPCC", on=TODAY)

    assert agreement.digest() in str(paper.blocks[0])
    headings = [each.text for each in paper.blocks if isinstance(each, Heading)]
    assert headings == [each.heading for each in text_of(agreement)] + ["Signatures"]
    table = next(each for each in paper.blocks if isinstance(each, Table))
    assert [row[0] for row in table.rows] == [each.name for each in agreement.schedule.fields]


def test_everything_that_the_gate_enforces_stands_in_the_text_that_is_signed():
    field = ScheduledField(
        name="outcome_code",
        constraints={"required": True, "enum": ["A", "B"], "maxLength": 1},
        why="To know.",
    )
    agreement = an_agreement(
        schedule=Schedule(fields=(field,)),
        max_rows=5000,
        handling={"disclosure": {"k": 5}, "scope": {"min_rows": 1}},
    )

    said = {part.component: part.lines for part in text_of(agreement)}["isa.data_items"]
    paper = str(printed.paper(agreement, issuer="Northshire OPCC", on=TODAY).blocks)

    assert said == [
        "outcome_code (text; in every row; one of A, B; maxLength 1): To know.",
        "At most 5,000 rows in a file",
        "Scope of the file: min_rows: 1",
        "Disclosure of the file: k: 5",
    ]
    assert all(each in paper for each in ("one of A, B; maxLength 1", *said[1:]))


def test_the_document_names_both_sides():
    assert "Northshire OPCC (“we”) and Northshire Police" in str(
        printed.paper(an_agreement(), issuer="Northshire OPCC", on=TODAY).blocks[0]
    )


def places_to_sign(agreement):
    blocks = printed.paper(agreement, issuer="Northshire OPCC", on=TODAY).blocks
    return [who for each in blocks if isinstance(each, Signatures) for who in each.signatories]


def test_whoever_has_signed_this_text_is_named_and_the_others_have_a_place_to_sign():
    signed = with_every_yes(an_agreement())

    assert places_to_sign(an_agreement()) == ["The owner of the data set, for us", "Northshire Police"]
    assert places_to_sign(signed) == []
    assert places_to_sign(replace(signed, signature=an_approval("o1"))) == [
        "The owner of the data set, for us"
    ]


def test_how_it_is_sealed_and_how_its_end_is_certified_stand_in_the_text_in_words():
    told = handling_of(
        replace(an_agreement(), handling={"sealed_with": "passphrase", "certificate_level": 3})
    )

    assert told[-2:] == [
        "Sealed with a passphrase that is read out by telephone.",
        "Its destruction is certified at level 3: a signed certificate with evidence (a log, a photograph).",
    ]
