"""What is written in Thrift's compact protocol, as plain values: the footer of a Parquet file, and its page headers.

A structure is a dict by the numbers of its fields, a text is bytes. Whoever knows what should stand there says so
with a shape (`strange`), so that a field that no program writes is found and not passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from struct import unpack_from
from typing import Any

DEEPEST = 12  # structures inside one another; those of Parquet are six
Struct = dict[int, Any]
# What a shape may say of a field, besides a shape of its own, or [shape] for a list.
TEXT, QUIET = "text", "quiet"
Shape = Mapping[int, Any]


class NotThrift(Exception):
    """The bytes are no structure in this protocol."""


def structure(data: bytes, at: int = 0) -> tuple[Struct, int]:
    """The structure that begins there, and where it ends. Raises `NotThrift`."""
    reading = _Reading(data, at)
    try:
        return reading.struct(0), reading.at
    except (IndexError, ValueError, OverflowError) as problem:
        raise NotThrift from problem


class _Reading:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def struct(self, deep: int) -> Struct:
        if deep > DEEPEST:
            raise NotThrift
        found: Struct = {}
        field = 0
        while head := self.byte():
            field = field + (head >> 4) if head >> 4 else self.zigzag()
            if field in found:
                raise NotThrift
            kind = head & 15
            found[field] = kind == 1 if kind in (1, 2) else self.value(kind, deep)
        return found

    def value(self, kind: int, deep: int) -> Any:
        try:
            return _VALUES[kind](self, deep)
        except KeyError:
            raise NotThrift from None

    def several(self, deep: int) -> list[Any]:
        head = self.byte()
        count = head >> 4 if head >> 4 < 15 else self.varint()
        if count > len(self.data) - self.at:  # each takes a byte at least
            raise NotThrift
        return [self.value(head & 15, deep) for _ in range(count)]

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7
            if shift > 63:
                raise NotThrift

    def zigzag(self) -> int:
        number = self.varint()
        return number >> 1 ^ -(number & 1)

    def double(self) -> float:
        self.at += 8
        found: float = unpack_from("<d", self.data[self.at - 8 : self.at].ljust(8))[0]
        return found

    def text(self) -> bytes:
        size = self.varint()
        self.at += size
        if self.at > len(self.data):
            raise NotThrift
        return self.data[self.at - size : self.at]


_VALUES: dict[int, Callable[[_Reading, int], Any]] = {
    1: lambda reading, deep: reading.byte() == 1,
    2: lambda reading, deep: reading.byte() == 1,
    3: lambda reading, deep: reading.byte(),
    4: lambda reading, deep: reading.zigzag(),
    5: lambda reading, deep: reading.zigzag(),
    6: lambda reading, deep: reading.zigzag(),
    7: lambda reading, deep: reading.double(),
    8: lambda reading, deep: reading.text(),
    9: lambda reading, deep: reading.several(deep),
    12: lambda reading, deep: reading.struct(deep + 1),
}


def strange(value: Any, shape: Any, *, longest: int) -> Iterator[Any]:
    """Whatever does not fit the shape: a field that it does not name, a text where none belongs, a list too long."""
    match shape, value:
        case ("text", bytes()):
            return
        case ("quiet", _):
            yield from (each for each in _leaves(value, longest) if isinstance(each, bytes | list))
        case (Mapping(), dict()):
            for field, each in value.items():
                if field in shape:
                    yield from strange(each, shape[field], longest=longest)
                else:
                    yield each
        case ([inside], list()):
            for each in value:
                yield from strange(each, inside, longest=longest)
        case _:
            yield value


def _leaves(value: Any, longest: int) -> Iterator[Any]:
    match value:
        case dict():
            for each in value.values():
                yield from _leaves(each, longest)
        case list() if len(value) > longest:
            yield value
        case list():
            for each in value:
                yield from _leaves(each, longest)
        case _:
            yield value
