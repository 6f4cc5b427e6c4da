"""The proofs that transparency logs share: all 196 of transparency-dev/merkle, the good ones and the forged."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from sharewell.ledger.tree import proves_consistency, proves_inclusion

VECTORS = json.loads(
    (Path(__file__).parent / "vectors" / "transparency-dev.json").read_text(encoding="utf-8")
)


def each(kind: str) -> list[Any]:
    return [pytest.param(vector, id=vector["name"]) for vector in VECTORS[kind]]


def hashes(vector: dict[str, Any]) -> list[bytes]:
    return [b64decode(one) for one in vector["proof"] or ()]


def test_there_are_196_of_them_good_and_forged():
    every = [*VECTORS["inclusion"], *VECTORS["consistency"]]

    assert len(every) == 196
    assert {vector["wantErr"] for vector in every} == {True, False}


@pytest.mark.parametrize("vector", each("inclusion"))
def test_an_inclusion_proof_is_judged_as_the_others_judge_it(vector):
    proved = proves_inclusion(
        index=vector["leafIdx"],
        size=vector["treeSize"],
        leaf=b64decode(vector["leafHash"]),
        proof=hashes(vector),
        root=b64decode(vector["root"]),
    )

    assert proved == (not vector["wantErr"])


@pytest.mark.parametrize("vector", each("consistency"))
def test_a_consistency_proof_is_judged_as_the_others_judge_it(vector):
    proved = proves_consistency(
        earlier=vector["size1"],
        size=vector["size2"],
        earlier_root=b64decode(vector["root1"]),
        root=b64decode(vector["root2"]),
        proof=hashes(vector),
    )

    assert proved == (not vector["wantErr"])
