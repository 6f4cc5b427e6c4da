"""Templates and agreements on paper: the version in use, the digest both sides hold, and versions that give way."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from sharewell.register.particulars import Relationship, Template
from sharewell.register.registers import templates
from sharewell.register.registers.entry import Entry, EntryAction
from sharewell.register.standard_terms import TOPICS
from sharewell_office.people import store as people
from sharewell_office.register import models, store
from sharewell_office.register.services import registers as keeping
from sharewell_office.register.services import templates as services
from sharewell_office.register.store import registers

pytestmark = pytest.mark.django_db

A_DAY = {"review_on_day": 1, "review_on_month": 2, "review_on_year": 2027}
OURS = "template-ours"


def read(kind, content):
    if kind == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(each.text for each in document.paragraphs), *cells])


def begun(browser, **answers):
    browser.post(reverse("register:new"), {"title": "Victim referrals", "role": "controller", **answers})
    return store.agreement(models.Agreement.objects.get(title="Victim referrals").reference)


@pytest.mark.requirement("WMFS-3.0")
def test_every_template_is_listed_with_its_version_in_use_and_its_measures(signed_in):
    page = signed_in("h1").get(reverse("register:templates"))

    assert [form.name for form, _, _ in page.context["templates"]] == [each.name for each in templates.FORMS]
    assert "29 things to fill in" in page.text
    assert "reading age 10" in page.text


@pytest.mark.requirement("WMFS-3.1a")
def test_a_new_version_is_written_put_into_use_and_the_one_before_retired_and_drafts_begin_in_it(signed_in):
    dilys = signed_in("d1")
    new = dilys.get(reverse("register:entry-new", args=[OURS]))
    answers = {
        **{key: value for key, value in new.context["form"].initial.items() if value},
        "version": "5",
        "changes": "Plainer.",
        "isa.training": "Trained every year.",
    }

    made = dilys.post(reverse("register:entry-new", args=[OURS]), {**answers, "agreements": ""})
    reference = made.url.rstrip("/").split("/")[-1]
    dilys.post(reverse("register:entry-step", args=[OURS, reference, "brought_into_force"]), A_DAY)

    there = {each.said("version"): each.status.value for each in registers.entries(OURS)}
    assert there == {"2": "retired", "3": "retired", "4": "draft", "5": "in_force"}
    assert begun(signed_in("h1")).particulars.words["isa.training"] == "Trained every year."


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_template_is_taken_away_with_its_digest_on_it(signed_in, kind):
    version = services.in_use(templates.BY_NAME[OURS])

    answer = signed_in("h1").get(reverse("register:template", args=[OURS, kind]))

    assert version.said("version") == "3"
    assert templates.digest_of(version)[:32] in read(kind, answer.content).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_we_and_the_partner_hold_one_document_with_one_digest(signed_in, client, kind):
    hana, reference = signed_in("h1"), models.Agreement.objects.get(title__startswith="Complaint").reference
    invited = hana.post(reverse("register:invite", args=[reference, "ORG-0002"]))
    secret = invited.context["link"].rstrip("/").split("/")[-1]

    ours = hana.get(reverse("register:document", args=[reference, kind]))
    theirs = client.get(reverse("register:sign-document", args=[secret, kind]))

    digest = store.agreement(reference).digest()
    for each in (ours, theirs):
        assert digest[:32] in read(kind, each.content).replace("\n", "").replace(" ", "")
    assert kind != "pdf" or ours.content == theirs.content


def test_the_document_says_who_signed_for_us_and_for_the_party(signed_in):
    reference = models.Agreement.objects.get(title__startswith="Safe and Well").reference

    page = signed_in("h1").get(reverse("register:document", args=[reference, "docx"]))

    said = read("docx", page.content)
    assert "Oskar Lind, owner of the data set, for us" in said
    assert "Rhea Castell" in said


@pytest.mark.parametrize("name", ["document", "version", "template"])
def test_what_is_not_there_is_not_printed(signed_in, name):
    args = {
        "document": ["ISA-1999-0001", "pdf"],
        "version": [OURS, "TPL-1999-0001", "pdf"],
        "template": ["x", "pdf"],
    }

    assert signed_in("h1").get(reverse(f"register:{name}", args=args[name])).status_code == 404


def test_a_secret_that_is_no_link_shows_nothing(client):
    assert client.get(reverse("register:sign-document", args=["nonsense", "pdf"])).status_code == 404


@pytest.mark.parametrize(
    ("answers", "template", "relationship"),
    [
        ({}, Template.OURS, Relationship.SEPARATE),
        ({"template": "one_way"}, Template.ONE_WAY, Relationship.SEPARATE),
        ({"template": "partner"}, Template.PARTNER, Relationship.SEPARATE),
        ({"role": "joint"}, Template.JOINT, Relationship.JOINT),
    ],
)
def test_a_draft_begins_in_the_words_of_the_template_that_was_chosen(
    signed_in, answers, template, relationship
):
    said = begun(signed_in("h1"), **answers).particulars

    assert (said.template, said.relationship) == (template, relationship)
    assert said.words == services.wording(template)[1]


def test_another_template_brings_its_words_and_leaves_what_was_written_by_hand(signed_in):
    hana = signed_in("h1")
    draft = begun(hana)
    address = reverse("register:draft", args=[draft.reference, "wording"])
    version = models.Agreement.objects.get(reference=draft.reference).version
    answers = {
        **draft.particulars.words,
        "isa.audit": "Our own words.",
        "template": "joint",
        "version": version,
    }

    hana.post(address, answers)

    words = store.agreement(draft.reference).particulars.words
    assert words["isa.audit"] == "Our own words."
    assert words["isa.rights"] == services.wording(Template.JOINT)[1]["isa.rights"]


@pytest.mark.parametrize(("named", "topics"), [("ST-1", len(TOPICS)), ("ST-99", 0), ("", 0)])
def test_the_standard_terms_that_a_decision_names_are_there_to_be_read(named, topics):
    told = services.standard_terms(named)

    assert len(told) == topics
    assert all(heading and words for heading, words in told)


def test_terms_that_were_accepted_can_be_read_after_a_new_version_is_in_use(signed_in):
    form = templates.BY_NAME["template-standard-terms"]
    first, second = (
        {**templates.words_of(templates.shipped(form)), "version": number, "changes": "Shorter."}
        for number in "23"
    )
    keeper, soon = people.actor_by_id("k1", date(2026, 3, 2)), date(2026, 12, 1)
    for words in ({**first, "st.purpose": "Only for this."}, second):
        added = keeping.add(Entry(register=form.name, reference="", title="Terms", answers=words), by=keeper)
        keeping.take_step(
            form.name, added.events[0].about, action=EntryAction.BRING_INTO_FORCE, by=keeper, review_on=soon
        )

    assert services.in_use(form).said("version") == "3"
    assert services.standard_terms("ST-2")[0][1] == "Only for this."
