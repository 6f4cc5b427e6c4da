"""What kind of file it is: by its name, and by its first bytes, which must agree."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from sharewell.engine.unusable import FileUnusable


class Kind(StrEnum):
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSON_LINES = "jsonl"


SUFFIXES = {
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".tab": Kind.TSV,
    ".xlsx": Kind.XLSX,
    ".xlsm": Kind.XLSX,  # read so that its macros can be named as the reason it does not leave
    ".parquet": Kind.PARQUET,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
}
# First bytes that say what a file really is, whatever it is called.
MAGIC = {
    b"PK\x03\x04": "a zip archive (an .xlsx workbook is one)",
    b"PK\x05\x06": "an empty zip archive",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an old Office document (.xls, or an encrypted workbook)",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"age-encryption.org/": "an age file, sealed already",
    b"SQLite format 3": "a database",
}
EXPECTED = {Kind.XLSX: b"PK\x03\x04", Kind.PARQUET: b"PAR1"}


def kind_of(path: Path) -> Kind:
    """The kind of a file. Raises `FileUnusable` when its name says nothing, or something its bytes do not."""
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise FileUnusable(f"{path.name}: expected a name ending in .csv, .tsv, .xlsx, .parquet or .jsonl")
    head = _head(path)
    if not head:
        raise FileUnusable(f"{path.name}: the file is empty; expected a header line at least")
    expected = EXPECTED.get(kind)
    if expected and head.startswith(expected):
        return kind
    looks_like = next((what for magic, what in MAGIC.items() if head.startswith(magic)), "not one")
    if expected or looks_like != "not one":
        raise FileUnusable(f"{path.name}: expected {_article(kind)}, but its first bytes are {looks_like}")
    return kind


def _article(kind: Kind) -> str:
    return {Kind.XLSX: "an .xlsx workbook", Kind.PARQUET: "a Parquet file"}.get(kind, f"{kind.upper()} text")


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileUnusable(f"{path.name}: {'not a file' if path.exists() else 'no such file'}")
        with path.open("rb") as file:
            return file.read(32)
    except OSError as problem:
        raise FileUnusable(f"{path.name}: {(problem.strerror or 'cannot be read').lower()}") from None
