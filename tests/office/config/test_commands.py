"""The office's commands, run as a person runs them: each in a process of its own, against an office of its own."""

from __future__ import annotations

import json
import stat
import subprocess
from pathlib import Path

import pytest

from builders.office_home import Home

GOOD_FILE = (
    "referral_id,full_name,address,phone,mobility_flag,risk_note\n"
    "SW1,Ann Lee,1 High Street NS1 1AA,07700900001,Y,smoke alarm missing\n"
)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("home") / "var")
    loaded = home("demo", "--json")
    assert loaded.returncode == 0, loaded.stderr
    return home


def one_line(ran: subprocess.CompletedProcess[str]) -> str:
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    return ran.stderr


@pytest.mark.slow
# --- demo -------------------------------------------------------------------------------------------------------------
def test_the_demonstration_lists_who_can_sign_in_with_what(demonstration):
    listed = json.loads(demonstration("demo", "--json").stdout)

    assert [each["username"] for each in listed["people"]] == [
        "h1",
        "h2",
        "o1",
        "o2",
        "d1",
        "c1",
        "a1",
        "k1",
        "r1",
    ]
    assert all(each["password"] and each["totp_secret"] and each["email"] for each in listed["people"])
    assert all(Path(path).exists() for path in listed["files"].values())


@pytest.mark.slow
def test_a_second_time_loads_nothing_and_lists_the_same(demonstration):
    first, second = demonstration("demo", "--json"), demonstration("demo", "--if-empty")

    assert second.returncode == 0
    assert all(each["password"] in second.stdout for each in json.loads(first.stdout)["people"])


def test_only_its_owner_may_read_the_secrets_of_an_office(demonstration):
    assert demonstration("evidence", "--all", "--out", demonstration.path / "bundle.json").returncode == 0
    secret = [demonstration.path / "demo.json", *(demonstration.path / "keys").iterdir()]

    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in secret if path.suffix != ".vkey"
    }

    assert len(modes) >= 3
    assert set(modes.values()) == {0}


@pytest.mark.slow
# --- export and import ------------------------------------------------------------------------------------------------
def test_the_register_comes_out_and_goes_in_again_unchanged(demonstration, tmp_path):
    out = tmp_path / "register.csv"

    exported = demonstration("export", "register", "--out", out)
    imported = demonstration("import", "register", out, "--json")

    assert exported.returncode == 0, exported.stderr
    assert imported.returncode == 0, imported.stdout
    assert json.loads(imported.stdout)["counts"] == {"created": 0, "updated": 0, "unchanged": 2, "refused": 0}


def test_the_register_as_json(demonstration):
    rows = json.loads(demonstration("export", "register", "--format", "json").stdout)

    assert [row["source_id"] for row in rows] == ["ISA-2026-0001", "ISA-2026-0002"] or len(rows) == 2


@pytest.mark.slow
def test_an_office_that_is_not_there_yet_has_an_empty_register(tmp_path):
    exported = Home(tmp_path / "var")("export", "register", "--format", "json")

    assert exported.returncode == 0, exported.stderr
    assert json.loads(exported.stdout) == []


def test_nobody_else_on_the_machine_looks_into_an_office(demonstration):
    assert stat.S_IMODE(demonstration.path.stat().st_mode) & 0o077 == 0


def test_an_import_with_refused_rows_says_which_and_exits_1(demonstration, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("source_id,title,purpose,ends\n1,Fine,A purpose,2027-01-01\n2,,A purpose,soon\n")

    ran = demonstration("import", "register", path, "--dry-run")

    assert ran.returncode == 1
    assert "row 1: created" in ran.stdout
    assert "title: The cell is empty." in ran.stdout
    assert "Nothing was written" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("import", "register", "nowhere.csv"), "nowhere.csv: no such file"),
        (("import", "shoes", "x.csv"), "invalid choice"),
        (("export", "terms"), "needs a reference"),
        (("export", "register", "ISA-1"), "takes no reference"),
        (("export", "register", "--out", "no/such/folder/x.csv"), "no such file"),
        (("evidence", "--all"), "--out"),
        (("sing",), "there is no command 'sing'"),
        (("check",), "FILE"),
    ],
)
def test_a_call_that_cannot_be_used_gets_one_clear_line(demonstration, arguments, complaint):
    assert complaint.lower() in one_line(demonstration(*arguments)).lower()


def test_a_database_address_that_is_none_gets_one_clear_line(demonstration):
    assert "DATABASE_URL" in one_line(demonstration("demo", DATABASE_URL="mysql://x/y"))


def test_a_home_that_cannot_be_written_gets_one_clear_line(tmp_path):
    (tmp_path / "var").write_text("not a folder")

    assert "SHAREWELL_HOME" in one_line(Home(tmp_path / "var")("demo"))


def test_a_database_that_does_not_answer_gets_one_clear_line(demonstration):
    nobody_there = "postgresql://nobody@127.0.0.1:1/none"

    assert "the database cannot be opened" in one_line(demonstration("demo", DATABASE_URL=nobody_there))


# --- signed terms, end to end -----------------------------------------------------------------------------------------
@pytest.fixture
def exported(demonstration, tmp_path) -> Path:
    terms = tmp_path / "terms.json"
    ran = demonstration("export", "terms", "ISA-2026-0001", "--out", terms)
    assert ran.returncode == 0, ran.stderr
    return terms


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "referrals.csv"
    path.write_text(GOOD_FILE)
    return path


def recipient(home: Home) -> tuple[str, Path]:
    key_file = home.path / "demo" / "northshire-council.key"
    public = next(line for line in key_file.read_text().splitlines() if line.startswith("# public key: "))
    return public.removeprefix("# public key: "), key_file


def test_signed_terms_seal_a_file_that_opens_byte_for_byte(demonstration, exported, file, tmp_path):
    public, key_file = recipient(demonstration)

    sealed = demonstration("seal", file, "--terms", exported, "--to", public, "--out", tmp_path / "parcel")
    opened = demonstration("open", tmp_path / "parcel", "--identity", key_file, "--out", tmp_path / "out")

    assert sealed.returncode == 0, sealed.stdout + sealed.stderr
    assert opened.returncode == 0, opened.stdout + opened.stderr
    assert (tmp_path / "out" / "referrals.csv").read_bytes() == file.read_bytes()
    assert "none" not in opened.stdout.splitlines()[0].lower()


def test_terms_that_were_changed_after_signing_seal_nothing(demonstration, exported, file, tmp_path):
    public, _ = recipient(demonstration)
    exported.write_text(exported.read_text().replace("Northshire Council", "Somebody Else"))

    sealed = demonstration("seal", file, "--terms", exported, "--to", public, "--out", tmp_path / "parcel")

    assert sealed.returncode == 1
    assert not (tmp_path / "parcel").exists()


def test_an_agreement_that_is_not_in_force_has_no_terms_to_export(demonstration):
    ran = demonstration("export", "terms", "ISA-2026-0002")

    assert ran.returncode == 1
    assert ran.stdout == ""
    assert "draft" in ran.stderr


# --- evidence ---------------------------------------------------------------------------------------------------------
def test_evidence_of_everything_verifies_with_the_offices_key(demonstration, tmp_path):
    bundle = tmp_path / "bundle.json"

    written = demonstration("evidence", "--all", "--out", bundle)
    verified = demonstration("verify", bundle, "--json")

    assert written.returncode == 0, written.stderr
    assert verified.returncode == 0, verified.stdout
