"""What an age file's header must look like, to the letter (C2SP age, "Header").

The library that opens parcels forgives a stanza without a body and a body without its short last line; the format
does not, and what two readers read differently can be made to mean two things. So the header is looked at first.
"""

from __future__ import annotations

import re
from typing import IO

LONGEST = 1 << 20
_STANZA = re.compile(rb"->( [\x21-\x7e]+)+")
_FULL, _LAST = re.compile(rb"[A-Za-z0-9+/]{64}"), re.compile(rb"[A-Za-z0-9+/]{0,63}")
# scrypt with more rounds than this is an attack on whoever opens it.
MOST_WORK = 20


class HeaderIsNotAge(Exception):
    """The header of an age file is not as the format has it."""


def must_be_strict(file: IO[bytes]) -> None:
    """Refuse a binary age file whose header is not to the letter. Raises `HeaderIsNotAge`; reads to the header's end.

    An armoured file is left to the library, which is as strict as the format there.
    """
    first = _line(file)
    if first.startswith(b"-----BEGIN AGE"):
        return
    if first != b"age-encryption.org/v1":
        raise HeaderIsNotAge
    line = _line(file)
    while not line.startswith(b"---"):
        if not _STANZA.fullmatch(line):
            raise HeaderIsNotAge
        _not_too_much_work(line.split())
        line = _body(file)


def _body(file: IO[bytes]) -> bytes:
    """Read a stanza's body: full lines, then one that is shorter. Returns the line after it."""
    line = _line(file)
    while _FULL.fullmatch(line):
        line = _line(file)
    if not _LAST.fullmatch(line):
        raise HeaderIsNotAge
    return _line(file)


def _not_too_much_work(words: list[bytes]) -> None:
    if (
        words[1:2] == [b"scrypt"]
        and len(words) == 4
        and (not words[3].isdigit() or int(words[3]) > MOST_WORK)
    ):
        raise HeaderIsNotAge


def _line(file: IO[bytes]) -> bytes:
    line = file.readline(LONGEST)
    if not line.endswith(b"\n"):
        raise HeaderIsNotAge
    return line[:-1]
