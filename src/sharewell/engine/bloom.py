"""The filters that a Parquet file keeps of the values of a column (split-block Bloom filters), computed anew.

A filter is no text, but whoever guesses a value can ask it; and any bytes at all can be put in the place of one. So the
gate makes the filter of the values that are there, and it has to be the same bit by bit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

_WORD = np.uint64(0xFFFFFFFF)
# The eight odd numbers that spread a value over the words of its block (Parquet format, BloomFilter.md).
_SALT = np.array(
    [0x47B6137B, 0x44974D91, 0x8824AD5B, 0xA2B7289D, 0x705495C7, 0x2DF1424B, 0x9EFC4947, 0x5C6BFB31],
    np.uint64,
)
_1, _2, _3, _4, _5 = (
    np.uint64(prime)
    for prime in (
        0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5,
    )
)  # fmt: skip
_BLOCK = 32  # bytes


def bits(values: Sequence[bytes], size: int) -> bytes:
    """The filter of so many bytes (a multiple of 32) in which these values stand, each as its plain bytes."""
    words = np.zeros(size // 4, np.uint64)
    blocks = np.uint64(size // _BLOCK)
    for alike in _by_length(values):
        hashes = xxh64(np.frombuffer(b"".join(alike), np.uint8).reshape(len(alike), -1))
        block = (hashes >> np.uint64(32)) * blocks >> np.uint64(32)
        place = ((hashes & _WORD)[:, None] * _SALT & _WORD) >> np.uint64(27)
        at = block[:, None] * np.uint64(8) + np.arange(8, dtype=np.uint64)
        np.bitwise_or.at(words, at.ravel().astype(np.int64), (np.uint64(1) << place).ravel())
    return words.astype("<u4").tobytes()


def _by_length(values: Sequence[bytes]) -> list[list[bytes]]:
    found: defaultdict[int, list[bytes]] = defaultdict(list)
    for value in values:
        found[len(value)].append(value)
    return list(found.values())


def xxh64(rows: Any) -> Any:
    """The 64-bit xxHash, seed 0, of each row of a table of bytes (github.com/Cyan4973/xxHash, doc/xxhash_spec.md)."""
    count, length = rows.shape
    with np.errstate(over="ignore"):
        found, at = _stripes(rows) if length >= 32 else (np.full(count, _5), 0)
        found += np.uint64(length)
        while at + 8 <= length:
            found = _turned(found ^ _round(np.uint64(0), _lane(rows, at, 8)), 27) * _1 + _4
            at += 8
        if at + 4 <= length:
            found = _turned(found ^ _lane(rows, at, 4) * _1, 23) * _2 + _3
            at += 4
        for place in range(at, length):
            found = _turned(found ^ rows[:, place].astype(np.uint64) * _5, 11) * _1
        found = (found ^ found >> np.uint64(33)) * _2
        found = (found ^ found >> np.uint64(29)) * _3
        return found ^ found >> np.uint64(32)


def _stripes(rows: Any) -> tuple[Any, int]:
    count, length = rows.shape
    lanes = [np.full(count, start) for start in (_1 + _2, _2, np.uint64(0), np.uint64(0) - _1)]
    at = 0
    while at + 32 <= length:
        lanes = [_round(lane, _lane(rows, at + 8 * number, 8)) for number, lane in enumerate(lanes)]
        at += 32
    found = sum(_turned(lane, turn) for lane, turn in zip(lanes, (1, 7, 12, 18), strict=True))
    for lane in lanes:
        found = (found ^ _round(np.uint64(0), lane)) * _1 + _4
    return found, at


def _round(state: Any, lane: Any) -> Any:
    return _turned(state + lane * _2, 31) * _1


def _turned(number: Any, by: int) -> Any:
    return number << np.uint64(by) | number >> np.uint64(64 - by)


def _lane(rows: Any, at: int, size: int) -> Any:
    part = np.ascontiguousarray(rows[:, at : at + size])
    return part.view(f"<u{size}").reshape(len(rows)).astype(np.uint64)
