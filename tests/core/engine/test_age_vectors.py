"""The 143 public vectors of the age format (C2SP CCTV): every bad file is refused, every good one of ours opens.

What Sharewell makes no use of is listed with the reason, so that nobody takes it for tested.
"""

from __future__ import annotations

import hashlib

import pytest

from builders.age_vectors import ARMOUR, HYBRID, LEFT_OUT, VECTORS, page, vectors
from here import ROOT
from sharewell.engine import locks, sealing

PAGE = ROOT / "docs" / "reference" / "age-vectors.md"


def opened(vector, path):
    """The plaintext, by the same calls that open a parcel. Raises where the file is refused."""
    sealed = path / "vector.age"
    sealed.write_bytes(vector.file)
    if "passphrase" in vector.said:
        key = locks.Passphrase(vector.said["passphrase"][0])
    else:
        key = locks.identities_of("\n".join(vector.said.get("identity", [])))
    return sealing.open_parcel(sealed, key, path / "out").file.read_bytes()


@pytest.mark.skipif(not VECTORS.exists(), reason="cctv-age is not installed: run make check")
def test_all_143_are_here():
    assert len(vectors()) == 143


@pytest.mark.parametrize(
    "vector", [each for each in vectors() if not each.left_out], ids=lambda each: each.name
)
def test_a_good_file_opens_and_a_bad_one_is_refused(vector, tmp_path):
    if not vector.opens:
        with pytest.raises(Exception):  # noqa: B017 - whatever it is, nothing may come out
            opened(vector, tmp_path)
        assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True
        return

    plain = opened(vector, tmp_path)

    assert hashlib.sha256(plain).hexdigest() == vector.said["payload"][0]


def test_what_is_left_out_is_named_with_its_reason():
    left = {each.name: each.left_out for each in vectors() if each.left_out}

    assert len(left) == LEFT_OUT
    assert set(left.values()) == {HYBRID, ARMOUR}


@pytest.mark.skipif(not VECTORS.exists(), reason="cctv-age is not installed: run make check")
def test_the_page_that_lists_them_is_in_step():
    assert PAGE.read_text(encoding="utf-8") == page(), "run make docs"
