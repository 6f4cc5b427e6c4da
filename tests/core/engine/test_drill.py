"""Damage at random: every mutant of a good file is judged or unusable in one line; nothing crashes or hangs."""

from __future__ import annotations

import random

import duckdb
import pytest

from builders.release import GOOD, a_workbook, gate, some_terms
from sharewell.engine.unusable import FileUnusable


def good_files(folder):
    parquet = folder / "good.parquet"
    query = "SELECT 'SW' || range AS referral_id, 'Eastmoor' AS ward, DATE '2026-05-01' AS referred_on FROM range(50)"
    duckdb.connect().execute(f"COPY ({query}) TO '{parquet}' (FORMAT parquet)")
    return {
        "file.csv": GOOD * 1 + b'SW3,"East, moor",2026-05-03\n',
        "file.jsonl": b'{"referral_id":"SW1","ward":"Eastmoor","referred_on":"2026-05-01"}\n' * 3,
        "file.xlsx": a_workbook(),
        "file.parquet": parquet.read_bytes(),
    }


def mutant(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(damaged))
        match chance.randrange(4):
            case 0:
                damaged[at] ^= 1 << chance.randrange(8)
            case 1:
                del damaged[at : at + chance.randint(1, 40)]
            case 2:
                damaged[at:at] = bytes(chance.choices(b'\x00\r\n",{}<\xff1A', k=chance.randint(1, 8)))
            case _:
                damaged = damaged[: max(at, 1)]
        if not damaged:
            return b"\n"
    return bytes(damaged)


@pytest.mark.parametrize("name", ["file.csv", "file.jsonl", "file.xlsx", "file.parquet"])
def test_every_mutant_is_judged_or_unusable(tmp_path, drill_n, name):
    content = good_files(tmp_path)[name]
    for seed in range(drill_n(60, 3000)):
        damaged = mutant(content, random.Random(seed))
        try:
            said = gate(tmp_path, damaged, some_terms(), name=name).judgement.decision
        except FileUnusable as refusal:
            said = str(refusal)

        assert said, seed
        assert "\n" not in said, seed
