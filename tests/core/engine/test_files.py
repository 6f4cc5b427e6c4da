"""Files appear whole or not at all, and a secret is read by its owner alone."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from sharewell.engine.files import folder_made_whole, keep_secret, write_whole


def test_a_secret_is_its_owners_alone_and_so_is_the_folder_it_makes(tmp_path):
    path = tmp_path / "keys" / "a.key"

    keep_secret(path, "secret\n")

    assert path.read_text() == "secret\n"
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]


def test_a_secret_that_is_there_stays_what_it_is(tmp_path):
    keep_secret(tmp_path / "a.key", "first")

    keep_secret(tmp_path / "a.key", "second")

    assert (tmp_path / "a.key").read_text() == "first"
    assert [each.name for each in tmp_path.iterdir()] == ["a.key"]


def test_many_who_make_a_secret_at_once_agree_on_one(tmp_path):
    path = tmp_path / "a.key"

    def make(number):
        keep_secret(path, str(number) * 1_000)
        return path.read_text()

    with ThreadPoolExecutor(8) as threads:
        read = set(threads.map(make, range(8)))

    assert len(read) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["a.key"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path):
    write_whole(tmp_path / "report", b"old")

    with pytest.raises(TypeError):
        write_whole(tmp_path / "report", None)

    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("report", b"old")]


def test_a_folder_that_is_not_filled_to_the_end_never_was(tmp_path):
    def stopped_half_way():
        with folder_made_whole(tmp_path / "parcel") as folder:
            (folder / "part").write_bytes(b"x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stopped_half_way()

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_put_over_a_folder_that_holds_something(tmp_path):
    (tmp_path / "parcel").mkdir()
    (tmp_path / "parcel" / "theirs").write_bytes(b"x")

    with pytest.raises(FileExistsError), folder_made_whole(tmp_path / "parcel"):
        pass

    assert (tmp_path / "parcel" / "theirs").read_bytes() == b"x"
