"""An agreement for machines: JSON-LD and a data contract, with no term nobody defined, and the same again when read."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from builders.register import an_active_agreement, an_agreement, some_particulars
from sharewell.exchange import data_contract, linked_data
from sharewell.register.agreement import AgreementStatus
from sharewell.register.particulars import Direction, OtherParty
from sharewell.register.schedule import Schedule, ScheduledField

WIDE = an_agreement(
    benefits="One answer.",
    disclosed="Reference and outcome.",
    max_rows=50,
    edition=3,
    varies="ISA-2026-0001.2",
    handling={"treatments": [{"field": "a", "do": "drop"}]},
    schedule=Schedule(
        fields=(
            ScheduledField(
                name="ref", constraints={"required": True, "pattern": "[A-Z]+"}, personal="identifier"
            ),
            ScheduledField(name="surname", personal="name", why="To match."),
            ScheduledField(name="phone", personal="phone"),
            ScheduledField(name="when", type="date", format="%d/%m/%Y"),
            ScheduledField(name="outcome", constraints={"enum": ["A", "B"]}),
            ScheduledField(name="year", type="year"),
        ),
        primary_key=("when", "ref"),
    ),
    particulars=some_particulars(
        direction=Direction.BOTH, others=(OtherParty(reference="ORG-0005", name="Northshire Fire"),)
    ),
)


def known_terms(shared) -> set[str]:
    """Every term of the reference vocabulary and of the reference example."""
    terms = set()
    with (shared / "reference" / "vocabulary.csv").open() as file:
        for row in csv.DictReader(file):
            terms |= set(row["iris"].split())
    example = Graph().parse(shared / "reference" / "isa_example.jsonld", format="json-ld")
    return terms | {str(each) for triple in example for each in triple if isinstance(each, URIRef)}


@pytest.mark.parametrize(
    "agreement", [an_agreement(), WIDE, an_agreement(recipient="", recipient_name="", ends=None)]
)
def test_what_was_written_reads_back_the_same(agreement):
    document = json.loads(json.dumps(linked_data.document([agreement])))

    assert linked_data.read(document) == [agreement]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)


@given(
    title=WORDS.filter(str.strip), purpose=WORDS, benefits=WORDS, names=st.lists(WORDS.filter(bool), unique=True),
    starts=st.none() | st.dates(), retention=st.sampled_from(["", "P24M", "P2Y", "P90D"]),
)  # fmt: skip
def test_whatever_was_agreed_reads_back_the_same(title, purpose, benefits, names, starts, retention):
    fields = tuple(ScheduledField(name=name, why=purpose) for name in names)
    agreement = an_agreement(
        title=title, purpose=purpose, benefits=benefits, starts=starts, retention=retention,
        schedule=Schedule(fields=fields),
    )  # fmt: skip

    assert linked_data.read(json.loads(json.dumps(linked_data.document([agreement])))) == [agreement]


def test_a_register_of_several_reads_back_in_order():
    several = [replace(an_agreement(), reference=f"ISA-2026-000{n}") for n in (1, 2, 3)]

    assert linked_data.read(linked_data.document(several)) == several


def test_no_term_is_used_that_nobody_defined(shared):
    graph = Graph().parse(data=json.dumps(linked_data.document([WIDE])), format="json-ld")

    ours = (str(linked_data.UK), linked_data.BASE)
    used = {str(each) for triple in graph for each in triple if isinstance(each, URIRef)}
    foreign = {each for each in used if not each.startswith(ours)}
    standard = {
        each
        for each in foreign
        if each.startswith(("http://purl.org/dc/terms/", "http://www.w3.org/1999/02/"))
    }
    assert foreign - standard <= known_terms(shared)


def test_the_reference_example_is_read(shared):
    example = json.loads((shared / "reference" / "isa_example.jsonld").read_text())

    found = linked_data.read(example)[0]

    assert (found.reference, found.title, found.retention) == ("0042", "Safe and Well referrals", "P2Y")
    assert (found.recipient, found.recipient_name) == ("council", "Northshire Council")
    assert found.status == "recorded"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"@context": "https://example.org/context"},
        {"@context": {}, "@graph": [{"@context": "https://example.org/context"}]},
        {"@context": ["https://example.org/context"]},
        {"@graph": [1, 2]},
        {
            "@context": {"uk": str(linked_data.UK)},
            "@id": "x:1",
            "@type": "uk:InformationSharingAgreement",
            "uk:starts": "soon",
        },
    ],
)
def test_what_is_no_agreement_is_refused_and_nothing_is_fetched(given, monkeypatch):
    monkeypatch.setattr("urllib.request.urlopen", pytest.fail)

    with pytest.raises(linked_data.NotAnAgreement):
        linked_data.read(given)


def test_a_data_contract_has_the_fields_and_what_they_are_for():
    written = data_contract.contract(WIDE)

    first = written["schema"][0]["properties"][0]
    assert (written["apiVersion"], written["kind"], written["id"]) == (
        "v3.1.0",
        "DataContract",
        "ISA-2026-0001",
    )
    assert (first["logicalType"], first["required"], first["primaryKeyPosition"]) == ("string", True, 2)
    assert first["logicalTypeOptions"] == {"pattern": "[A-Z]+"}
    assert written["slaProperties"] == [{"property": "retention", "value": 24, "unit": "m"}]


def test_a_schedule_and_its_data_contract_say_the_same():
    assert data_contract.schedule(data_contract.contract(WIDE)) == WIDE.schedule


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
FIELDS = st.builds(
    ScheduledField,
    name=NAMES,
    type=st.sampled_from(["string", "integer", "date", "yearmonth", "any"]),
    why=st.text(max_size=12),
    personal=st.sampled_from([None, "name", "none"]),
    constraints=st.sampled_from([{}, {"required": True}, {"enum": ["a"]}, {"unique": False, "minLength": 0}]),
)


@given(fields=st.lists(FIELDS, max_size=5, unique_by=lambda each: each.name))
def test_whatever_the_fields_a_data_contract_gives_them_back(fields):
    agreement = an_agreement(schedule=Schedule(fields=tuple(fields)))

    assert data_contract.schedule(data_contract.contract(agreement)) == agreement.schedule


@pytest.mark.parametrize("given", [{}, {"schema": []}, {"schema": [{"name": "x"}]}])
def test_a_contract_without_a_table_is_refused(given):
    with pytest.raises(ValueError, match="no table"):
        data_contract.schedule(given)


@pytest.mark.parametrize(
    ("status", "said"),
    [("active", "active"), ("draft", "draft"), ("recorded", "proposed"), ("closed", "retired")],
)
def test_a_contract_says_where_the_agreement_stands(status, said):
    assert data_contract.contract(an_active_agreement(status=AgreementStatus(status)))["status"] == said
