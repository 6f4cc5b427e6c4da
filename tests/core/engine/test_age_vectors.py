"""The 143 public vectors of the age format (C2SP CCTV): every bad file is refused, every good one of ours opens.

What Sharewell makes no use of is listed with the reason, so that nobody takes it for tested.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from here import ROOT
from sharewell.engine import locks, sealing

VECTORS = ROOT / "node_modules" / "cctv-age" / "index.js"
HYBRID = "post-quantum keys: the library does not know them, and no recipient can register one"
LEFT_OUT = 6
ARMOUR = "blank lines around ASCII armour, which a reader may allow: the library does not"


@dataclass(frozen=True)
class Vector:
    name: str
    said: dict[str, list[str]]
    file: bytes

    @property
    def opens(self) -> bool:
        return self.said["expect"] == ["success"]

    @property
    def left_out(self) -> str:
        """Why this one is not tried; "" where it is."""
        if any(each.startswith("AGE-SECRET-KEY-PQ-") for each in self.said.get("identity", ())):
            return HYBRID if self.opens else ""
        return ARMOUR if self.name == "armor_whitespace_outside" else ""


def vectors() -> list[Vector]:
    if not VECTORS.exists():
        return []
    text = VECTORS.read_text()
    return [
        _vector(name, base64.b64decode(content))
        for name, content in re.findall(r'var (\w+)_default = __toBinary\("([^"]+)"\)', text)
    ]


def _vector(name: str, content: bytes) -> Vector:
    head, _, file = content.partition(b"\n\n")
    said: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        key, _, value = line.partition(": ")
        said.setdefault(key, []).append(value)
    if said.get("compressed") == ["zlib"]:
        file = zlib.decompress(file)
    return Vector(name=name, said=said, file=file)


def opened(vector: Vector, path: Path) -> bytes:
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
