"""CSV and TSV: what is read and as what, and every way of not being what it claims."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.release import GOOD, found, gate, some_terms, terms_of_columns
from sharewell.engine import delimited
from sharewell.engine.storing import LONGEST_RECORD
from sharewell.engine.unusable import FileUnusable

ABC = terms_of_columns("a", "b", "c")

READ = [
    ("plain", b"a,b,c\n1,2,3\n4,5,6\n", 2),
    ("no newline at the end", b"a,b,c\n1,2,3", 1),
    ("blank lines are skipped", b"a,b,c\n\n1,2,3\n\n\n4,5,6\n\n", 2),
    ("blank lines before the header", b"\n\na,b,c\n1,2,3\n", 1),
    ("CRLF", b"a,b,c\r\n1,2,3\r\n", 1),
    ("CR", b"a,b,c\r1,2,3\r", 1),
    ("byte order mark", b"\xef\xbb\xbfa,b,c\n1,2,3\n", 1),
    ("byte order mark before a quote", b'\xef\xbb\xbf"a",b,c\n1,2,3\n', 1),
    ("quoted newlines, of any kind", b'a,b,c\n1,"x\r\ny\nz\rw",3\n', 1),
    ("doubled quotes", b'a,b,c\n1,"say ""so""",""\n', 1),
    ("empty cells", b"a,b,c\n,,\n", 1),
    ("multibyte text", "a,b,c\n1,é€𝄞,3\n".encode(), 1),
]


@pytest.mark.parametrize(("content", "rows"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_what_is_a_table_is_read(tmp_path, content, rows):
    report = gate(tmp_path, content, ABC)

    assert (report.judgement.decision, report.facts.rows) == ("pass", rows)


MARK = "\ufeff".encode()


@pytest.mark.parametrize("before", [b"", MARK])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\n\n\n"])
def test_a_byte_order_mark_below_the_header_is_part_of_its_cell(tmp_path, before, end):
    """What leaves has it: a reader that leaves it out would have judged another file."""
    rows = [
        before + b"referral_id,ward,referred_on",
        MARK + b"SW1,Eastmoor,2026-05-01",
        b"SW2,East,2026-05-02",
        b"",
    ]

    report = gate(tmp_path, end.join(rows))

    assert ("G02", "referral_id", (1,)) in found(report)


UNUSABLE = [
    ("empty", b"", "empty"),
    ("only blank lines", b"\n\n", "no header line"),
    ("only a byte order mark", b"\xef\xbb\xbf", "no header line"),
    ("a cell too few", b"a,b,c\n1,2,3\n1,2\n", "row 2 has 2 cells; expected 3"),
    ("a cell too many", b"a,b,c\n1,2,3\n1,2,3,4\n", "row 2 has 4 cells; expected 3"),
    ("an empty cell too many", b"a,b,c\n1,2,3\n1,2,3,\n", "row 2 has 4 cells; expected 3"),
    ("ragged after a quoted newline", b'a,b,c\n"x\ny",2,3\n1,2\n', "row 2 has 2 cells"),
    ("mixed line endings", b"a,b,c\r\n1,2,3\n", "line endings are mixed (CRLF and LF)"),
    ("a quote never closed", b'a,b,c\n1,2,3\n1,"2,3\n', "line 3: a quoted cell is opened and never closed"),
    ("a quote inside a cell", b'a,b,c\n1,2"x,3\n', "line 2: a quote inside a cell"),
    ("text after a closing quote", b'a,b,c\n1,"2"x,3\n', "line 2: a quote inside a cell"),
    ("a space before a quote", b'a,b,c\n1, "2",3\n', "line 2: a quote inside a cell"),
    ("a NUL", b"a,b,c\n1,\x00,3\n", "a NUL near byte 8"),
    ("not UTF-8", b"a,b,c\n1,\xff,3\n", "byte 8 is not UTF-8"),
    ("cut inside a character", b"a,b,c\n1,2,\xc3", "byte 10 is not UTF-8"),
    ("a zip archive", b"PK\x03\x04" + bytes(30), "first bytes are a zip archive"),
    ("an age file", b"age-encryption.org/v1\n", "sealed already"),
]


@pytest.mark.parametrize(
    ("content", "says"), [case[1:] for case in UNUSABLE], ids=[case[0] for case in UNUSABLE]
)
def test_what_is_not_what_it_claims_says_what_and_where(tmp_path, content, says):
    with pytest.raises(FileUnusable) as refusal:
        gate(tmp_path, content, ABC)

    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).startswith("file.csv: ")


def test_a_row_longer_than_the_engine_reads_is_said_to_be_too_long(tmp_path):
    content = b"a,b,c\n1,2,3\n1," + b"x" * (2 * LONGEST_RECORD + 1) + b",3\n"

    with pytest.raises(FileUnusable, match=r"row 2 is too long|a cell of more than"):
        gate(tmp_path, content, ABC)


def test_row_numbers_count_records_and_not_lines(tmp_path):
    content = b'referral_id,ward,referred_on\n"SW1","two\nlines",2026-05-01\n\nXX,Eastmoor,2026-05-01\n'

    assert found(gate(tmp_path, content)) == [("G02", "referral_id", (2,)), ("G11", None, (2,))]


def test_cells_are_taken_verbatim(tmp_path):
    content = b"referral_id,ward,referred_on\n SW1,Eastmoor,2026-05-01\nSW2 ,Eastmoor, 2026-05-01\n"

    assert found(gate(tmp_path, content)) == [("G02", "referral_id", (1, 2)), ("G02", "referred_on", (2,))]


SPACED = [
    b"referral_id, ward, referred_on\n SW1,  Eastmoor, 2026-05-01\n",
    b'referral_id, "ward", referred_on\nSW1,   "Eastmoor, East", 2026-05-01\n',
]


@pytest.mark.parametrize("content", SPACED)
def test_spaces_after_a_separator_are_skipped_where_the_dialect_says_so(tmp_path, content):
    report = gate(tmp_path, content, some_terms(dialect={"skipInitialSpace": True}))

    assert report.judgement.decision == "pass"


def test_a_file_in_another_encoding_and_with_another_separator_is_read(tmp_path):
    content = "a;b;c\n1;é;3\n".encode("windows-1252")

    report = gate(
        tmp_path,
        content,
        terms_of_columns("a", "b", "c", dialect={"delimiter": ";", "encoding": "windows-1252"}),
    )

    assert report.judgement.decision == "pass"


def test_tabs_separate_a_tsv(tmp_path):
    assert gate(tmp_path, b"a\tb\tc\n1\t2\t3\n", ABC, name="file.tsv").judgement.decision == "pass"


def test_one_column_may_be_empty_in_quotes(tmp_path):
    report = gate(tmp_path, b'a\nx\n\n""\ny\n', terms_of_columns("a"))

    assert (report.facts.rows, report.facts.columns[0].filled) == (3, 2)


@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 7])
@pytest.mark.parametrize(("content", "rows"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_where_the_bytes_are_cut_does_not_matter(tmp_path, monkeypatch, chunk, content, rows):
    monkeypatch.setattr(delimited, "CHUNK", chunk)

    report = gate(tmp_path, content, ABC)

    assert (report.judgement.decision, report.facts.rows) == ("pass", rows)


@pytest.mark.parametrize("chunk", [1, 2, 3, 5])
@pytest.mark.parametrize(
    "content", [case[1] for case in UNUSABLE[3:12]], ids=[case[0] for case in UNUSABLE[3:12]]
)
def test_nor_does_it_let_a_damaged_file_by(tmp_path, monkeypatch, chunk, content):
    monkeypatch.setattr(delimited, "CHUNK", chunk)

    with pytest.raises(FileUnusable):
        gate(tmp_path, content, ABC)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(rows=st.lists(st.tuples(cells, cells), max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_properly_has_as_many_rows_as_were_written(tmp_path, rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("a", "b"), *rows])

    report = gate(tmp_path, text.getvalue().encode(), terms_of_columns("a", "b", scope={"min_rows": 0}))

    assert report.facts.rows == len(rows)
    assert report.facts.columns[0].filled == sum(1 for first, _ in rows if first)


@given(st.binary(max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_at_all_are_judged_or_said_to_be_unusable(tmp_path, content):
    try:
        said = gate(tmp_path, b"a,b\n" + content, ABC).judgement.decision
    except FileUnusable as refusal:
        said = str(refusal)

    assert said
    assert "\n" not in said


def test_the_good_file_of_the_builders_is_good(tmp_path):
    assert gate(tmp_path, GOOD).judgement.decision == "pass"
