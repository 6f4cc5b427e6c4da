"""The least loss that reaches k: how far each quasi-identifier must be generalised, and no further.

    levels (0, 0, 0) … (2, 1, 3)   a lattice: each node says at which level of its hierarchy each field stands
    whoever is above a node that reaches k reaches it too, and loses more; whoever is below one that does not, does not

The search asks for the classes of as few nodes as it can: nodes are tried in the order of their loss, and one that lies
below a node known to fail is left out (Samarati; monotone, as generalising can only merge classes).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

Levels = tuple[int, ...]


def loss(levels: Levels, most: Levels) -> float:
    """The share of its hierarchy that each field has climbed, on average: 0 as it came, 1 all told alike."""
    return sum(level / top for level, top in zip(levels, most, strict=True) if top) / len(most)


def least_loss(most: Sequence[int], *, reaches: Callable[[Levels], bool]) -> Levels | None:
    """The levels of the least loss at which the file reaches its k; None where it does not even at the highest.

    `most` has the highest level of each field. `reaches` tells whether the file generalised to those levels reaches k;
    it is monotone, and dear: it is asked as seldom as may be. Of two nodes of the same loss, the lower levels of the
    first fields win.
    """
    top = tuple(most)
    if not top or not reaches(top):
        return None
    failed: list[Levels] = []
    nodes = sorted(product(*(range(level + 1) for level in top)), key=lambda node: (loss(node, top), node))
    for node in nodes:
        if any(_below(node, other) for other in failed):
            continue
        if reaches(node):
            return node
        failed = [other for other in failed if not _below(other, node)] + [node]
    return top


def _below(node: Levels, other: Levels) -> bool:
    return all(level <= than for level, than in zip(node, other, strict=True))
