"""Looking for personal data in the staged table: one alternation over every cell, everything else on its hits.

    every cell --> could anything be here? --> which detectors, in which rows --> is that more than accident?
                   (one RE2, all of them)      (check digits, context words)      (different look-alikes)

What a cell holds stays in the engine: row numbers and counts come back. Memory is bounded whatever the size of
the file: where many rows have a hit, three numbers are kept of each and not its text, and different look-alikes
are counted on a fair sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import duckdb

from sharewell.engine import staging
from sharewell.engine.staging import quoted
from sharewell.engine.texts import BY_ROW, Source, Texts
from sharewell.release.detectors import (
    DETECTORS,
    UNSEEN,
    UNSEEN_CHARACTERS,
    CheckDigits,
    Detector,
    term_pattern,
)
from sharewell.release.personal import Because, Seen, Tally, convinced
from sharewell.release.words import SPECIAL_TERMS

# So many different look-alikes settle the matter; where there are more, about that many are drawn by their hash.
SAMPLE = 200_000
# Of so many hits the texts are kept as well: looking each up again would mean reading the whole column again.
MOST_HITS_KEPT = 200_000
# Columns: of a file that has more, so many are looked through as one.
WIDE = 50


class Detecting:
    """Looks for every kind of personal data in the columns of the staged table.

    `nothing` gives the SQL for "this cell holds nothing"; such cells are left out.
    """

    def __init__(
        self, engine: duckdb.DuckDBPyConnection, nothing: Callable[[str], str], texts: Texts | None = None
    ) -> None:
        self.engine = engine
        self.nothing = nothing
        self.texts = texts

    def look(self, headers: Sequence[str]) -> tuple[Seen, ...]:
        """What is believed to be in each column, whatever was agreed; and special terms and characters that are not
        seen, wherever they are met.
        """
        texts = self.texts or Texts(self.engine, len(headers))
        return tuple(
            each
            for column in self._worth_a_look(len(headers))
            for each in self._column(column, headers[column], texts.of(column))
        )

    def _worth_a_look(self, width: int) -> Iterable[int]:
        """The columns of a very wide file in which anything could be; of another file all.

        The engine makes the patterns ready for each column anew, which takes it longer than to look through a
        thousand cells. So the cells of many columns are laid below one another first, and looked through as one.
        """
        if width <= WIDE:
            return range(width)
        found: list[int] = []
        for start in range(0, width, WIDE):
            columns = range(start, min(start + WIDE, width))
            cells = ", ".join(f"c{column}" for column in columns)
            stacked = f"SELECT unnest([{cells}]) AS cell, unnest({list(columns)}) AS number FROM staged"  # noqa: S608
            hit = f"NOT {self.nothing('cell')} AND {_found('cell', ANYTHING)}"
            hits = self.engine.execute(f"SELECT DISTINCT number FROM ({stacked}) WHERE {hit}").fetchall()  # noqa: S608
            found += sorted(number for (number,) in hits)
        return found

    def _column(self, column: int, header: str, source: Source) -> Iterator[Seen]:
        self.source, cell = source, f"c{column}"
        self.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE hits AS SELECT rowid AS place, {_doors(cell)} AS doors "  # noqa: S608
            f"FROM {source.table} WHERE NOT {self.nothing(cell)} AND {_found(cell, ANYTHING)}"
        )
        hits, open_doors = self._one_row("SELECT count(*), coalesce(bit_or(doors), 0) FROM hits")
        self._open(cell, hits)
        for number, detectors in enumerate(_SORTS):
            if open_doors & 1 << number:
                self.engine.execute(_marks(cell, f"doors & {1 << number} <> 0", detectors))
                yield from self._personal_data(column, header, detectors)
        if open_doors & 1 << len(_SORTS):
            self.engine.execute(_marks(cell, f"doors & {1 << len(_SORTS)} <> 0", _TERMS))
            yield from self._special_terms(column)
        if open_doors & 1 << len(_SORTS) + 1:
            self.engine.execute(_marks(cell, f"doors & {1 << len(_SORTS) + 1} <> 0", (_UNSEEN,)))
            count, rows = self._rows(column, [("valid", 0)])
            yield Seen(column=column, kind=UNSEEN, because=Because.CELL, count=count, rows=rows)

    def _open(self, cell: str, hits: int) -> None:
        """The hits with their texts, and with the number of rows that each stands for: `opened`."""
        opened = (
            f"SELECT place, doors, s.{cell}, {self.source.rows}::BIGINT AS many "  # noqa: S608
            f"FROM {self.source.table} s JOIN hits ON s.rowid = hits.place"
        )
        if hits <= MOST_HITS_KEPT:
            self.engine.execute(f"CREATE OR REPLACE TEMP TABLE kept AS {opened}")
            opened = "SELECT * FROM kept"
        self.engine.execute(f"CREATE OR REPLACE TEMP VIEW opened AS {opened}")

    def _personal_data(self, column: int, header: str, detectors: Sequence[Detector]) -> Iterator[Seen]:
        tallies = self._tallies(detectors)
        for kind, group in groupby(enumerate(detectors), key=lambda each: each[1].kind):
            believed = {
                bit: why
                for bit, each in group
                if (why := self._convinced(column, bit, each, tallies[bit], header))
            }
            if believed:
                because = min(believed.values(), key=list(Because).index)
                # Beside a word only the rows beside it fail; else every row with a valid hit.
                marks = [("beside" if why is Because.CELL else "valid", bit) for bit, why in believed.items()]
                count, rows = self._rows(column, marks)
                yield Seen(column=column, kind=kind, because=because, count=count, rows=rows)

    def _special_terms(self, column: int) -> Iterator[Seen]:
        for bit, category in enumerate(SPECIAL_TERMS):
            count, rows = self._rows(column, [("valid", bit)])
            if count:
                yield Seen(
                    column=column, kind=category, because=Because.CELL, count=count, rows=rows, term=True
                )

    def _tallies(self, detectors: Sequence[Detector]) -> list[tuple[int, Tally]]:
        """For each detector the rows with a look-alike, and of those the valid ones and those beside a word."""
        counts = ", ".join(
            f"coalesce(sum(CASE WHEN {mark} & {1 << bit} <> 0 THEN many END), 0)::BIGINT"
            for bit in range(len(detectors))
            for mark in ("alike", "valid", "beside")
        )
        found = self._one_row(f"SELECT {counts} FROM marks")  # noqa: S608
        return [
            (alike, Tally(rows=valid, beside=beside))
            for alike, valid, beside in zip(found[::3], found[1::3], found[2::3], strict=True)
        ]

    def _convinced(
        self, column: int, bit: int, detector: Detector, seen: tuple[int, Tally], header: str
    ) -> Because | None:
        alike, tally = seen
        why = convinced(detector, tally, header)
        if why or not tally.rows or not detector.by_column:
            return why
        candidates, valid = self._different(f"c{column}", bit, detector, alike)
        return convinced(detector, replace(tally, candidates=candidates, valid=valid), header)

    def _different(self, cell: str, bit: int, detector: Detector, alike: int) -> tuple[int, int]:
        """How many different look-alikes a column has, and how many of them are valid. Of a fair sample if many."""
        # Equal cells have equal hashes: they are drawn together or not at all, whether they are valid or not.
        drawn = f"hash({cell}) % {alike // SAMPLE + 1} = 0"
        if detector.alike:
            held = f"FROM {self.source.table} WHERE {drawn} AND {_found(cell, detector.alike)}"
            valid = _found("x", detector.finds)
        else:
            held = f"FROM opened JOIN marks USING (place) WHERE alike & {1 << bit} <> 0 AND {drawn}"
            valid = _is_valid(detector, "x")
        found = f"SELECT unnest(regexp_extract_all({cell}, {quoted(detector.alike or detector.finds)})) AS x {held}"
        candidates, right = self._one_row(
            f"SELECT count(DISTINCT x), count(DISTINCT x) FILTER ({valid}) FROM ({found})"  # noqa: S608
        )
        return candidates, right

    def _rows(self, column: int, marks: Sequence[tuple[str, int]]) -> tuple[int, tuple[int, ...]]:
        either = " OR ".join(f"{mark} & {1 << bit} <> 0" for mark, bit in marks)
        if self.source == BY_ROW:
            return staging.failing(self.engine, f"SELECT place AS r FROM marks WHERE {either}")  # noqa: S608
        (count,) = self._one_row(f"SELECT coalesce(sum(many), 0)::BIGINT FROM marks WHERE {either}")  # noqa: S608
        cells = f"SELECT c{column} FROM opened JOIN marks USING (place) WHERE {either}"  # noqa: S608
        rows = f"SELECT rowid AS r FROM staged WHERE c{column} IN ({cells})"  # noqa: S608
        return count, staging.failing(self.engine, rows)[1] if count else ()

    def _one_row(self, query: str) -> tuple[Any, ...]:
        row: Any = self.engine.execute(query).fetchone()
        return tuple(row)


# --- what is looked for -----------------------------------------------------------------------------------
# Most hits are of one sort: behind the door of their sort, the detectors of the others are not tried.
_SORTS = tuple(
    tuple(each for each in DETECTORS if each.kind in sort)
    for sort in (
        {"nhs_number", "phone", "card"},
        {"nino", "postcode", "vehicle"},
        {"dob", "bank", "ip"},
        {"email", "address", "name"},
    )
)
# To a term there is no look-alike: to be found is to be valid, and no word need stand beside it.
_TERMS = tuple(Detector(id=each, kind=each, finds=term_pattern(each), context="") for each in SPECIAL_TERMS)
# What is not seen is looked for on the way: to look for it apart would mean reading every cell once more.
_UNSEEN = Detector(id=UNSEEN, kind=UNSEEN, finds=UNSEEN_CHARACTERS, context="")
_DOORS = tuple("|".join(f"(?:{each.finds})" for each in behind) for behind in (*_SORTS, _TERMS, (_UNSEEN,)))
ANYTHING = "|".join(_DOORS)
LOOK_ALIKES = "|".join(f"(?:{each.alike})" for each in DETECTORS if each.alike)


def _doors(cell: str) -> str:
    """Which sorts of detectors have anything to look at in a cell: one bit for each."""
    return " | ".join(_bit(number, [_found(cell, door)]) for number, door in enumerate(_DOORS))


def _marks(cell: str, behind: str, detectors: Sequence[Detector]) -> str:
    """For each row behind a door: which detectors found a look-alike, which a valid one, which a word beside it."""
    numbered = list(enumerate(detectors))
    alike = ", ".join(f"{_bit(i, [_found(cell, each.finds)])} AS a{i}" for i, each in numbered)
    valid = ", ".join(f"{_bit(i, [f'a{i} <> 0', _has_valid(cell, each)])} AS v{i}" for i, each in numbered)
    beside = ", ".join(f"{_bit(i, [f'v{i} <> 0', _beside(cell, each)])} AS b{i}" for i, each in numbered)
    all_alike, all_valid, all_beside = (" | ".join(f"{mark}{i}" for i, _ in numbered) for mark in "avb")
    return (
        "CREATE OR REPLACE TEMP TABLE marks AS WITH "  # noqa: S608
        f"likely AS (SELECT place, many, {cell}, {alike} FROM opened WHERE {behind}), "
        f"checked AS (SELECT *, {valid} FROM likely), "
        f"told AS (SELECT *, {beside} FROM checked) "
        f"SELECT place, many, {all_alike} AS alike, {all_valid} AS valid, {all_beside} AS beside FROM told"
    )


def _bit(bit: int, conditions: Sequence[str]) -> str:
    """The bit, where all conditions hold; each is only looked at where those before it do."""
    return f"CASE WHEN {' AND '.join(conditions)} THEN {1 << bit}::BIGINT ELSE 0 END"


def _beside(cell: str, detector: Detector) -> str:
    return _found(cell, detector.context) if detector.context else "false"


def _found(cell: str, pattern: str) -> str:
    return f"regexp_matches({cell}, {quoted(pattern)})"


def _has_valid(cell: str, detector: Detector) -> str:
    form = _form(detector, "x")
    if not form and not detector.check:
        return "true"
    found = f"regexp_extract_all({cell}, {quoted(detector.finds)})"
    if not detector.check:
        return f"list_bool_or(list_transform({found}, lambda x: {form}))"
    # Digits first and arithmetic after: the engine would read them again for each of their places.
    number, holds = _CHECKS[detector.check]
    digits = f"CASE WHEN {form} THEN {number('x')} END" if form else number("x")
    numbers = f"list_transform({found}, lambda x: {digits})"
    return f"coalesce(list_bool_or(list_transform({numbers}, lambda n: {holds('n')})), false)"


def _is_valid(detector: Detector, text: str) -> str:
    """Whether a look-alike, all of it, is valid."""
    rules = [_form(detector, text)]
    if detector.check:
        number, holds = _CHECKS[detector.check]
        rules.append(holds(number(text)))
    return " AND ".join(filter(None, rules)) or "true"


def _form(detector: Detector, text: str) -> str:
    rules = [
        f"regexp_full_match({text}, {quoted(detector.exactly)})" if detector.exactly else "",
        f"NOT regexp_full_match({text}, {quoted(detector.never)})" if detector.never else "",
    ]
    return " AND ".join(filter(None, rules))


# --- check digits: the number in a text, and what holds of it ---------------------------------------------
def _digits(text: str) -> str:
    return f"replace(replace({text}, ' ', ''), '-', '')::UBIGINT"


def _digit(number: str, place: int) -> str:
    """The digit of a number at that place, counted from the right from 0."""
    return f"(({number} // {10**place}) % 10)"


def _modulus_11(number: str) -> str:
    # Weights 10 to 2 on the first nine digits, and 1 on the check digit: the whole is divisible by 11. So is a
    # number of ten equal digits, which is never issued.
    weighted = " + ".join(f"{place + 1} * {_digit(number, place)}" for place in range(10))
    return f"(({weighted}) % 11 = 0 AND {number} % 1111111111 <> 0)"


def _luhn(number: str) -> str:
    single = [_digit(number, place) for place in range(0, 19, 2)]
    double = [
        f"(2 * {d} - CASE WHEN {d} > 4 THEN 9 ELSE 0 END)"
        for d in (_digit(number, p) for p in range(1, 19, 2))
    ]
    return f"(({' + '.join([*single, *double])}) % 10 = 0)"


def _iban(text: str) -> str:
    """A British IBAN, GBkk BANK SSSSSS AAAAAAAA, as a number: letters count from 10, the first four come last."""
    bare = f"replace({text}, ' ', '')"
    letters = " || ".join(f"(ascii({bare}[{place}]) - 55)::VARCHAR" for place in range(5, 9))
    return f"({letters} || {bare}[9:] || '1611' || {bare}[3:4])::HUGEINT"


def _modulus_97(number: str) -> str:
    return f"({number} % 97 = 1)"


_CHECKS: dict[CheckDigits, tuple[Callable[[str], str], Callable[[str], str]]] = {
    CheckDigits.MODULUS_11: (_digits, _modulus_11),
    CheckDigits.LUHN: (_digits, _luhn),
    CheckDigits.MODULUS_97: (_iban, _modulus_97),
}
