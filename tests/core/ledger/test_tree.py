"""The tree: public vectors, a second way to compute the same root, and the laws of both proofs."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import a_log
from sharewell.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    FrontierDoesNotFit,
    NoSuchLeaf,
    Read,
    consistency,
    frontier_at,
    frontier_of,
    inclusion,
    inclusions,
    leaf_hash,
    node_hash,
    proves_consistency,
    proves_inclusion,
    stored_position,
)

VECTORS = json.loads((Path(__file__).parent / "vectors/rfc6962.json").read_text())
LEAVES = [leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves"]]
ROOTS = [bytes.fromhex(root) for root in VECTORS["roots"]]
BIG = a_log(70)
sizes = st.integers(1, BIG.size)


def root_at(size: int, read: Read) -> bytes:
    return frontier_at(size, read).root()


def root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word: the tree split at the largest power of two below its size."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(root_by_definition(leaves[:split]), root_by_definition(leaves[split:]))


def stored(leaves: list[bytes]):
    frontier, nodes = Frontier(), {}
    for leaf in leaves:
        frontier, new = frontier.append(leaf)
        nodes.update(new)
    return lambda wanted: {coordinate: nodes[coordinate] for coordinate in wanted}


def test_a_tree_of_no_leaves_has_the_root_of_the_vectors():
    assert EMPTY_ROOT.hex() == VECTORS["empty_root"]
    assert Frontier().root() == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_that_of_the_public_vectors(size):
    assert frontier_of(LEAVES[:size]).root() == ROOTS[size - 1]


@pytest.mark.parametrize("vector", VECTORS["inclusion"])
def test_the_inclusion_proof_is_that_of_the_public_vectors(vector):
    proof = inclusion(vector["index"], vector["size"], stored(LEAVES))

    assert [node.hex() for node in proof] == vector["proof"]


@pytest.mark.parametrize("vector", VECTORS["consistency"])
def test_the_consistency_proof_is_that_of_the_public_vectors(vector):
    proof = consistency(vector["earlier"], vector["size"], stored(LEAVES))

    assert [node.hex() for node in proof] == vector["proof"]


def test_a_leaf_never_passes_for_an_inner_node():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")

    assert leaf_hash(left + right) != node_hash(left, right)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_appending_one_by_one_gives_the_root_of_the_definition(leaves):
    assert frontier_of(leaves).root() == root_by_definition(leaves)


@given(sizes)
def test_the_root_of_any_earlier_size_comes_out_of_the_stored_nodes(size):
    leaves = [BIG.entry(index).leaf.hash() for index in range(size)]

    assert root_at(size, BIG.read) == root_by_definition(leaves)


@given(st.data(), sizes)
def test_every_leaf_is_proved_at_every_size_that_holds_it(data, size):
    index = data.draw(st.integers(0, size - 1))
    leaf, root = BIG.entry(index).leaf.hash(), root_at(size, BIG.read)

    proof = inclusion(index, size, BIG.read)

    assert proves_inclusion(index=index, size=size, leaf=leaf, proof=proof, root=root)


@given(st.data(), sizes)
def test_the_proofs_of_many_leaves_are_those_of_each_and_read_what_they_share_once(data, size):
    indexes = data.draw(st.lists(st.integers(0, size - 1)))
    asked = []

    proofs = inclusions(indexes, size, lambda nodes: asked.append(nodes) or BIG.read(nodes))

    assert proofs == {index: inclusion(index, size, BIG.read) for index in indexes}
    assert len(asked) == 1


@given(sizes)
def test_the_proofs_of_all_leaves_read_no_more_than_the_tree_holds(size):
    asked = []

    inclusions(range(size), size, lambda nodes: asked.extend(set(nodes)) or BIG.read(nodes))

    assert len(asked) <= 2 * size - size.bit_count()


@given(st.data(), sizes, st.integers(0, 255))
def test_an_inclusion_proof_with_any_bit_changed_proves_nothing(data, size, bit):
    index = data.draw(st.integers(0, size - 1))
    leaf, root = BIG.entry(index).leaf.hash(), root_at(size, BIG.read)
    parts = [leaf, root, *inclusion(index, size, BIG.read)]
    place = data.draw(st.integers(0, len(parts) - 1))

    parts[place] = flipped(parts[place], bit)

    leaf, root, *proof = parts
    assert not proves_inclusion(index=index, size=size, leaf=leaf, proof=proof, root=root)


@given(st.data(), sizes)
def test_a_leaf_is_proved_at_its_own_place_only(data, size):
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size + 3))
    leaf, root = BIG.entry(index).leaf.hash(), root_at(size, BIG.read)

    proved = proves_inclusion(
        index=other, size=size, leaf=leaf, proof=inclusion(index, size, BIG.read), root=root
    )

    assert proved == (index == other)


@pytest.mark.parametrize("size", range(1, 34))
def test_the_log_is_shown_to_have_only_grown_from_every_earlier_size(size):
    root = root_at(size, BIG.read)

    for earlier in range(1, size + 1):
        assert proves_consistency(
            earlier=earlier,
            size=size,
            earlier_root=root_at(earlier, BIG.read),
            root=root,
            proof=consistency(earlier, size, BIG.read),
        )


@given(st.data(), sizes, st.integers(0, 255))
def test_a_consistency_proof_with_any_bit_changed_proves_nothing(data, size, bit):
    earlier = data.draw(st.integers(1, size))
    parts = [root_at(earlier, BIG.read), root_at(size, BIG.read), *consistency(earlier, size, BIG.read)]
    place = data.draw(st.integers(0, len(parts) - 1))

    parts[place] = flipped(parts[place], bit)

    earlier_root, root, *proof = parts
    assert not proves_consistency(
        earlier=earlier, size=size, earlier_root=earlier_root, root=root, proof=proof
    )


@given(st.data(), st.integers(2, BIG.size))
def test_a_rewritten_past_is_not_consistent(data, size):
    earlier = data.draw(st.integers(1, size - 1))
    changed = [BIG.entry(index).leaf.hash() for index in range(size)]
    changed[data.draw(st.integers(0, earlier - 1))] = leaf_hash(b"something else")
    read = stored(changed)

    assert not proves_consistency(
        earlier=earlier,
        size=size,
        earlier_root=root_at(earlier, BIG.read),
        root=root_at(size, read),
        proof=consistency(earlier, size, read),
    )


@pytest.mark.parametrize(
    ("change", "proved"), [(lambda p: p, True), (lambda p: p[:-1], False), (lambda p: [*p, p[0]], False)]
)
def test_a_proof_has_exactly_the_hashes_it_needs(change, proved):
    root = root_at(7, BIG.read)
    included = change(list(inclusion(2, 7, BIG.read)))
    grown = change(list(consistency(3, 7, BIG.read)))

    assert proved == proves_inclusion(
        index=2, size=7, leaf=BIG.entry(2).leaf.hash(), proof=included, root=root
    )
    assert proved == proves_consistency(
        earlier=3, size=7, earlier_root=root_at(3, BIG.read), root=root, proof=grown
    )


def test_growth_from_no_leaves_at_all_proves_nothing():
    root = root_at(7, BIG.read)

    assert not proves_consistency(earlier=0, size=7, earlier_root=EMPTY_ROOT, root=root, proof=[])
    assert not proves_consistency(earlier=0, size=0, earlier_root=EMPTY_ROOT, root=EMPTY_ROOT, proof=[])
    assert not proves_consistency(earlier=8, size=7, earlier_root=root, root=root, proof=[])


def test_a_proof_that_ends_before_a_larger_tree_does_proves_nothing():
    root = root_at(7, BIG.read)
    included, grown = inclusion(2, 7, BIG.read), consistency(3, 7, BIG.read)

    assert not proves_inclusion(index=2, size=700, leaf=BIG.entry(2).leaf.hash(), proof=included, root=root)
    assert not proves_consistency(
        earlier=3, size=700, earlier_root=root_at(3, BIG.read), root=root, proof=grown
    )


def test_a_hash_of_no_bytes_is_no_leaf():
    assert not proves_inclusion(index=0, size=1, leaf=b"", proof=[], root=b"")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: inclusion(7, 7, BIG.read),
        lambda: consistency(0, 7, BIG.read),
        lambda: consistency(8, 7, BIG.read),
    ],
)
def test_a_proof_about_what_is_not_there_cannot_be_made(ask):
    with pytest.raises(NoSuchLeaf):
        ask()


def test_a_frontier_with_the_wrong_number_of_peaks_is_refused():
    with pytest.raises(FrontierDoesNotFit):
        Frontier(5, (EMPTY_ROOT,))


def test_nodes_are_stored_one_after_the_other_without_gaps():
    positions = [stored_position(coordinate) for coordinate in BIG.nodes]

    assert positions == list(range(2 * BIG.size - BIG.size.bit_count()))


@given(st.integers(1, BIG.size))
def test_a_proof_reads_few_stored_hashes_and_all_at_once(size):
    asked = []

    def read(coordinates):
        asked.append(len(coordinates))
        return BIG.read(coordinates)

    inclusion(size // 2, size, read)
    consistency(size // 2 or 1, size, read)

    assert len(asked) == 2
    assert max(asked) <= 2 * size.bit_length()


def flipped(data: bytes, bit: int) -> bytes:
    return (int.from_bytes(data, "big") ^ (1 << bit)).to_bytes(len(data), "big")
