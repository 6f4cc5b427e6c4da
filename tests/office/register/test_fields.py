"""The field schedule is drafted on screen, by hand or from a sample, and is what the gate enforces."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from builders.office_drafts import rows, save, sent_rows
from builders.office_release import EXTRA_COLUMN, GOOD, an_upload
from sharewell.register.particulars import QUALITY, TASKS
from sharewell_office.register import models, store

pytestmark = pytest.mark.django_db

UNSIGNED = "Complaint reviews, exchanged with the police"
SURNAME = {"name": "surname", "why": "To match the files."}


@pytest.fixture
def reference():
    return models.Agreement.objects.get(title=UNSIGNED).reference


@pytest.fixture
def empty(signed_in):
    """A draft on which nothing is written yet."""
    signed_in("h1").post(reverse("register:new"), {"title": "Referrals, again", "role": "controller"})
    return models.Agreement.objects.get(title="Referrals, again").reference


def schedule(reference):
    return store.agreement(reference).schedule


def page_of(browser, reference):
    return browser.get(reverse("register:draft", args=[reference, "fields"]))


def test_fields_are_typed_row_by_row(signed_in, empty):
    typed = rows(
        {"name": "seen_on", "type": "date", "format": "%d/%m/%Y", "why": "Its age.", "required": "on"},
        {"name": "outcome", "why": "What was decided.", "codes": "A\r\n B\r\nA\r\n", "personal": "none"},
        {"name": "district", "why": "To plan.", "quasi": "on"},
        k=5,
    )

    page = save(signed_in("h1"), empty, "fields", typed)

    assert page.status_code == 200
    assert schedule(empty).table_schema() == {
        "fields": [
            {"name": "seen_on", "type": "date", "format": "%d/%m/%Y", "why": "Its age.",
             "constraints": {"required": True}},
            {"name": "outcome", "type": "string", "why": "What was decided.", "personal": "none",
             "constraints": {"enum": ["A", "B"]}},
            {"name": "district", "type": "string", "why": "To plan."},
        ]
    }  # fmt: skip
    assert store.agreement(empty).terms().disclosure.document() == {
        "quasi_identifiers": ["district"],
        "k": 5,
    }


@pytest.mark.parametrize(
    ("field", "more", "complaint"),
    [
        ({"name": "", "why": "Because"}, {}, "Enter field"),
        ({"why": ""}, {}, "Say why “surname” is needed"),
        ({"type": "date", "format": "day first"}, {}, "a pattern such as %d/%m/%Y"),
        ({"type": "integer", "format": "email"}, {}, "for the type integer one of default"),
        ({"type": "integer", "codes": "one"}, {}, "Each code must be a number"),
        ({"type": "feeling"}, {}, "Select a valid choice"),
        ({"personal": "shoe_size"}, {}, "Select a valid choice"),
        ({}, {"k": 5}, "Tick a quasi-identifier above"),
        ({"quasi": "on"}, {"k": 1}, "greater than or equal to 2"),
    ],
)
def test_what_the_gate_could_not_judge_is_refused_beside_the_row(signed_in, empty, field, more, complaint):
    page = save(signed_in("h1"), empty, "fields", rows(SURNAME | field, **more))

    assert page.status_code == 400
    assert complaint in page.text
    assert not schedule(empty).fields


def test_one_name_stands_once(signed_in, empty):
    page = save(signed_in("h1"), empty, "fields", rows(SURNAME, SURNAME))

    assert "The list has “surname” already" in page.text
    assert not schedule(empty).fields


def test_a_field_is_taken_off_and_the_key_it_was_part_of_goes_with_it(signed_in, reference):
    hana = signed_in("h1")
    sent = sent_rows(page_of(hana, reference).context["form"].rows) | {"fields-0-DELETE": "on"}

    save(hana, reference, "fields", sent)

    assert "complaint_ref" not in [each.name for each in schedule(reference).fields]
    assert schedule(reference).primary_key == ()


def test_a_renamed_field_keeps_what_else_was_agreed_of_it(signed_in, reference):
    row = models.Agreement.objects.get(reference=reference)
    row.schema["fields"][0]["constraints"]["pattern"] = "C[0-9]+"
    row.save()
    hana = signed_in("h1")
    page = page_of(hana, reference)

    save(hana, reference, "fields", sent_rows(page.context["form"].rows) | {"fields-0-name": "ref"})

    assert "Agreed as well, and kept: pattern C[0-9]+" in page.text
    assert schedule(reference).fields[0].name == "ref"
    assert schedule(reference).fields[0].constraints == {"required": True, "pattern": "C[0-9]+"}
    assert schedule(reference).primary_key == ("ref",)


def test_more_fields_are_added_without_a_script(signed_in, empty):
    page = save(signed_in("h1"), empty, "fields", rows(SURNAME, more="1"))

    assert page.redirect_chain[0][0].endswith("/draft/fields/#more")
    assert len(page.context["form"].rows.forms) == 3


def test_a_list_that_does_not_fit_what_else_is_agreed_says_so(signed_in, reference):
    row = models.Agreement.objects.get(reference=reference)
    row.handling = {"completeness": {"outcome_code": 0.9}}
    row.save()
    hana = signed_in("h1")
    sent = sent_rows(page_of(hana, reference).context["form"].rows) | {"fields-3-DELETE": "on"}

    page = save(hana, reference, "fields", sent)

    assert page.status_code == 400
    assert "completeness.outcome_code" in page.text


def test_of_two_who_change_one_list_the_second_is_told_and_keeps_what_she_typed(signed_in, empty):
    read_at = models.Agreement.objects.get(reference=empty).version
    save(signed_in("h1"), empty, "fields", rows(SURNAME), read_at)
    hers = rows(SURNAME, SURNAME | {"name": "forename"})

    told = save(signed_in("h2"), empty, "fields", hers, read_at)
    again = sent_rows(told.context["form"].rows)
    save(signed_in("h2"), empty, "fields", again, told.context["version"])

    assert told.status_code == 409
    assert "Somebody else saved this draft" in told.text
    assert [each.name for each in schedule(empty).fields] == ["surname", "forename"]


def test_a_page_that_came_back_for_another_reason_does_not_save_over_somebody_else(signed_in, empty):
    read_at = models.Agreement.objects.get(reference=empty).version
    save(signed_in("h1"), empty, "fields", rows(SURNAME), read_at)

    wrong = save(signed_in("h2"), empty, "fields", rows({"name": "forename", "why": ""}), read_at)

    assert wrong.status_code == 400
    assert int(wrong.context["version"]) == read_at


# --- from a sample ----------------------------------------------------------------------------------------------------
PEOPLE = b"nhs_number,surname,dob,district,visits,seen_on\n9434765919,Lee,1950-01-01,East,3,2026-01-05\n"


def read(browser, reference, content, name="sample.csv", **typed):
    return save(
        browser, reference, "fields", {**(typed or rows()), "read": "1", "sample": an_upload(content, name)}
    )


def test_a_sample_proposes_names_types_and_kinds_and_saves_nothing(signed_in, empty):
    page = read(signed_in("h1"), empty, PEOPLE)

    proposed = {row["name"].value(): row for row in page.context["form"].rows}
    assert {name: row["type"].value() for name, row in proposed.items() if name} == {
        "nhs_number": "string", "surname": "string", "dob": "date",
        "district": "string", "visits": "integer", "seen_on": "date",
    }  # fmt: skip
    kinds = [proposed[name]["personal"].value() for name in ("nhs_number", "surname", "dob", "visits")]
    assert kinds == ["nhs_number", "name", "dob", ""]
    assert [name for name, row in proposed.items() if row["quasi"].value()] == ["dob", "district"]
    assert not schedule(empty).fields


def test_nothing_of_a_sample_is_kept(signed_in, empty):
    page = read(signed_in("h1"), empty, PEOPLE)
    home = Path(settings.SHAREWELL_HOME)

    left = [path for path in home.rglob("*") if path.is_file() and b"9434765919" in path.read_bytes()]

    assert left == []
    assert "9434765919" not in page.text


def test_what_was_typed_stands_above_what_the_sample_has(signed_in, empty):
    typed = rows(SURNAME | {"why": "I typed this."}, {"name": "", "why": "Half a row"})

    page = read(signed_in("h1"), empty, PEOPLE, **typed)

    listed = [row["name"].value() for row in page.context["form"].rows]
    assert listed[:3] == ["surname", "", "nhs_number"]
    assert listed.count("surname") == 1
    assert "I typed this." in page.text
    assert "Half a row" in page.text


def test_a_proposal_is_saved_once_each_field_says_why(signed_in, empty):
    hana = signed_in("h1")
    proposed = sent_rows(read(hana, empty, PEOPLE).context["form"].rows)

    unexplained = save(hana, empty, "fields", proposed)
    why = {f"fields-{number}-why": "Needed." for number in range(6)}
    save(hana, empty, "fields", proposed | why)

    assert unexplained.status_code == 400
    assert len(schedule(empty).fields) == 6


@pytest.mark.parametrize(
    ("content", "name", "complaint"),
    [
        (b"MZ", "sample.exe", "sample.exe: expected"),
        (b"a,b\n1\n", "sample.csv", "row 1 has 1 cells"),
        (b"a\n" + b"1\n" * 2_500_001, "sample.csv", "more than 5 MB"),
    ],
)
def test_a_sample_that_cannot_be_read_is_an_error_of_its_question(signed_in, empty, content, name, complaint):
    page = read(signed_in("h1"), empty, content, name, **rows(SURNAME))

    assert page.status_code == 400
    assert complaint in page.text
    assert "To match the files." in page.text


def test_without_a_sample_there_is_nothing_to_read(signed_in, empty):
    page = save(signed_in("h1"), empty, "fields", {**rows(), "read": "1"})

    assert "Choose the sample file" in page.text


def test_a_file_without_a_header_line_shows_nobodys_data(signed_in, empty):
    page = read(signed_in("h1"), empty, b"Lee,9434765919\nPatel,9434765870\n")

    assert "column 1, column 2" in page.text
    assert "9434765919" not in page.text


# --- the whole way ----------------------------------------------------------------------------------------------------
TEXTS = {
    "parties": {"recipient": "ORG-0001", "direction": "out", "relationship": "separate", "arrangement": ""},
    "lawful": dict.fromkeys(("basis_us_sends", "basis_ORG-0001_receives", "lawful_basis"), "Article 6(1)(e)")
    | {"legal_power": "Fire and Rescue Services Act 2004, section 6"},
    "quality": dict.fromkeys(QUALITY, "As the field schedule says."),
    "tasks": dict.fromkeys(TASKS, "We do."),
    "checks": {"dpia": "DPIA-2026-0001", "assurance": "Its registration is current."},
    "basics": {
        "title": "Referrals, again", "data_set": "home-visits", "purpose": "To refer households at risk.",
        "benefits": "Fewer fires.", "disclosed": "Who needs a visit.", "method": "Sealed parcel",
        "retention": "P12M", "starts_day": 1, "starts_month": 3, "starts_year": 2026,
        "ends_day": 1, "ends_month": 3, "ends_year": 2027,
    },
}  # fmt: skip


def step(browser, reference, action, answers=None):
    page = browser.post(reverse("register:step", args=[reference, action]), answers or {}, follow=True)
    assert "On the record" in page.text, page.text
    return page


def test_an_agreement_goes_from_an_empty_draft_to_a_file_at_the_gate_on_screen_alone(
    signed_in, client, empty
):
    hana = signed_in("h1")
    for section, answers in TEXTS.items():
        assert save(hana, empty, section, answers).status_code == 200
    proposed = sent_rows(read(hana, empty, GOOD).context["form"].rows)
    why = {f"fields-{number}-why": "For the visit." for number in range(6)}
    save(hana, empty, "fields", proposed | why | {"fields-5-personal": "none"})

    step(signed_in("d1"), empty, "dpo_reviewed")
    step(signed_in("o2"), empty, "notice_decided", {"choice": "current_suffices", "reason": "It names it."})
    step(signed_in("o2"), empty, "signed")
    link = hana.post(reverse("register:invite", args=[empty, "ORG-0001"])).context["link"]
    digest = client.get(link).context["digest"]
    mine = {"name": "Pat Rowe", "post": "Head of prevention", "authorised": "on", "digest": digest}
    client.post(link + "signed/", mine, follow=True)
    passed, refused = (
        hana.post("/releases/new/", {"authority": empty, "file": an_upload(content)}, follow=True)
        for content in (GOOD, EXTRA_COLUMN)
    )

    assert store.agreement(empty).status == "active"
    assert "Release and seal" in passed.text
    assert "This file must not leave as it is" in refused.text
