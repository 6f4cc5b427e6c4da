"""JSON Lines: one flat object a line. A value inside a value, or a key that is there twice, is not a table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from sharewell.engine import storing
from sharewell.engine.staging import Staged
from sharewell.engine.unusable import FileUnusable
from sharewell.release.facts import Hidden
from sharewell.release.finding import SHOWN_ROWS

_Row = dict[str, str | None]
LONGEST_LINE = storing.LONGEST_RECORD // 4
MOST_COLUMNS = 4_000
_BLANK = " \t\r\n"  # what JSON takes for nothing (RFC 8259, 2); of other blanks it knows none
_IN_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*"')
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: JSON can write it, text cannot hold it


def stage(path: Path, engine: duckdb.DuckDBPyConnection) -> Staged:
    """Stage the objects of a file; the columns are the keys in the order in which they first appear.

    Numbers stay as they are written. A key that an object lacks, and a null, are nothing. Raises
    `FileUnusable`.
    """
    spaced = _Spaced()
    headers = list(dict.fromkeys(key for row in _objects(path, spaced.take) for key in row))
    if len(headers) > MOST_COLUMNS:
        raise FileUnusable(f"{path.name}: {len(headers)} different keys; at most {MOST_COLUMNS} are read")
    if not headers:
        raise FileUnusable(f"{path.name}: no keys at all; expected one JSON object a line")
    rows = ([row.get(key) for key in headers] for row in _objects(path))
    storing.keep_rows(engine, rows, len(headers))
    return Staged(headers=tuple(headers), hidden=spaced.hidden())


class _Spaced:
    """Counts the lines with blanks between their values as no program puts there: by them a text can be written."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.count = 0

    def take(self, line: str, row: int) -> None:
        bare = line.rstrip("\r\n")
        # To look whether there is any is quick, and mostly there is none.
        if ("\t" in bare or "  " in bare or bare != bare.strip(" ")) and self._outside(bare):
            self.count += 1
            self.rows += [row] if len(self.rows) < SHOWN_ROWS else []

    @staticmethod
    def _outside(line: str) -> bool:
        outside = _IN_QUOTES.sub("", line)
        return "\t" in outside or "  " in outside or outside != outside.strip(" ")

    def hidden(self) -> tuple[Hidden, ...]:
        return (Hidden(kind="spacing", count=self.count, rows=tuple(self.rows)),) if self.count else ()


def _objects(path: Path, notice: Callable[[str, int], None] = lambda line, row: None) -> Iterator[_Row]:
    decoder = json.JSONDecoder(
        object_pairs_hook=_each_key_once, parse_int=str, parse_float=str, parse_constant=_no_such_number
    )
    number = 0
    for line in _lines(path):
        if line.strip(_BLANK):
            number += 1
            notice(line, number)
            yield _cells(decoder, line, f"{path.name}: row {number}")


def _lines(path: Path) -> Iterator[str]:
    offset, ends = 0, set()
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise FileUnusable(
                    f"{path.name}: the line at byte {offset} is longer than {LONGEST_LINE} bytes"
                )
            if line.endswith(b"\n"):
                ends.add(line.endswith(b"\r\n"))
            if len(ends) > 1:
                raise FileUnusable(
                    f"{path.name}: line endings are mixed (CRLF and LF); expected one kind throughout"
                )
            try:
                yield line.decode("utf-8-sig" if offset == 0 else "utf-8")
            except UnicodeDecodeError as problem:
                place = offset + problem.start
                raise FileUnusable(f"{path.name}: byte {place} is not UTF-8 text") from None
            offset += len(line)


def _cells(decoder: json.JSONDecoder, line: str, place: str) -> dict[str, str | None]:
    try:
        row = decoder.decode(line)
    except _Repeated:
        raise FileUnusable(f"{place}: a key is repeated") from None
    except (ValueError, RecursionError):
        raise FileUnusable(f"{place}: not JSON; expected one object a line") from None
    if not isinstance(row, dict):
        raise FileUnusable(f"{place}: expected a JSON object")
    return {_text(key, place): _text(value, place) for key, value in row.items()}


def _text(value: Any, place: str) -> Any:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str():
            if "\0" in value or _SURROGATE.search(value):
                raise FileUnusable(f"{place}: a character that text may not hold")
            return value
    raise FileUnusable(f"{place}: a list or an object inside the object; expected flat values")


class _Repeated(Exception):
    """A key is there twice in one object."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise _Repeated
    return dict(pairs)


def _no_such_number(_: str) -> str:
    raise ValueError
