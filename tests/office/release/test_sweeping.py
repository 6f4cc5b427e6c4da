"""What a killed process left in the vault is destroyed, and nothing that a release waits for."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from builders.office_release import brought, somebody, the_release
from sharewell_office.release import services, vault
from sharewell_office.release.services import letting_go
from sharewell_office.release.services.sweeping import LEFT_FOR, sweep

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class PowerCut(Exception):
    pass


def cut(*_):
    raise PowerCut


def test_what_a_killed_seal_left_in_clear_is_destroyed_and_what_a_release_waits_for_is_not(monkeypatch, at):
    for folder in ("quarantine", "parcels", "incoming", "work"):
        shutil.rmtree(vault.file("0" * 64).parents[1] / folder, ignore_errors=True)
    with at("2026-03-02T10:00"):
        waiting, row = brought(b"a,b\n1,2\n"), brought()
        monkeypatch.setattr(letting_go, "forget", cut)
        with pytest.raises(PowerCut):
            services.release(row.reference, by=somebody())
    half = vault.aside()
    half.write_bytes(b"half an upload")
    received, spilled = vault.workspace().with_name("incoming") / "abc.upload", vault.workspace() / "index-1"
    received.parent.mkdir()
    received.write_bytes(b"half of another, from a killed web process")
    (spilled / "spill").mkdir(parents=True)
    nobodys = vault.parcel(vault.fresh_parcel("REL-2026-0999"))
    nobodys.mkdir()
    now = datetime.now(tz=UTC)

    young, old = sweep(now), sweep(now + LEFT_FOR + timedelta(minutes=1))

    assert young == "0 files and 0 parcels that nobody waited for destroyed"
    assert old == "4 files and 1 parcels that nobody waited for destroyed"
    assert not vault.file(row.sha256).exists()
    assert not any(each.exists() for each in (half, received, spilled))
    assert not nobodys.exists()
    assert vault.file(waiting.sha256).exists()
    assert vault.parcel(the_release(row.reference).parcel).exists()


def test_half_a_parcel_of_somebody_who_was_killed_while_sealing_is_destroyed_and_stops_nothing():
    half = vault.parcel("REL-2026-0052-e6ef0fff").with_name(".REL-2026-0052-e6ef0fff.0g6rgz7s")
    half.mkdir()
    (half / "data.age").write_bytes(b"half")

    sweep(datetime.now(tz=UTC) + 2 * LEFT_FOR)

    assert not half.exists()
