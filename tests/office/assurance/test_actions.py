"""The action tracker through the office: taken over, worked on, printed, taken away."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from builders.actions import a_review
from builders.office_survey import told
from builders.on_paper import in_words
from sharewell import cli
from sharewell.exchange.actions_sheet import ACTIONS, cells_of
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance import models
from sharewell_office.assurance.actions import store
from sharewell_office.assurance.actions.services import opening
from sharewell_office.assurance.jobs import JOBS
from sharewell_office.ledger.services import record


def the_table(review=None) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([ACTIONS.names, *cells_of(review or a_review())])
    return written.getvalue().encode()


@pytest.fixture
def taken_over(signed_in):
    signed_in("k1").post("/assurance/actions/", {"file": SimpleUploadedFile("review.csv", the_table())})
    return models.Review.objects.get().reference


@pytest.mark.requirement("WMFS-0.1")
def test_a_reviews_table_is_taken_over_and_says_the_same_again(taken_over):
    kept = store.review(taken_over)

    assert [area.title for area in kept.areas] == [area.title for area in a_review().areas]
    assert list(cells_of(kept)) == list(cells_of(a_review()))


def test_only_who_keeps_the_tracker_takes_a_table_over(signed_in):
    answer = signed_in("h1").post(
        "/assurance/actions/", {"file": SimpleUploadedFile("review.csv", the_table())}
    )

    assert answer.status_code == 403
    assert not models.Review.objects.exists()


def test_a_file_that_is_no_table_of_actions_is_told_in_one_line(signed_in):
    answer = signed_in("k1").post(
        "/assurance/actions/", {"file": SimpleUploadedFile("a.csv", b"colour\nred\n")}
    )

    assert answer.status_code == 400
    assert not models.Review.objects.exists()


@pytest.mark.requirement("WMFS-4.1", "WMFS-2.1a")
def test_closing_2_1_closes_4_1_and_leaves_5_1(signed_in, taken_over):
    page = f"/assurance/actions/{taken_over}/2.1/"

    signed_in("c1").post(page, {"step": "closed", "text": "Data Management governs sharing."})

    kept = store.review(taken_over)
    assert {each.number for each in kept.actions() if not each.open} == {"2.1", "4.1"}


def test_an_officer_finds_the_action_in_their_work_and_closes_it(signed_in, taken_over):
    browser = signed_in("h1")

    assert b"Do this, and write what came of it" in browser.get("/").content
    browser.post(f"/assurance/actions/{taken_over}/1.2/", {"step": "closed", "text": "It is sufficient."})

    assert store.review(taken_over).action("1.2").closed_on is not None


def test_somebody_elses_action_is_refused_with_the_reason(signed_in, taken_over):
    answer = signed_in("h2").post(
        f"/assurance/actions/{taken_over}/1.2/", {"step": "closed", "text": "Done."}
    )

    assert answer.status_code == 403
    assert b"for the officer of the action" in answer.content
    assert store.review(taken_over).action("1.2").open


@pytest.mark.requirement("WMFS-4.1")
def test_an_action_is_referred_escalated_and_reopened_on_screen(signed_in, taken_over):
    officer, keeper = signed_in("h1"), signed_in("k1")
    page = f"/assurance/actions/{taken_over}"

    officer.post(f"{page}/1.2/", {"step": "escalated", "text": "Nobody answers me."})
    officer.post(f"{page}/3.1/", {"step": "referred", "text": "The standing order says it.", "to": "1.1"})
    circle = keeper.post(f"{page}/1.1/", {"step": "referred", "text": "It does not.", "to": "3.1"})
    keeper.post(f"{page}/1.1/", {"step": "closed", "text": "It is out."})
    closed = store.review(taken_over).action("3.1").closed_on
    keeper.post(f"{page}/3.1/", {"step": "reopened", "text": "It says nothing of templates."})

    assert circle.status_code == 403
    assert closed is not None
    assert store.review(taken_over).action("3.1").open
    assert "Escalated 02.03.26" in keeper.get(f"{page}/1.2/").text
    assert "action-escalated" in told("c1")


def test_what_stays_overdue_is_escalated_by_itself_once(taken_over, at):
    for moment in ("2026-07-13T18:30", "2026-07-14T18:30", "2026-07-15T18:30"):
        with at(moment):
            run_due(jobs=[job for job in JOBS if job.name == "tell-overdue-actions"])

    kept = store.review(taken_over)
    assert kept.action("1.1").escalated_on.isoformat() == "2026-07-14"
    assert kept.action("2.3").escalated_on is None
    assert told("c1").count("action-escalated") == 6
    assert told("h1").count("action-overdue") == 6


def test_two_who_change_it_at_once_lose_nothing(taken_over):
    from builders.actions import NOON, a_keeper
    from sharewell.assurance.actions import Step, apply, take_step

    before = store.review(taken_over)
    outcome = take_step(before, "1.1", step=Step.UPDATE, text="First.", by=a_keeper(), at=NOON)
    store.save(before, apply(before, outcome.events[0]))

    with pytest.raises(store.SomebodyElseChangedIt):
        store.save(before, apply(before, outcome.events[0]))


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_the_tracker_is_taken_away_with_every_action_and_what_became_of_it(signed_in, taken_over, form):
    signed_in("k1").post(
        f"/assurance/actions/{taken_over}/1.2/", {"step": "closed", "text": "It is sufficient."}
    )

    answer = signed_in("a1").get(f"/assurance/actions/{taken_over}/as/{form}/")

    said = in_words(answer.content, form)
    assert all(each.text in said for each in store.review(taken_over).actions())
    assert "It is sufficient." in said
    assert ("Hana" in said) is (form != "xlsx")  # a workbook is taken over again: by what people are known by


@pytest.mark.requirement("WMFS-0.1")
def test_the_workbook_that_was_taken_away_is_taken_over_again_and_changes_nothing(signed_in, taken_over):
    keeper = signed_in("k1")
    book = keeper.get(f"/assurance/actions/{taken_over}/as/xlsx/").content

    again = keeper.post("/assurance/actions/", {"file": SimpleUploadedFile("review.xlsx", book)})

    assert again.context["report"].counts["unchanged"] == 8


def test_the_review_page_costs_the_same_however_many_actions(
    signed_in, taken_over, django_assert_max_num_queries
):
    browser = signed_in("h1")

    with django_assert_max_num_queries(16):
        answer = browser.get(f"/assurance/actions/{taken_over}/")

    assert b"8 actions: 8 open" in answer.content


def test_import_and_export_by_command_change_nothing_the_second_time(db, tmp_path, capsys):
    file = tmp_path / "actions.csv"
    file.write_bytes(the_table())

    first = (cli.main(["import", "actions", str(file), "--json"]), json.loads(capsys.readouterr().out))
    second = (cli.main(["import", "actions", str(file), "--json"]), json.loads(capsys.readouterr().out))
    out = tmp_path / "out.csv"
    cli.main(["export", "actions", "--out", str(out)])

    assert (first[0], first[1]["counts"]["created"]) == (0, 8)
    assert (second[0], second[1]["counts"]["unchanged"]) == (0, 8)
    assert out.read_bytes().replace(b"\r", b"") == the_table().replace(b"\r", b"")


@pytest.mark.parametrize("cell", ["30.06.17.", "30.06.2017", "2017-06-30"])
def test_a_day_is_read_as_the_review_wrote_it(db, tmp_path, capsys, cell):
    file = tmp_path / "actions.csv"
    file.write_text(
        f"Action number,Action,Officer,Due date,Update\nAction 1.1,Do it,Head,{cell},25.05.17. Update – Complete\n"
    )

    assert cli.main(["import", "actions", str(file), "--json"]) == 0
    action = models.Action.objects.get()
    assert action.due.isoformat() == "2017-06-30"
    assert action.updates.get().on.isoformat() == "2017-05-25"


def test_what_a_room_finds_is_opened_under_a_review_of_its_own_and_numbered_on(db):
    for text in ("Stop the first.", "Stop the second."):
        with transaction.atomic():
            opened = opening(
                review="What a survey found", area="Flows nobody agreed", text=text, officers=["h1"],
                due=date(2026, 4, 1), by="system", because="FLW-2026-0001",
            )  # fmt: skip
            record([opened.event], save=opened.save)

    (row,) = models.Review.objects.all()
    assert [(each.number, each.text) for each in store.review(row.reference).actions()] == [
        ("1.1", "Stop the first."),
        ("1.2", "Stop the second."),
    ]
