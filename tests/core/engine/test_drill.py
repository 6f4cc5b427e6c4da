"""Damage at random: every mutant of a good file is judged or unusable in one line; nothing crashes or hangs.

A mutant is made of the bytes of a good file, and for a container (a workbook's parts, a table's pages) every other one
of what lies inside, put together again: damage that its checksums give away would never reach the reader.
"""

from __future__ import annotations

import io
import json
import random
import time
import zipfile
from collections import Counter

import duckdb
import pytest

from builders.forked import Forked, forked_or_started
from builders.release import GOOD, a_document, a_workbook, gate, some_terms
from sharewell.cli import main

FORMATS = ("csv", "tsv", "jsonl", "xlsx", "parquet")
# Parts of cells of the good files that no answer may hold, whatever became of them.
VALUES = ("SW1", "SW2", "SW3", "astmoor", "Westmoor", "2026-05-0")


@pytest.fixture(scope="module")
def good_files(tmp_path_factory):
    return made(tmp_path_factory.mktemp("good"))


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """On a machine that is busy a file may take so long that the command says where it is; that is no second line."""
    monkeypatch.setattr("sharewell.cli.check.QUIET_SECONDS", 60)


def made(folder):
    packed, plain = folder / "packed.parquet", folder / "plain.parquet"
    query = "SELECT 'SW' || range AS referral_id, 'Eastmoor' AS ward, DATE '2026-05-01' AS referred_on FROM range(50)"
    with duckdb.connect() as engine:
        engine.execute(f"COPY ({query}) TO '{packed}' (FORMAT parquet)")
        engine.execute(f"COPY ({query}) TO '{plain}' (FORMAT parquet, COMPRESSION uncompressed)")
    return {
        "csv": GOOD + b'SW3,"East, moor",2026-05-03\n',
        "tsv": GOOD.replace(b",", b"\t") + b'SW3\t"East\tmoor"\t2026-05-03\n',
        "jsonl": b'{"referral_id":"SW1","ward":"Eastmoor","referred_on":"2026-05-01"}\n' * 3,
        "xlsx": a_workbook(),
        "parquet": packed.read_bytes(),
        "parquet inside": plain.read_bytes(),
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


def mutant_of(files, kind: str, seed: int) -> bytes:
    """The mutant of that seed: of the bytes as they stand, or every other one of what a container holds."""
    chance = random.Random(seed)
    if seed % 2 and kind == "xlsx":
        return with_one_part_damaged(files[kind], chance)
    if seed % 2 and kind == "parquet":
        return mutant(files["parquet inside"], chance)
    return mutant(files[kind], chance)


def with_one_part_damaged(workbook: bytes, chance: random.Random) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        one = chance.choice(before.namelist())
        for name in before.namelist():
            content = before.read(name)
            damaged = one_token_damaged(content, chance) if chance.randrange(2) else mutant(content, chance)
            after.writestr(zipfile.ZipInfo(name), damaged if name == one else content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


TOKENS = (
    b"0",
    b"-1",
    b"1e999",
    b"NaN",
    b"99999999999999999999",
    b"",
    b"A",
    b"ZZZ1",
    b"A0",
    b"\xff",
    b"s",
    b"e",
    b"d",
)


def one_token_damaged(xml: bytes, chance: random.Random) -> bytes:
    """Still well-formed more often than not: what stands in one attribute, or between two tags, is another thing."""
    places = [at for at, byte in enumerate(xml) if byte in b'"><']
    at = chance.randrange(len(places) - 1)
    return xml[: places[at] + 1] + chance.choice(TOKENS) + xml[places[at + 1] :]


def test_the_mutant_of_a_seed_is_the_same_whenever_it_is_made(tmp_path):
    first = made(tmp_path)
    time.sleep(1.1)

    assert made(tmp_path) == first


@pytest.mark.parametrize("kind", FORMATS)
def test_every_mutant_is_judged_or_unusable_in_one_line_and_in_time(
    good_files, tmp_path, capsys, monkeypatch, drill_n, record_property, kind
):
    monkeypatch.setattr("subprocess.Popen", forked_or_started)
    came_to: Counter[str] = Counter()
    died = []
    for seed in range(drill_n(8, 3000)):
        monkeypatch.setattr(Forked, "ends", [])
        status = checked(tmp_path, f"file.{kind}", mutant_of(good_files, kind, seed), capsys, seed)
        came_to["unusable" if status == 2 else "judged"] += 1
        died += [(seed, end) for end in Forked.ends if end]

    assert not died
    record_property("came_to", f"{came_to['unusable']} unusable, {came_to['judged']} judged, no child died")


@pytest.mark.parametrize("kind", FORMATS)
def test_so_it_is_where_the_child_starts_as_it_does_in_earnest(good_files, tmp_path, capsys, drill_n, kind):
    for seed in range(20_000, 20_000 + drill_n(2, 100)):
        checked(tmp_path, f"file.{kind}", mutant_of(good_files, kind, seed), capsys, seed)


def checked(folder, name: str, content: bytes, capsys, seed: int) -> int:
    """Have the command check the file; it answers in time, as it promises, and tells no value. The exit status."""
    file, terms = folder / name, folder / "terms.json"
    file.write_bytes(content)
    terms.write_text(json.dumps(a_document()))
    started = time.monotonic()

    status = main(["check", str(file), "--terms", str(terms), "--on", "2026-06-01", "--json"])

    out, err = capsys.readouterr()
    assert time.monotonic() - started < 60, seed
    assert not any(value in out + err for value in VALUES), seed
    if status == 2:
        assert (err.count("\n"), err[-1:], out) == (1, "\n", ""), seed
    else:
        assert (err, json.loads(out)["decision"] == "pass") == ("", status == 0), seed
    return status


@pytest.mark.parametrize(
    ("kind", "seed"),
    [("jsonl", 1899), ("tsv", 4751), ("csv", 11684), ("tsv", 11684)],
)
def test_a_mutant_in_which_a_cell_ran_into_a_header_is_judged_and_tells_nothing(
    good_files, tmp_path, kind, seed
):
    damaged = mutant(good_files[kind], random.Random(seed))

    said = json.dumps(gate(tmp_path, damaged, some_terms(), name=f"file.{kind}").as_dict())

    assert not any(value in said for value in VALUES)
