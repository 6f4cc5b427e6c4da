"""What a Parquet file holds besides its cells: each hiding place in a real file made for it, and each told by G11.

A file that is not treated leaves to the last byte, so what programs of good faith write must pass, and nothing else.
"""

from __future__ import annotations

import base64
import io
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import FIELDS, gate, leaving, some_facts, some_terms, terms_of_columns
from sharewell.engine.beside import Beside
from sharewell.engine.parquet import beside_cells
from sharewell.engine.parquet_notes import says_more
from sharewell.engine.thrift import NotThrift, structure
from sharewell.register.terms import Terms
from sharewell.release.hidden import findings

WARDS = ["Eastmoor", "Westmoor"]


def a_table(**columns) -> pa.Table:
    return pa.table(
        {"referral_id": ["SW1", "SW2"], "ward": WARDS, "referred_on": [date(2026, 5, 1), date(2026, 5, 2)]}
        | columns
    )


def written(table: pa.Table | None = None, **options) -> bytes:
    """The table as Arrow writes it, without any note unless one is asked for."""
    out = io.BytesIO()
    pq.write_table(a_table() if table is None else table, out, **{"store_schema": False} | options)
    return out.getvalue()


def by_duckdb(folder, query: str = "FROM given", options: str = "") -> bytes:
    path = folder / "duckdb.parquet"
    with duckdb.connect() as engine:
        engine.register("given", a_table())
        engine.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet{options})")
    return path.read_bytes()


def with_notes(notes: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with pq.ParquetWriter(out, a_table().schema, store_schema=False) as writer:
        writer.write_table(a_table())
        writer.add_key_value_metadata(notes)
    return out.getvalue()


def told(folder, content: bytes) -> list[tuple[str, str | None]]:
    """What G11 says of a file besides its cells: how it weighs, and of which column."""
    path = folder / "file.parquet"
    path.write_bytes(content)
    with duckdb.connect() as engine:
        headers = [name for name, *_ in engine.execute(f"DESCRIBE FROM '{path}'").fetchall()]
        hidden = beside_cells(path, engine, headers)
    return [
        (str(each.severity), each.field) for each in findings(some_facts(headers, hidden=hidden), headers)
    ]


def told_by_the_gate(folder, content: bytes, terms: Terms, **given) -> list[tuple[str, str | None]]:
    report = gate(folder, content, terms, name="file.parquet", **given)
    return [(str(each.severity), each.field) for each in report.judgement.findings if each.check == "G11"]


# --- files of good faith --------------------------------------------------------------------------------
def a_table_of_all_types(rows: int = 400) -> pa.Table:
    numbers = range(rows)
    moment = datetime(2026, 1, 1, 1, 2, 3, tzinfo=UTC)
    return pa.table(
        {
            "text": [f"SW{i}" if i % 7 else None for i in numbers],
            "few": [f"ward {i % 9}" for i in numbers],
            "long": ["x" * 80 + str(i) for i in numbers],
            "accents": [f"é{i % 5}\U0001f600" * 9 for i in numbers],
            "whole": list(numbers),
            "unsigned": pa.array(numbers, pa.uint32()),
            "fraction": [i / 3 if i % 5 else float("nan") for i in numbers],
            "zero": [0.0 if i % 2 else -0.0 for i in numbers],
            "yes": [i % 2 == 0 for i in numbers],
            "day": [date(2020, 1, 1 + i % 28) for i in numbers],
            "time": [time(1, 2, i % 60) for i in numbers],
            "moment": pa.array(
                [moment.replace(tzinfo=None, microsecond=i) for i in numbers], pa.timestamp("us")
            ),
            "moment_utc": pa.array(
                [moment.replace(second=i % 60) for i in numbers], pa.timestamp("ms", "UTC")
            ),
            "money": [Decimal(i) / 100 for i in numbers],
            "nothing": pa.nulls(rows, pa.string()),
            "category": pa.array([f"c{i % 3}" for i in numbers]).dictionary_encode(),
        }
    )


BY_ARROW = {
    "as it comes": {},
    "in groups": {"row_group_size": 100},
    "with an index, and new pages": {
        "write_page_index": True, "data_page_size": 300, "data_page_version": "2.0", "compression": "zstd"
    },
    "without dictionaries": {"use_dictionary": False, "compression": "none", "data_page_size": 200},
    "where the dictionary is given up": {"dictionary_pagesize_limit": 300, "data_page_size": 200},
    "of old times": {"version": "1.0", "use_deprecated_int96_timestamps": True, "compression": "gzip"},
}  # fmt: skip


@pytest.mark.parametrize("options", BY_ARROW.values(), ids=BY_ARROW.keys())
def test_of_what_arrow_writes_nothing_is_told(tmp_path, options):
    assert told(tmp_path, written(a_table_of_all_types(), **options)) == []


@pytest.mark.parametrize("options", ["", ", ROW_GROUP_SIZE 2048", ", PARQUET_VERSION v2, CODEC zstd"])
def test_of_what_the_engine_writes_nothing_is_told_and_its_filters_are_computed_anew(tmp_path, options):
    path = tmp_path / "all.parquet"
    with duckdb.connect() as engine:
        engine.register("given", a_table_of_all_types(3000))
        engine.execute(f"COPY (FROM given) TO '{path}' (FORMAT parquet{options})")
        filters = engine.execute(
            f"SELECT count(bloom_filter_offset) FROM parquet_metadata('{path}')"
        ).fetchone()

    assert told(tmp_path, path.read_bytes()) == []
    assert filters[0] > 5


TEXT = {"pandas_type": "unicode", "numpy_type": "object", "metadata": None}
A_DAY = {
    "pandas_type": "datetimetz",
    "numpy_type": "datetime64[ns]",
    "metadata": {"timezone": "Europe/London"},
}
NOTES = {
    "pandas": {
        "index_columns": [{"kind": "range", "name": None, "start": 0, "stop": 2, "step": 1}],
        "column_indexes": [TEXT | {"name": None, "field_name": None, "metadata": {"encoding": "UTF-8"}}],
        "columns": [
            TEXT | {"name": "ward", "field_name": "ward"},
            A_DAY | {"name": "referred_on", "field_name": "referred_on"},
        ],
        "attributes": {},
        "creator": {"library": "pyarrow", "version": "26.0.1"},
        "pandas_version": "2.2.3",
    },
    "org.apache.spark.sql.parquet.row.metadata": {
        "type": "struct",
        "fields": [{"name": "ward", "type": "string", "nullable": True, "metadata": {}}],
    },
    "org.apache.spark.version": "4.3.0",
}


@pytest.mark.parametrize(("key", "note"), NOTES.items())
def test_what_a_program_notes_of_the_columns_is_a_warning(tmp_path, key, note):
    assert told(tmp_path, with_notes({key: json.dumps(note)})) == [("warn", None)]


def test_so_is_a_schema_in_the_words_of_arrow(tmp_path):
    assert told(tmp_path, written(store_schema=True)) == [("warn", None)]


# --- notes that say more --------------------------------------------------------------------------------
SOMEBODY = "Jo Brown, 943 476 5919"


def in_the_schema(note: str) -> str:
    schema = a_table().schema.with_metadata({"note": note})
    return base64.b64encode(schema.serialize().to_pybytes()).decode()


SAYING = {
    "a note of somebody's own": ({"note": "see the other file"}, "review"),
    "a table of people under a key of somebody's own": ({"backup": json.dumps([SOMEBODY])}, "block"),
    "a table of people under a program's key": ({"pandas": json.dumps({"columns": [SOMEBODY]})}, "block"),
    "surnames under a program's key": ({"pandas": json.dumps({"columns": ["Abara", "Okonjo"]})}, "review"),
    "attributes that pandas keeps": ({"pandas": json.dumps({"attributes": {"about": "the Abaras"}})}, "review"),
    "a number that is no count": ({"pandas": json.dumps({"stop": 9434765919})}, "block"),
    "very many numbers": ({"pandas": json.dumps(list(range(200)))}, "review"),
    "words in Arrow's schema": ({"ARROW:schema": in_the_schema("about the Abaras")}, "review"),
    "somebody in Arrow's schema": ({"ARROW:schema": in_the_schema(SOMEBODY)}, "block"),
    "bytes in Arrow's schema": ({"ARROW:schema": base64.b64encode(bytes(range(128, 192)) * 99).decode()}, "review"),
    "no schema of Arrow's": ({"ARROW:schema": "about the Abaras!"}, "review"),
    "a key that says it all": ({"Abara has moved": ""}, "review"),
    "a key that begins like a program's": ({"parquet.Abara has moved": ""}, "review"),
}  # fmt: skip


@pytest.mark.parametrize(("notes", "weight"), SAYING.values(), ids=SAYING.keys())
def test_a_note_that_says_more_than_the_columns_is_told_whatever_its_key(tmp_path, notes, weight):
    assert told(tmp_path, with_notes(notes)) == [(weight, None)]


def test_who_wrote_the_file_is_a_program(tmp_path):
    writer, somebody = b"parquet-cpp-arrow version", b"Jo Brown: 943 476 5919 xx"

    assert told(tmp_path, written().replace(writer, somebody)) == [("block", None)]


@given(st.lists(st.sampled_from(["ward", "Surname of child", "index", "int64", "12", "2.2.3"]), max_size=9))
def test_names_of_columns_types_and_versions_say_nothing_in_whatever_order(words):
    assert not says_more(json.dumps(words), ["ward", "Surname of child"])


# --- bytes and entries that belong to nothing -------------------------------------------------------------
def before_the_footer(content: bytes, more: bytes) -> bytes:
    at = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    return content[:at] + more + content[at:]


def in_the_footer(content: bytes, more: bytes, *, before_its_end: int) -> bytes:
    length = int.from_bytes(content[-8:-4], "little")
    at = len(content) - 8 - before_its_end
    return content[:at] + more + content[at:-8] + (length + len(more)).to_bytes(4, "little") + b"PAR1"


# Field 32767 of the footer, a text: where the format says that extensions may stand, and every reader passes over them.
AN_EXTENSION = b"\x08\xfe\xff\x03\x0fabout the Abara"
BYTES = {
    "between the pages and the footer": lambda content: before_the_footer(content, b"about somebody"),
    "behind the footer's end": lambda content: in_the_footer(content, b"about somebody", before_its_end=0),
    "an entry that no reader knows": lambda content: in_the_footer(content, AN_EXTENSION, before_its_end=1),
}


@pytest.mark.parametrize("change", BYTES.values(), ids=BYTES.keys())
def test_bytes_and_entries_that_nobody_reads_are_told(tmp_path, change):
    assert told(tmp_path, change(written())) == [("block", None)]


def test_nothing_but_zeros_is_padding(tmp_path):
    assert told(tmp_path, before_the_footer(written(), bytes(64))) == []


# --- values that no cell has ------------------------------------------------------------------------------
def narrowed() -> pa.Table:
    """A category of which one value is not in use any more, as pandas and Arrow keep it."""
    wards = pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array([*WARDS, "Abara"]))
    return a_table(ward=wards)


def elsewhere_than_the_cells(content: bytes, old: bytes, new: bytes) -> bytes:
    """The bytes of a value changed wherever they stand behind the first page of the column, which is its dictionary."""
    at = content.index(old) + len(old)
    return content[:at] + content[at:].replace(old, new)


UNCOMPRESSED = {"compression": "none", "write_statistics": ["ward"], "use_dictionary": ["ward"]}
KEPT = {
    "a category that was narrowed": lambda: written(narrowed()),
    "a smallest or greatest that no cell has": lambda: elsewhere_than_the_cells(
        written(**UNCOMPRESSED), b"Westmoor", b"Xxxxmoor"
    ),
    "an index that says another": lambda: written(
        write_page_index=True, **UNCOMPRESSED
    ).replace(b"\x19\x18\x08Eastmoor", b"\x19\x18\x08Aastmoor"),
}  # fmt: skip


@pytest.mark.parametrize("made", KEPT.values(), ids=KEPT.keys())
def test_a_value_that_no_cell_has_is_told_by_its_column(tmp_path, made):
    assert told(tmp_path, made()) == [("block", "ward")]


def test_it_is_told_by_the_name_that_leaves_also_when_a_column_before_it_is_dropped(tmp_path):
    fields = [field for field in FIELDS if field["name"] != "referral_id"]
    drop = [{"field": "referral_id", "do": "drop"}]

    terms = some_terms(schema={"fields": fields}, treatments=drop)

    assert told_by_the_gate(tmp_path, written(narrowed()), terms) == [("block", "ward")]


def test_a_file_that_lies_about_its_values_does_not_get_by_a_list_of_people(tmp_path):
    """The engine skips rows by what the file says of them: this one hid a person on the list of those withheld."""
    withheld = tmp_path / "withheld.csv"
    withheld.write_text("referral_id\nSW1\n")
    rows = a_table(referral_id=["SW1", "SW1"])
    content = written(rows, compression="none", use_dictionary=True, write_statistics=["referral_id"])
    lying = elsewhere_than_the_cells(content, b"SW1", b"SW3")

    terms = terms_of_columns(*rows.column_names)
    assert ("block", "referral_id") in told_by_the_gate(
        tmp_path, lying, terms, beside=Beside(withheld=withheld)
    )


def test_a_filter_that_is_not_that_of_the_cells_is_for_a_person(tmp_path):
    content = bytearray(by_duckdb(tmp_path, "SELECT * FROM given, range(40)"))
    with duckdb.connect() as engine:
        place = engine.execute(
            f"SELECT bloom_filter_offset + bloom_filter_length FROM parquet_metadata('{tmp_path}/duckdb.parquet') "
            "WHERE path_in_schema = 'ward'"
        ).fetchone()
    content[place[0] - 1] ^= 0x80

    assert ("review", "ward") in told(tmp_path, bytes(content))


def test_a_treated_file_keeps_nothing_of_what_was_beside_the_cells(tmp_path):
    mask = [{"field": "ward", "do": "mask", "keep": 4}]
    gate(tmp_path, written(narrowed()), some_terms(treatments=mask), name="file.parquet")

    (tmp_path / "again").mkdir()
    assert told(tmp_path / "again", leaving(tmp_path)) == []


# --- the protocol -----------------------------------------------------------------------------------------
@given(st.binary(max_size=200))
def test_any_bytes_are_a_structure_or_none_and_nothing_else_happens(data):
    try:
        found, end = structure(data)
    except NotThrift:
        return
    assert isinstance(found, dict)
    assert 0 < end <= len(data)
