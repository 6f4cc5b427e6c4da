"""What people type about policies."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.assurance.policies.record import Conclusion, Kind
from sharewell.vocabulary.when import Period
from sharewell_office.design.fields import DateField


def months(value: int | None) -> Period | None:
    return Period(months=value) if value else None


class NextVersion(forms.Form):
    """A version of a policy that is there already."""

    number = forms.CharField(label="Version", max_length=7, help_text="Like 1.1, later than those before it")
    text = forms.CharField(
        label="The whole text",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": "16"}),
        help_text="Leave an empty line between paragraphs",
    )


class NewPolicy(NextVersion):
    """A new policy with its first version."""

    title = forms.CharField(label="Title", max_length=300)
    kind = forms.ChoiceField(label="Kind of document", choices=[(each.value, each.label) for each in Kind])
    read_with = forms.CharField(
        label="What it is read with", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="One title on a line, like “Data protection policy”. A policy names at least one.",
    )  # fmt: skip
    review_months = forms.IntegerField(
        label="Review it every so many months", initial=12, min_value=1, max_value=60
    )
    audit_months = forms.IntegerField(
        label="Check that it is followed, so many months after its launch", initial=6, required=False,
        min_value=1, max_value=60,
    )  # fmt: skip
    field_order = ("title", "kind", "read_with", "review_months", "audit_months", "number", "text")

    def clean_read_with(self) -> tuple[str, ...]:
        return tuple(filter(None, (each.strip() for each in self.cleaned_data["read_with"].splitlines())))

    def first(self) -> dict[str, Any]:
        """What `services.write_first` takes."""
        given = dict(self.cleaned_data)
        return given | {
            "kind": Kind(given["kind"]),
            "review_every": Period(months=given.pop("review_months")),
            "audit_after": months(given.pop("audit_months")),
        }


class Comment(forms.Form):
    """What a stakeholder said."""

    stakeholder = forms.CharField(
        label="Whose comment", max_length=200, help_text="A post, a team or a partner body"
    )
    text = forms.CharField(label="What they say", max_length=5000, widget=forms.Textarea)


class Answer(forms.Form):
    """What they are answered."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    reply = forms.CharField(label="Answer", max_length=5000, widget=forms.Textarea(attrs={"rows": "3"}))


class Launch(forms.Form):
    """The day a version is launched."""

    launched_on = DateField(label="Launched on")


class Clause(forms.Form):
    """Does this clause cover sharing?"""

    clause = forms.CharField(label="Clause", max_length=40, help_text="Like 2.3")
    question = forms.CharField(
        label="What is asked of it", max_length=500, help_text="Like: does it cover sharing?"
    )
    conclusion = forms.ChoiceField(
        label="What is concluded",
        choices=[(each.value, each.label) for each in Conclusion],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(label="Why", max_length=5000, widget=forms.Textarea)
    closes = forms.ChoiceField(label="The action that asked this", required=False)

    def __init__(self, *given: Any, actions: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["closes"].choices = [("", "None: no action is closed"), *actions]  # type: ignore[attr-defined]

    def clean_conclusion(self) -> Conclusion:
        return Conclusion(self.cleaned_data["conclusion"])


class Outcome(forms.Form):
    """What came of a review."""

    outcome = forms.CharField(label="What came of the review", max_length=5000, widget=forms.Textarea)


class Watch(forms.Form):
    """Something outside that policies rest on."""

    title = forms.CharField(
        label="What is watched", max_length=300, help_text="Like “Data sharing code of practice”"
    )
    address = forms.URLField(label="Where it is published", max_length=500, assume_scheme="https")
    policies = forms.MultipleChoiceField(
        label="Policies that rest on it", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given: Any, policies: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["policies"].choices = policies  # type: ignore[attr-defined]
