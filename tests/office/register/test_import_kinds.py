"""Every register people keep in a spreadsheet is taken over the same way, and goes out as it came in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sharewell.cli import main
from sharewell_office.ledger import store as ledger
from sharewell_office.people.models import User
from sharewell_office.register import models
from sharewell_office.register.importing import driver

pytestmark = pytest.mark.django_db

# For each kind the headings people use, two good rows and one that cannot be taken.
SHEETS = {
    "assets": [
        ["Asset reference", "Asset name", "Information Asset Owner", "Retention period", "Shelf mark"],
        ["IAR-7", "Station diaries", "Olive Mensah", "6 years", "B2"],
        ["", "Home visits 2019", "Somebody Else", "P36M", ""],
        ["IAR-9", "", "Olive Mensah", "P6Y", ""],
    ],
    "dpias": [
        ["DPIA ref", "Project name", "Date", "Risk rating", "Benefits", "Reputational risk", "DPO"],
        ["D1", "Body worn video", "01/04/2025", "Medium", "Evidence", "Some", "Dilys Okafor"],
        ["", "Drones", "2025-05-01", "low", "", "", ""],
        ["D3", "Lockers", "soon", "low", "", "", ""],
    ],
    "activity-log": [
        ["Ref", "Date shared", "Outcome", "Shared with", "What was shared", "Consent"],
        ["L1", "2024-01-05", "Approved", "Northshire Council", "One address", "No"],
        ["L2", "2024-01-06", "Refused", "Northshire Police", "A case file", "N"],
        ["L3", "2024-01-07", "Approved", "", "An address", "Yes"],
    ],
    "organisations": [
        ["Organisation", "Type", "ICO number", "ICO expiry", "Contact e-mail", "Certifications"],
        ["Northshire Victim Support", "charity", "ZA000009", "2027-01-01", "ig@vs.example.org", "CE+; ISO 27001"],
        ["SurveyCo Ltd", "company", "", "", "", ""],
        ["Odd Ltd", "guild", "", "", "", ""],
    ],
    "people": [
        ["Full name", "Email address", "Role", "Training expires", "Data sets", "Business areas"],
        ["Ned Quill", "ned@northshire.example", "Case handler", "2027-01-01", "", "case handler: complaints"],
        ["Una Vale", "una@northshire.example", "data owner; case handler", "", "station-diaries", ""],
        ["Nobody", "not an address", "Case handler", "", "", ""],
    ],
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    """`write(rows, "csv")` writes a file of that form and returns its path."""

    def as_file(rows: list[list[str]], form: str) -> Path:
        path = tmp_path / f"sheet.{form}"
        if form == "xlsx":
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append(row)
            book.save(path)
        else:
            text = io.StringIO()
            csv.writer(text, delimiter="\t" if form == "tsv" else ",").writerows(rows)
            path.write_text(text.getvalue())
        return path

    return as_file


@pytest.fixture
def run(capsys):
    """`run("import", "assets", path)` runs a command and returns its exit status and what it printed."""

    def command(*arguments: object) -> tuple[int, str]:
        status = main([str(each) for each in arguments])
        return status, capsys.readouterr().out

    return command


def results(printed: str) -> list[str]:
    return [each["result"] for each in json.loads(printed)["rows"]]


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx"])
@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.requirement("OPCC-3.5d")
def test_good_rows_are_in_the_bad_one_is_refused_and_a_second_time_changes_nothing(kind, form, write, run):
    path = write(SHEETS[kind], form)

    first = run("import", kind, path, "--json")
    second = run("import", kind, path, "--json")

    assert (first[0], results(first[1])) == (1, ["created", "created", "refused"])
    assert (second[0], results(second[1])) == (1, ["unchanged", "unchanged", "refused"])


@pytest.mark.parametrize("kind", SHEETS)
def test_a_dry_run_says_the_same_and_writes_nothing(kind, write, run):
    before = ledger.size()

    _, printed = run("import", kind, write(SHEETS[kind], "csv"), "--dry-run", "--json")

    assert results(printed) == ["created", "created", "refused"]
    assert ledger.size() == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["register", *SHEETS])
def test_what_was_exported_imports_unchanged(kind, form, write, run, tmp_path):
    if kind in SHEETS:
        run("import", kind, write(SHEETS[kind][:3], "csv"))
    out = tmp_path / f"out.{form}"

    exported, _ = run("export", kind, "--format", form, "--out", out)
    status, printed = run("import", kind, out, "--json")

    assert (exported, status) == (0, 0)
    assert set(results(printed)) == {"unchanged"}


@pytest.mark.parametrize("kind", ["register", *SHEETS])
def test_an_export_for_machines_is_one_json_value_in_our_columns(kind, run):
    status, printed = run("export", kind, "--format", "json")

    assert status == 0
    assert isinstance(json.loads(printed), list)


def test_a_heading_nobody_knows_is_left_out_and_said_so(write, run):
    _, printed = run("import", "assets", write(SHEETS["assets"], "csv"), "--json")

    assert json.loads(printed)["left_out"] == ["Shelf mark"]


def test_an_owner_written_by_name_becomes_the_person(write, run):
    run("import", "assets", write(SHEETS["assets"][:3], "csv"))

    owners = dict(models.Asset.objects.values_list("data_set", "owner"))
    assert (owners["IAR-7"], owners["home-visits-2019"]) == ("o1", "Somebody Else")


def test_people_taken_over_hold_their_posts_and_cannot_sign_in_yet(write, run):
    run("import", "people", write(SHEETS["people"][:3], "csv"))

    una = User.objects.get(email="una@northshire.example")
    assert {post.role for post in una.posts.all()} == {"ro.owner", "ro.handler"}
    assert not una.has_usable_password()
    assert {
        (post.role, post.area) for post in User.objects.get(email="ned@northshire.example").posts.all()
    } == {("ro.handler", "complaints")}


def test_a_data_set_that_somebody_owns_is_not_given_to_another(write, run):
    rows = [
        SHEETS["people"][0],
        ["Ivo", "ivo@northshire.example", "data owner", "", "complaints", ""],
        SHEETS["people"][1],
    ]

    status, printed = run("import", "people", write(rows, "csv"), "--json")

    assert (status, results(printed)) == (1, ["refused", "created"])
    assert not User.objects.filter(email="ivo@northshire.example").exists()


def test_one_row_that_the_database_refuses_does_not_take_its_batch_with_it(write, run):
    header = ["source_id", "title", "purpose", "contact"]
    rows = [header, *([str(n), f"Agreement {n}", "A purpose", ""] for n in range(5))]
    rows.append(["9", "Too long", "A purpose", "0"])
    driver_size = driver.BATCH
    models.Agreement.objects.create(reference=f"ISA-2026-{3 + 2:04}", title="Sits in the way", status="ended")

    status, printed = run("import", "register", write(rows, "csv"), "--json")

    assert driver_size > len(rows)
    assert (status, results(printed).count("created")) == (1, 5)


def test_actions_wait_for_their_room_and_say_so_in_one_line(write, capsys):
    status = main(["import", "actions", str(write([["a"]], "csv"))])

    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04damaged", b"", b"\n\n", b"Title\n\xff\n"])
def test_a_file_that_cannot_be_read_is_one_line_and_writes_nothing(tmp_path, capsys, content):
    path, before = tmp_path / "broken.xlsx", ledger.size()
    path.write_bytes(content)

    status = main(["import", "dpias", str(path), "--json"])

    said = capsys.readouterr()
    assert (status, said.out, len(said.err.splitlines())) == (2, "", 1)
    assert ledger.size() == before


def test_a_quotation_mark_left_open_far_down_writes_nothing(tmp_path, capsys):
    rows = "".join(f"{n},Agreement {n},A purpose\n" for n in range(1200))
    path, before = tmp_path / "register.csv", models.Agreement.objects.count()
    path.write_text(f'source_id,title,purpose\n{rows}9999,"never closed,x\n')

    status = main(["import", "register", str(path)])

    assert status == 2
    assert models.Agreement.objects.count() == before


def test_on_screen_any_kind_is_shown_first_and_then_done(signed_in):
    keeper, before = signed_in("k1"), models.Dpia.objects.count()
    content = "\n".join(",".join(row) for row in SHEETS["dpias"])
    file = SimpleUploadedFile("dpias.csv", content.encode())

    shown = keeper.post(reverse("register:import"), {"file": file, "kind": "dpias"}, follow=True)
    take = reverse("register:import-step", args=[shown.context["import"].reference, "take"])
    done = keeper.post(take, follow=True)

    assert "2 created, 0 updated, 0 unchanged, 1 refused" in shown.text
    assert "What was taken over" in done.text
    assert models.Dpia.objects.count() == before + 2
