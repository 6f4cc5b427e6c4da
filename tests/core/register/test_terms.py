"""Terms: every key of INTERFACES is read and given back, and whatever else is written is refused by its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import a_document
from sharewell.register.terms import KEYS, Terms, TermsUnusable

EVERYTHING = a_document(
    standard_terms="ST-3",
    destroy_by="2028-01-01",
    dialect={"delimiter": ";", "encoding": "iso-8859-1", "skipInitialSpace": True},
    sheet="Returns",
    scope={
        "max_rows": 5000,
        "min_rows": 0,
        "period_field": "referred_on",
        "period_from": "2026-04-01",
        "period_to": "2026-06-30",
        "keys": "approved.csv",
    },
    completeness={"ward": 0.95},
    freshness={"field": "referred_on", "max_age": "P90D"},
    disclosure={
        "quasi_identifiers": ["ward"],
        "sensitive": ["referral_id"],
        "k": 5,
        "l": 2,
        "t": 0.3,
        "count_field": "ward",
        "min_cell": 5,
        "total_label": "Total",
        "part_of": {"ward": "districts.csv"},
    },
    treatments=[
        {"field": "nhs_number", "do": "drop"},
        {"field": "person_id", "do": "pseudonymise"},
        {"field": "phone", "do": "mask", "keep": 3},
        {"field": "dob", "do": "band", "years": 10},
        {"field": "postcode", "do": "district"},
        {"field": "amount", "do": "round", "to": 10},
        {"field": "ward", "do": "generalise", "hierarchy": "wards.csv", "level": 2},
        {"field": "ethnicity", "do": "suppress", "below_k": True},
        {"field": "ward", "do": "suppress", "below_k": True, "secondary": True},
    ],
    sealed_with="passphrase",
    certificate_level=3,
    withhold="withheld.csv",
    prior=["march.csv"],
    recipient_keys=["age1example"],
    digests={"withheld.csv": "0" * 64},
    issued="2026-04-01",
    expires="2026-07-01",
    signature="a note",
)


def test_a_document_with_every_key_comes_back_as_it_was():
    document = Terms.parse(EVERYTHING).document()

    assert document == EVERYTHING
    assert set(EVERYTHING) == set(KEYS) - {"decision", "contract", "determination"}


def test_the_files_that_terms_name_are_told_each_once():
    assert Terms.parse(EVERYTHING).files == (
        "approved.csv",
        "withheld.csv",
        "march.csv",
        "wards.csv",
        "districts.csv",
    )


def test_what_is_read_back_are_the_same_terms():
    terms = Terms.parse(EVERYTHING)

    assert Terms.parse(terms.document()) == terms


@pytest.mark.parametrize("kind", ["agreement", "decision", "contract", "determination"])
def test_each_kind_of_authority_is_read(kind):
    terms = Terms.parse(a_document(**({"agreement": None} | {kind: "REF-1"})))

    assert (terms.kind, terms.reference) == (kind, "REF-1")


def test_what_makes_terms_useless_to_the_gate_is_no_error_of_writing():
    terms = Terms.parse({"schema": {"fields": [{"name": "a"}]}})

    assert (terms.kind, terms.recipient, terms.valid_from, terms.retention) == (None, None, None, None)


FIELD = {"name": "a"}
UNUSABLE = [
    ([], ""),
    ({1: 2}, ""),
    ({}, "schema"),
    ({"schema": {"fields": []}}, "schema.fields"),
    ({"schema": {"fields": {}}}, "schema.fields"),
    ({"schema": {"fields": [FIELD]}, "vaild_until": "2027-01-01"}, "vaild_until"),
    ({"schema": {"fields": [FIELD]}, "agreement": "A", "decision": "B"}, "decision"),
    ({"schema": {"fields": [FIELD]}, "recipient": " "}, "recipient"),
    ({"schema": {"fields": [FIELD]}, "valid_from": "2026-02-30"}, "valid_from"),
    ({"schema": {"fields": [FIELD]}, "valid_from": "1 April 2026"}, "valid_from"),
    ({"schema": {"fields": [FIELD]}, "valid_from": 20260401}, "valid_from"),
    ({"schema": {"fields": [FIELD]}, "valid_from": "2026-04-02", "valid_until": "2026-04-01"}, "valid_until"),
    ({"schema": {"fields": [FIELD]}, "issued": "2026-04-02", "expires": "2026-04-01"}, "expires"),
    (
        {
            "schema": {"fields": [FIELD]},
            "scope": {"period_field": "a", "period_from": "2026-04-02", "period_to": "2026-04-01"},
        },
        "scope.period_to",
    ),
    ({"schema": {"fields": [FIELD]}, "retention": "two years"}, "retention"),
    ({"schema": {"fields": [FIELD]}, "dialect": {"quotechar": "'"}}, "dialect.quotechar"),
    ({"schema": {"fields": [FIELD]}, "dialect": {"delimiter": ",,"}}, "dialect.delimiter"),
    ({"schema": {"fields": [FIELD]}, "dialect": {"encoding": "klingon"}}, "dialect.encoding"),
    ({"schema": {"fields": [FIELD]}, "dialect": {"skipInitialSpace": "yes"}}, "dialect.skipInitialSpace"),
    ({"schema": {"fields": [FIELD]}, "scope": {"max_rows": -1}}, "scope.max_rows"),
    ({"schema": {"fields": [FIELD]}, "scope": {"max_rows": True}}, "scope.max_rows"),
    ({"schema": {"fields": [FIELD]}, "scope": {"maxrows": 1}}, "scope.maxrows"),
    ({"schema": {"fields": [FIELD]}, "scope": {"period_from": "2026-01-01"}}, "scope.period_field"),
    ({"schema": {"fields": [FIELD]}, "scope": {"period_field": "a"}}, "scope.period_field"),
    ({"schema": {"fields": [FIELD]}, "completeness": {"a": 95}}, "completeness.a"),
    ({"schema": {"fields": [FIELD]}, "completeness": {"b": 0.5}}, "completeness.b"),
    ({"schema": {"fields": [FIELD]}, "freshness": {"field": "a"}}, "freshness.max_age"),
    ({"schema": {"fields": [FIELD]}, "freshness": {"field": "b", "max_age": "P1D"}}, "freshness.field"),
    (
        {"schema": {"fields": [FIELD]}, "disclosure": {"quasi_identifiers": ["b"]}},
        "disclosure.quasi_identifiers",
    ),
    ({"schema": {"fields": [FIELD]}, "disclosure": {"k": 0}}, "disclosure.k"),
    ({"schema": {"fields": [FIELD]}, "disclosure": {"part_of": {"b": "b.csv"}}}, "disclosure.part_of"),
    (
        {
            "schema": {"fields": [FIELD]},
            "disclosure": {"quasi_identifiers": ["a"], "k": 5},
            "treatments": [{"field": "a", "do": "suppress", "below_k": True, "secondary": True}],
        },
        "treatments[0].secondary",
    ),
    ({"schema": {"fields": [FIELD]}, "withhold": ["a.csv"]}, "withhold"),
    ({"schema": {"fields": [FIELD]}, "prior": "march.csv"}, "prior"),
    ({"schema": {"fields": [FIELD]}, "recipient_keys": "age1"}, "recipient_keys"),
    ({"schema": {"fields": [FIELD]}, "digests": {"a.csv": "0" * 63}}, "digests.a.csv"),
    ({"schema": {"fields": [FIELD]}, "digests": {"a.csv": "A" * 64}}, "digests.a.csv"),
    ({"schema": {"fields": [FIELD]}, "disclosure": {"t": float("nan")}}, "disclosure.t"),
    ({"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "burn"}]}, "treatments[0].do"),
    (
        {"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "mask", "kept": 3}]},
        "treatments[0].kept",
    ),
    ({"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "mask"}]}, "treatments[0].keep"),
    ({"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "band"}]}, "treatments[0].years"),
    (
        {"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "band", "years": 0}]},
        "treatments[0].years",
    ),
    (
        {"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "band", "years": 5, "width": 5}]},
        "treatments[0].years",
    ),
    ({"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "round"}]}, "treatments[0].to"),
    (
        {"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "generalise", "hierarchy": "h"}]},
        "treatments[0].level",
    ),
    (
        {"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "suppress", "below_k": True}]},
        "treatments[0].below_k",
    ),
    (
        {"schema": {"fields": [FIELD]}, "treatments": [{"field": "a", "do": "suppress", "below_k": False}]},
        "treatments[0].below_k",
    ),
    ({"schema": {"fields": [FIELD]}, "disclosure": {"k": 5}}, "disclosure.k"),
    ({"schema": {"fields": [FIELD]}, "disclosure": {"quasi_identifiers": ["a"], "l": 2}}, "disclosure.l"),
    ({"schema": {"fields": [FIELD]}, "disclosure": {"min_cell": 5}}, "disclosure.min_cell"),
    ({"schema": {"fields": [FIELD]}, "treatments": [{"do": "drop"}]}, "treatments[0].field"),
    ({"schema": {"fields": [{"type": "string"}]}}, "schema.fields[0].name"),
    ({"schema": {"fields": [FIELD, FIELD]}}, "schema.fields[1].name"),
    ({"schema": {"fields": [FIELD | {"type": "text"}]}}, "schema.fields[0].type"),
    ({"schema": {"fields": [FIELD | {"format": "post"}]}}, "schema.fields[0].format"),
    ({"schema": {"fields": [FIELD | {"type": "date", "format": "%Q"}]}}, "schema.fields[0].format"),
    ({"schema": {"fields": [FIELD | {"personal": "ethnicity"}]}}, "schema.fields[0].personal"),
    (
        {"schema": {"fields": [FIELD | {"constraints": {"require": True}}]}},
        "schema.fields[0].constraints.require",
    ),
    (
        {"schema": {"fields": [FIELD | {"constraints": {"minimum": 1}}]}},
        "schema.fields[0].constraints.minimum",
    ),
    ({"schema": {"fields": [FIELD | {"constraints": {"enum": []}}]}}, "schema.fields[0].constraints.enum"),
    ({"schema": {"fields": [FIELD], "primaryKey": "b"}}, "schema.primaryKey"),
    ({"schema": {"fields": [FIELD], "missingValues": "NA"}}, "schema.missingValues"),
    (
        {
            "schema": {
                "fields": [FIELD],
                "foreignKeys": [{"fields": "a", "reference": {"resource": "x", "fields": "a"}}],
            }
        },
        "schema.foreignKeys[0].reference.resource",
    ),
]


@pytest.mark.parametrize(("document", "where"), UNUSABLE, ids=[where or "document" for _, where in UNUSABLE])
def test_what_is_not_understood_is_refused_by_its_place(document, where):
    with pytest.raises(TermsUnusable) as refusal:
        Terms.parse(document)

    assert refusal.value.where == where
    assert "expected" in refusal.value.problem


def test_keys_of_the_schema_that_are_not_ours_are_kept():
    field = FIELD | {"title": "A", "rdfType": "http://example.org/a"}
    document = {"schema": {"fields": [field], "$schema": "https://example.org/s.json"}}

    assert Terms.parse(document).document() == document


@given(key=st.text(min_size=1).filter(lambda key: key not in KEYS))
def test_no_key_outside_the_list_is_ever_accepted(key):
    with pytest.raises(TermsUnusable):
        Terms.parse(a_document() | {key: "x"})
