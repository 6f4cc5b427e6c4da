"""The log as files that any web server can hold out to monitors and mirrors (C2SP tlog-tiles).

    checkpoint               the signed note
    tile/0/x001/234          256 leaf hashes; the last one of a level may be partial: tile/0/005.p/17
    tile/1/…                 256 hashes of subtrees of 256 leaves each, and so on upwards
    tile/entries/x001/234    the leaves themselves, each with its length before it

Nothing in them names anybody: a leaf is a commitment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sharewell.ledger.leaf import Leaf
from sharewell.ledger.tree import node_hash

T = TypeVar("T")

WIDTH = 256


def tiles(leaves: Sequence[Leaf]) -> Iterator[tuple[str, bytes]]:
    """Every tile of the tree of these leaves, and every bundle of its entries: path and bytes."""
    for number, chunk in enumerate(_chunks(leaves)):
        yield f"tile/entries/{_path(number, len(chunk))}", b"".join(_entry(leaf) for leaf in chunk)
    level, hashes = 0, [leaf.hash() for leaf in leaves]
    while hashes:
        for number, tile in enumerate(_chunks(hashes)):
            yield f"tile/{level}/{_path(number, len(tile))}", b"".join(tile)
        full = len(hashes) // WIDTH
        level, hashes = level + 1, [_root(hashes[n * WIDTH : (n + 1) * WIDTH]) for n in range(full)]


def _chunks(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[start : start + WIDTH] for start in range(0, len(things), WIDTH))


def _entry(leaf: Leaf) -> bytes:
    data = leaf.canonical()
    return len(data).to_bytes(2, "big") + data


def _root(hashes: Sequence[bytes]) -> bytes:
    """The hash over a full tile: 256 hashes make eight levels."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[n], hashes[n + 1]) for n in range(0, len(hashes), 2)]
    return hashes[0]


def _path(number: int, width: int) -> str:
    """The number in groups of three digits, all but the last with an x; a partial tile says how wide it is."""
    digits = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        digits.insert(0, f"x{number % 1000:03}")
    return "/".join(digits) + ("" if width == WIDTH else f".p/{width}")
