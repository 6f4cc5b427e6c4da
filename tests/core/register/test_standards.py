"""Agreed standards: every field of the library is one that the gate can judge."""

from __future__ import annotations

import re

import pytest

from sharewell.register.schedule import Schedule
from sharewell.register.standards import BY_NAME, STANDARDS
from sharewell.register.table_schema import Schema
from sharewell.register.unusable import Reader


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda each: each.name)
def test_the_gate_can_judge_it_and_its_source_is_named(standard):
    schema = Schema.read(Reader.of(Schedule(fields=(standard.scheduled(),)).table_schema()))

    assert schema.names == (standard.name,)
    assert standard.source


def test_each_field_has_one_standard():
    assert len(BY_NAME) == len(STANDARDS)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("postcode", "NS1 1AA", "NS11AA"),
        ("nhs_number", "9434765919", "943 476 5919"),
        ("national_insurance_number", "QQ123456C", "QQ123456E"),
        ("phone", "+447700900001", "07700900001"),
        ("uprn", "100012345678", "UPRN1"),
        ("country", "GB", "gbr"),
        ("local_authority", "E06000001", "06000001"),
        ("language", "cy-GB", "Welsh"),
    ],
)
def test_a_pattern_takes_what_its_standard_writes_and_nothing_else(name, good, bad):
    pattern = BY_NAME[name].constraints["pattern"]

    assert re.fullmatch(pattern, good)
    assert not re.fullmatch(pattern, bad)


def test_why_it_is_needed_only_its_drafter_can_say():
    assert {each.scheduled().why for each in STANDARDS} == {""}
