"""What a form asks on screen is what a program is asked: the schema and the form never disagree."""

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sharewell_office.design.fields import DateField
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.problems import NotAsAsked


class Everything(forms.Form):
    """One field of each kind."""

    words = forms.CharField(label="In words", help_text="Without a name.", max_length=12)
    more = forms.CharField(required=False)
    day = DateField()
    until = DateField(required=False)
    hour = forms.TimeField(required=False)
    count = forms.IntegerField(min_value=0, max_value=9)
    sure = forms.BooleanField(required=False)
    which = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    several = forms.MultipleChoiceField(choices=[("x", "X"), ("y", "Y")], required=False)
    known_later = forms.ChoiceField(required=False)

    def __init__(self, *args, later, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["known_later"].choices = [("", "-"), *later]


BODY = body_of(Everything)
LEAST = {"words": "one", "day": "2026-03-02", "count": 3, "which": "a"}


def test_what_may_be_left_open_may_be_left_out():
    said = filled(Everything, BODY(**LEAST), later=[]).cleaned_data

    assert (said["day"].isoformat(), said["until"], said["sure"], said["several"]) == (
        "2026-03-02",
        None,
        False,
        [],
    )


@pytest.mark.parametrize("name", LEAST)
def test_what_must_be_answered_must_be_there(name):
    with pytest.raises(ValidationError, match=name):
        BODY(**{each: value for each, value in LEAST.items() if each != name})


answers = st.fixed_dictionaries(
    {
        "words": st.text(min_size=1, max_size=12),
        "day": st.dates(),
        "count": st.integers(0, 9),
        "which": st.sampled_from("ab"),
    },
    optional={
        "more": st.text(),
        "until": st.none() | st.dates(),
        "hour": st.none() | st.times(),
        "sure": st.booleans(),
        "several": st.lists(st.sampled_from("xy"), unique=True),
        "known_later": st.sampled_from(["", "c", "d"]),
    },
)


def taken(said):
    """What the form made of it, and which fields it said are wrong."""
    try:
        return filled(Everything, BODY(**said), later=[("c", "C")]).cleaned_data, set()
    except NotAsAsked as no:
        return None, {each["where"] for each in no.told}


@given(answers)
def test_what_the_schema_takes_the_form_takes_or_says_which_field_is_wrong(said):
    got, wrong = taken(said)

    assert wrong <= {"words", "more", "known_later"}
    if got:
        assert (got["day"], got["until"], got["count"]) == (said["day"], said.get("until"), said["count"])
        assert got["sure"] == said.get("sure", False)


def test_the_words_of_the_screen_are_the_description():
    described = BODY.model_json_schema()["properties"]["words"]["description"]

    assert described == "In words Without a name."


def test_a_file_is_not_asked_of_a_program_in_json():
    class WithFile(forms.Form):
        file = forms.FileField()

    with pytest.raises(TypeError, match="FileField"):
        body_of(WithFile)
