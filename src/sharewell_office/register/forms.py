"""What people type about agreements."""

from __future__ import annotations

from django import forms

from sharewell.register.agreement import AgreementStatus


class AgreementSearch(forms.Form):
    """Find agreements. Every field may stay empty."""

    says_optional = False

    words = forms.CharField(
        label="Search", required=False, max_length=200, help_text="Reference, title, purpose or recipient"
    )
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any")] + [(each.value, each.value.capitalize()) for each in AgreementStatus],
    )
    asset = forms.ChoiceField(label="Data set", required=False)

    def __init__(self, *args: object, assets: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["asset"].choices = [("", "Any"), *assets]  # type: ignore[attr-defined]


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
