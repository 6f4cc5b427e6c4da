"""The notes that a Parquet file carries beside its table: who wrote it, and what programs or people put there.

Programs describe the columns once more (`pandas`, `ARROW:schema` …). Such a note says names of columns, types and
numbers; one that says anything else is for a person, whatever it is called, and one that reads like personal data
blocks.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Collection, Iterator

from sharewell.engine.markup import looks_personal
from sharewell.engine.thrift import Struct
from sharewell.release.facts import Hidden

# Keys under which programs leave a description of the columns; whoever else writes one has something to say.
_OF_PROGRAMS = re.compile(
    r"pandas|ARROW:schema|org\.apache\.spark\..*|(org\.apache\.)?parquet\..*|duckdb.*|polars.*|PARQUET:field_id",
    re.DOTALL,
)
_WRITER = re.compile(r"[A-Za-z][\w.+-]*(?: [\w.+-]+){0,6}(?: \(build [\w.+-]*\))?")
_LONGEST_WRITER = 100
_WORD, _NUMBER = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")
_LONGEST_NUMBER = 8  # digits: a day, a version, a count of rows
# The words of such descriptions: their own keys, and the names of types, of units and of programs.
_WORDS = frozenset(
    """
    index columns column indexes name field type pandas numpy metadata creator library version kind range
    start stop step partition attributes encoding timezone num categories ordered int uint float double
    bool boolean object string str unicode bytes date datetime datetimetz time timedelta timestamp decimal
    categorical category empty mixed integer null none true false ns us ms s utc utf python pyarrow arrow
    fastparquet polars spark duckdb level struct fields nullable long short byte binary array map element
    key value contains legacy java org apache sql parquet row schema session writer model proto avro large
    dictionary na nan id extension precision scale fieldname root geo crs europe london gmt
    """.split()  # noqa: SIM905 (a hundred words are read, not a hundred strings)
)
_PRINTED = re.compile(rb"[\x20-\x7e]{4,}|(?:[\xc3-\xf4][\x80-\xbf]+){3,}")
_LARGEST = (2_000, 500)  # bytes of a schema that say nothing: so many, and so many more for each column


def hidden(footer: Struct, headers: Collection[str]) -> Iterator[Hidden]:
    """What the notes of a footer amount to, by kind."""
    kinds = Counter(_kind(key, value, headers) for key, value in _pairs(footer))
    named = [footer.get(6, b""), *(element.get(4, b"") for element in footer.get(2, ())[:1])]
    kinds += Counter(_of_writer(name) for name in named)
    yield from (Hidden(kind=kind, count=count) for kind, count in sorted(kinds.items()) if kind)


def _pairs(footer: Struct) -> Iterator[tuple[bytes, bytes]]:
    chunks = [chunk.get(3, {}) for group in footer.get(4, ()) for chunk in group.get(1, ())]
    for where, field in ((footer, 5), *((meta, 8) for meta in chunks)):
        yield from ((pair.get(1, b""), pair.get(2, b"")) for pair in where.get(field, ()))


def _kind(key: bytes, value: bytes, headers: Collection[str]) -> str:
    name, text = key.decode(errors="replace"), value.decode(errors="replace")
    if name == "ARROW:schema":
        text = _of_schema(value, len(headers))
    if _OF_PROGRAMS.fullmatch(name) and not says_more(f"{name}\n{text}", headers):
        return "program metadata"
    return "personal note" if looks_personal(f"{name} {text}") else "file metadata"


def _of_writer(name: bytes) -> str:
    """The program that wrote the file names itself, and the table is called "schema" or the like."""
    text = name.decode(errors="replace")
    if not text or (_WRITER.fullmatch(text) and len(text) <= _LONGEST_WRITER and not looks_personal(text)):
        return ""
    return "personal note" if looks_personal(text) else "file metadata"


def says_more(text: str, headers: Collection[str]) -> bool:
    """Whether it says anything but names of columns, words of a description, and short numbers."""
    for header in sorted(headers, key=len, reverse=True):
        text = text.replace(f'"{header}"', " ")
    known = _WORDS | {word for header in headers for word in _words(header)}
    numbers = _NUMBER.findall(text)
    return (
        any(word not in known for word in _words(text))
        or any(len(number) > _LONGEST_NUMBER for number in numbers)
        or len(numbers) > 20 + 5 * len(headers)
    )


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _of_schema(value: bytes, columns: int) -> str:
    """Every text in a schema of Arrow's, which is a binary one and written in base 64."""
    try:
        found = base64.b64decode(value, validate=True)
    except binascii.Error:
        return value.decode(errors="replace")
    printed = _PRINTED.findall(found)
    least, each = _LARGEST
    if len(found) - sum(map(len, printed)) > least + each * columns:
        return "more than a schema"
    return "\n".join(text.decode(errors="replace") for text in printed)
