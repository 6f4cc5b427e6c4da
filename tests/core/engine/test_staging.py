"""The engine that holds a stranger's file: what it may not do, one refusal for each of its settings (ADR 4)."""

from __future__ import annotations

import duckdb
import pytest

from sharewell.engine import staging, storing
from sharewell.engine.classes import class_of
from sharewell.engine.limits import Limits
from sharewell.engine.probing import Probing


@pytest.fixture
def closed(tmp_path):
    """An engine with a staged table of two rows, its doors closed, and a file beside it."""
    engine = staging.connect(tmp_path, Limits())
    storing.keep(engine, storing.passing(engine, "SELECT 'x' || range AS c0 FROM range(2)", 1), 1)
    (tmp_path / "other.csv").write_text("a\n1\n")
    staging.close_doors(engine)
    return engine


FORBIDDEN = [
    "INSTALL httpfs", "LOAD httpfs", "SELECT * FROM read_csv('{folder}/other.csv')",
    "SELECT * FROM '{folder}/other.csv'",
    "COPY staged TO '{folder}/out.csv'", "ATTACH '{folder}/other.db'", "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_text('{folder}/other.csv')", "SET enable_external_access = true", "SET memory_limit = '10GB'",
    "SET lock_configuration = false", "SET allowed_paths = ['{folder}/other.csv']",
]  # fmt: skip


@pytest.mark.parametrize("query", FORBIDDEN)
def test_with_its_doors_closed_the_engine_reaches_nothing_outside(closed, tmp_path, query):
    with pytest.raises(duckdb.Error):
        closed.execute(query.format(folder=tmp_path))

    assert not (tmp_path / "out.csv").exists()


def test_but_for_what_is_staged(closed):
    assert closed.execute("SELECT c0, rowid FROM staged").fetchall() == [("x0", 0), ("x1", 1)]


SETTINGS = [
    ("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false"),
    ("allow_community_extensions", "false"),
    ("python_enable_replacements", "false"), ("lock_configuration", "true"), ("enable_external_access", "false"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_the_settings_are_those_of_the_decision(closed, name, value):
    (found,) = closed.execute(f"SELECT current_setting('{name}')::VARCHAR").fetchone()

    assert found == value


def test_what_does_not_fit_is_spilled_into_the_quarantine_and_nowhere_else(closed, tmp_path):
    (folder,) = closed.execute("SELECT current_setting('temp_directory')").fetchone()

    assert folder == str(tmp_path / "spill")


def test_classes_are_grouped_by_a_number_that_another_salt_makes_another(closed):
    """What is spilled while people are grouped names nobody."""
    probing = Probing(closed, ("",))

    found = closed.execute(
        f"SELECT {class_of(probing, ['c0'], 'a')}, {class_of(probing, ['c0'], 'b')} FROM staged"
    ).fetchall()

    assert all(isinstance(number, int) for row in found for number in row)
    assert len({number for row in found for number in row}) == 4


@pytest.mark.parametrize("width", [300, 1000])
def test_a_wide_file_needs_no_more_memory_than_a_narrow_one(tmp_path, width):
    engine = staging.connect(tmp_path, Limits())
    cells = ", ".join(f"'x' || range AS c{n}" for n in range(width))

    storing.keep(engine, storing.passing(engine, f"SELECT {cells} FROM range(5000)", width), width)

    assert engine.execute(f"SELECT count(*), max(rowid) FROM staged WHERE c{width - 1} IS NOT NULL").fetchone() == (
        5000, 4999,
    )  # fmt: skip
