"""The report and the manifest as files to keep."""

from __future__ import annotations

import json

import pytest

from builders.office_release import EXTRA_COLUMN, GOOD, brought, sealed, somebody, the_release
from sharewell.release.clearing import finding_id
from sharewell.vocabulary.canonical import digest
from sharewell_office.release import services

pytestmark = pytest.mark.django_db


def test_the_report_that_is_downloaded_is_the_one_that_was_digested(signed_in):
    row = brought(EXTRA_COLUMN)

    answer = signed_in("a1").get(f"/releases/{row.reference}/report.json")

    assert digest(json.loads(answer.content)) == row.current.report_sha256
    assert answer["Content-Disposition"] == f'attachment; filename="{row.reference}-report.json"'


def test_the_report_is_there_as_a_pdf_also_with_what_was_cleared(signed_in):
    row = brought(GOOD.replace(b"smoke alarm missing", b"she has dementia"))
    finding = finding_id(row.report["findings"][0])
    services.clear(row.reference, finding=finding, reason="Agreed, and needed.", by=somebody("o2"))

    answer = signed_in("d1").get(f"/releases/{row.reference}/report.pdf")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_there_is_a_manifest_once_there_is_a_parcel(signed_in):
    row, waiting, browser = sealed(), brought(), signed_in("h1")

    manifest = json.loads(browser.get(f"/releases/{row.reference}/manifest.json").content)

    assert manifest == the_release(row.reference).manifest
    assert browser.get(f"/releases/{waiting.reference}/manifest.json").status_code == 404


def test_every_check_in_the_manifest_was_answered():
    results = {each["check"]: each["result"] for each in sealed().manifest["checks"]}

    assert [check for check, result in results.items() if result == "not_asked"] == [
        "G07"
    ]  # no limit was agreed


@pytest.mark.parametrize("form", ["report.json", "report.pdf", "manifest.json"])
def test_nobody_reads_them_who_is_not_of_the_office(client, signed_in, form):
    row = sealed()

    assert client.get(f"/releases/{row.reference}/{form}").status_code == 302
    assert signed_in("r1").get(f"/releases/{row.reference}/{form}").status_code == 403
