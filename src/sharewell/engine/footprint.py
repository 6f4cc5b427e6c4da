"""What is remembered of a file for differencing: its classes and records by keyed digest (docs/spec/disclosure.md).

The digests are made in the engine, on the file as it leaves; the clear values stay in the child.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import duckdb

from sharewell.engine.pseudonym import hmac_of
from sharewell.engine.staging import quoted
from sharewell.register.terms import Disclosure, Terms
from sharewell.release.differencing import Footprint, View
from sharewell.vocabulary.canonical import canonical

DIGEST = 32  # hexadecimal digits: 128 bits
MOST = 2_000_000  # classes of all views together, or records: what one file may leave behind
EVERY_VIEW = 5  # up to so many quasi-identifiers every way of summing some over is remembered
LEAST_BYTES = 32


def key_id(key: bytes) -> str:
    """What a key is called beside the digests made with it, 16 hexadecimal digits."""
    return hmac.new(key, b"sharewell differencing key id v1", "sha256").hexdigest()[:16]


def footprint(
    engine: duckdb.DuckDBPyConnection, headers: Sequence[str], terms: Terms, key: bytes
) -> Footprint | None:
    """The footprint of the staged file; None where the terms set no limit to compare by.

    A digest is HMAC-SHA256 under `key`, cut to 128 bits. Raises `ValueError` for a key of less than 32 bytes.
    """
    if len(key) < LEAST_BYTES:
        raise ValueError(f"expected a key of at least {LEAST_BYTES} bytes")
    asked = terms.disclosure
    if asked is None or asked.smallest_cell is None or not _fields(asked, headers):
        return None
    return _Taking(engine, headers, terms, asked, key).taken()


def _fields(asked: Disclosure, headers: Sequence[str]) -> View:
    """The quasi-identifiers; in a table of counts where none are named, every column but the count."""
    if asked.count_field is not None and asked.count_field not in headers:
        return ()
    named = asked.quasi_identifiers or tuple(name for name in headers if name != asked.count_field)
    return tuple(sorted(set(named))) if all(name in headers for name in named) else ()


class _Taking:
    def __init__(
        self,
        engine: duckdb.DuckDBPyConnection,
        headers: Sequence[str],
        terms: Terms,
        asked: Disclosure,
        key: bytes,
    ) -> None:
        self.engine, self.headers, self.terms, self.key = engine, headers, terms, key
        self.counted = f"c{headers.index(asked.count_field)}" if asked.count_field else None
        self.fields = _fields(asked, headers)

    def taken(self) -> Footprint:
        nothing = Footprint(key=key_id(self.key), counted=self.counted is not None)
        views: dict[View, dict[str, int]] = {}
        for view in self._views():
            room = MOST - sum(map(len, views.values()))
            views[view] = dict(self._rows(self._classes(view), room + 1))
            if len(views[view]) > room:
                return replace(nothing, too_large=True)
        records = self._records()
        if records is not None and len(records) > MOST:
            return replace(nothing, too_large=True)
        return replace(nothing, views=views, records=records)

    def _views(self) -> Iterator[View]:
        yield self.fields
        # A table of counts holds its own sums, told or not; nothing is summed over for it.
        if self.counted is None:
            every = len(self.fields) <= EVERY_VIEW
            for width in range(len(self.fields) - 1, 0, -1) if every else (1,):
                yield from combinations(self.fields, width)

    def _classes(self, view: View) -> str:
        people, where = "count(*)", "TRUE"
        if self.counted is not None:
            whole = f"regexp_full_match({self.counted}, '\\d{{1,15}}(\\.0*)?')"
            people, where = f"sum({self.counted}::DECIMAL(38, 9))::BIGINT", whole
        text = self._text("class", view)
        return (
            f"SELECT left({hmac_of('named', self.key)}, {DIGEST}), people "  # noqa: S608
            f"FROM (SELECT {text} AS named, {people} AS people FROM staged WHERE {where} GROUP BY 1)"
        )

    def _records(self) -> dict[str, str] | None:
        by = self._record_key()
        if by is None or self.counted is not None:
            return None
        record, group = self._text("record", by), self._text("class", self.fields)
        return dict(
            self._rows(
                f"SELECT left({hmac_of(record, self.key)}, {DIGEST}), left({hmac_of(group, self.key)}, {DIGEST}) "  # noqa: S608
                "FROM staged",
                MOST + 1,
            )
        )

    def _record_key(self) -> View | None:
        """The fields by which a recipient knows a record again: a key, or what was pseudonymised."""
        schema = self.terms.schema
        keys = [
            schema.primary_key,
            *((each.name,) for each in schema.fields if each.unique),
            *((each.field,) for each in self.terms.treatments if each.do == "pseudonymise"),
        ]
        return next((key for key in keys if key and all(name in self.headers for name in key)), None)

    def _text(self, what: str, names: View) -> str:
        """What is digested: which fields these are, then each cell with its length, or that it holds nothing."""
        parts = [quoted(f"{what} {canonical(list(names)).decode()}")]
        for name in names:
            cell = f"c{self.headers.index(name)}"
            parts.append(
                f"CASE WHEN {self._nothing(cell)} THEN '-' ELSE '+' || length({cell}) || ':' || {cell} END"
            )
        return " || ".join(parts)

    def _nothing(self, cell: str) -> str:
        texts = ", ".join(map(quoted, self.terms.schema.missing_values))
        return f"({cell} IS NULL OR {cell} IN ({texts}))" if texts else f"({cell} IS NULL)"

    def _rows(self, query: str, most: int) -> list[tuple[Any, ...]]:
        return self.engine.execute(f"{query} LIMIT {int(most)}").fetchall()
