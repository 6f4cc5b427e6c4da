"""Where the office keeps its things, and how carefully its databases write."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from sharewell.vocabulary.people import Role
from sharewell_office.config import database, identity, secrets
from sharewell_office.config.environment import SettingUnreadable


@pytest.mark.parametrize("address", ["/agreements/%00/", "/agreements/?before=%00", "/requests/?words=a%00b"])
def test_an_address_with_a_nul_is_no_page(client, address):
    # No database is asked: PostgreSQL would answer with an error.
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_sqlite_acknowledges_only_what_is_on_the_disk():
    if connection.vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL")
    with connection.cursor() as cursor:
        pragmas = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2}


def test_a_postgresql_address_is_read_in_full():
    read = database.settings("postgresql://us%40er:p%3Aw@db.example.org:5433/name?sslmode=require", home=None)

    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"]) == (
        "us@er",
        "p:w",
        "db.example.org",
        "5433",
    )
    assert read["NAME"] == "name"
    assert read["OPTIONS"] == {"sslmode": "require", "options": "-c synchronous_commit=on"}


def test_a_postgresql_socket_is_a_folder():
    assert database.settings("postgresql:///name?host=/run/db", home=None)["HOST"] == "/run/db"


@pytest.mark.parametrize("address", ["mysql://x/y", "postgres", "sqlite:///x"])
def test_any_other_address_is_refused(address):
    with pytest.raises(database.DatabaseUrlUnreadable, match="expected postgresql://"):
        database.settings(address, home=None)


def test_a_secret_is_made_once_whoever_comes_first(tmp_path):
    path = tmp_path / "keys" / "secret"

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secrets.kept(path), range(8)))

    assert found == {path.read_text()}
    assert len(path.read_text()) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret"]


def test_a_group_of_the_directory_stands_for_a_post_and_perhaps_an_area(monkeypatch):
    monkeypatch.setenv("SHAREWELL_OIDC_GROUPS", "7c4e=ro.handler@home-visits, 9b1d=ro.dpo")

    assert identity.groups() == {"7c4e": (Role.HANDLER, "home-visits"), "9b1d": (Role.DPO, "")}


@pytest.mark.parametrize(
    "said",
    [
        "7c4e",
        "=ro.dpo",
        "7c4e=ro.recipient",
        "7c4e=chief",
        "7c4e=ro.dpo@complaints",
        "7c4e=ro.handler@",
        "7c4e=ro.handler@A b",
    ],
)
def test_a_group_that_stands_for_nothing_stops_the_office(monkeypatch, said):
    monkeypatch.setenv("SHAREWELL_OIDC_GROUPS", said)

    with pytest.raises(SettingUnreadable, match="SHAREWELL_OIDC_GROUPS"):
        identity.groups()
