"""Damage at random: every mutant of a good file is judged or unusable in one line; nothing crashes or hangs."""

from __future__ import annotations

import json
import random
import time

import duckdb
import pytest

from builders.release import GOOD, a_document, a_workbook, gate, some_terms
from sharewell.cli import main
from sharewell.engine.unusable import FileUnusable


def good_files(folder):
    parquet = folder / "good.parquet"
    query = "SELECT 'SW' || range AS referral_id, 'Eastmoor' AS ward, DATE '2026-05-01' AS referred_on FROM range(50)"
    duckdb.connect().execute(f"COPY ({query}) TO '{parquet}' (FORMAT parquet)")
    return {
        "file.csv": GOOD + b'SW3,"East, moor",2026-05-03\n',
        "file.tsv": GOOD.replace(b",", b"\t") + b'SW3\t"East\tmoor"\t2026-05-03\n',
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


def test_the_mutant_of_a_seed_is_the_same_whenever_it_is_made(tmp_path):
    first = good_files(tmp_path)
    time.sleep(1.1)

    assert good_files(tmp_path) == first


# Parts of cells of the good files that no answer may hold, whatever became of them.
VALUES = ("SW1", "SW2", "SW3", "astmoor", "Westmoor", "2026-05-0")


@pytest.mark.parametrize("name", ["file.csv", "file.tsv", "file.jsonl", "file.xlsx", "file.parquet"])
def test_every_mutant_is_judged_or_unusable(tmp_path, drill_n, name):
    content = good_files(tmp_path)[name]
    for seed in range(drill_n(60, 3000)):
        damaged = mutant(content, random.Random(seed))
        try:
            said = json.dumps(gate(tmp_path, damaged, some_terms(), name=name).as_dict())
        except FileUnusable as refusal:
            said = str(refusal)

        assert said, seed
        assert "\n" not in said, seed
        assert not any(value in said for value in VALUES), seed


@pytest.mark.parametrize(
    ("name", "seed"),
    [("file.jsonl", 1899), ("file.tsv", 4751), ("file.csv", 11684), ("file.tsv", 11684)],
)
def test_a_mutant_in_which_a_cell_ran_into_a_header_is_judged_and_tells_nothing(tmp_path, name, seed):
    damaged = mutant(good_files(tmp_path)[name], random.Random(seed))

    said = json.dumps(gate(tmp_path, damaged, some_terms(), name=name).as_dict())

    assert not any(value in said for value in VALUES)


@pytest.mark.parametrize("name", ["file.csv", "file.tsv", "file.jsonl", "file.xlsx", "file.parquet"])
def test_whatever_happens_in_the_child_the_command_answers_in_time_and_in_one_line(
    tmp_path, capsys, drill_n, name
):
    content, file = good_files(tmp_path)[name], tmp_path / name
    terms = tmp_path / "terms.json"
    terms.write_text(json.dumps(a_document()))
    for seed in range(drill_n(2, 100)):
        file.write_bytes(mutant(content, random.Random(10_000 + seed)))
        started = time.monotonic()

        status = main(["check", str(file), "--terms", str(terms), "--on", "2026-06-01", "--json"])

        out, err = capsys.readouterr()
        assert time.monotonic() - started < 60, seed
        assert (err.count("\n") == 1 and out == "") if status == 2 else json.loads(out)["decision"], seed
        assert not any(value in out + err for value in VALUES), seed
