"""When a column is believed to hold personal data, what was agreed about it, and what is then said."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import judged, some_facts, some_terms
from sharewell.register.table_schema import PERSONAL_KINDS
from sharewell.release.checks import Result
from sharewell.release.detectors import DETECTORS
from sharewell.release.judgement import look
from sharewell.release.personal import (
    IN_WORDS,
    SAID_BY_HEADER,
    Because,
    Seen,
    Tally,
    agreed,
    as_words,
    at_least,
    convinced,
    covers,
    inferred,
    terms_expected,
)
from sharewell.release.words import GIVEN_NAMES, SPECIAL_TERMS, SURNAMES

BY_ID = {each.id: each for each in DETECTORS}
NHS, POSTCODE = BY_ID["NHS number"], BY_ID["postcode"]


def a_field_seen_to_hold(kind, *, term=False, because=Because.CELL, **field):
    """The judgement of a file of one field in which `kind` was seen in rows 2 and 3."""
    terms = some_terms(schema={"fields": [{"name": "note", **field}]})
    name = terms.schema.names[0]
    seen = Seen(column=0, kind=kind, because=because, count=2, rows=(2, 3), term=term)
    return judged(terms, some_facts([name], rows=5, seen=[seen]))


# --- what was agreed ------------------------------------------------------------------------------------
# header, the kind that its name says
HEADERS = [
    ("surname", "name"), ("complainant_surname", "name"), ("full_name", "name"), ("FullName", "name"),
    ("name", "name"), ("person_name", "name"), ("First name", "name"), ("ward_name", "none"),
    ("school name", "none"), ("filename", "none"), ("address", "address"), ("address_line_2", "address"),
    ("homeAddress", "address"), ("email_address", "email"), ("e-mail", "email"), ("ip_address", "ip"),
    ("web_address", "none"), ("postcode", "postcode"), ("Post Code", "postcode"), ("phone", "phone"),
    ("mobile_number", "phone"), ("mobility_flag", "none"), ("dob", "dob"), ("complainant_dob", "dob"),
    ("date_of_birth", "dob"), ("visit_date", "none"), ("received_date", "none"), ("nhs_number", "nhs_number"),
    ("NHSNumber", "nhs_number"), ("ni_number", "nino"), ("vrm", "vehicle"), ("sort_code", "bank"),
    ("account_number", "bank"), ("card_number", "card"), ("person_id", "identifier"), ("referral_id", "none"),
    ("risk_note", "none"), ("observations", "none"), ("officer_post", "none"), ("native-country", "none"),
    ("", "none"), ("123", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "kind"), HEADERS)
def test_a_fields_name_says_what_it_holds_where_nobody_else_does(header, kind):
    assert inferred(header) == kind
    assert agreed(header, None) == kind


@pytest.mark.parametrize("declared", PERSONAL_KINDS)
def test_what_is_declared_is_binding_and_none_above_all(declared):
    assert agreed("surname", declared) == declared


@given(st.text())
def test_any_header_at_all_has_some_kind_of_the_closed_list(header):
    assert inferred(header) in PERSONAL_KINDS


def test_an_address_covers_its_postcode_and_no_other_way_round():
    assert covers("address", "postcode")
    assert not covers("postcode", "address")
    assert not covers("none", "postcode")


@pytest.mark.parametrize(
    ("header", "words"), [("complainantDob", "complainant dob"), ("NHS_No", "nhs no"), ("a.b-c 2", "a b c 2")]
)
def test_headers_are_read_as_words(header, words):
    assert as_words(header) == words


# --- what is believed -----------------------------------------------------------------------------------
def test_no_valid_hit_is_never_believed():
    assert convinced(NHS, Tally(rows=0), "nhs_number") is None


def test_one_valid_hit_is_believed_beside_a_word_in_the_header_or_in_the_cell():
    assert convinced(NHS, Tally(rows=1), "nhs_ref") is Because.HEADER
    assert convinced(NHS, Tally(rows=1, beside=1), "note") is Because.CELL


@pytest.mark.parametrize(
    ("candidates", "valid", "believed"),
    [(1, 1, False), (3, 3, False), (4, 4, True), (11, 1, False), (50_000, 4545, False), (50_000, 5000, True)],
)
def test_without_context_more_must_be_valid_than_accident_explains(candidates, valid, believed):
    tally = Tally(rows=valid, candidates=candidates, valid=valid)

    assert (convinced(NHS, tally, "reference") is Because.COLUMN) is believed


@pytest.mark.parametrize(
    ("candidates", "valid", "believed"), [(1, 1, True), (10, 9, True), (10, 8, False), (0, 0, False)]
)
def test_a_form_that_nobody_else_writes_is_believed_where_nearly_all_of_it_is_valid(
    candidates, valid, believed
):
    tally = Tally(rows=1, candidates=candidates, valid=valid)

    assert (convinced(POSTCODE, tally, "x") is Because.COLUMN) is believed


ONLY_BESIDE_A_WORD = [each for each in DETECTORS if not each.by_column]


@pytest.mark.parametrize("detector", ONLY_BESIDE_A_WORD, ids=lambda each: each.id)
def test_some_forms_are_too_common_for_any_column_to_convince(detector):
    assert convinced(detector, Tally(rows=9999, candidates=9999, valid=9999), "x") is None
    assert "date of birth" in {each.id for each in ONLY_BESIDE_A_WORD}


# The upper tail of the binomial distribution, worked out by hand with exact fractions.
TAILS = [
    (0, 5, 0.5, 1.0),
    (5, 5, 0.5, 1 / 32),
    (4, 5, 0.5, 6 / 32),
    (3, 3, 1 / 11, 11**-3),
    (2, 3, 0.1, 0.028),
]


@pytest.mark.parametrize(("hits", "tries", "chance", "expected"), TAILS)
def test_the_chance_of_an_accident_is_the_binomial_tail(hits, tries, chance, expected):
    assert at_least(hits, tries, chance) == pytest.approx(expected, rel=1e-9)


@given(st.integers(0, 300_000), st.integers(0, 300_000), st.floats(0.001, 0.999))
def test_it_is_a_probability_and_falls_with_every_hit(tries, hits, chance):
    hits = min(hits, tries)

    here = at_least(hits, tries, chance)

    assert 0 <= here <= 1 + 1e-9
    assert hits == 0 or here <= at_least(hits - 1, tries, chance) * (1 + 1e-9)


# --- what is then said ----------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-3.4e")
@pytest.mark.parametrize("kind", [each for each in PERSONAL_KINDS if each not in ("none", "identifier")])
def test_any_kind_but_the_agreed_one_refuses_names_the_rows_and_the_kind(kind):
    judgement = a_field_seen_to_hold(kind, personal="none")

    assert judgement.decision == "refuse"
    assert judgement.results["G05"] is Result.REFUSE
    (finding,) = judgement.findings
    assert (finding.check, finding.field, finding.count, finding.rows) == ("G05", "note", 2, (2, 3))
    assert kind in finding.reason
    assert IN_WORDS[kind] in finding.reason


@pytest.mark.parametrize("kind", [each for each in PERSONAL_KINDS if each not in ("none", "identifier")])
def test_the_agreed_kind_passes(kind):
    judgement = a_field_seen_to_hold(kind, personal=kind)

    assert (judgement.decision, judgement.results["G05"]) == ("pass", Result.PASS)


def test_a_kind_inferred_from_the_fields_name_is_agreed():
    assert a_field_seen_to_hold("name", name="complainant_surname").decision == "pass"
    assert a_field_seen_to_hold("name", name="complainant_surname", personal="none").decision == "refuse"


def test_a_column_that_nobody_agreed_to_is_refused_once_as_such():
    seen = Seen(column=3, kind="email", because=Because.COLUMN, count=1, rows=(1,))

    judgement = judged(facts=some_facts(["referral_id", "ward", "referred_on", "extra"], seen=[seen]))

    assert [each.check for each in judgement.findings] == ["G01"]


@pytest.mark.parametrize("category", sorted(SPECIAL_TERMS))
def test_special_terms_in_free_text_wait_for_a_person(category):
    judgement = a_field_seen_to_hold(category, term=True)

    assert (judgement.decision, judgement.results["G06"]) == ("pass_with_review", Result.REVIEW)
    assert category in judgement.findings[0].reason


# A field in which a word of health is no surprise, or is no word of a sentence.
NO_FREE_TEXT = [
    {"name": "health_notes"}, {"constraints": {"enum": ["A"]}}, {"name": "full_name"}, {"type": "date"},
    {"personal": "address"},
]  # fmt: skip


@pytest.mark.parametrize("field", NO_FREE_TEXT, ids=str)
def test_a_field_agreed_to_hold_them_or_no_free_text_is_left_alone(field):
    assert a_field_seen_to_hold("health", term=True, **field).decision == "pass"


def test_every_category_can_be_said_by_a_header():
    assert set(SAID_BY_HEADER) == set(SPECIAL_TERMS)
    assert terms_expected("offence_type", "offences")
    assert not terms_expected("risk_note", "offences")


def test_looking_at_a_file_tells_whatever_is_in_it_and_what_its_headers_say():
    seen = [
        Seen(column=0, kind="email", because=Because.COLUMN, count=1, rows=(1,)),
        Seen(column=0, kind="health", because=Because.CELL, count=1, rows=(1,), term=True),
    ]

    findings = look(some_facts(["x", "surname", "ward"], seen=seen), [])

    assert [(each.check, each.field) for each in findings] == [("G05", "surname"), ("G05", "x"), ("G06", "x")]


# --- the shipped lists ----------------------------------------------------------------------------------
def test_every_kind_that_can_be_recognised_is_looked_for():
    assert {each.kind for each in DETECTORS} | {"identifier", "none"} == set(PERSONAL_KINDS)


def test_every_detector_has_a_name_of_its_own_and_stands_beside_those_of_its_kind():
    kinds = [each.kind for each in DETECTORS]

    assert len(BY_ID) == len(DETECTORS)
    assert sum(a != b for a, b in itertools.pairwise(kinds)) == len(set(kinds)) - 1


# What every census and every street sign says is nobody's name, and no term of health or crime.
INNOCENT = ["White", "Black", "Hall", "Ward", "Park", "Husband", "Green", "Victoria", "Street", "York", "May"]


def test_the_dictionaries_leave_out_what_is_mostly_something_else():
    assert not {*GIVEN_NAMES, *SURNAMES} & set(INNOCENT)
    terms = re.compile("|".join(term for terms in SPECIAL_TERMS.values() for term in terms), re.IGNORECASE)
    for note in ("oxygen at home", "smoke alarm missing", "hoarding in the hall", "petrol stored in hall"):
        assert not terms.search(note)
