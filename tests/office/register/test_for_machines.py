"""An agreement goes out to machines and comes in from them, on screen."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from builders.office_drafts import sent_rows
from sharewell_office.register import models, store

pytestmark = pytest.mark.django_db

ACTIVE, UNSIGNED = "Safe and Well referrals to the council", "Complaint reviews, exchanged with the police"


def reference_of(title: str) -> str:
    return models.Agreement.objects.get(title=title).reference


def written(browser, reference: str, machine: str):
    return browser.get(reverse("register:machine", args=[reference, machine]))


def bring(browser, content: bytes, name: str = "agreement.jsonld"):
    return browser.post(
        reverse("register:bring-in"), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def propose(browser, content: bytes, name: str, **more):
    """The field list of the draft after a file was read, or a standard picked."""
    address = reverse("register:draft", args=[reference_of(UNSIGNED), "fields"])
    sent = sent_rows(browser.get(address).context["form"].rows)
    if name:
        more |= {"read": "1", "sample": SimpleUploadedFile(name, content)}
    return browser.post(address, {**sent, **more})


def names(page) -> list[str]:
    return [row["name"].value() for row in page.context["form"].rows if row["name"].value()]


def test_what_goes_out_as_linked_data_comes_in_as_a_draft_that_says_the_same(signed_in):
    hana, reference = signed_in("h1"), reference_of(ACTIVE)

    page = bring(hana, written(hana, reference, "jsonld").content)

    before, draft = store.agreement(reference), page.context["agreement"]
    assert (draft.status.value, draft.review, draft.signature) == ("draft", None, None)
    assert draft.schedule == before.schedule
    assert draft.particulars == before.particulars
    assert (draft.purpose, draft.recipient, draft.data_set) == (
        before.purpose,
        before.recipient,
        before.data_set,
    )
    assert draft.reference != reference


def test_a_body_that_is_not_on_the_register_is_left_open(signed_in):
    hana = signed_in("h1")
    document = written(hana, reference_of(ACTIVE), "jsonld").content.replace(b"ORG-0001", b"ORG-7777")

    draft = bring(hana, document).context["agreement"]

    assert (draft.recipient, draft.recipient_name) == ("", "")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"not json", "it cannot be read as JSON or YAML"),
        (b"[]", "there is no document in it"),
        (b'{"@context": "https://example.org/context"}', "its context is an address"),
        (b"{}", "no information sharing agreement is in it"),
        (b"\xff\xfe", "it cannot be read as JSON or YAML"),
    ],
)
def test_what_is_no_agreement_is_told_beside_the_question_and_puts_nothing_down(
    signed_in, content, complaint
):
    before = models.Agreement.objects.count()

    page = bring(signed_in("h1"), content)

    assert page.status_code == 400
    assert complaint in page.text
    assert models.Agreement.objects.count() == before


@pytest.mark.parametrize("machine", ["odcs.yaml", "schema.json"])
def test_a_schedule_goes_out_and_is_proposed_again_from_what_went_out(signed_in, machine):
    hana = signed_in("h1")
    content = written(hana, reference_of(ACTIVE), machine).content

    page = propose(hana, content, f"council.{machine.rpartition('.')[2]}")

    assert {"referral_id", "full_name", "risk_note", "complaint_ref"} <= set(names(page))
    kept = {row["name"].value(): row for row in page.context["form"].rows}
    assert kept["full_name"]["personal"].value() == "name"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", b"{}"),
        ("x.json", b'{"fields": []}'),
        ("x.yaml", b"a: [b"),
        ("x.yaml", b"schema: [{name: t}]"),
    ],
)
def test_a_schema_without_fields_is_told_beside_the_question(signed_in, name, content):
    page = propose(signed_in("h1"), content, name)

    assert page.status_code == 400
    assert f"{name}: " in page.text


def test_a_field_is_picked_from_the_agreed_standards(signed_in):
    hana = signed_in("h1")

    page = propose(hana, b"", "", pick="1", standard="postcode")
    nothing = propose(hana, b"", "", pick="1", standard="")

    row = next(row for row in page.context["form"].rows if row["name"].value() == "postcode")
    assert "BS 7666-2, postcode" in page.text
    assert (row["personal"].value(), row["quasi"].value()) == ("postcode", True)
    assert "Choose a field" in nothing.text


def test_an_unknown_form_or_agreement_is_not_there(signed_in):
    hana = signed_in("h1")

    assert written(hana, reference_of(ACTIVE), "xml").status_code == 404
    assert written(hana, "ISA-2026-9999", "jsonld").status_code == 404


def test_the_table_schema_is_the_one_the_gate_enforces(signed_in):
    reference = reference_of(ACTIVE)

    given = json.loads(written(signed_in("a1"), reference, "schema.json").content)

    assert given == store.agreement(reference).schedule.table_schema()
