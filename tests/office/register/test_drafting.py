"""A draft is written section by section, by those who may, and nobody's words are lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import escape

from builders.office_drafts import save, sent_rows
from sharewell.register.particulars import QUALITY, TASKS
from sharewell_office.people import store as people
from sharewell_office.register import models, services, store
from sharewell_office.register.forms.draft import SECTIONS

pytestmark = pytest.mark.django_db

ACTIVE, UNSIGNED = "Safe and Well referrals to the council", "Complaint reviews, exchanged with the police"
BOTH_WAYS = {"recipient": "ORG-0002", "direction": "both", "relationship": "separate", "arrangement": ""}


def reference_of(title: str) -> str:
    return models.Agreement.objects.get(title=title).reference


def begun(browser) -> str:
    browser.post(reverse("register:new"), {"title": "Victim referrals", "role": "controller"})
    return reference_of("Victim referrals")


def test_a_draft_begins_in_our_wording_and_is_on_the_record(signed_in):
    hana = signed_in("h1")

    reference = begun(hana)

    page = hana.get(reverse("register:agreement", args=[reference]))
    assert store.agreement(reference).particulars.words["isa.incident"].startswith("Whoever finds out")
    assert "What keeps it from being in force" in page.text
    assert "A draft agreement was put on the register" in page.text


@pytest.mark.requirement("OPCC-2.5a")
def test_a_processor_is_sent_another_way(signed_in):
    page = signed_in("h1").post(reverse("register:new"), {"title": "A survey", "role": "processor"})

    assert page.status_code == 400
    assert "A processor gets a contract" in page.text
    assert not models.Agreement.objects.filter(title="A survey").exists()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_shows_what_was_answered_and_saves_it_unchanged(signed_in, section):
    hana, reference = signed_in("h1"), reference_of(UNSIGNED)
    before = store.agreement(reference)
    form = hana.get(reverse("register:draft", args=[reference, section])).context["form"]

    answers = {name: value for name, value in form.initial.items() if value is not None}
    for name in ("starts", "ends"):
        if day := answers.pop(name, None):
            answers |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    if form.rows:
        answers |= sent_rows(form.rows)
    page = save(hana, reference, section, answers)

    assert page.status_code == 200, page.context["form"].errors
    assert store.agreement(reference).digest() == before.digest()


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_of_a_section_is_called_by_its_title(signed_in, section):
    page = signed_in("h1").get(reverse("register:draft", args=["ISA-2026-0002", section])).text

    title = escape(SECTIONS[section].title)
    assert f"<title>{title} - Sharewell</title>" in page
    assert f'<h1 class="govuk-heading-xl">{title}</h1>' in page


def test_a_whole_agreement_is_drafted_on_screen(signed_in):
    hana = signed_in("h1")
    reference = begun(hana)

    save(hana, reference, "parties", BOTH_WAYS)
    bases = dict.fromkeys(("basis_us_sends", "basis_us_receives"), "Article 6(1)(e)")
    bases |= dict.fromkeys(("basis_ORG-0002_sends", "basis_ORG-0002_receives"), "Article 6(1)(e)")
    save(
        hana, reference, "lawful", {**bases, "lawful_basis": "Article 6(1)(e)", "legal_power": "An Act, s.1"}
    )
    save(hana, reference, "quality", dict.fromkeys(QUALITY, "Answered"))
    save(hana, reference, "tasks", dict.fromkeys(TASKS, "We do"))
    save(hana, reference, "checks", {"dpia": "DPIA-2026-0001", "assurance": "Seen."})
    basics = {
        "title": "Victim referrals", "data_set": "complaints", "purpose": "To help", "method": "Parcel",
        "retention": "p12m", "starts_day": 1, "starts_month": 4, "starts_year": 2026,
        "ends_day": 1, "ends_month": 4, "ends_year": 2027,
    }  # fmt: skip
    page = save(hana, reference, "basics", basics)

    assert [each.where for each in page.context["missing"]] == [
        "isa.data_items", "isa.transparency", "isa.sign", "isa.sign", "isa.sign"
    ]  # fmt: skip
    assert store.agreement(reference).retention == "P12M"


@pytest.mark.parametrize(
    ("section", "answers", "complaint"),
    [
        ("basics", {"title": ""}, "Enter title"),
        ("basics", {"title": "A", "retention": "two years"}, "Write how long as 24 months"),
        (
            "basics",
            {
                "title": "A",
                "starts_day": 2,
                "starts_month": 4,
                "starts_year": 2026,
                "ends_day": 1,
                "ends_month": 4,
                "ends_year": 2026,
            },
            "on or after the first",
        ),
        ("parties", {**BOTH_WAYS, "relationship": "processor"}, "A processor gets a contract"),
        ("parties", {**BOTH_WAYS, "recipient": "ORG-9999"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_told_beside_the_question(signed_in, section, answers, complaint):
    page = save(signed_in("h1"), reference_of(UNSIGNED), section, answers)

    assert page.status_code == 400
    assert complaint in page.text


def test_of_two_who_change_one_draft_the_second_is_told_and_keeps_what_she_typed(signed_in):
    reference = reference_of(UNSIGNED)
    read_at = models.Agreement.objects.get(reference=reference).version
    save(signed_in("h1"), reference, "checks", {"dpia": "DPIA-1", "assurance": "Hana's"}, read_at)

    second = save(signed_in("h2"), reference, "checks", {"dpia": "DPIA-2", "assurance": "Huw's"}, read_at)

    assert second.status_code == 409
    assert "Somebody else saved this draft" in second.text
    assert "DPIA-2" in second.text
    assert store.agreement(reference).particulars.dpia == "DPIA-1"


def test_a_draft_that_changes_after_the_review_is_reviewed_again(signed_in):
    reference = reference_of(UNSIGNED)

    save(signed_in("h1"), reference, "checks", {"dpia": "DPIA-9", "assurance": "Seen."})
    page = signed_in("d1").get(reverse("register:agreement", args=[reference]))

    assert "the text was changed since" in page.text


@pytest.mark.parametrize("username", ["a1", "c1", "r1"])
def test_only_those_who_draft_change_a_draft(signed_in, username):
    address = reverse("register:draft", args=[reference_of(UNSIGNED), "checks"])

    assert signed_in(username).get(address).status_code == 403


def test_an_agreement_in_force_is_not_amended_but_varied(signed_in):
    hana, reference = signed_in("h1"), reference_of(ACTIVE)

    refused = save(hana, reference, "checks", {"dpia": "DPIA-9", "assurance": "Seen."})
    varied = hana.post(reverse("register:vary", args=[reference]), follow=True)
    changed = save(hana, f"{reference}.2", "checks", {"dpia": "DPIA-9", "assurance": "Seen."})

    assert refused.status_code == 403
    assert "Vary it" in refused.text
    assert varied.context["agreement"].reference == f"{reference}.2"
    assert "What is different from" in changed.text
    assert store.agreement(reference).status == "active"


def test_the_edition_before_gives_way_when_the_new_one_is_in_force(signed_in, at):
    reference = reference_of(ACTIVE)
    with at("2026-04-01T09:00"):
        who = {
            name: people.actor_by_id(name, store.agreement(reference).starts)
            for name in ("h1", "o2", "d1", "r1")
        }
        services.vary(reference, by=who["h1"])
        draft = f"{reference}.2"
        notice = store.agreement(reference).notice
        for username, action, said in (
            ("d1", "dpo_reviewed", None),
            ("o2", "notice_decided", services.Said(notice=notice)),
            ("o2", "signed", None),
            ("r1", "countersigned", None),
        ):
            outcome = services.take_step(
                draft, action=store.core.AgreementAction(action), by=who[username], said=said
            )
            assert outcome.permitted, outcome.refusals

    assert store.agreement(reference).status == "superseded"
    assert store.agreement(draft).status == "active"
    assert [each.reference for each in store.editions(reference)] == [reference, draft]


@pytest.mark.requirement("WMFS-3.1a")
def test_a_draft_begun_in_an_earlier_wording_is_finished_so_or_takes_over_the_new_one(signed_in):
    hana, dpo = signed_in("h1"), signed_in("d1")
    reference = begun(hana)
    own = store.agreement(reference).particulars.words | {"isa.audit": "We look in every spring."}
    models.Agreement.objects.filter(reference=reference).update(
        particulars=store.row(reference).particulars | {"words": own}
    )
    a_new_template(dpo, **{"isa.training": "Trained every year.", "isa.audit": "Audited every year."})

    before = hana.get(reverse("register:agreement", args=[reference])).text
    hana.post(reverse("register:new-wording", args=[reference]))
    words = store.agreement(reference).particulars.words

    assert "1 part of this draft stands in the wording of an earlier one" in before
    assert (words["isa.training"], words["isa.audit"]) == ("Trained every year.", "We look in every spring.")
    assert "Take over the new wording" not in hana.get(reverse("register:agreement", args=[reference])).text


def a_new_template(dpo, **words: str) -> None:
    """A new version of our template, in force, with these parts worded so."""
    form = dpo.get(reverse("register:entry-new", args=["template-ours"])).context["form"]
    answers = {key: value for key, value in form.initial.items() if value} | {
        "version": "5",
        "changes": "Clearer.",
    }
    made = dpo.post(
        reverse("register:entry-new", args=["template-ours"]), answers | words | {"agreements": ""}
    )
    reference = made.url.rstrip("/").split("/")[-1]
    dpo.post(
        reverse("register:entry-step", args=["template-ours", reference, "brought_into_force"]),
        {"review_on_day": 2, "review_on_month": 3, "review_on_year": 2027},
    )
