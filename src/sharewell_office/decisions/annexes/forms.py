"""What each annex is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms

from sharewell.decisions.annexes import Order
from sharewell.decisions.request import ProposedField
from sharewell.decisions.victims import REQUIREMENTS, answer
from sharewell.policy.law.record import Law
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes, Radios

NOTHING = "none"
MIN_CELL = 5  # SYS-4; a threshold of the office's own


class OnVersion(forms.Form):
    """A step on the request as it was read: whoever acts on an older version is told so."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def words(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class VerifyOrder(OnVersion):
    """An order, and how it was verified."""

    made_by = forms.CharField(label="Which court or body made it?", max_length=200)
    reference = forms.CharField(label="Its reference", max_length=100)
    made_on = DateField(label="When was it made?")
    due = DateField(label="By when must it be obeyed?")
    verified_how = forms.CharField(
        label="How did you verify it?",
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text="By a route we already held: ring the court office on the number in our directory.",
    )
    ordered = forms.MultipleChoiceField(
        label="Which fields does it order?",
        widget=Checkboxes(small=True),
        help_text="What may leave is bound to exactly these. Put the fields on the list at S3 first.",
    )

    def __init__(self, *args: Any, asked: tuple[ProposedField, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ordered"].choices = [(one.name, one.name) for one in asked]

    def words(self) -> dict[str, Any]:
        said = super().words()
        version, ordered = said.pop("version"), tuple(said.pop("ordered"))
        return {"order": Order(fields=ordered, **said), "version": version}


class Countersign(OnVersion):
    """Why there is nobody else."""

    reason = forms.CharField(
        label="Why may one person hold two duties in this case?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Nobody decides what they asked for, and the DPO never decides. The case is sampled.",
    )


class Revoke(OnVersion):
    """Why the approval is taken back."""

    reasons = forms.CharField(
        label="Why is the approval taken back?", max_length=4000, widget=forms.Textarea({"rows": 3})
    )


class Brought(OnVersion):
    """A table that is brought to be tested."""

    file = forms.FileField(label="The table (CSV)", widget=forms.FileInput({"accept": ".csv"}))

    def uploaded(self) -> dict[str, Any]:
        """The table where it lies, by its name, with the rest of what the form says."""
        said = self.words()
        file = said.pop("file")
        return {"path": Path(file.temporary_file_path()), "name": file.name, **said}


class TestTable(Brought):
    """A table of counts to be tested."""

    count = forms.CharField(
        label="Which column holds the counts?",
        max_length=100,
        initial="count",
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    min_cell = forms.IntegerField(
        label="The smallest count that may be shown",
        min_value=2,
        max_value=1000,
        initial=MIN_CELL,
        help_text="Counts below it, except 0, are small. Write [c] where a cell is suppressed.",
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
    )


class Columns(forms.CharField):
    """Names of columns, with commas between them; as a tuple, without those that are blank."""

    def clean(self, value: Any) -> tuple[str, ...]:
        named = tuple(name.strip() for name in str(super().clean(value)).split(",") if name.strip())
        if not named:
            raise forms.ValidationError("Name a column at least")
        return named


class TestRecords(Brought):
    """Records that are said to name nobody, to be tested."""

    quasi_identifiers = Columns(
        label="By which columns could somebody be recognised?",
        max_length=1000,
        help_text="As a neighbour would: age band, sex, district … Their names, with commas between them.",
    )
    sensitive = Columns(
        label="What would be learned of them?",
        max_length=1000,
        help_text="The other columns about people, with commas between them.",
    )
    k = forms.IntegerField(
        label="How many people at least look alike?",
        min_value=2,
        max_value=1000,
        initial=MIN_CELL,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
    )
    l = forms.IntegerField(  # noqa: E741 - as the field calls it
        label="How many different values at least has what would be learned of them?",
        min_value=2,
        max_value=1000,
        initial=2,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
    )
    intruder = forms.CharField(
        label="What did you try, as somebody who wanted to recognise a person in it?",
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text="With what such a person could find. Somebody else looks again before it leaves.",
    )


class OfferAnonymised(TestTable):
    """A table offered instead of records."""

    differencing = forms.CharField(
        label="Which other tables did you look at beside it?",
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Two tables that differ by one person show that person.",
    )
    intruder = forms.CharField(
        label="What could somebody do who wanted to recognise a person in it?",
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )


class ApproveAnonymised(OnVersion):
    """Let it go, with the recipient's undertaking."""

    undertaking = forms.CharField(
        label="The recipient’s undertaking not to recognise anybody",
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )
    reasons = forms.CharField(label="Your reasons", max_length=4000, widget=forms.Textarea({"rows": 3}))


class Victims(forms.Form):
    """What a police request about a victim must carry (PCSC Act 2022 ss.44A-44F)."""

    about_a_victim = forms.ChoiceField(
        label="Is the person it is about a victim?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(inline=True),
    )
    counselling = forms.BooleanField(label="It asks for counselling notes", required=False)
    carries = forms.MultipleChoiceField(
        label="What does the request carry, in writing?",
        required=False,
        choices=[(one.id, f"{one.ask} ({one.citation})") for one in REQUIREMENTS],
        widget=Checkboxes(small=True),
        help_text="Tick what you have read in it. Where something is missing it goes back unanswered.",
    )

    def answer(self) -> str:
        """The answer to S1.5."""
        said = self.cleaned_data
        return answer(
            about_a_victim=said["about_a_victim"] == "yes",
            given=dict.fromkeys(said["carries"], True),
            counselling=said["counselling"],
        )


class Screen(forms.Form):
    """The criteria of screening for an impact assessment: what holds is ticked, or that nothing does."""

    triggers = forms.MultipleChoiceField(
        label="Which of these hold?",
        widget=Checkboxes(small=True),
        error_messages={"required": "Tick what holds, or “None of these”"},
    )

    def __init__(self, *args: Any, law: Law, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(one.id, f"{one.title} ({one.citation})") for one in law.triggers]
        self.fields["triggers"].choices = [*listed, (NOTHING, "None of these")]

    def clean_triggers(self) -> tuple[str, ...]:
        ticked: list[str] = self.cleaned_data["triggers"]
        if NOTHING in ticked and len(ticked) > 1:
            raise forms.ValidationError("Tick what holds, or “None of these”, and not both")
        return tuple(one for one in ticked if one != NOTHING)


class Finish(OnVersion):
    """What became of it where it went."""

    how = forms.CharField(
        label="What became of it?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Answered, refused there, withdrawn; or which contract or agreement was made of it. No names.",
    )


class Close(OnVersion):
    """Who has it from now on."""

    to = forms.ChoiceField(
        label="Who has it from now on?",
        required=False,
    )

    def __init__(self, *args: Any, staff: list[tuple[str, str]], handed_on: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "The post that answers for it"), *staff]
        if not handed_on:  # outside the policy: nobody has it
            del self.fields["to"]
