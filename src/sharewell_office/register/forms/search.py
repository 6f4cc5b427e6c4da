"""What people type to find agreements, to begin one, and to take over a file."""

from __future__ import annotations

from django import forms

from sharewell.policy import rulebook
from sharewell.register.agreement import AgreementStatus
from sharewell.register.particulars import Direction, Particulars, Relationship, Template
from sharewell.register.party import PartyKind
from sharewell.register.registers.entry import EntryStatus
from sharewell_office.design.widgets import Radios

REVIEW = [
    ("", "Any"),
    ("late", "Late"),
    ("soon", "Due within sixty days"),
    ("unset", "No day is set"),
]


class _Search(forms.Form):
    """Every field may stay empty: then nothing is asked."""

    says_optional = False

    def wanted(self) -> dict[str, str]:
        """What was asked, by question; nothing where that cannot be read."""
        return {name: said for name, said in self.cleaned_data.items() if said} if self.is_valid() else {}


class AgreementSearch(_Search):
    """Find agreements."""

    words = forms.CharField(
        label="Search", required=False, max_length=200, help_text="Reference, title, purpose or recipient"
    )
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any")] + [(each.value, each.value.capitalize()) for each in AgreementStatus],
    )
    asset = forms.ChoiceField(label="Data set", required=False)
    review = forms.ChoiceField(label="Review", required=False, choices=REVIEW)

    def __init__(self, *args: object, assets: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["asset"].choices = [("", "Any"), *assets]  # type: ignore[attr-defined]


class EntrySearch(_Search):
    """Find entries of a register; who owns them, or where they stand, where that register knows it."""

    words = forms.CharField(label="Title or reference", required=False, max_length=200)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any"), *((each.value, each.label) for each in EntryStatus)],
    )
    owner = forms.ChoiceField(label="Owner", required=False)
    review = forms.ChoiceField(label="Review", required=False, choices=REVIEW)

    def __init__(self, *args: object, owners: list[tuple[str, str]] | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if owners is None:
            del self.fields["owner"]
        else:  # what has an owner is there, and has no status
            del self.fields["status"]
            self.fields["owner"].choices = [("", "Anybody"), *owners]  # type: ignore[attr-defined]


class AssessmentSearch(_Search):
    """Find impact assessments."""

    words = forms.CharField(label="Title, reference or data set", required=False, max_length=200)
    review = forms.ChoiceField(label="Review", required=False, choices=REVIEW)


class PartySearch(_Search):
    """Find organisations."""

    words = forms.CharField(label="Name or reference", required=False, max_length=200)
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Any"), *((each.value, each.label) for each in PartyKind)]
    )
    key = forms.ChoiceField(
        label="Key",
        required=False,
        choices=[("", "Any"), ("verified", "Verified"), ("unverified", "Not verified"), ("none", "None")],
    )
    registration = forms.ChoiceField(
        label="Registration with the ICO",
        required=False,
        choices=[
            ("", "Any"),
            ("late", "Lapsed"),
            ("soon", "Lapses within sixty days"),
            ("unset", "Not on file"),
        ],
    )


class RegisterFile(forms.Form):
    """The file of a register to take over."""

    kind = forms.ChoiceField(
        label="What does the file hold?",
        initial="register",
        choices=[
            ("register", "Agreements"),
            ("assets", "Information assets"),
            ("dpias", "Data protection impact assessments"),
            ("activity-log", "A log of what was shared before"),
            ("organisations", "Organisations"),
            ("people", "People of the office"),
        ],
    )
    file = forms.FileField(
        label="The file: CSV, TSV or an Excel workbook",
        help_text="The first line says what each column is. Agreements: the columns of the GOV.UK register, or ours.",
    )


class NewAgreement(forms.Form):
    """Begin an agreement."""

    title = forms.CharField(
        label="What is shared, with whom?",
        max_length=300,
        help_text="Such as: Safe and Well referrals to the council",
    )
    role = forms.ChoiceField(
        label="What is the other party?",
        choices=[
            ("controller", "It decides for itself what it does with the data"),
            ("joint", "It decides together with us"),
            ("processor", "It only acts for us"),
        ],
        widget=Radios(),
    )
    template = forms.ChoiceField(
        label="Whose wording?",
        choices=[(each.value, each.label) for each in (Template.OURS, Template.ONE_WAY, Template.PARTNER)],
        required=False,
        widget=Radios(
            hints={"partner": "The Data Protection Officer holds it against every essential component"}
        ),
    )

    def particulars(self) -> Particulars:
        """What the answers mean for the draft: joint controllers get the arrangement of Article 26."""
        if self.cleaned_data["role"] == "joint":
            return Particulars(
                template=Template.JOINT, relationship=Relationship.JOINT, direction=Direction.BOTH
            )
        template = Template(self.cleaned_data["template"] or Template.OURS)
        direction = Direction.OUT if template is Template.ONE_WAY else Direction.BOTH
        return Particulars(template=template, direction=direction)

    def clean_role(self) -> str:
        given: str = self.cleaned_data["role"]
        if given == "processor":
            raise forms.ValidationError(
                f"{rulebook.PROCESSOR_CONTRACT.title} ({rulebook.PROCESSOR_CONTRACT.citation})",
                code=rulebook.PROCESSOR_CONTRACT.code,
            )
        return given
