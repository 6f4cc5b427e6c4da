"""The board report through the office: measured from what is recorded, given once, compared, printed, drilled into."""

import io
from datetime import datetime

import pytest
from pypdf import PdfReader

from builders.office_sampling import a_request
from sharewell_office.adapters.clock import LONDON
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance import models
from sharewell_office.assurance.board import measures
from sharewell_office.assurance.jobs import JOBS
from sharewell_office.decisions import models as requests
from sharewell_office.ledger.store import entries
from sharewell_office.people.models import User
from sharewell_office.register import models as register


def figures(browser, quarter="2026-01-01"):
    page = browser.get(f"/assurance/board/?from={quarter}")
    return {each["kpi"].id: each["says"] for each in page.context["figures"]}


def test_what_is_recorded_is_counted_and_what_is_not_says_why(signed_in):
    live = register.Agreement.objects.filter(status="active").count()
    register.Agreement.objects.filter(status="active").update(review_on="2026-02-01")
    User.objects.filter(username="h2").update(trained_until="2026-03-01")

    page = signed_in("a1").get("/assurance/board/")
    shown = {each["kpi"].id: each["says"] for each in page.context["figures"]}

    assert list(shown) == list(measures.MEASURES)
    assert shown["k01"] == f"0 % (0 of {live})"
    assert shown["k16"] == "88 % (7 of 8)"
    assert (shown["k18"], shown["k14"]) == ("Nothing to count", "Not measured")
    assert b"No survey has been launched yet" in page.content


@pytest.mark.parametrize(
    ("due", "done_at", "says", "part"),
    [
        ("2026-03-01", "2026-02-27T10:00:00+00:00", "100 % (1 of 1)", "Subject access requests"),
        ("2026-03-01", "2026-03-02T08:00:00+00:00", "0 % (0 of 1)", "Late, or answered late"),
        ("2026-03-01", None, "0 % (0 of 1)", "Late, or answered late"),
        ("2026-03-02", None, "Nothing to count", "Open, and still in time"),
    ],
    ids=["in time", "late", "past its day", "still in time"],
)
def test_a_right_that_came_in_here_is_counted_by_its_clock(signed_in, due, done_at, says, part):
    request = a_request(1, received=datetime(2026, 2, 1, tzinfo=LONDON), status="diverted")
    request.hand_off = {
        "code": "DIV_SAR",
        "to": "d1",
        "at": "2026-02-01T10:00:00+00:00",
        "due": due,
        "done_at": done_at,
    }
    request.save()

    page = signed_in("a1").get("/assurance/board/figures/k18/").context

    assert page["says"] == says
    assert dict(page["parts"])[part] == 1
    assert [line.name.split()[0] for line in page["behind"].lines] == [request.reference]


def test_transfers_abroad_are_told_by_mechanism_with_the_requests_behind_them(signed_in):
    abroad = [a_request(number, received=datetime(2026, 2, 1, tzinfo=LONDON)) for number in range(3)]
    for request, mechanism in zip(abroad, ["bcr", "derogation", "bcr"], strict=True):
        requests.Answer.objects.create(
            request=request,
            name="S9.2",
            is_fact=False,
            value=mechanism,
            by="h1",
            at=datetime(2026, 2, 2, tzinfo=LONDON),
        )

    page = signed_in("a1").get("/assurance/board/figures/k17/").context

    assert dict(page["parts"]) == {"Binding corporate rules": 2, "A derogation (Article 49)": 1}
    assert [each.name.split()[0] for each in page["behind"].lines] == [each.reference for each in abroad]


# --- what stood -------------------------------------------------------------------------------------------------------
def evening(day: str, at) -> None:
    with at(f"{day}T23:50"):
        run_due(jobs=[job for job in JOBS if job.name == "keep-what-stands"])


def test_a_quarter_that_is_over_is_told_as_it_stood_and_not_as_it_stands(signed_in, at):
    for day in ("2026-03-20", "2026-03-27", "2026-03-31"):
        evening(day, at)
    User.objects.filter(username__in=["h1", "h2"]).update(trained_until="2026-04-01")

    with at("2026-04-20T09:00"):
        page = signed_in("a1").get("/assurance/board/figures/k16/?from=2026-01-01").context
        now = figures(signed_in("a1"), "2026-04-01")["k16"]

    assert (page["says"], page["gap"]) == ("100 % (8 of 8)", "As it stood on 31 March 2026.")
    assert now == "75 % (6 of 8)"
    assert [each.kind for each in entries(about="board")] == ["board.stood", "board.stood"]


def test_where_the_worker_was_down_the_figure_says_of_which_day_it_is(signed_in, at):
    with at("2026-04-20T09:00"):
        without = signed_in("a1").get("/assurance/board/figures/k01/?from=2026-01-01").context["gap"]
    evening("2026-03-28", at)
    with at("2026-04-20T09:00"):
        kept = signed_in("a1").get("/assurance/board/figures/k01/?from=2026-01-01").context["gap"]

    assert without == "As it stands on 20 April 2026: what stood at the end of the period was not kept."
    assert kept == "As it stood on 28 March 2026."


def test_behind_a_figure_stand_the_records_it_counts(signed_in):
    register.Agreement.objects.filter(status="active").update(review_on="2026-02-01")
    late = register.Agreement.objects.filter(status="active").first()

    page = signed_in("a1").get("/assurance/board/figures/k01/").content.decode()

    assert f"/agreements/{late.reference}/" in page
    assert "agreements in force whose review is not overdue" in page


@pytest.mark.parametrize(("kpi", "behind"), [("k19", "Without a decision"), ("k20", "With their owner")])
def test_behind_a_figure_of_the_day_stand_those_that_hold_it_back(signed_in, kpi, behind):
    register.Agreement.objects.filter(status="active").update(notice=None)
    expected = {
        "k19": register.Agreement.objects.filter(status="active"),
        "k20": requests.Request.objects.filter(status="submitted"),
    }[kpi]

    listed = signed_in("a1").get(f"/assurance/board/figures/{kpi}/").context["behind"]

    assert listed.caption.startswith(behind)
    assert {each.name.split()[0] for each in listed.lines} == {row.reference for row in expected} != set()


def test_who_is_not_trained_is_told_to_those_who_keep_training_and_to_nobody_else(signed_in):
    User.objects.filter(username="h2").update(trained_until="2026-03-01")

    told = ["Huw Parry" in signed_in(who).get("/assurance/board/figures/k16/").text for who in ("k1", "h1")]

    assert told == [True, False]


@pytest.mark.slow
def test_a_report_is_given_once_and_stays_as_it_was(signed_in, at):
    keeper = signed_in("k1")
    first = keeper.post("/assurance/board/?from=2026-01-01").url
    User.objects.filter(username__in=["h1", "h2"]).update(trained_until="2026-03-01")
    with at("2026-04-02T09:00"):
        second = keeper.post("/assurance/board/?from=2026-04-01").url
        now, page = figures(keeper, "2026-04-01"), keeper.get("/assurance/board/figures/k16/").content

    assert b"100 % (8 of 8)" in keeper.get(first).content
    assert now["k16"] == "75 % (6 of 8)"
    assert b"<svg" in page
    assert b"Jan\xe2\x80\x93Mar 26" in page
    pdf = keeper.get(f"{second}as/pdf/").content
    said = "".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages)
    assert "75 % (6 of 8)" in said
    assert "100 % (8 of 8)" in said
    assert keeper.get(f"{second}as/docx/").content[:2] == b"PK"


@pytest.mark.parametrize(("who", "quarter"), [("h1", "2026-01-01"), ("k1", "2026-07-01")])
def test_nobody_else_reports_and_nobody_reports_what_has_not_begun(signed_in, who, quarter):
    answer = signed_in(who).post(f"/assurance/board/?from={quarter}")

    assert answer.status_code == 403
    assert not models.BoardReport.objects.exists()


@pytest.mark.slow
def test_the_report_costs_the_same_however_much_there_is(signed_in, django_assert_max_num_queries):
    browser = signed_in("a1")

    with django_assert_max_num_queries(50):
        browser.get("/assurance/board/")
    for kpi in measures.MEASURES:
        with django_assert_max_num_queries(14):
            assert browser.get(f"/assurance/board/figures/{kpi}/").status_code == 200


def test_an_owner_sees_the_figures_of_their_own_data_sets_and_each_post_its_own(signed_in):
    owner = signed_in("o1").get("/figures/").content.decode()
    auditor = signed_in("a1").get("/figures/").content.decode()

    assert "Data owner: complaints" in owner
    assert "Dip sample" in auditor
    assert "Dip sample" not in owner


def test_of_a_time_before_any_law_on_record_there_is_a_board_and_it_is_empty(signed_in):
    browser = signed_in("a1")

    assert browser.get("/assurance/board/?from=2023-10-01").status_code == 200
    assert browser.get("/assurance/board/figures/k17/?from=2023-10-01").status_code == 200
    assert browser.get("/api/v1/figures?day=2023-12-28").status_code == 200
