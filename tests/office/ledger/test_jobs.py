"""The record signs itself and looks after itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sharewell.vocabulary.event import Event
from sharewell_office.adapters.jobs import run_due
from sharewell_office.ledger import jobs, models, store
from sharewell_office.ledger.services import record

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
OURS = [job for job in jobs.JOBS if job.name != "send-messages"]


def put_on_record(number: int = 1) -> None:
    for _ in range(number):
        record([Event(kind="request.received", about="DSR-2026-0001", by="h1", at=NOON)])


def test_the_record_is_signed_every_hour():
    put_on_record()
    run_due(NOON, jobs=OURS)
    put_on_record()

    run_due(NOON + timedelta(minutes=59), jobs=OURS)
    run_due(NOON + timedelta(minutes=60), jobs=OURS)

    assert list(store.checkpoints().values_list("size", "signed_at")) == [
        (1, NOON),
        (2, NOON + timedelta(hours=1)),
    ]


def test_an_hour_in_which_nothing_happened_signs_nothing_new():
    put_on_record()

    for hour in range(3):
        run_due(NOON + timedelta(hours=hour), jobs=OURS)

    assert store.checkpoints().count() == 1


def test_the_monitor_finds_an_intact_record_intact():
    put_on_record(3)

    ran = {each.name: each for each in run_due(NOON, jobs=OURS)}

    assert ran["monitor-record"].ok
    assert store.last_look().problems == []


def test_the_monitor_raises_the_alarm_and_says_where():
    put_on_record(3)
    models.Leaf.objects.filter(number=1).update(kind="request.refused")

    ran = {each.name: each for each in run_due(NOON, jobs=OURS)}

    assert not ran["monitor-record"].ok
    assert "The words of entry 1 are not what was recorded." in store.last_look().problems


def test_a_record_that_was_cut_short_is_not_signed_again():
    put_on_record(3)
    run_due(NOON, jobs=OURS)
    models.Words.objects.filter(leaf_id=2).delete()
    models.Leaf.objects.filter(number=2).delete()

    ran = {each.name: each for each in run_due(NOON + timedelta(hours=1), jobs=OURS)}

    assert not ran["sign-record"].ok
    assert store.checkpoints().count() == 1


ALARM = "The record was found changed"


def test_whoever_opens_the_record_sees_the_alarm_and_everybody_on_their_first_page(signed_in):
    assert ALARM not in signed_in("h1").get("/").content.decode()
    store.keep_look(at=NOON, entries=3, problems=["Entry 1 is missing."])

    page = signed_in("a1").get("/record/").content.decode()

    assert ALARM in page
    assert "Entry 1 is missing." in page
    assert "found intact" not in page
    assert all(ALARM in signed_in(each).get("/").content.decode() for each in ("h1", "d1", "c1", "a1"))


def test_what_somebody_finds_by_verifying_alarms_everybody_as_the_monitor_does(signed_in):
    put_on_record(3)
    run_due(NOON, jobs=OURS)
    models.Leaf.objects.filter(number=1).update(kind="request.refused")

    signed_in("a1").post("/record/verify/")

    assert ALARM in signed_in("h1").get("/").content.decode()
    assert store.last_look().problems


def test_an_alarm_ends_with_the_next_look_that_finds_all_as_it_was(signed_in):
    store.keep_look(at=NOON, entries=3, problems=["Entry 1 is missing."])

    signed_in("a1").post("/record/verify/")

    assert ALARM not in signed_in("h1").get("/").content.decode()
