"""The walls of the house: the core runs where there is no Django, and every room stands on its floor."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from here import ROOT

WITHOUT_DJANGO = """
import importlib, pkgutil, sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "allauth", "sharewell_office"}:
            raise ImportError(f"the core asked for {name}")

sys.meta_path.insert(0, NoDjango())
import sharewell
names = [m.name for m in pkgutil.walk_packages(sharewell.__path__, "sharewell.") if not m.name.endswith("__main__")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_the_core_imports_where_django_is_blocked():
    ran = subprocess.run([sys.executable, "-c", WITHOUT_DJANGO], capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 40


def _walls() -> list[dict]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


@pytest.mark.parametrize("package", ["sharewell", "sharewell_office"])
def test_every_room_stands_on_a_floor(package):
    contract = next(each for each in _walls() if each["type"] == "layers" and each["containers"] == [package])
    floors = {room.strip() for layer in contract["layers"] for room in layer.split("|")}

    rooms = {each.name for each in (ROOT / "src" / package).iterdir() if (each / "__init__.py").exists()}

    assert contract["exhaustive"] is True
    assert rooms == floors


def test_the_walls_hold():
    ran = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "broken" in ran.stdout, ran.stderr
    assert " 0 broken" in ran.stdout, ran.stdout
