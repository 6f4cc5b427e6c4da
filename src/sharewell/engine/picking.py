r"""Which cells could hold personal data, as any engine can tell them; whether they do is judged on those alone.

    every cell --> folded to ASCII --> could anything be here? --> the cells that could, some rows at a time
                                       (the patterns of `detecting`, as they are)

The patterns rest on `\b` and `(?i)`, which every engine reads alike where a text has no letters but those of ASCII. So
it is the cell that is made the same to all engines, and not the patterns: a letter of another script becomes a mark
that is no letter to anybody. Two letters alone are a letter of ASCII to RE2 in another case (the Kelvin sign and the
long s); a cell that has one of them, or a character that is not seen, is always picked. What is picked holds all that
`Detecting` would have found, and some that it will not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from sharewell.engine.detecting import ANYTHING, LOOK_ALIKES
from sharewell.engine.probing import Probing
from sharewell.engine.staging import quoted
from sharewell.release.detectors import UNSEEN_CHARACTERS

# Columns in one pass: each brings all patterns into its query, and an engine has to hold that.
AT_ONCE = 8
# What is brought at once: so many rows at most, and about so many letters.
MOST_ROWS, MOST_LETTERS = 100_000, 16_000_000
PLACE = "place"  # the column of the rows' numbers, among those of cells
_OTHER = "[^\\x00-\\x7F’]"
_NO_LETTER = "~"
_LOST_IN_FOLDING = f"[\u212a\u017f]|{UNSEEN_CHARACTERS}"


class Elsewhere(Protocol):
    """An engine that hands on rows in batches besides answering queries."""

    def execute(self, query: str, /) -> Any: ...
    def batches(self, query: str, /) -> Iterator[Any]: ...


def could_match(cell: str, pattern: str) -> str:
    """Whether a pattern of ours may be found in a cell: true wherever RE2 finds it."""
    folded = f"regexp_replace({cell}, {quoted(_OTHER)}, {quoted(_NO_LETTER)}, 'g')"
    return (
        f"(regexp_matches({folded}, {quoted(pattern)}) OR regexp_matches({cell}, {quoted(_LOST_IN_FOLDING)}))"
    )


def picked(engine: Elsewhere, probing: Probing, width: int) -> Iterator[Any]:
    """The cells of the staged table that could hold personal data, in batches (place, c0, c1 …): NULL where none is.

    Columns in which nothing could be anywhere are left out. A row comes once for each group of columns that has a cell.
    """
    hits = _hits(engine, probing, width)
    if not hits:  # nor any rows
        return
    last = _one_row(engine, "SELECT max(rowid) FROM staged")[0]
    step = max(1, min(MOST_ROWS, MOST_LETTERS * (last + 1) // max(sum(hits.values()), 1)))
    for some in groups(list(hits)):
        cells = ", ".join(
            f"CASE WHEN {_could_be(probing, f'c{c}') if c in some else 'false'} THEN c{c} END AS c{c}"
            for c in hits
        )
        any_here = " OR ".join(f"c{column} IS NOT NULL" for column in some)
        for first in range(0, last + 1, step):
            between = f"rowid >= {first} AND rowid < {first + step}"
            yield from engine.batches(
                f"SELECT * FROM (SELECT rowid AS {PLACE}, {cells} FROM staged WHERE {between}) "  # noqa: S608
                f"WHERE {any_here}"
            )


def groups(columns: Sequence[int]) -> Iterator[Sequence[int]]:
    """The columns, so many at once as one query may ask about."""
    return (columns[start : start + AT_ONCE] for start in range(0, len(columns), AT_ONCE))


def columns_of(engine: Any, path: Path) -> tuple[int, ...]:
    """Which columns of the staged table are among what was picked into that file."""
    found = engine.execute(f"SELECT * FROM read_parquet({quoted(str(path))}) LIMIT 0").description  # noqa: S608
    return tuple(int(name[1:]) for name, *_ in found if name != PLACE)


def _hits(engine: Elsewhere, probing: Probing, width: int) -> dict[int, int]:
    """The columns in which anything could be, and how many letters their cells have."""
    hits: dict[int, int] = {}
    for columns in groups(range(width)):
        told = ", ".join(
            f"sum(CASE WHEN NOT {probing.nothing(f'c{c}')} AND {could_match(f'c{c}', ANYTHING)} THEN 1 END), "
            f"sum(length(c{c}))"
            for c in columns
        )
        found = _one_row(engine, f"SELECT {told} FROM staged")  # noqa: S608
        hits |= {c: letters for c, n, letters in zip(columns, found[::2], found[1::2], strict=True) if n}
    return hits


def _could_be(probing: Probing, cell: str) -> str:
    """What could be anything, and what looks like it: of the look-alikes of a name it matters how many are none."""
    return f"NOT {probing.nothing(cell)} AND {could_match(cell, f'{ANYTHING}|{LOOK_ALIKES}')}"


def _one_row(engine: Elsewhere, query: str) -> tuple[Any, ...]:
    row: Any = engine.execute(query).fetchone()
    return tuple(row)
