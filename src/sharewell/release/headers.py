"""Which headers may be shown. A file without a header line has a person's data where the header should be.

A declared header is known to everybody who reads the terms, and is shown. Any other is shown only when it
looks like the name of a field and not like a declared one that a cell has run into, and only when nothing in
the whole header line looks like a value; else it is "column 4".
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

# Words that headers are made of. A capitalised word outside this list might as well be somebody's surname.
_HEADER_WORDS = frozenset(
    """
    address age amount area authority band birth borough case category city class code col colour column
    comment comments complainant complaint contact count country county created data date day description
    detail details district dob email end ethnicity event extra field file first flag forename full gender
    given grade group health house hours id identifier income index key last level line location mobile
    month name national nationality nhs ni nino no notes note number observations occupation of offence
    officer organisation other outcome parish period person phone place post postcode purpose race rank ref
    reference referral region registration relationship religion result risk role row score sex start state
    status street subject surname team telephone time title total town type unit updated upn url user value
    vehicle version victim visit ward week workclass year
    """.split()  # noqa: SIM905 - a list of words reads better as a text
)


def shown(headers: Sequence[str], declared: Collection[str]) -> tuple[str, ...]:
    """Each header as a report may show it: itself, or "column N" (the first column is 1)."""
    line_is_data = any(header not in declared and _LOOKS_LIKE_A_VALUE.search(header) for header in headers)
    return tuple(
        header
        if header in declared or (not line_is_data and _fit_to_show(header, declared))
        else f"column {number}"
        for number, header in enumerate(headers, start=1)
    )


def _fit_to_show(header: str, declared: Collection[str]) -> bool:
    return _is_a_name(header) and not any(_run_into(header, name) for name in declared)


def _is_a_name(header: str) -> bool:
    if len(header) > 64 or not _SHAPED_LIKE_A_NAME.fullmatch(header) or re.search(r"[A-Z]{2}\d", header):
        return False
    words = re.split(r"[ _.\-/]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header).lower())
    if re.search(r"[a-z0-9][A-Z]", header):
        # In a damaged file the header runs into the line below it, and wardEastmoor is no name of a field.
        return words[-1] in _HEADER_WORDS
    return bool(_LOWER_CASE.fullmatch(header)) or any(word in _HEADER_WORDS for word in words)


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
