"""The registers on screen: kept by their keepers, read by everybody of the office, and on the record."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from sharewell.register.registers import REGISTERS
from sharewell.register.registers.clauses import CLAUSES
from sharewell.register.registers.entry import Ask
from sharewell_office.register import models
from sharewell_office.register import store as register
from sharewell_office.register.store import registers as store

pytestmark = pytest.mark.django_db

A_DAY = {"review_on_day": 1, "review_on_month": 2, "review_on_year": 2027}
POWER = {
    "title": "Serious violence",
    "citation": "Police, Crime, Sentencing and Courts Act 2022, section 16",
    "kind": "express_power",
    "use": "Disclose for the serious violence duty.",
    "holders": "Specified authorities",
    "checked": "Read by the DPO",
}


def address(page, register, reference=None, *more):
    return reverse(f"register:{page}", args=[register, *filter(None, (reference,)), *more])


def reference_of(title):
    return models.Entry.objects.get(title=title).reference


def sent(entry, **changed):
    """An entry as its form would send it back untouched."""
    form = {**entry.answers, "title": entry.title, "agreements": " ".join(entry.agreements)}
    asked = {each.id for each in REGISTERS[entry.register].questions if each.ask is Ask.DAY}
    days = {key: value for key, value in form.items() if key in asked}
    for key, day in days.items():
        form |= dict(zip((f"{key}_year", f"{key}_month", f"{key}_day"), day.split("-"), strict=True))
    return {**form, **A_DAY, **changed}


def save(browser, register, reference, **changed):
    row = store.row(register, reference)
    answers = sent(store.to_core(row, linked=True), **{"version": row.version, **changed})
    return browser.post(address("entry-edit", register, reference), answers, follow=True)


KEPT = [each for each in REGISTERS if not each.startswith("template-") and each != "organisations"]


@pytest.mark.parametrize("register", [*KEPT, "template-ours"])
def test_everybody_of_the_office_reads_every_register(signed_in, register):
    cora = signed_in("c1")

    page = cora.get(address("entries", register))
    first = page.context["rows"][0].entry
    card = cora.get(address("entry", register, first.reference))

    assert first.title in page.text
    assert first.title in card.text
    assert "Change</a>" not in card.text
    assert cora.get(address("entry-edit", register, first.reference)).status_code == 403


def test_every_register_is_told_with_what_is_late(signed_in):
    page = signed_in("k1").get(reverse("register:registers"))

    assert {each.name: late for each, _, late in page.context["registers"]} == {
        **dict.fromkeys([*KEPT, "organisations"], 0), "procedures": 1
    }  # fmt: skip


def test_a_power_is_added_linked_brought_into_force_and_retired_and_all_of_it_is_on_the_record(signed_in):
    kit, visits = signed_in("k1"), models.Agreement.objects.get(title__startswith="Safe and Well").reference

    kit.post(address("entry-new", "powers"), {**POWER, "agreements": visits})
    reference = reference_of(POWER["title"])
    kit.post(address("entry-step", "powers", reference, "brought_into_force"), A_DAY)
    save(kit, "powers", reference, limits="Only for the duty.")
    kit.post(address("entry-step", "powers", reference, "reviewed"), {**A_DAY, "reason": "Still the law."})
    page = kit.post(
        address("entry-step", "powers", reference, "retired"), {"reason": "Repealed."}, follow=True
    )

    assert store.entry("powers", reference).agreements == (visits,)
    told = " ".join(each.title for each in page.context["story"])
    for words in (
        "put on the register: Serious violence",
        "came into force",
        "Conditions and limits",
        "Repealed",
    ):
        assert words in told
    assert reference in signed_in("h1").get(reverse("register:agreement", args=[visits])).text


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [({"title": ""}, "Enter title"), ({"agreements": "ISA-1999-0001"}, "Not on the register: ISA-1999-0001")],
)
def test_what_cannot_be_is_told_beside_the_question(signed_in, changed, complaint):
    page = signed_in("k1").post(address("entry-new", "powers"), POWER | changed)

    assert page.status_code == 400
    assert complaint in page.text


def test_an_unfinished_procedure_is_saved_and_says_what_it_lacks(signed_in):
    page = signed_in("k1").get(address("entry", "procedures", reference_of("Clear desks")))

    assert "Not answered: Which paragraph does it carry out?" in page.text


def test_of_two_who_change_one_entry_the_second_is_told_and_keeps_what_they_typed(signed_in):
    reference = reference_of("Clear desks")
    read_at = store.row("procedures", reference).version
    save(signed_in("k1"), "procedures", reference, covers="Kit's")

    second = save(signed_in("d1"), "procedures", reference, covers="Dilys's", version=read_at)

    assert second.status_code == 409
    assert "Dilys" in second.text
    assert store.entry("procedures", reference).said("covers") == "Kit's"


EVERY_FORM = [*KEPT, "organisations", "template-ours"]


def test_whatever_register_it_is_the_second_of_two_is_told_and_nothing_is_lost(signed_in):
    kit = signed_in("k1")

    for name in EVERY_FORM:
        row = store.rows(name).first()
        entry = store.to_core(row, linked=True)
        type(row).objects.filter(pk=row.pk).update(version=row.version + 1)  # somebody else saved meanwhile
        typed = sent(entry, title="Typed by the second", version=row.version)
        page = kit.post(address("entry-edit", name, entry.reference), typed)

        kept = store.entry(name, entry.reference)
        assert (name, page.status_code) == (name, 409)
        assert "Typed by the second" in page.text
        assert kept.title == entry.title


# --- assets -----------------------------------------------------------------------------------------------------------
def test_an_asset_is_an_entry_as_every_other_and_stays_the_data_set_that_agreements_name(signed_in):
    save(signed_in("d1"), "assets", "home-visits", location="A new system", retention="p48m")

    asset = models.Asset.objects.get(data_set="home-visits")
    assert (asset.retention, asset.particulars["location"]) == ("P48M", "A new system")
    assert store.entry("assets", "home-visits").agreements


def test_a_new_asset_has_a_short_name_of_its_own(signed_in):
    kit, new = signed_in("k1"), {"reference": "grants", "title": "Grants", "owner": "o1", "retention": "P72M"}

    first = kit.post(address("entry-new", "assets"), new)
    again = kit.post(address("entry-new", "assets"), new)

    assert first.status_code == 302
    assert again.status_code == 409


# --- organisations ----------------------------------------------------------------------------------------------------
BODY = {
    "title": "Northshire Fire and Rescue", "kind": "public_authority", "contact": "records@fire.example.org",
    "ico_registration": "ZA000009", "ico_expires_day": 1, "ico_expires_month": 4, "ico_expires_year": 2026,
    "certificates": "Cyber Essentials Plus; CE-7; 2027-03-31\nISO 27001",
}  # fmt: skip


@pytest.mark.requirement("OPCC-2.4c")
def test_an_organisation_is_added_and_its_registration_watched(signed_in):
    kit = signed_in("k1")

    made = kit.post(address("entry-new", "organisations"), BODY, follow=True)
    party = models.Party.objects.get(name=BODY["title"])

    kept = register.party(party.reference)
    assert made.redirect_chain[-1][0] == reverse("register:organisation", args=[party.reference])
    assert "Lapses soon" in made.text
    assert [(each.name, each.number, str(each.expires)) for each in kept.certificates] == [
        ("Cyber Essentials Plus", "CE-7", "2027-03-31"), ("ISO 27001", "", "None")
    ]  # fmt: skip
    assert "Ask for its new ICO registration" in kit.get("/").text


def test_what_stands_on_a_card_is_changed_and_what_the_form_does_not_ask_for_stays(signed_in):
    before = register.party("ORG-0001")

    save(
        signed_in("d1"),
        "organisations",
        "ORG-0001",
        contact="another@council.northshire.example",
        ico_expires_day=1,
        ico_expires_month=9,
        ico_expires_year=2026,
    )

    after = register.party("ORG-0001")
    assert after.contact == "another@council.northshire.example"
    assert (after.age_key, after.key_is_verified) == (before.age_key, True)


def test_nobody_else_adds_an_organisation(signed_in):
    page = signed_in("h1").get(reverse("register:organisations"))

    assert "Add an organisation" not in page.text
    assert signed_in("h1").get(address("entry-new", "organisations")).status_code == 403


# --- processors -------------------------------------------------------------------------------------------------------
def test_a_contract_with_a_clause_missing_is_refused_on_screen_and_with_all_of_them_comes_into_force(
    signed_in,
):
    kit, reference = signed_in("k1"), reference_of("Confidential waste")
    step = address("entry-step", "processors", reference, "brought_into_force")

    refused = kit.post(step, A_DAY)
    clauses = {each.id: "present" for each in CLAUSES} | {f"{each.id}.where": "Clause 1" for each in CLAUSES}
    save(kit, "processors", reference, **clauses)
    kit.post(step, A_DAY)

    assert refused.status_code == 403
    assert refused.text.count("The contract does not say") >= 12
    assert store.row("processors", reference).status == "in_force"


# --- notices ----------------------------------------------------------------------------------------------------------
def test_a_notice_that_misses_a_recipient_says_so_until_it_is_published_again(signed_in, client):
    kit, reference = signed_in("k1"), reference_of("Privacy notice")
    models.Agreement.objects.filter(title__startswith="Complaint").update(status="active")

    before = kit.get(address("entry", "notices", reference))
    public_before = client.get(reverse("register:notice-published", args=[reference]))
    kit.post(address("entry-step", "notices", reference, "brought_into_force"), A_DAY)
    after = kit.get(address("entry", "notices", reference))
    public_after = client.get(reverse("register:notice-published", args=[reference]))

    assert [each.name for each in before.context["not_named"]] == ["Northshire Police"]
    assert "Northshire Police:" not in public_before.text
    assert after.context["not_named"] == ()
    assert "Northshire Police:" in public_after.text
    assert [each.number for each in after.context["editions"]] == [2, 1]


def test_a_notice_that_was_never_published_is_nobodys_to_read_outside(signed_in, client):
    signed_in("k1").post(address("entry-new", "specific-notices"), {"title": "A draft"})

    assert client.get(reverse("register:notice-published", args=[reference_of("A draft")])).status_code == 404


def test_a_notice_is_read_and_printed_as_it_would_be_published_today(signed_in):
    kit, reference = signed_in("k1"), reference_of("Home visits and the council")

    proof = kit.get(reverse("register:notice-today", args=[reference]))
    printed = kit.get(reverse("register:notice-printed", args=[reference]))

    assert "https://www.northshire.example/privacy" in proof.text
    assert printed.content.startswith(b"%PDF")


# --- the record of processing -----------------------------------------------------------------------------------------
def test_the_record_of_processing_follows_from_the_registers_and_says_what_is_missing(signed_in):
    page = signed_in("a1").get(reverse("register:processing"))

    by = {each["activity"].reference: each for each in page.context["activities"]}
    assert "Northshire Council" in by["home-visits"]["activity"].told["ropa.recipients"]
    assert by["home-visits"]["missing"] == ()
    assert [each.id for each in by["complaints"]["missing"]] == ["ropa.purposes", "ropa.security"]
    assert "Northshire Council" in page.text
    assert "Map of sheltered homes" not in page.context["for_others"]


def test_the_indexes_of_what_was_released_are_processing_too_and_lack_nothing(signed_in):
    page = signed_in("a1").get(reverse("register:processing"))

    own = [each for each in page.context["activities"] if each["activity"].own]
    assert [each["activity"].reference for each in own] == ["subject-index", "differencing-index"]
    assert not any(each["missing"] for each in own)
    assert "Keyed digests" in page.text


@pytest.mark.parametrize(
    ("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{")]
)
def test_it_is_taken_away_in_every_form(signed_in, form, begins):
    answer = signed_in("a1").get(reverse("register:processing-file", args=[form]))

    assert answer.content.startswith(begins)
    assert f"record-of-processing.{form}" in answer["Content-Disposition"]


def test_as_a_table_it_has_a_line_for_each_data_set_and_each_index(signed_in):
    answer = signed_in("a1").get(reverse("register:processing-file", args=["csv"]))

    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert [each["Data set"] for each in lines] == [
        "complaints",
        "home-visits",
        "subject-index",
        "differencing-index",
    ]


def test_the_list_of_impact_assessments_says_what_is_late(signed_in):
    models.Dpia.objects.create(reference="DPIA-2025-0001", title="Cameras", review_on="2026-01-01")

    page = signed_in("h1").get(reverse("register:dpias"))

    assert "Cameras" in page.text
    assert "Late" in page.text
