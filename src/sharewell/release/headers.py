"""Which headers may be shown. A file without a header line has a person's data where the header should be.

A declared header is known to everybody who reads the terms, and is shown. Any other is shown only when it
looks like the name of a field and not like a declared one that a cell has run into, and only when nothing in
the whole header line looks like a value; else it is "column 4".

Where damage has eaten a line end, the header line goes over into the row below: what stands at its end is then a
person's, and a declared name has gone. So at the end of such a line only what is made of words known to be header
words is shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

_SHAPED_LIKE_A_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ _.\-/]{1,2}[A-Za-z0-9]+){0,7}", re.ASCII)
_LOWER_CASE = re.compile(r"[a-z][a-z0-9]*(?:[_\-.][a-z0-9]+)*", re.ASCII)

# Reference numbers, telephone numbers, dates, marks and postcodes all bring digits in runs or letters after
# digits.
_LOOKS_LIKE_A_VALUE = re.compile(
    r"\d{4,}|@|[+/:]\d|\d[\s\-/.:]\d|\d[A-Za-z]{2,}|[A-Za-z]{1,2}\d{1,2}\s+\d|^\s*[\d£$€]"
)

_GOOD_PART = 6  # letters: education and occupation share five; of a shorter name, all
_SLIP = 2
_MOST_OF_A_ROW = 2  # cells: one column that nobody agreed on is not the rest of a row

# Words that headers are made of. A capitalised word outside this list might as well be somebody's surname.
_HEADER_WORDS = frozenset(
    """
    address age agency alarm amount area at authority band birth borough capital case category city class client
    closed code col colour column comment comments complainant complaint contact cost count country county created
    data date day description detail details disability district dob due easting education email employer end
    ethnicity event extra family field file first flag forename full gain gender given grade group has health house
    hours id identifier income index is key language last lat latitude level line location lon longitude loss lsoa
    marital max mean min mobile month msoa name national nationality native needs nhs ni nino no northing notes note
    num number observations occupation of offence officer on opened organisation other outcome parish people per
    percent period person phone place post postcode price priority provider pupil purpose race rank rate reason ref
    reference referral referred region registration relationship religion result risk role row salary school score
    seen service sex size source staff start state status street subject surname team telephone tenure text time
    title total town type unit updated upn uprn url user value vehicle version victim visit visits ward week
    workclass year
    """.split()  # noqa: SIM905 - a list of words reads better as a text
)


def shown(headers: Sequence[str], declared: Collection[str]) -> tuple[str, ...]:
    """Each header as a report may show it: itself, or "column N" (the first column is 1)."""
    line_is_data = any(header not in declared and _LOOKS_LIKE_A_VALUE.search(header) for header in headers)
    sound = len(headers) - _doubtful_at_the_end(headers, declared)
    return tuple(
        header
        if header in declared or (number <= sound and not line_is_data and _fit_to_show(header, declared))
        else f"column {number}"
        for number, header in enumerate(headers, start=1)
    )


def all_names(cells: Sequence[str]) -> bool:
    """Whether every cell of a line is shaped like the name of a field: it may be a header line, wherever it stands."""
    return all(_is_a_name(cell) and not _LOOKS_LIKE_A_VALUE.search(cell) for cell in cells)


def _doubtful_at_the_end(headers: Sequence[str], declared: Collection[str]) -> int:
    """How many headers at the end of the line may be the row below it.

    Where no declared name has gone: none, unless a whole row stands there but for its first cell, which went with the
    line end.
    """
    gone = [name for name in declared if name not in headers]
    doubtful = takewhile(
        lambda header: (
            header not in declared
            and not _made_of_known_words(header)
            and not any(_is_a_slip_of(header, name) for name in gone)
        ),
        reversed(headers),
    )
    many = sum(1 for _ in doubtful)
    return many if gone or not declared or many >= max(_MOST_OF_A_ROW, len(declared) - 1) else 0


def _made_of_known_words(header: str) -> bool:
    return all(_is_known(word) for word in _words(header))


def _is_known(word: str) -> bool:
    """A header word, two of them written as one, or a short number behind one (`surname`, `firstname`, `phone2`)."""
    bare = word.rstrip("0123456789")
    cuts = range(1, len(bare))
    return not bare or bare in _HEADER_WORDS or any({bare[:n], bare[n:]} <= _HEADER_WORDS for n in cuts)


def _is_a_slip_of(header: str, name: str) -> bool:
    """Whether a header is a declared name with at most two letters more, fewer or other, in one place."""
    begun = _in_common(header, name)
    ended = min(_in_common(header[::-1], name[::-1]), len(header) - begun, len(name) - begun)
    return begun + ended >= _SLIP and max(len(header), len(name)) - begun - ended <= _SLIP


def _fit_to_show(header: str, declared: Collection[str]) -> bool:
    return _is_a_name(header) and not any(_run_into(header, name) for name in declared)


def _is_a_name(header: str) -> bool:
    if len(header) > 64 or not _SHAPED_LIKE_A_NAME.fullmatch(header) or re.search(r"[A-Z]{2}\d", header):
        return False
    words = _words(header)
    if re.search(r"[a-z0-9][A-Z]", header):
        # In a damaged file the header runs into the line below it, and wardEastmoor is no name of a field.
        return words[-1] in _HEADER_WORDS
    return bool(_LOWER_CASE.fullmatch(header)) or any(word in _HEADER_WORDS for word in words)


def _words(header: str) -> list[str]:
    return re.split(r"[ _.\-/]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header).lower())


def _run_into(header: str, name: str) -> bool:
    """Whether a declared name, or a good part of it, has other letters grown into one of its words.

    Where a line end is lost, wardeastmoor is a name and the cell below it. A slip of two letters is no cell.
    """
    begun = _in_common(header, name)
    ended = min(_in_common(header[::-1], name[::-1]), len(header) - begun)
    enough, last = min(_GOOD_PART, len(name)), len(header) - ended
    cuts = [cut for cut, part in ((begun, begun), (last, ended)) if part >= enough]
    return last - begun > _SLIP and any(_within_strange_word(header, cut) for cut in cuts)


def _in_common(one: str, other: str) -> int:
    pairs = zip(one.lower(), other.lower(), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _within_strange_word(header: str, cut: int) -> bool:
    """Whether the cut goes through a word that neither headers are made of nor two such words make."""
    for word in re.finditer(r"[A-Za-z0-9]+", header):
        if word.start() < cut < word.end():
            parts = {header[word.start() : cut].lower(), header[cut : word.end()].lower()}
            return word[0].lower() not in _HEADER_WORDS and not parts <= _HEADER_WORDS
    return False
