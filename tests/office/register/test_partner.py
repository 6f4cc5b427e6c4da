"""The partner's own text on screen: brought, mapped by the DPO, checked; a new version is checked again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sharewell.register.partner_text import TO_POINT_AT
from sharewell_office.register import models, store

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 the partner's text"


@pytest.fixture
def reference():
    return models.Agreement.objects.get(title="Complaint reviews, exchanged with the police").reference


def to(page, reference):
    return reverse(f"register:{page}", args=[reference])


def version(reference):
    return store.row(reference).version


def bring(browser, reference, content=PDF, name="theirs.pdf"):
    upload = SimpleUploadedFile(name, content)
    sent = {"file": upload, "version": version(reference)}
    return browser.post(to("partner-bring", reference), sent, follow=True)


def the_map(reference, **changed):
    said = {f"{each.id}.clause": f"{number}.1" for number, each in enumerate(TO_POINT_AT, 1)}
    said |= {f"{each.id}.page": number for number, each in enumerate(TO_POINT_AT, 1)}
    return {**said, "version": version(reference), **changed}


def file_of(reference):
    return store.agreement(reference).particulars.partner_file


@pytest.mark.requirement("OPCC-6.3", "OPCC-6.2b")
def test_a_partners_text_is_brought_mapped_checked_and_checked_again_when_it_changes(signed_in, reference):
    hana, dilys = signed_in("h1"), signed_in("d1")
    check = reverse("register:step", args=[reference, "component_check"])

    bring(hana, reference)
    dilys.post(
        to("partner-point", reference),
        the_map(reference, **{"isa.security.clause": "", "isa.security.page": ""}),
    )
    refused = dilys.post(check)
    dilys.post(to("partner-point", reference), the_map(reference))
    dilys.post(check)
    done = file_of(reference)
    page = bring(hana, reference, PDF + b" amended")

    assert refused.status_code == 403
    assert "Security at rest and in use" in refused.text
    assert done.is_checked
    assert not file_of(reference).is_checked
    assert "A new version: check it again" in page.text
    assert hana.get(to("partner-file", reference)).content == PDF + b" amended"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("theirs.exe", PDF, "Choose a PDF"),
        ("theirs.pdf", b"MZ not a document", "is not one inside"),
        ("theirs.docx", PDF, "is not one inside"),
        ("theirs.pdf", b"", "empty"),
    ],
)
def test_what_is_no_document_is_not_kept(signed_in, reference, name, content, complaint):
    page = bring(signed_in("h1"), reference, content, name)

    assert page.status_code == 400
    assert complaint in page.text
    assert file_of(reference) is None


def test_the_map_is_the_dpos_and_half_a_pointer_is_told(signed_in, reference):
    hana = signed_in("h1")
    bring(hana, reference)

    half = signed_in("d1").post(
        to("partner-point", reference), the_map(reference, **{"isa.purpose.page": ""})
    )

    assert hana.post(to("partner-point", reference), the_map(reference)).status_code == 403
    assert "Save where they stand" not in hana.get(to("partner", reference)).text
    assert half.status_code == 400
    assert "Give the page of: Purpose and benefits" in half.text


def test_of_two_who_change_it_the_second_is_told(signed_in, reference):
    hana = signed_in("h1")
    bring(hana, reference)

    late = signed_in("d1").post(to("partner-point", reference), the_map(reference, version=1), follow=True)

    assert "Somebody else changed this draft meanwhile" in late.text
    assert file_of(reference).clauses == {}


def test_a_file_that_was_changed_behind_our_back_is_not_given_out(signed_in, reference, settings):
    from pathlib import Path

    hana = signed_in("h1")
    bring(hana, reference)
    kept = Path(settings.SHAREWELL_HOME) / "vault" / "partner" / file_of(reference).sha256
    kept.write_bytes(b"%PDF-1.7 something else")

    assert hana.get(to("partner-file", reference)).status_code == 404
