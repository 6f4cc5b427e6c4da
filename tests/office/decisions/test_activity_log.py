"""The Data Sharing Activity Log: one line for every final outcome, found again, measured, and taken away as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from sharewell_office.decisions import models
from sharewell_office.decisions.activity import store as activity

pytestmark = pytest.mark.django_db

LOG = "decisions:log"
APPROVED, REFUSED = "Visits before the winter", "Everyone who complained about one street"


def reference_of(title: str) -> str:
    return models.Request.objects.get(title=title).reference


def as_file(signed_in, kind: str, **wanted: str):
    return signed_in("a1").get(reverse("decisions:log_file", args=[kind]), wanted)


def text(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_it_has_one_line_for_every_outcome_and_none_for_what_is_open(signed_in):
    page = signed_in("a1").get(reverse(LOG))

    assert [line.outcome for line in page.context["page"].lines] == ["Refused", "Approved"]


def test_a_recipient_sees_none_of_it(signed_in):
    assert signed_in("r1").get(reverse(LOG)).status_code == 403
    assert signed_in("r1").get(reverse("decisions:log_file", args=["xlsx"])).status_code == 403


# --- searching --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"words": "winter"}, [APPROVED]),
        ({"outcome": "refused"}, [REFUSED]),
        ({"data_set": "home-visits"}, [APPROVED]),
        ({"first": "2026-03-02"}, [REFUSED, APPROVED]),
        ({"first": "2026-03-03"}, []),
        ({"last": "2026-03-01"}, []),
        ({"words": "zebra"}, []),
    ],
)
def test_what_a_search_finds(signed_in, wanted, found):
    page = signed_in("a1").get(reverse(LOG), wanted)

    assert [line.reference for line in page.context["page"].lines] == [reference_of(title) for title in found]


def test_days_in_the_wrong_order_are_told_where_they_are(signed_in):
    wanted = {"first": "2026-03-03", "last": "2026-03-02"}

    page = signed_in("a1").get(reverse(LOG), wanted)

    assert page.status_code == 400
    assert "must be the same day" in page.text


def test_an_empty_log_says_what_will_appear_here(signed_in):
    models.Request.objects.all().delete()

    assert "Nothing has been decided yet" in signed_in("a1").get(reverse(LOG)).text


@pytest.mark.requirement("OPCC-7.2b")
def test_what_was_told_in_an_emergency_is_in_it_from_the_telling_on(signed_in, at):
    with at("2026-03-03T16:46"):
        told_in_an_emergency(signed_in)

    page = signed_in("a1").get(reverse(LOG))

    line = page.context["page"].lines[0]
    assert (line.outcome, line.decided_by, line.fields) == (
        "Emergency: told, to be recorded",
        "Hana Ito",
        "name",
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"outcome": "emergency_released"}, 1),
        ({"outcome": "approved"}, 0),
        ({"words": "control"}, 1),
        ({"last": "2026-03-02"}, 0),
    ],
)
def test_and_it_is_searched_like_everything_else(signed_in, at, wanted, found):
    with at("2026-03-03T16:46"):
        told_in_an_emergency(signed_in)

    page = signed_in("a1").get(reverse(LOG), wanted)

    assert sum(line.reference.startswith("EM-") for line in page.context["page"].lines) == found


def told_in_an_emergency(signed_in):
    said = {
        "danger": "Somebody is hurt.",
        "recipient_name": "Control room",
        "identity": "rang back",
        "told": ["name"],
    }
    signed_in("h1").post(reverse("decisions:emergency_new"), said)


@pytest.mark.parametrize("lines", [24, 25, 26, 60])
def test_page_after_page_shows_every_line_once_and_back_again(signed_in, at, lines):
    template = models.Request.objects.get(title=REFUSED)
    for number in range(lines):
        template.pk, template.reference = None, f"DSR-2025-{number:04}"
        template.save()
    with at("2026-03-03T16:46"):
        told_in_an_emergency(signed_in)
    browser = signed_in("a1")

    pages = [browser.get(reverse(LOG)).context["page"]]
    while pages[-1].next:
        pages.append(browser.get(reverse(LOG) + pages[-1].next).context["page"])
    back = browser.get(reverse(LOG) + pages[-1].previous).context["page"] if len(pages) > 1 else pages[0]

    seen = [line.reference for page in pages for line in page.lines]
    assert len(seen) == len(set(seen)) == lines + 3
    assert back.lines == pages[max(len(pages) - 2, 0)].lines


@pytest.mark.parametrize("key", ["nonsense", "2026-03-02", ",", "2026-03-02T09:00:00,DSR"])
def test_an_address_that_somebody_made_up_shows_the_first_page(signed_in, key):
    assert signed_in("a1").get(reverse(LOG), {"before": key}).status_code == 200


# --- how long things took ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "late"), [(0, 0), (14, 0), (15, 1), (40, 1)])
def test_it_says_how_long_the_lines_it_shows_took(signed_in, days, late):
    row = models.Request.objects.get(title=APPROVED)
    models.Request.objects.filter(pk=row.pk).update(received=row.finished_at - timedelta(days=days))

    page = signed_in("a1").get(reverse(LOG), {"outcome": "approved"})

    told = page.context["turnaround"]
    assert (told.average, told.longest, told.late) == (days, days, late)
    assert [line.days for line in page.context["page"].lines] == [days]


def test_nothing_finished_took_no_time_at_all():
    told = activity.turnaround(activity.activity(words="zebra"))

    assert (told.average, told.longest, told.late) == (None, None, 0)


# --- as a file --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-7.2b")
def test_as_csv_it_says_the_same(signed_in):
    answer = as_file(signed_in, "csv", outcome="approved")

    header, *lines = csv.reader(io.StringIO(text(answer)))
    assert header[:3] == ["Reference", "Date", "Outcome"]
    assert header[-3:] == ["Received", "Days taken", "Do not tell the person until"]
    assert [(line[0], line[-2], line[-1]) for line in lines] == [(reference_of(APPROVED), "0", "")]


def test_as_a_workbook_too_with_refusals(signed_in):
    answer = as_file(signed_in, "xlsx")

    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[2] for row in rows] == ["Outcome", "Approved", "Refused"]
    assert answer["Content-Disposition"].endswith('data-sharing-activity-log.xlsx"')


def test_a_cell_that_a_spreadsheet_would_run_is_text_in_either_file(signed_in):
    models.Request.objects.filter(title=APPROVED).update(asked="=HYPERLINK(1)")

    as_text, book = text(as_file(signed_in, "csv")), as_file(signed_in, "xlsx").content

    assert "'=HYPERLINK(1)" in as_text
    cells = [cell for row in load_workbook(io.BytesIO(book)).active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_the_log_costs_the_same_however_long_it_is(signed_in, django_assert_max_num_queries):
    browser = signed_in("a1")
    template = models.Request.objects.get(title=REFUSED)
    for number in range(30):
        template.pk, template.reference = None, f"DSR-2025-{number:04}"
        template.save()

    with django_assert_max_num_queries(14):
        page = browser.get(reverse(LOG))

    assert len(page.context["page"].lines) == 25
