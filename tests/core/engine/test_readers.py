"""JSON Lines and Parquet, and the child that reads them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from builders.release import GOOD, MONDAY, found, gate, some_terms, terms_of_columns
from sharewell.engine.beside import Beside
from sharewell.engine.examine import examine, look_at
from sharewell.engine.limits import Limits
from sharewell.engine.unusable import FileUnusable

ABC = terms_of_columns("a", "b", "c")


def test_flat_objects_are_a_table_and_numbers_stay_as_written(tmp_path):
    terms = some_terms(
        schema={"fields": [{"name": "a", "constraints": {"enum": ["1.50", "x"]}}, {"name": "b"}]}
    )

    report = gate(tmp_path, b'{"a":1.50,"b":true}\n\n{"b":null,"a":"x"}\n', terms, name="file.jsonl")

    assert (report.judgement.decision, report.facts.rows, report.facts.columns[1].filled) == ("pass", 2, 1)


def test_a_key_that_only_one_object_has_is_an_undeclared_column(tmp_path):
    content = b'{"a":1,"b":2,"c":3}\n{"a":1,"b":2,"c":3,"home_phone":4}\n'

    assert found(gate(tmp_path, content, ABC, name="file.jsonl")) == [("G01", "home_phone", ())]


JSON_UNUSABLE = [
    (b'{"a":{"b":1}}\n', "row 1: a list or an object inside"),
    (b'{"a":[1]}\n', "row 1: a list or an object inside"),
    (b'{"a":1,"a":2}\n', "row 1: a key is repeated"),
    (b'{"a":1}\n{"a":\n', "row 2: not JSON"),
    (b"[1,2]\n", "row 1: expected a JSON object"),
    (b'{"a":NaN}\n', "row 1: not JSON"),
    (b'{"a":"\\ud800"}\n', "row 1: a character"),
    (b'{"a":"\\u0000"}\n', "row 1: a character"),
    (b'{"a":"\xff"}\n', "byte 6 is not UTF-8"),
    (b"[" * 100_000, "row 1: not JSON"),
    (b'{"a":1}\n\x0c\n', "row 2: not JSON"),
    (b'{"a":1}\n\xc2\xa0\xe2\x80\x83\n', "row 2: not JSON"),
    (b'{"a":1}\nabout somebody', "row 2: not JSON"),
    (b'{"a":1}\n\0\0', "row 2: not JSON"),
    (b'{"a":1}\n\xef\xbb\xbf{"a":2}\n', "row 2: not JSON"),
    (b'{"a":1} {"a":2}\n', "row 1: not JSON"),
    (b'{"a":1}// about somebody\n', "row 1: not JSON"),
    (b'{"a":1,"\\u0061":2}\n', "row 1: a key is repeated"),
    (b'{"a":1}\r\n{"a":2}\n', "line endings are mixed"),
    (b"{}\n", "no keys at all"),
    (b"\n\n", "no keys at all"),
]


@pytest.mark.parametrize(("content", "says"), JSON_UNUSABLE)
def test_json_lines_that_are_no_table_are_unusable(tmp_path, content, says):
    with pytest.raises(FileUnusable) as refusal:
        gate(tmp_path, content, ABC, name="file.jsonl")

    assert says in str(refusal.value)


SPACED = {
    "behind the value": (b'{"a":"x"} \t\n', 1),
    "before it": (b' {"a":"x"}\n', 1),
    "between key and value": (b'{"a":\t"x"}\n{"a":  "x"}\n', 2),
    "of a program's own": (b'{"a": "x", "b": 1}\n', 0),
    "within a text": (b'{"a":"x  y "}\n{"a":"x\\" \\t  y"}\n', 0),
    "before the end of a line": (b'{"a":"x"}\r\n', 0),
}


@pytest.mark.parametrize(("content", "count"), SPACED.values(), ids=SPACED.keys())
def test_blanks_between_the_values_may_say_something(tmp_path, content, count):
    report = gate(tmp_path, content, terms_of_columns("a", "b"), name="file.jsonl")

    told = [(str(each.severity), each.count) for each in report.judgement.findings if each.check == "G11"]
    assert told == [("review", count)] * bool(count)


def a_parquet(folder: Path, query: str) -> bytes:
    file = folder / "made.parquet"
    duckdb.connect().execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    return file.read_bytes()


def test_typed_values_are_taken_back_to_text_in_one_way(tmp_path):
    content = a_parquet(
        tmp_path, "SELECT 7 a, DATE '2026-01-02' b, TIMESTAMP '2026-01-02 03:04:05' c, true d"
    )
    fields = [
        {"name": "a", "type": "integer"},
        {"name": "b", "type": "date"},
        {"name": "c", "type": "datetime"},
        {"name": "d", "type": "boolean", "constraints": {"required": True}},
    ]

    assert (
        gate(tmp_path, content, some_terms(schema={"fields": fields}), name="f.parquet").judgement.decision
        == "pass"
    )


@pytest.mark.parametrize(
    "query", ["SELECT [1] a", "SELECT {'x': 1} a", "SELECT MAP {'x': 1} a", "SELECT 'x'::BLOB a"]
)
def test_columns_that_are_not_plain_values_are_unusable(tmp_path, query):
    with pytest.raises(FileUnusable):
        gate(tmp_path, a_parquet(tmp_path, query), ABC, name="file.parquet")


def test_a_damaged_parquet_file_is_unusable_wherever_it_is_damaged(tmp_path):
    content = a_parquet(tmp_path, "SELECT range a, range::VARCHAR b, range c FROM range(1000)")

    for damaged in (content[:-100], content[:4] + content[200:], content[:8] + b"\xff" * 300 + content[308:]):
        with pytest.raises(FileUnusable):
            gate(tmp_path, damaged, ABC, name="file.parquet")


def test_a_damaged_earlier_file_is_the_one_that_is_named(tmp_path):
    content = a_parquet(tmp_path, "SELECT range a, range::VARCHAR b, range c FROM range(1000)")
    earlier = tmp_path / "earlier.parquet"
    earlier.write_bytes(content[:8] + b"\xff" * 300 + content[308:])
    terms = terms_of_columns("a", "b", "c", disclosure={"quasi_identifiers": ["a"], "k": 2})

    with pytest.raises(FileUnusable, match=r"earlier\.parquet"):
        gate(tmp_path, content, terms, name="file.parquet", beside=Beside(earlier=(earlier,)))


# --- the child ----------------------------------------------------------------------------------------
@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.csv"
    file.write_bytes(GOOD)
    return file


def test_a_file_examined_in_its_own_process_is_judged_alike(tmp_path, good):
    report = examine(good, some_terms(), terms_sha256="0" * 64, on=MONDAY)

    assert report.as_dict() == gate(tmp_path, GOOD, name="good.csv").as_dict()


def test_a_file_kept_under_its_digest_is_called_by_its_name(tmp_path, good):
    kept = good.rename(tmp_path / "0f3c")

    report = examine(kept, some_terms(), terms_sha256="0" * 64, on=MONDAY, name="returns.csv")

    assert report.facts.name == "returns.csv"


STARVED = [Limits(address_space=1, memory=1), Limits(seconds=0)]


@pytest.mark.parametrize("limits", STARVED)
def test_a_child_that_comes_to_its_limits_takes_nothing_with_it(good, limits):
    with pytest.raises(FileUnusable, match="limits"):
        examine(good, some_terms(), terms_sha256="0" * 64, on=MONDAY, limits=limits)


def test_nothing_of_the_file_stays_behind(tmp_path, good, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()

    examine(good, some_terms(), terms_sha256="0" * 64, on=MONDAY)

    assert list((tmp_path / "tmp").iterdir()) == []


def test_without_terms_it_only_looks(good):
    seen = look_at(good, on=MONDAY)

    assert (seen.facts.rows, seen.findings) == (2, ())
    assert [column.type for column in seen.facts.columns] == ["string", "string", "date"]
