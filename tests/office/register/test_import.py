"""Taking over somebody's register, on screen and on the command line."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sharewell.cli import main
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger import words
from sharewell_office.people import store as people
from sharewell_office.register import models, services

pytestmark = pytest.mark.django_db

HEADER = "information-sharing-agreement-0001\tname\tpurpose\tretention-period\tstart-date\tend-date\n"
GOOD = HEADER + "7\tEnergy advice\tTo find cold homes\tP2Y \t2026-01-01\t2027-01-01\n"
ONE_BAD = GOOD + "8\tBroken\tA purpose\ttwo years\t2026-01-01\t2025-01-01\n" + "9\tFine\tA purpose\t\t\t\n"


@pytest.fixture
def take_over(tmp_path):
    """`take_over(text)` imports a register file with that content."""

    def run(text: str | bytes, *, dry_run: bool = False):
        path = tmp_path / "register.tsv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return services.import_file(path, name=path.name, by=people.command_line(), dry_run=dry_run)

    return run


def results(report) -> list[str]:
    return [each.result for each in report.rows]


def test_what_is_mended_is_said_and_the_agreement_lets_nothing_leave(take_over):
    report = take_over(GOOD)

    row = models.Agreement.objects.get(source="information-sharing-agreement-0001:7")
    assert results(report) == ["created"]
    assert [each["column"] for each in report.rows[0].mended] == ["retention-period"]
    assert (row.status, row.retention) == ("recorded", "P2Y")
    assert [each.title for each in ledger.story(row.reference)] == [words.SENTENCES["isa.recorded"]]


def test_a_refused_row_never_stops_the_others(take_over):
    report = take_over(ONE_BAD)

    assert results(report) == ["created", "refused", "created"]
    assert [each["column"] for each in report.rows[1].refusals] == ["end-date", "retention-period"]


def test_importing_twice_changes_nothing(take_over):
    take_over(ONE_BAD)
    agreements, leaves = models.Agreement.objects.count(), ledger.size()

    again = take_over(ONE_BAD)

    assert results(again) == ["unchanged", "refused", "unchanged"]
    assert (models.Agreement.objects.count(), ledger.size()) == (agreements, leaves)


def test_a_dry_run_writes_nothing(take_over):
    before = ledger.size()

    report = take_over(ONE_BAD, dry_run=True)

    assert results(report) == ["created", "refused", "created"]
    assert report.rows[0].reference is None
    assert not models.Agreement.objects.filter(source__isnull=False).exists()
    assert ledger.size() == before


def test_a_row_that_changed_updates_what_was_recorded(take_over):
    take_over(GOOD)

    report = take_over(GOOD.replace("Energy advice", "Energy and damp advice"))

    assert results(report) == ["updated"]
    assert models.Agreement.objects.get(source__endswith=":7").title == "Energy and damp advice"


def test_an_import_never_changes_what_was_reviewed_or_signed(take_over):
    take_over(GOOD)
    models.Agreement.objects.filter(source__endswith=":7").update(status="active")

    report = take_over(GOOD.replace("Energy advice", "Everything about everyone"))

    assert results(report) == ["refused"]
    assert models.Agreement.objects.get(source__endswith=":7").title == "Energy advice"


def test_two_rows_of_one_agreement_are_not_both_taken(take_over):
    report = take_over(GOOD + GOOD.removeprefix(HEADER))

    assert results(report) == ["created", "refused"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "line 1"),
        (b"\xff\xfe\x00", "byte 0"),
        (b"name,shoe size\n", "line 1: the column 'source_id'"),
        (b"PK\x03\x04", "cannot be read as an .xlsx workbook"),
        (GOOD.encode() + b'10\t"never closed\n', "quotation marks"),
    ],
)
def test_a_file_that_is_no_register_writes_nothing_and_says_so_in_one_line(take_over, content, complaint):
    before = ledger.size()

    with pytest.raises(services.FileUnusable, match=complaint) as caught:
        take_over(content)

    assert "\n" not in str(caught.value)
    assert ledger.size() == before


@pytest.mark.requirement("OPCC-6.4c")
def test_the_published_register_imports_and_a_second_time_changes_nothing(shared, capsys):
    path = shared / "data" / "govuk-isa-register" / "update-2019-02-07.tsv"

    first = main(["import", "register", str(path), "--json"])
    created = json.loads(capsys.readouterr().out)
    second = main(["import", "register", str(path), "--json"])
    unchanged = json.loads(capsys.readouterr().out)

    assert (first, second) == (0, 0)
    assert created["counts"] == {"created": 3, "updated": 0, "unchanged": 0, "refused": 0}
    assert unchanged["counts"] == {"created": 0, "updated": 0, "unchanged": 3, "refused": 0}
    assert [each["reference"] for each in created["rows"]] == [
        each["reference"] for each in unchanged["rows"]
    ]
    assert {
        "column": "retention-period",
        "what": "spaces at the beginning or end were taken away",
    } in created["rows"][2]["mended"]


def test_a_file_that_is_no_register_is_told_beside_the_question(signed_in):
    file = SimpleUploadedFile("photo.tsv", b"\xff\xd8\xff\xe0")

    response = signed_in("k1").post(reverse("register:import"), {"file": file, "kind": "register"})

    assert response.status_code == 400
    assert "byte 0 is not UTF-8 text" in response.text


@pytest.mark.parametrize("content", [b"name\n\xff\n", b'nonsense\n"1\n'])
def test_on_screen_an_unusable_file_is_called_what_the_keeper_called_it(signed_in, content):
    page = signed_in("k1").post(
        reverse("register:import"),
        {"file": SimpleUploadedFile("our register.csv", content), "kind": "register"},
    )

    assert page.status_code == 400
    assert "our register.csv: " in page.text
