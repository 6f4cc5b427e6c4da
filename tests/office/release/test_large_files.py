"""A large file is examined outside the request: begun, carried out once, stopped, begun anew; never half done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders.office_release import (
    EXTRA_COLUMN,
    GOOD,
    an_upload,
    brought,
    somebody,
    the_agreement,
    the_release,
)
from sharewell.policy import rulebook
from sharewell.release.permission import Status
from sharewell_office.adapters import clock
from sharewell_office.ledger import models as ledger_models
from sharewell_office.release import jobs, launch, services, store, vault
from sharewell_office.release.models.release import State
from sharewell_office.release.services import large

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def begun(monkeypatch, settings):
    """Every file is large here; the processes that would be started are written down instead."""
    settings.SHAREWELL_EXAMINED_AT_ONCE = 1
    started = []
    monkeypatch.setattr(launch, "start", started.append)
    return started


def kinds(reference):
    rows = ledger_models.Leaf.objects.filter(words__case__reference=reference).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def carry_out(row, name="a"):
    return large.carry_out(row.current.pk, runner=name)


def files_in_clear():
    return {path.name for path in vault.file("0" * 64).parent.iterdir()}


def later(seconds):
    return clock.set_to(clock.now() + timedelta(seconds=seconds))


def test_it_is_on_the_record_as_brought_and_a_process_is_begun(begun):
    row = brought()

    assert (row.status, row.current.state) == (Status.EXAMINING, State.RUNNING)
    assert begun == [row.current.pk]
    assert kinds(row.reference) == ["release.brought"]
    assert services.release(row.reference, by=somebody()).refusals


def test_carried_out_it_is_as_if_its_bringer_had_waited():
    row = brought()

    assert carry_out(row)

    after = the_release(row.reference)
    assert (after.status, after.current.state) == (Status.READY, State.DONE)
    assert kinds(row.reference) == ["release.brought", "release.examined"]
    assert services.release(row.reference, by=somebody()).permitted
    assert files_in_clear() == set()


def test_of_two_processes_one_carries_it_out():
    row = brought()
    assert store.claim(
        row.current.pk, runner="first", at=clock.now(), stale=clock.now() - timedelta(seconds=30)
    )

    assert not carry_out(row, "second")


def test_a_process_that_was_lost_is_followed_by_another_and_its_result_counts_for_nothing(monkeypatch):
    row, real = brought(), large.examined

    def lost_meanwhile(wanted, progress=None):
        monkeypatch.setattr(large, "examined", real)
        with later(60):
            assert carry_out(row, "second")
        return real(wanted, progress)

    monkeypatch.setattr(large, "examined", lost_meanwhile)

    assert not carry_out(row, "first")
    assert kinds(row.reference) == ["release.brought", "release.examined"]
    assert the_release(row.reference).status == Status.READY


class PowerCut(BaseException):
    pass


def cut(*args, **kwargs):
    raise PowerCut


@pytest.mark.parametrize("step", ["examined", "record"])
def test_a_power_cut_before_the_result_is_on_the_record_leaves_it_to_be_begun_anew(monkeypatch, begun, step):
    row = brought()
    with monkeypatch.context() as patch:
        patch.setattr(large, step, cut)
        with pytest.raises(PowerCut):
            carry_out(row)
    assert the_release(row.reference).status == Status.EXAMINING

    with later(60):
        assert jobs.resume_examinations(clock.now()) == "1 examinations begun anew"
        assert carry_out(row, "second")
    assert begun == [row.current.pk] * 2
    assert the_release(row.reference).status == Status.READY


def test_a_power_cut_after_the_result_is_on_the_record_changes_nothing(monkeypatch, begun):
    row = brought(EXTRA_COLUMN)
    with monkeypatch.context() as patch:
        patch.setattr(large.index, "forget_unused", cut)
        with pytest.raises(PowerCut):
            carry_out(row)

    with later(60):
        assert jobs.resume_examinations(clock.now()) == "0 examinations begun anew"
        assert not carry_out(row, "second")
    assert the_release(row.reference).status == Status.REFUSED


def test_stopped_nothing_is_left_of_it_and_whoever_still_works_on_it_works_for_nothing():
    row = brought()
    store.claim(row.current.pk, runner="a", at=clock.now(), stale=clock.now())

    outcome = services.cancel(row.reference, by=somebody("h2"))

    assert outcome.permitted, outcome.refusals
    assert not store.beat(row.current.pk, runner="a", at=clock.now())
    assert not carry_out(row)
    assert the_release(row.reference).status == Status.REFUSED
    assert files_in_clear() == set()


def test_only_what_is_being_examined_is_stopped_and_only_by_a_case_handler():
    row = brought()
    assert rulebook.NOT_YOUR_STEP in [
        each.rule for each in services.cancel(row.reference, by=somebody("o2")).refusals
    ]
    carry_out(row)

    assert [each.rule for each in services.cancel(row.reference, by=somebody()).refusals] == [
        rulebook.NOT_IN_THIS_STATE
    ]


def test_a_file_given_up_while_it_is_examined_is_never_examined():
    row = brought()

    services.withdraw(row.reference, by=somebody())

    assert not carry_out(row)
    with later(60):
        assert jobs.resume_examinations(clock.now()) == "0 examinations begun anew"


def test_a_file_that_cannot_be_read_says_so_and_another_takes_its_place():
    row = brought(b"a,b\n1\n")

    carry_out(row)

    after = the_release(row.reference)
    assert (after.status, after.current.state) == (Status.REFUSED, State.FAILED)
    assert "row 1" in after.current.problem
    assert files_in_clear() == set()
    services.bring_again(an_upload(), reference=row.reference, by=somebody())
    carry_out(the_release(row.reference))
    assert the_release(row.reference).status == Status.READY


def test_when_another_file_cannot_be_read_the_one_before_counts_again():
    row = brought(EXTRA_COLUMN)
    carry_out(row)
    services.bring_again(an_upload(b"a,b\n1\n"), reference=row.reference, by=somebody())

    carry_out(the_release(row.reference))

    after = the_release(row.reference)
    assert (after.status, after.current.pk) == (Status.REFUSED, row.current.pk)


def test_a_mend_of_a_large_file_is_carried_out_there_too_and_can_be_undone():
    row = brought(EXTRA_COLUMN)
    carry_out(row)
    finding = next(iter(services.mends_of(the_release(row.reference))))
    services.mend(row.reference, finding=finding, choice=0, by=somebody())

    carry_out(the_release(row.reference))

    assert the_release(row.reference).status == Status.READY
    assert services.undo(row.reference, by=somebody()).permitted
    assert the_release(row.reference).status == Status.REFUSED


# --- on screen --------------------------------------------------------------------------------------------------------
def words(page):
    return page.content.decode()


def test_the_page_says_how_far_it_is_and_offers_to_stop_it(signed_in):
    browser = signed_in("h1")
    page = browser.post(
        "/releases/new/", {"authority": the_agreement(), "file": an_upload(GOOD)}, follow=True
    )
    row = store.matching().get()

    for said in ("This file is being examined", "Waiting to begin", "Stop the examination"):
        assert said in words(page), said
    assert "It was asked for" not in words(page)
    store.claim(row.attempt_id, runner="a", at=clock.now(), stale=clock.now())
    store.beat(row.attempt_id, runner="a", at=clock.now(), phase="checking 1,200 rows of")
    assert "Checking 1,200 rows (" in words(browser.get(f"/releases/{row.reference}/progress/"))
    with later(60):
        for said in ("Begin it anew", "It was asked for 1\xa0minute ago", "Nothing has been heard of it"):
            assert said in words(browser.get(f"/releases/{row.reference}/")), said


def test_it_can_be_stopped_and_begun_anew_on_the_page(signed_in, begun):
    browser, row = signed_in("h1"), brought()

    again = browser.post(f"/releases/{row.reference}/resume/", follow=True)
    stopped = browser.post(f"/releases/{row.reference}/cancel/", follow=True)

    assert "goes on" in words(again)
    assert begun == [row.current.pk] * 2
    for said in ("The examination was stopped", "Bring the file again", "Stopped"):
        assert said in words(stopped), said
    for said in ("Refused", "Mend the file", "must not leave"):
        assert said not in words(stopped), said
    assert "Stopped" in words(browser.get("/releases/"))
    assert "It is done" in words(browser.get(f"/releases/{row.reference}/progress/"))


def test_of_a_file_that_was_not_examined_the_page_claims_neither_size_nor_digest(signed_in):
    row, browser = brought(), signed_in("h1")

    under_way = browser.get(f"/releases/{row.reference}/").content.decode()
    carry_out(row)
    done = browser.get(f"/releases/{row.reference}/").content.decode()

    for claim in (">Size<", ">SHA-256", "What was examined, by digest"):
        assert (claim in under_way, claim in done) == (False, True), claim
