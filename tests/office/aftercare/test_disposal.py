"""Our own sealed copies are destroyed when nobody can collect them any more, unless the law holds them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders.office_aftercare import a_parcel, held
from builders.office_release import somebody
from sharewell.aftercare.collection import State
from sharewell_office.adapters import clock
from sharewell_office.aftercare import disposal
from sharewell_office.aftercare.disposal import dispose
from sharewell_office.aftercare.retention import services as retention
from sharewell_office.ledger import models as ledger
from sharewell_office.release import vault

pytestmark = pytest.mark.django_db

NOTHING, ONE = "No sealed parcel of ours had to go", "1 sealed parcels of ours destroyed"


def run_at(moment, at):
    with at(moment):
        return dispose(clock.now())


def destroyed():
    return ledger.Leaf.objects.filter(kind="release.parcel_destroyed").count()


@pytest.mark.requirement("OPCC-3.4d1")
def test_what_was_collected_is_destroyed_a_day_later_once_and_on_the_record(at):
    row = a_parcel()
    vault.as_zip(row.folder).close()

    said = [run_at(each, at) for each in ("2026-03-03T09:00", "2026-03-03T10:00", "2026-03-04T10:00")]

    assert said == [NOTHING, ONE, NOTHING]
    assert not vault.parcel(row.folder).exists()
    assert not list(vault.parcel(row.folder).parent.parent.glob(f"archives/{row.folder}*"))
    assert destroyed() == 1


@pytest.mark.parametrize("state", [State.OFFERED, State.REVOKED])
def test_what_nobody_collected_is_destroyed_on_the_day_after_its_last(state, at):
    row = a_parcel(state)
    last = row.destroy_by

    said = [run_at(f"{day.isoformat()}T09:00", at) for day in (last, last + timedelta(days=1))]

    assert said == [NOTHING, ONE]
    assert not vault.parcel(row.folder).exists()


@pytest.mark.requirement("OPCC-3.4d1")
def test_a_legal_hold_keeps_our_copy_too_until_it_is_lifted(at):
    row = a_parcel()
    held(reference=row.release)
    assert retention.hold(row.release, reason="The inquiry", by=somebody("d1")).permitted

    before = run_at("2026-04-01T10:00", at)
    with at("2026-04-02T10:00"):
        assert retention.lift(row.release, by=somebody("d1")).permitted
    after = run_at("2026-04-02T11:00", at)

    assert (before, after) == (NOTHING, ONE)


class PowerCut(Exception):
    pass


@pytest.mark.parametrize("place", ["destroy_parcel", "record"])
def test_a_worker_that_is_killed_in_between_leaves_nothing_behind_and_records_it_once(monkeypatch, at, place):
    def cut(*_, **__):
        raise PowerCut

    row = a_parcel()
    with monkeypatch.context() as patch:
        patch.setattr(vault if place == "destroy_parcel" else disposal, place, cut)
        with pytest.raises(PowerCut):
            run_at("2026-03-03T10:00", at)

    assert run_at("2026-03-03T11:00", at) == ONE
    assert not vault.parcel(row.folder).exists()
    assert destroyed() == 1
