"""Columns of few different texts are asked text by text: the answers are those of asking row by row."""

from __future__ import annotations

import random

import pytest

from builders.release import gate, some_terms
from sharewell.engine import probing, texts

FIELDS = [
    {"name": "code", "personal": "none", "constraints": {"enum": ["A", "B", "C"], "required": True}},
    {"name": "day", "type": "date", "constraints": {"maximum": "2026-03-01"}},
    {"name": "size", "type": "number", "constraints": {"minimum": 0}},
    {"name": "note", "personal": "none"},
]
NOTES = ("none", "=1+1", "ring 07700 900123", "-", "NHS 943 476 5919", "has asthma")


def a_file(rows: int) -> bytes:
    chance = random.Random(11)
    lines = (
        f"{chance.choice(['A', 'B', 'C', 'D', ''])},2026-0{chance.randint(1, 9)}-31,{chance.choice([1, -2, 'x'])},"
        f"{chance.choice(NOTES)}"
        for _ in range(rows)
    )
    return "\n".join(["code,day,size,note", *lines]).encode() + b"\n"


@pytest.mark.parametrize(("rows", "few"), [(1, 20), (3000, 20), (3000, 0)])
def test_text_by_text_and_row_by_row_are_one_answer(tmp_path, monkeypatch, rows, few):
    monkeypatch.setattr(probing, "FEW_TEXTS", few)
    content, terms = a_file(rows), some_terms(schema={"fields": FIELDS})
    by_row = gate(tmp_path, content, terms).as_dict()

    monkeypatch.setattr(texts, "SAMPLE", 0)
    by_text = gate(tmp_path, content, terms).as_dict()

    assert by_text == by_row
    assert by_row["findings"]


def test_a_column_of_very_many_texts_is_looked_at_row_by_row_after_all(tmp_path, monkeypatch):
    content, terms = a_file(3000), some_terms(schema={"fields": FIELDS})
    expected = gate(tmp_path, content, terms).as_dict()

    monkeypatch.setattr(texts, "SAMPLE", 1)
    monkeypatch.setattr(texts, "FEW_IN_SAMPLE", 10)
    monkeypatch.setattr(texts, "MOST", 4)

    assert gate(tmp_path, content, terms).as_dict() == expected
