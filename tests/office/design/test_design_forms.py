"""Any Django form comes out as GOV.UK asks, without a word about markup: what is wrong, where, and what to do."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from sharewell_office.design.fields import DateField, PeriodField
from sharewell_office.design.showcase import EveryField
from sharewell_office.design.widgets import Radios


class AForm(forms.Form):
    reason = forms.CharField(label="Reason", help_text="One sentence.", max_length=20)
    until = DateField(label="Until when?", required=False)


def page(form: forms.Form, title: str = "{% error_prefix %}") -> str:
    source = "{% load govuk %}" + title + "{% error_summary form %}{{ form }}"
    return engines["django"].from_string(source).render({"form": form}, RequestFactory().get("/"))


def sent(**data: str) -> AForm:
    return AForm(data)


def test_a_field_is_described_by_its_hint_and_its_error():
    html = page(sent(reason=""))

    assert 'aria-describedby="id_reason-hint id_reason-error"' in html
    assert '<div id="id_reason-hint" class="govuk-hint">One sentence.</div>' in html
    assert 'id="id_reason-error"' in html


def test_a_form_not_sent_yet_says_nothing_is_wrong():
    html = page(AForm())

    assert "error" not in html.lower()


def test_the_title_says_error_first_when_a_form_came_back():
    assert page(sent(reason="")).startswith("Error: ")
    assert not page(sent(reason="Because")).startswith("Error: ")


def test_the_summary_leads_to_each_field():
    html = page(sent(reason="", until_day="31", until_month="2", until_year="2026"))

    assert "There is a problem" in html
    assert '<a href="#id_reason">Enter reason</a>' in html
    assert '<a href="#id_until_0">The date must be a real date, like 27 3 2026</a>' in html


def test_every_link_of_the_summary_leads_somewhere():
    form = EveryField({})
    html = page(form)

    targets = [form[name].focus_id for name in form.errors]

    assert len(targets) == 11
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_what_is_wrong_with_the_form_as_a_whole_stands_in_the_summary():
    form = sent(reason="Because")
    form.add_error(None, "The two do not agree.")

    assert "<li>The two do not agree.</li>" in page(form)


def test_the_browser_checks_nothing_by_itself():
    html = page(EveryField()) + page(AForm())

    for attribute in (" required", " maxlength", " min=", " max=", " step=", " pattern", " placeholder"):
        assert attribute not in html


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (forms.CharField(label="Reason"), "Enter reason"),
        (forms.CharField(label="DPO advice"), "Enter DPO advice"),
        (forms.CharField(label="Why is it needed?"), "Answer the question “Why is it needed?”"),
        (forms.ChoiceField(label="Data set", choices=[("c", "Complaints")]), "Select data set"),
        (forms.ChoiceField(label="Method", choices=[("c", "Courier")], widget=Radios()), "Select method"),
        (forms.FileField(label="File"), "Choose file"),
        (forms.BooleanField(label="I agree"), "Tick the box “I agree”"),
        (DateField(label="Review date"), "Enter review date"),
        (forms.CharField(label="Name", error_messages={"required": "Who is it?"}), "Who is it?"),
    ],
)
def test_an_empty_field_says_what_to_do(field, said):
    form = type("One", (forms.Form,), {"it": field})({})

    assert form["it"].problems == [said]


def test_a_field_that_may_stay_empty_says_so():
    assert "Until when? (optional)" in page(AForm())
    assert "Reason (optional)" not in page(AForm())


def test_what_was_typed_comes_back_and_is_escaped():
    html = page(sent(reason="<b>&"))

    assert 'value="&lt;b&gt;&amp;"' in html


def test_a_password_does_not_come_back():
    html = page(EveryField({"password": "otter-kelp"}))

    assert "otter-kelp" not in html


def test_a_number_brings_up_digits_and_no_arrows():
    html = str(EveryField()["people"])

    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html


def test_a_long_text_counts_as_one_types():
    html = str(EveryField()["reasons"].as_field_group())

    assert 'data-module="govuk-character-count" data-maxlength="500"' in html
    assert "You can enter up to 500 characters" in html


def test_a_hint_may_stand_by_one_choice():
    html = str(EveryField()["method"])

    assert 'aria-describedby="id_method_0-item-hint"' in html
    assert "Sealed, and collected with a code." in html


# --- dates -----------------------------------------------------------------------------------------------------


def a_date(day: str, month: str, year: str) -> AForm:
    return sent(reason="Because", until_day=day, until_month=month, until_year=year)


@pytest.mark.parametrize(
    "parts", [("27", "3", "2026"), ("27", "03", "2026"), (" 27 ", "March", "2026"), ("27", "mar", "2026")]
)
def test_a_date_is_read_as_people_write_it(parts):
    form = a_date(*parts)

    assert form.is_valid()
    assert form.cleaned_data["until"] == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("", "3", "2026"), "The date must include a day"),
        (("27", "", ""), "The date must include a month and a year"),
        (("29", "2", "2026"), "The date must be a real date, like 27 3 2026"),
        (("27", "13", "2026"), "The date must be a real date, like 27 3 2026"),
        (("27", "3", "26"), "The date must be a real date, like 27 3 2026"),
        (("27", "3", "0000"), "The date must be a real date, like 27 3 2026"),
        (("x", "y", "zzzz"), "The date must be a real date, like 27 3 2026"),
        (("-1", "3", "2026"), "The date must be a real date, like 27 3 2026"),
        (("9" * 5000, "3", "2026"), "The date must be a real date, like 27 3 2026"),
    ],
)
def test_a_date_that_is_none_says_what_is_missing(parts, said):
    assert a_date(*parts)["until"].problems == [said]


def test_a_date_left_empty_is_no_date_where_none_is_needed():
    form = sent(reason="Because")

    assert form.is_valid()
    assert form.cleaned_data["until"] is None


def test_a_wrong_date_marks_the_boxes_and_keeps_their_widths():
    html = str(a_date("31", "2", "2026")["until"])

    assert html.count("govuk-input--error") == 3
    assert html.count("govuk-input--width-2") == 2
    assert html.count("govuk-input--width-4") == 1
    assert 'value="31"' in html


# --- how long ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stored", "shown"),
    [("P24M", "24 months"), ("P1Y6M", "1 year and 6 months"), ("P2W", "P2W"), ("P0D", "P0D"), ("", "")],
)
def test_a_period_is_shown_in_words_and_comes_back_as_it_was(stored, shown):
    field = PeriodField(required=False)

    assert field.prepare_value(stored) == shown
    assert field.clean(shown) == stored


def test_what_is_no_period_is_told_how_to_write_one():
    with pytest.raises(forms.ValidationError, match="24 months, 6 years or 90 days"):
        PeriodField().clean("a while")
