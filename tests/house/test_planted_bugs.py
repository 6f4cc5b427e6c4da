"""The tests of the tests: a bug is planted in a copy of the source, and a named test must see it.

Each row is a safeguard taken out: a dropped check, a leaked row, a door left open. The test named beside it runs alone
on the copy; one that still passes would be a test that cannot fail.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from here import ROOT

LEDGER, POLICY, OFFICE = "sharewell/ledger", "sharewell/policy", "sharewell_office"
CORE_TESTS, OFFICE_TESTS = "tests/core/ledger", "tests/office"


@dataclass(frozen=True, slots=True)
class Bug:
    """`was` becomes `now` in this file of the source, and this test must fail."""

    file: str
    was: str
    now: str
    seen_by: str


def dropped(file: str, check: str, seen_by: str) -> Bug:
    """A check that is asked no more: its `if` is never true."""
    return Bug(file, f"if {check}:", "if False:", seen_by)


BUGS = (
    Bug(f"{LEDGER}/tree.py", 'sha256(b"\\x00" + data)', 'sha256(b"\\x01" + data)', f"{CORE_TESTS}/test_tree.py"),
    Bug(f"{LEDGER}/tree.py", "return sn == 0 and r == root", "return r == root or True", f"{CORE_TESTS}/test_tree.py"),
    Bug(f"{LEDGER}/tree.py", "fr == earlier_root and sr == root", "sr == root", f"{CORE_TESTS}/test_tree.py"),
    dropped(f"{LEDGER}/leaf.py", "len(salt) != SALT_BYTES", f"{CORE_TESTS}/test_leaf.py"),
    Bug(f"{LEDGER}/leaf.py", "_KIND.fullmatch", "_KIND.match", f"{CORE_TESTS}/test_leaf.py"),
    dropped(f"{LEDGER}/note.py", "_encoded(data) != text", f"{CORE_TESTS}/test_note.py"),
    Bug(f"{LEDGER}/note.py", "return bool(lines) and all(", "return all(", f"{CORE_TESTS}/test_verdict.py"),
    dropped(
        f"{LEDGER}/evidence.py", "_entry_written(entry) != text[place:end].encode()",
        f"{CORE_TESTS}/test_evidence.py",
    ),
    dropped(f"{LEDGER}/evidence.py", "write(evidence) != around.encode()", f"{CORE_TESTS}/test_evidence.py"),
    dropped(f"{LEDGER}/evidence.py", "(payload is None) != (salt is None)", f"{CORE_TESTS}/test_evidence.py"),
    dropped(
        f"{LEDGER}/verdict.py", "brought is not None and brought != named", f"{CORE_TESTS}/test_verdict.py"
    ),
    dropped(f"{LEDGER}/verdict.py", "checkpoint.origin != key.name", f"{CORE_TESTS}/test_verdict.py"),
    dropped(f"{LEDGER}/verdict.py", "len(note.signatures) != len(known)", f"{CORE_TESTS}/test_verdict.py"),
    dropped(f"{LEDGER}/verdict.py", "not numbers", f"{CORE_TESTS}/test_verdict.py"),
    dropped(f"{LEDGER}/verdict.py", "numbers != sorted(set(numbers))", f"{CORE_TESTS}/test_verdict.py"),
    Bug(
        f"{LEDGER}/verdict.py", 'entry.payload["kind"] == entry.leaf.kind and ', "",
        f"{CORE_TESTS}/test_verdict.py",
    ),
    dropped(
        f"{LEDGER}/pack.py", "sha256(files[name]).hexdigest() != listed[name]", f"{CORE_TESTS}/test_pack.py"
    ),
    dropped(f"{LEDGER}/pack.py", "again != data", f"{CORE_TESTS}/test_pack.py"),
    Bug(f"{LEDGER}/pack.py", 'details.get("manifest") == digest', "True", f"{CORE_TESTS}/test_pack.py"),
    Bug(f"{LEDGER}/receipt.py", "entry.leaf.kind not in FOR_THE_PARTY", "False", f"{CORE_TESTS}/test_receipt.py"),
    Bug(f"{LEDGER}/seen.py", "elif root != before.root:", "elif False:", f"{CORE_TESTS}/test_seen.py"),
    Bug(f"{LEDGER}/seen.py", "elif before.size > now.size:", "elif False:", f"{CORE_TESTS}/test_seen.py"),
    dropped(f"{POLICY}/joining.py", "not by.roles & WHO", "tests/core/policy/test_posts_by_groups.py"),
    dropped(f"{POLICY}/joining.py", "person in by.accounts", "tests/core/policy/test_posts_by_groups.py"),
    # The office's take longer to start: `make drill` runs them.
    dropped(f"{OFFICE}/adapters/confirming.py", "not recently(request)", f"{OFFICE_TESTS}/people/test_confirming.py"),
    dropped(f"{OFFICE}/people/access.py", "not allowed(request)", f"{OFFICE_TESTS}/desk/test_visits.py"),
    dropped(
        f"{OFFICE}/desk/packs/visits.py", "reference not in gathering.references(_scope(request))",
        f"{OFFICE_TESTS}/desk/test_visits.py",
    ),
    dropped(
        f"{OFFICE}/ledger/verification.py", "roots.get(each.size) != each.root",
        f"{OFFICE_TESTS}/ledger/test_tampering.py",
    ),
    # A leaked row, a missing lock, a field that is not escaped.
    Bug(
        f"{OFFICE}/adapters/seeing.py", "return table.prepared(rows).filter(wanted)", "return rows",
        f"{OFFICE_TESTS}/people/test_seeing.py",
    ),
    # Who sees what: an area that opens all, a door that asks nothing, a list that is not narrowed.
    Bug(f"{POLICY}/seeing.py", "return nowhere | {(column, area) for area in viewer.areas}", "return None",
        "tests/core/policy/test_seeing.py"),
    dropped(f"{POLICY}/seeing.py", "not column or not viewer.ours", "tests/core/policy/test_seeing.py"),
    Bug(f"{POLICY}/posts.py", "held.limited - held.posts", "frozenset[Role]()", "tests/core/policy/test_posts.py"),
    dropped(
        f"{OFFICE}/adapters/acting.py", "hidden(references, seeing.of(by))", f"{OFFICE_TESTS}/people/test_areas.py"
    ),
    Bug(
        f"{OFFICE}/adapters/acting.py",
        "return seeing.acting(by, {*data_sets, *data_sets_of(references)}) if by.areas else by",
        "return by", f"{OFFICE_TESTS}/people/test_areas.py",
    ),
    # A service that narrows nobody, called past the door.
    dropped(
        f"{OFFICE}/adapters/acting.py", "isinstance(by, Actor) and by.areas",
        f"{OFFICE_TESTS}/people/test_past_the_door.py",
    ),
    # A sheet that gives posts, whoever brings it; and a scope that reaches too far.
    Bug(
        f"{OFFICE}/register/importing/people.py", "None if by.person == store.command_line().person else by", "None",
        f"{OFFICE_TESTS}/register/test_import_screen.py",
    ),
    dropped(f"{POLICY}/posts.py", '"" not in areas', "tests/core/policy/test_posts_by_groups.py"),
    Bug(
        f"{OFFICE}/people/programs/lists.py", "theirs(request, rows)", "rows", f"{OFFICE_TESTS}/people/test_areas.py"
    ),
    Bug(
        f"{OFFICE}/ledger/migrations/0008_an_append_asks_nothing_first.py",
        "PERFORM pg_advisory_xact_lock(357694526021);",
        "",
        f"{OFFICE_TESTS}/ledger/test_on_real_databases.py",
    ),
    Bug(
        f"{OFFICE}/ledger/migrations/0008_an_append_asks_nothing_first.py",
        "IF NOT FOUND THEN RETURN NULL; END IF;",
        "",
        f"{OFFICE_TESTS}/ledger/test_on_real_databases.py",
    ),
    Bug(
        f"{OFFICE}/ledger/store/log.py", "if living < len(named):", "if False:",
        f"{OFFICE_TESTS}/ledger/test_record.py",
    ),
    Bug(
        f"{OFFICE}/adapters/spreadsheets.py", "writer.writerow([harmless(cell) for cell in row])",
        "writer.writerow(row)", f"{OFFICE_TESTS}/adapters/test_spreadsheets.py",
    ),
    Bug(
        f"{OFFICE}/design/templates/design/person.html", "{{ request.user.name }}", "{{ request.user.name|safe }}",
        f"{OFFICE_TESTS}/config/test_stored_markup.py",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The source, to plant in; what is planted is taken out again before the next."""
    there = tmp_path_factory.mktemp("planted") / "src"
    shutil.copytree(ROOT / "src", there, ignore=shutil.ignore_patterns("__pycache__"))
    return there


def sees(copy: Path, bug: Bug) -> bool:
    """Whether the named test fails on the copy with the bug in it."""
    path = copy / bug.file
    sound = path.read_text(encoding="utf-8")
    assert sound.count(bug.was) == 1, f"{bug.file}: {bug.was!r} must stand there once"
    path.write_text(sound.replace(bug.was, bug.now), encoding="utf-8")
    # Compiled within the same second, the bug would not be looked at again.
    shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-n", "0", "-x", "-q", "-m", "not browser", bug.seen_by],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        path.write_text(sound, encoding="utf-8")
    assert ran.returncode in (0, 1), ran.stdout[-2000:]
    return ran.returncode == 1


@pytest.mark.slow
def test_every_planted_bug_is_seen_by_the_test_that_is_named(copy, drill_n):
    wanted = drill_n(1, len(BUGS))
    core = [bug for bug in BUGS if not bug.file.startswith(OFFICE)]
    chosen = BUGS if wanted >= len(BUGS) else random.sample(core, wanted)

    unseen = [f"{bug.file}: {bug.was}" for bug in chosen if not sees(copy, bug)]

    assert unseen == []


def test_there_are_twenty_and_more_and_each_is_somewhere():
    assert len(BUGS) >= 20
    assert all((ROOT / "src" / bug.file).read_text(encoding="utf-8").count(bug.was) == 1 for bug in BUGS)
