"""The scrutiny review's own table: taken over as it was printed, worked on, and printed back the same."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pypdf import PdfReader

from sharewell_office.assurance import models
from sharewell_office.assurance.actions import store
from sharewell_office.assurance.demo import as_table


@pytest.fixture
def review(signed_in):
    file = SimpleUploadedFile("scrutiny-review.csv", as_table().encode())
    answer = signed_in("k1").post("/assurance/actions/", {"file": file})
    assert answer.context["report"].counts["created"] == 8
    return models.Review.objects.get().reference


def cells(word: bytes) -> list[list[str]]:
    [table] = Document(io.BytesIO(word)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.requirement("WMFS-0.1", "WMFS-0.2", "WMFS-0.3", "WMFS-4.1")
def test_its_areas_actions_days_and_updates_are_tracked_as_they_were_written(review):
    kept = store.review(review)

    assert [(area.title, area.sponsor) for area in kept.areas][1] == (
        "Central governance of data sharing", "Director, Service Delivery"
    )  # fmt: skip
    assert [action.number for action in kept.actions()] == [
        "1.1",
        "1.2",
        "2.1",
        "2.2",
        "2.3",
        "3.1",
        "4.1",
        "5.1",
    ]
    assert {each.number: str(each.due) for each in kept.actions()} == {
        "1.1": "2017-06-30", "1.2": "2017-05-30", "2.1": "2017-05-30", "2.2": "2017-06-30", "2.3": "2018-02-28",
        "3.1": "2017-06-30", "4.1": "None", "5.1": "2017-06-30",
    }  # fmt: skip
    assert kept.action("2.2").officers == ("Data Governance Officer", "Head of Data Management")
    assert [str(each.updates[0].on) for each in kept.actions() if each.updates] == [
        "2017-05-25", "2017-05-25", "2017-06-30", "2017-06-30"
    ]  # fmt: skip
    assert (kept.action("4.1").addressed_by, kept.action("5.1").tied_to) == ("2.1", "2.1")


def test_it_prints_back_as_the_review_printed_it_and_says_what_has_become_of_it(signed_in, review):
    keeper = signed_in("k1")
    keeper.post(
        f"/assurance/actions/{review}/2.1/", {"step": "closed", "text": "Data Management keeps the register."}
    )

    rows = cells(keeper.get(f"/assurance/actions/{review}/as/docx/").content)
    pages = PdfReader(io.BytesIO(keeper.get(f"/assurance/actions/{review}/as/pdf/").content)).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert rows[0] == ["Area of interest", "Proposal or action", "Responsible, and due"]
    assert [row[0] for row in rows if row[0].startswith("Action")] == [
        f"Action {number}" for number in ("1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "4.1", "5.1")
    ]
    assert ["Action 2.2", "An audit of the amount, type and purpose of the data being shared.",
            "Data Governance Officer/ Head of Data Management 30.06.17; overdue"] in rows  # fmt: skip
    assert any(row[2] == "Not applicable; closed 02.03.26" for row in rows)
    assert "30.06.17. Update: Carried out, and the response was not good" in printed


def test_taken_over_a_second_time_nothing_changes(signed_in, review):
    file = SimpleUploadedFile("scrutiny-review.csv", as_table().encode())

    again = signed_in("k1").post("/assurance/actions/", {"file": file})

    assert again.context["report"].counts["unchanged"] == 8
