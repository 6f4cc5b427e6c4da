"""What the doctor finds, and what a production office refuses to start over."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from builders.office_home import OF_THE_TESTS, Home

# Each of these starts the office several times over, as people do.
pytestmark = pytest.mark.slow

SAFE = {
    "SHAREWELL_PRODUCTION": "1",
    "SHAREWELL_HOSTS": "sharewell.example.org",
    "SHAREWELL_OFFICE_NAME": "Somebody's Office",
    "SHAREWELL_TRUST_PROXY": "1",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("home") / "var")
    assert home("export", "register").returncode == 0  # an empty office, up to date
    return home


@pytest.fixture
def elsewhere(tmp_path) -> dict[str, str]:
    (tmp_path / "custody").mkdir(mode=0o700)
    return {"SHAREWELL_KEYS": str(tmp_path / "custody")}


def found(ran: subprocess.CompletedProcess[str], result: str = "wrong") -> list[str]:
    assert ran.stderr == ""
    return [each["what"] for each in json.loads(ran.stdout)["findings"] if each["result"] == result]


def test_an_office_on_a_desk_is_well(home):
    ran = home("doctor", "--json")

    assert ran.returncode == 0, ran.stdout
    assert found(ran) == []
    assert any("not set up for production" in note for note in found(ran, "note"))


def test_a_production_office_that_is_safe_is_well(home, elsewhere):
    ran = home("doctor", "--json", **SAFE, **elsewhere)

    assert ran.returncode == 0, ran.stdout
    assert found(ran) == []
    assert set(found(ran, "note")) <= {"Nobody outside witnesses the record.", "No job has ever run."}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"SHAREWELL_HOSTS": ""}, "SHAREWELL_HOSTS"),
        ({"SHAREWELL_HOSTS": "*"}, "SHAREWELL_HOSTS"),
        (
            {"SHAREWELL_OFFICE_NAME": "Northshire Office of the Police and Crime Commissioner"},
            "demonstration's name",
        ),
        ({"SHAREWELL_TRUST_PROXY": ""}, "HTTPS"),
        ({"SHAREWELL_KEYS": ""}, "signing key lies beside the database"),
        ({"SHAREWELL_SECRET_KEY": "short"}, "SECRET_KEY"),
    ],
)
def test_production_refuses_to_start_over(home, elsewhere, change, complaint):
    environment = {**SAFE, **elsewhere, **change}

    ran = home("doctor", "--json", **environment)
    served = home("serve", "--bind", "127.0.0.1:0", **environment)

    assert ran.returncode == 1
    assert any(complaint in what for what in found(ran)), ran.stdout
    assert (served.returncode, len(served.stderr.splitlines())) == (2, 1), served.stderr


def test_a_key_inside_the_home_by_another_way_is_still_inside(home, tmp_path):
    (tmp_path / "way").symlink_to(home.path / "keys")

    ran = home("doctor", "--json", **SAFE, SHAREWELL_KEYS=str(tmp_path / "way"))

    assert any("beside the database" in what for what in found(ran))


def test_the_demonstration_is_never_served_in_production(tmp_path, elsewhere):
    home = Home(tmp_path / "var")
    assert home("demo", "--json").returncode == 0

    assert any("demonstration" in what for what in found(home("doctor", "--json", **SAFE, **elsewhere)))


def test_every_wrong_thing_says_how_to_mend_it(home):
    ran = home("doctor", "--json", SHAREWELL_PRODUCTION="1")

    wrong = [each for each in json.loads(ran.stdout)["findings"] if each["result"] == "wrong"]
    assert len(wrong) >= 4
    assert all(each["remedy"] for each in wrong)


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "could not be looked at"),
    ],
)
def test_what_keeps_the_office_from_starting_at_all_is_a_finding(tmp_path, environment, complaint):
    ran = Home(tmp_path / "var")("doctor", "--json", **environment)

    assert ran.returncode == 1
    assert any(complaint in what for what in found(ran)), ran.stdout


def test_files_that_others_may_read_are_found(tmp_path):
    home = Home(tmp_path / "var")
    assert home("export", "register").returncode == 0
    (home.path / "keys" / "django-secret").chmod(0o644)

    assert any("django-secret" in note for note in found(home("doctor", "--json"), "note"))


def test_a_damaged_database_is_found(tmp_path):
    home = Home(tmp_path / "var")
    assert home("export", "register").returncode == 0
    with open(home.path / "office.sqlite3", "r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 20_000)

    ran = home("doctor", "--json")

    assert ran.returncode == 1, ran.stdout


def test_djangos_own_check_for_deployment_is_clean(home, elsewhere):
    environment = {k: v for k, v in os.environ.items() if k not in OF_THE_TESTS}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "sharewell_office.config.settings",
        "SHAREWELL_HOME": str(home.path),
    }

    ran = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"],
        env=environment | SAFE | elsewhere, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "no issues (0 silenced)" in ran.stdout, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "bind", ["nonsense", "127.0.0.1", "127.0.0.1:port", "127.0.0.1:99999", "192.0.2.1:8000", ":", ""]
)
def test_an_address_that_cannot_be_served_gets_one_clear_line(home, bind):
    ran = home("serve", "--bind", bind)

    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (2, "", 1), ran.stderr
    assert "--bind" in ran.stderr


def test_a_list_of_witnesses_that_cannot_be_read_is_found(tmp_path):
    home = Home(tmp_path / "var")
    assert home("export", "register").returncode == 0
    (home.path / "keys" / "witnesses").write_text("ftp://example.org nonsense\n")

    ran = home("doctor", "--json")

    assert ran.returncode == 1
    assert any("witnesses, line 1" in what for what in found(ran))
