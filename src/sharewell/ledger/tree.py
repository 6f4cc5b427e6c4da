"""The Merkle tree of RFC 6962 (and RFC 9162): one hash that stands for every leaf, and short proofs about it.

The tree is kept as the hashes of its complete subtrees, which never change once written:

    level 2            (2,0)
                      /     \\
    level 1      (1,0)       (1,1)
                 /   \\       /   \\
    level 0  (0,0) (0,1) (0,2) (0,3) (0,4)        five leaves

`(level, index)` covers leaves index·2^level up to (index+1)·2^level. Appending leaf n writes one hash, and
one more for each subtree it completes (two on average); the `Frontier` holds all that is needed to do so,
so that a tree grows by any number of leaves from what is stored of it. A proof about n leaves needs
O(log n) of the stored hashes: `inclusion` and `consistency` say which, all at once, and the caller's `read`
fetches them in one query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

Coordinate = tuple[int, int]
Node = tuple[Coordinate, bytes]
Read = Callable[[Sequence[Coordinate]], Mapping[Coordinate, bytes]]
Range = tuple[int, int]

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 || data): a leaf can never pass for an inner node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


# Appending


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of the tree: how many leaves, and the hashes of its complete subtrees, largest first.

    There are as many peaks as `size` has one-bits. Raises `FrontierDoesNotFit` for any other number.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise FrontierDoesNotFit(f"{self.size} leaves have {self.size.bit_count()} peaks")

    def append(self, leaf: bytes) -> tuple[Frontier, tuple[Node, ...]]:
        """The frontier with one leaf hash more, and the nodes that this completes, lowest first."""
        level, index, complete = 0, self.size, leaf
        peaks, nodes = list(self.peaks), [((0, self.size), leaf)]
        while index & 1:
            level, index, complete = level + 1, index >> 1, node_hash(peaks.pop(), complete)
            nodes.append(((level, index), complete))
        return Frontier(self.size + 1, (*peaks, complete)), tuple(nodes)

    def root(self) -> bytes:
        """The root hash of the tree (of no leaves at all: SHA-256 of nothing)."""
        return _fold(self.peaks) if self.peaks else EMPTY_ROOT


def frontier_of(leaves: Iterable[bytes]) -> Frontier:
    """The frontier of these leaf hashes, in order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier, _ = frontier.append(leaf)
    return frontier


def stored_position(coordinate: Coordinate) -> int:
    """The place of a node in the order nodes are written, 0, 1, 2 … without gaps: a key for a table."""
    level, index = coordinate
    last_leaf = ((index + 1) << level) - 1
    # Before a leaf n come n leaves, and the n - (one-bits of n) inner nodes that they completed.
    return nodes_of(last_leaf) + level


def nodes_of(size: int) -> int:
    """How many nodes are stored of a tree of so many leaves."""
    return 2 * size - size.bit_count()


def size_of(nodes: int) -> int:
    """How many leaves a tree of so many stored nodes has. Raises `FrontierDoesNotFit` where no tree has that many."""
    size = nodes // 2
    while nodes_of(size) < nodes:
        size += 1
    if nodes_of(size) != nodes:
        raise FrontierDoesNotFit(f"no tree has {nodes} nodes")
    return size


def frontier_at(size: int, read: Read) -> Frontier:
    """The frontier of the tree when it held `size` leaves, out of its stored nodes."""
    peaks = peaks_at(size)
    known = read(peaks)
    return Frontier(size, tuple(known[peak] for peak in peaks))


def peaks_at(size: int) -> list[Coordinate]:
    """The complete subtrees at the right edge of a tree of `size` leaves, largest first."""
    return _covering((0, size))


# Making proofs


def inclusion(index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """The proof that leaf `index` is in the tree of `size` leaves (RFC 9162 section 2.1.3.1)."""
    return inclusions([index], size, read)[index]


def inclusions(indexes: Iterable[int], size: int, read: Read) -> dict[int, tuple[bytes, ...]]:
    """The proof of each of these leaves. What several have in common is read and hashed once."""
    beside = {index: _siblings(index, size) for index in indexes}
    parts = list(dict.fromkeys(part for way in beside.values() for part in way))
    known = dict(zip(parts, _hashes(parts, read), strict=True))
    return {index: tuple(known[part] for part in way) for index, way in beside.items()}


def _siblings(index: int, size: int) -> list[Range]:
    """The ranges of the tree beside the way from the leaf to the root, from the leaf upwards."""
    if not 0 <= index < size:
        raise NoSuchLeaf(f"leaf {index} of {size}")
    siblings, low, high = [], 0, size
    while high - low > 1:
        middle = _middle(low, high)
        if index < middle:
            siblings.append((middle, high))
            high = middle
        else:
            siblings.append((low, middle))
            low = middle
    return siblings[::-1]


def consistency(earlier: int, size: int, read: Read) -> tuple[bytes, ...]:
    """The proof that the tree only grew from `earlier` to `size` leaves (RFC 9162 section 2.1.4.1)."""
    if not 1 <= earlier <= size:
        raise NoSuchLeaf(f"a tree of {earlier} leaves within one of {size}")
    parts, low, high = [], 0, size
    while earlier != high:
        middle = _middle(low, high)
        if earlier <= middle:
            parts.append((middle, high))
            high = middle
        else:
            parts.append((low, middle))
            low = middle
    # The last part is the earlier tree itself unless we ever turned right: its root is then known already.
    return _hashes([*([(low, high)] if low else []), *parts[::-1]], read)


def _middle(low: int, high: int) -> int:
    """Where RFC 6962 splits a range: after the largest power of two smaller than its length."""
    return low + (1 << (high - low - 1).bit_length() - 1)


def _covering(part: Range) -> list[Coordinate]:
    """The complete subtrees that make up a range of the tree, left to right."""
    start, end = part
    covering = []
    while start < end:
        fits = (end - start).bit_length() - 1
        level = min(fits, (start & -start).bit_length() - 1) if start else fits
        covering.append((level, start >> level))
        start += 1 << level
    return covering


def _hashes(parts: Sequence[Range], read: Read) -> tuple[bytes, ...]:
    """The hash of each range, from stored nodes asked for all at once."""
    coverings = [_covering(part) for part in parts]
    known = read([coordinate for covering in coverings for coordinate in covering])
    return tuple(_fold([known[coordinate] for coordinate in covering]) for covering in coverings)


def _fold(hashes: Sequence[bytes]) -> bytes:
    """The root over complete subtrees of falling size: the smallest are joined first."""
    *rest, root = hashes
    for peak in reversed(rest):
        root = node_hash(peak, root)
    return root


# Checking proofs. Written from RFC 9162's own steps, not from what is above, so that one checks the other.


def proves_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 section 2.1.3.2: does this proof lead from the leaf hash to the root?"""
    if not 0 <= index < size or len(leaf) != len(EMPTY_ROOT):
        return False
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def proves_consistency(
    *, earlier: int, size: int, earlier_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """RFC 9162 section 2.1.4.2: is this the earlier tree with leaves added at its end?"""
    # Every tree grew from no leaves at all: that is no evidence of anything.
    if not 1 <= earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == root
    return _consistent(earlier, size, earlier_root, root, proof)


def _consistent(earlier: int, size: int, earlier_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    if not proof:
        return False
    path = [earlier_root, *proof] if earlier.bit_count() == 1 else list(proof)
    fn, sn = earlier - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == earlier_root and sr == root


class FrontierDoesNotFit(ValueError):
    """A frontier's peaks are not those of a tree of its size."""


class NoSuchLeaf(ValueError):
    """A proof was asked for about a leaf or a size that the tree does not have."""
