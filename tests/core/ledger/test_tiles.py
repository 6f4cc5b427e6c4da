"""The log as C2SP tiles: whoever mirrors them computes the same root, and finds every entry."""

from __future__ import annotations

import pytest

from sharewell.ledger.leaf import Leaf
from sharewell.ledger.tiles import WIDTH, tiles
from sharewell.ledger.tree import frontier_of, leaf_hash


def leaves(count: int) -> list[Leaf]:
    return [Leaf(kind="request.submitted", commitment=number.to_bytes(32, "big")) for number in range(count)]


def tile_hashes(files: dict[str, bytes], level: int) -> list[bytes]:
    """The hashes of a level, in order: the paths say which tile is which."""
    mine = {name: data for name, data in files.items() if name.startswith(f"tile/{level}/")}
    in_order = sorted(mine, key=lambda name: name.partition(".p")[0].replace("x", ""))
    data = b"".join(mine[name] for name in in_order)
    return [data[start : start + 32] for start in range(0, len(data), 32)]


@pytest.mark.parametrize("count", [1, 2, 255, 256, 257, 511, 512, 700])
def test_the_leaf_tiles_make_the_root_of_the_log(count):
    files = dict(tiles(leaves(count)))

    assert (
        frontier_of(tile_hashes(files, 0)).root() == frontier_of(each.hash() for each in leaves(count)).root()
    )


def test_a_hash_of_the_next_level_stands_for_a_whole_tile_below():
    files = dict(tiles(leaves(2 * WIDTH + 3)))

    below = tile_hashes(files, 0)
    assert tile_hashes(files, 1) == [
        frontier_of(below[:WIDTH]).root(),
        frontier_of(below[WIDTH : 2 * WIDTH]).root(),
    ]


def test_the_entries_are_there_each_behind_its_length():
    files = dict(tiles(leaves(3)))

    data, found = files["tile/entries/000.p/3"], []
    while data:
        size = int.from_bytes(data[:2], "big")
        found.append(leaf_hash(data[2 : 2 + size]))
        data = data[2 + size :]
    assert found == [each.hash() for each in leaves(3)]


@pytest.mark.parametrize(
    ("number", "path"), [(0, "000"), (5, "005"), (999, "999"), (1234, "x001/234"), (1234067, "x001/x234/067")]
)
def test_paths_are_those_of_the_specification(number, path):
    from sharewell.ledger import tiles as module

    assert module._path(number, WIDTH) == path
    assert module._path(number, 17) == f"{path}.p/17"


def test_a_log_of_nothing_has_no_tiles():
    assert list(tiles([])) == []
