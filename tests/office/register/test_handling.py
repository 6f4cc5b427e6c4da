"""What is done to a file before it leaves is drafted on screen, in choices the gate can carry out."""

from __future__ import annotations

import pytest
from django.urls import reverse

from builders.office_drafts import save
from sharewell_office.register import models, store

pytestmark = pytest.mark.django_db

UNSIGNED = "Complaint reviews, exchanged with the police"
# The demonstration's draft has: complaint_ref, received_date, complainant_surname, outcome_code.


@pytest.fixture
def reference():
    return models.Agreement.objects.get(title=UNSIGNED).reference


def handled(reference):
    return store.agreement(reference).handling


def test_each_field_is_asked_about_and_the_answers_are_what_the_gate_does(signed_in, reference):
    groups = {"quasi_identifiers": ["received_date"], "k": 5}
    models.Agreement.objects.filter(reference=reference).update(handling={"disclosure": groups})

    page = save(signed_in("h1"), reference, "handling", {
        "drop": "date_of_birth, date_of_birth ,nhs_number", "treat_0": "pseudonymise", "treat_2": "mask-3",
        "sensitive": ["outcome_code"], "l": 2, "min_rows": 1, "period_field": "received_date",
        "period_from_day": 1, "period_from_month": 1, "period_from_year": 2026,
        "fresh_field": "received_date", "fresh_days": 90, "t": 0.3,
        "key": ["received_date", "complaint_ref"], "full_0": 100, "full_3": 97.5,
    })  # fmt: skip

    said = handled(reference)
    assert page.status_code == 200
    assert said["treatments"] == [
        {"field": "date_of_birth", "do": "drop"},
        {"field": "nhs_number", "do": "drop"},
        {"field": "complaint_ref", "do": "pseudonymise"},
        {"field": "complainant_surname", "do": "mask", "keep": 3},
    ]
    assert said["scope"] == {"min_rows": 1, "period_field": "received_date", "period_from": "2026-01-01"}
    assert said["freshness"] == {"field": "received_date", "max_age": "P90D"}
    assert said["disclosure"] == groups | {"sensitive": ["outcome_code"], "l": 2, "t": 0.3}
    assert said["completeness"] == {"complaint_ref": 1.0, "outcome_code": 0.975}
    terms = store.agreement(reference).terms()
    assert terms.treatments
    assert terms.schema.primary_key == ("complaint_ref", "received_date")


def test_what_was_answered_stands_in_the_form_as_it_was_and_saves_as_it_is(signed_in, reference):
    browser = signed_in("h1")
    save(
        browser, reference, "handling", {"key": ["complaint_ref"], "full_3": 97.5, "treat_0": "pseudonymise"}
    )
    before = store.agreement(reference)

    page = browser.get(reverse("register:draft", args=[reference, "handling"]))
    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    save(browser, reference, "handling", typed)

    assert typed["full_3"] == 97.5
    assert store.agreement(reference).terms() == before.terms()


def test_what_was_agreed_in_other_words_stays_a_choice_and_is_kept(signed_in, reference):
    hierarchy = {"field": "outcome_code", "do": "generalise", "hierarchy": "codes.csv", "level": 2}
    kept = {"treatments": [hierarchy], "completeness": {"outcome_code": 0.9}}
    models.Agreement.objects.filter(reference=reference).update(handling=kept)
    browser = signed_in("h1")

    page = browser.get(reverse("register:draft", args=[reference, "handling"]))
    save(browser, reference, "handling", {"treat_3": "as-agreed", "full_3": 90})

    assert "As agreed: generalise, hierarchy codes.csv, level 2" in page.text
    assert handled(reference) == kept


def test_to_empty_every_answer_is_to_hold_the_file_to_nothing_more(signed_in, reference):
    models.Agreement.objects.filter(reference=reference).update(handling={"scope": {"min_rows": 5}})

    save(signed_in("h1"), reference, "handling", {})

    assert handled(reference) == {}


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({"fresh_field": "received_date"}, "Say both which date and how many days"),
        ({"period_field": "received_date"}, "Say from when or until when"),
        ({"l": 2, "sensitive": ["outcome_code"]}, "Tick a quasi-identifier among the fields first"),
        ({"t": 0.3, "sensitive": ["outcome_code"]}, "Tick a quasi-identifier among the fields first"),
        ({"full_0": 101}, "100"),
        ({"key": ["no_such_field"]}, "no_such_field"),
    ],
)
def test_what_the_gate_could_not_do_is_told_at_the_question(signed_in, reference, answers, complaint):
    page = save(signed_in("h1"), reference, "handling", answers)

    assert page.status_code == 400
    assert complaint in page.text
    assert handled(reference) == {}
