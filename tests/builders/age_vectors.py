"""The 143 public vectors of the age format (C2SP CCTV), and the page that lists what becomes of each."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass

from here import ROOT

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


def page() -> str:
    """docs/reference/age-vectors.md: every vector by name, and why where it is not tried."""
    found = vectors()
    tried = [each for each in found if not each.left_out]
    groups = [
        ("Opened", [each for each in tried if each.opens]),
        ("Refused, and nothing came out", [each for each in tried if not each.opens]),
    ]
    lines = [
        "# What becomes of the public age vectors",
        "",
        "Printed by `make docs` from the vectors themselves (C2SP CCTV, npm `cctv-age`); "
        "`tests/core/engine/test_age_vectors.py` tries each of the first two lists by the calls that open a parcel. A "
        "good X25519 or scrypt file opens, a bad file of any kind is refused. What another program would open and we "
        "do not stands in the last list, with the reason.",
    ]
    for title, group in groups:
        lines += ["", f"## {title}: {len(group)}", "", ", ".join(f"`{each.name}`" for each in group)]
    left = [each for each in found if each.left_out]
    lines += ["", f"## Not tried: {len(left)} of {len(found)}", "", "| vector | why |", "|---|---|"]
    lines += [f"| `{each.name}` | {each.left_out} |" for each in left]
    return "\n".join(lines) + "\n"
