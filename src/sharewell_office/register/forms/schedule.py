"""The field schedule of a draft: a row for each field that may leave, held to what the gate can judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms

from sharewell.engine.source import SUFFIXES
from sharewell.register.agreement import Agreement
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell.register.standards import STANDARDS
from sharewell.register.table_schema import FORMATS, PERSONAL_KINDS, Field
from sharewell.register.text import kind_in_words
from sharewell.register.unusable import Reader, TermsUnusable
from sharewell_office.register.forms.section import Section

TYPES = [(name, "Text" if name == "string" else name.capitalize()) for name in FORMATS]
PERSONAL = [
    ("", "By its name"),
    *(
        (kind, f"{words[:1].upper()}{words[1:]}")
        for kind in PERSONAL_KINDS
        for words in [kind_in_words(kind)]
    ),
]


class FieldRow(forms.Form):
    """One field that may leave. `was` is the name under which it is in the schedule already."""

    was = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Field", max_length=200)
    type = forms.ChoiceField(label="Type", choices=TYPES, initial="string")
    format = forms.CharField(label="Format", max_length=100, required=False)
    personal = forms.ChoiceField(label="Personal data in it", choices=PERSONAL, required=False)
    why = forms.CharField(label="Why is it needed?", max_length=1000)
    codes = forms.CharField(label="Codes, one a line", required=False, widget=forms.Textarea({"rows": 2}))
    required = forms.BooleanField(label="Filled in every row", required=False)
    quasi = forms.BooleanField(label="Quasi-identifier", required=False)

    def __init__(self, *args: Any, schedule: Schedule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = {each.name: each for each in schedule.fields}
        if self.is_bound and (name := self["name"].value()):
            self.fields["why"].error_messages["required"] = f"Say why “{name}” is needed"

    @property
    def also_agreed(self) -> Mapping[str, Any]:
        """What was agreed of the field's cells and has no question here; it stays as it is."""
        known = self.before.get(self["was"].value() or "")
        asked = {"required", "enum"}
        return {key: value for key, value in known.constraints.items() if key not in asked} if known else {}

    @property
    def stays(self) -> bool:
        return not self["DELETE"].value()

    def has_changed(self) -> bool:
        """Whether something was written into it: every row has a type."""
        return bool(set(self.changed_data) - {"type", "was"})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors:
            self._refuse_what_the_gate_cannot_judge()
        return given

    def _refuse_what_the_gate_cannot_judge(self) -> None:
        field = self.scheduled()
        if field.type in _NUMBERS and not all(map(_is_number, field.constraints.get("enum", ()))):
            self.add_error("codes", "Each code must be a number, or choose the type Text")
        try:
            Field.read(Reader.of(field.descriptor()))
        except TermsUnusable as problem:
            place = _PLACES.get(problem.where, "type")
            self.add_error(place, f"The gate could not judge this: {problem.problem}")

    def scheduled(self) -> ScheduledField:
        """The field as answered. Limits of another type would mean nothing: they go with the type."""
        given = self.cleaned_data
        known = self.before.get(given["was"])
        kept = self.also_agreed if known and known.type == given["type"] else {}
        return ScheduledField(
            name=given["name"],
            type=given["type"],
            format=given["format"],
            why=given["why"],
            personal=given["personal"] or None,
            constraints={**kept, **self._asked(known)},
        )

    def _asked(self, known: ScheduledField | None) -> dict[str, Any]:
        given = self.cleaned_data
        before = {str(value): value for value in known.constraints.get("enum", ())} if known else {}
        codes = [before.get(code, code) for line in given["codes"].splitlines() if (code := line.strip())]
        found = {"required": given["required"], "enum": list(dict.fromkeys(codes))}
        return {key: value for key, value in found.items() if value}


_NUMBERS = frozenset({"integer", "number"})
_PLACES = {
    "name": "name",
    "format": "format",
    "personal": "personal",
    "constraints.enum": "codes",
}


def _is_number(code: object) -> bool:
    try:
        float(str(code))
    except ValueError:
        return False
    return True


class _FieldRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows with names of their own: of two of one name nobody could say which one was agreed."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Take this field off"

    def clean(self) -> None:
        seen: set[str] = set()
        for row in self.answered():
            name = row.cleaned_data["name"]
            if name in seen:
                row.add_error("name", f"The list has “{name}” already")
            seen.add(name)

    def answered(self) -> list[FieldRow]:
        """The rows that stay on the list and can be used."""
        return [row for row in self.forms if row.stays and row.is_valid() and row.cleaned_data.get("name")]

    def typed(self) -> list[dict[str, Any]]:
        """What stands in the rows as it was typed, whether it can be used or not; without the empty ones."""
        return [
            {name: row[name].value() for name in FieldRow.base_fields}
            for row in self.forms
            if row.has_changed() and row.stays
        ]


class FieldRows(
    forms.formset_factory(  # type: ignore[misc]
        FieldRow, formset=_FieldRows, extra=2, max_num=300, absolute_max=300, can_delete=True
    )
):
    """Every row of the schedule, and empty ones below."""


class Fields(Section):
    """What the gate enforces, field by field."""

    title = "Fields"

    k = forms.IntegerField(
        label="Smallest group",
        required=False,
        min_value=2,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
        help_text="How many people, at least, must share each combination of the quasi-identifiers (k). "
        "The gate refuses a file with a smaller group. Leave it empty where the file is meant to say who is who.",
    )
    sample = forms.FileField(
        label="A sample file",
        required=False,
        help_text="CSV, TSV, Excel (.xlsx), Parquet or JSON Lines, with its header; a few rows do, and they may be "
        "made up. A Table Schema (JSON) or an ODCS data contract (YAML) does as well. What is found is proposed "
        "above for you to look through. Nothing of the file is kept.",
        widget=forms.FileInput({"accept": ",".join((*SUFFIXES, ".json", ".yaml", ".yml"))}),
    )

    standard = forms.ChoiceField(
        label="A field from the agreed standards",
        required=False,
        choices=[("", "Choose one"), *((each.name, f"{each.title} ({each.source})") for each in STANDARDS)],
        help_text="Written the same way in every agreement, so that files fit together. It is put on the list above; "
        "you still say why it is needed.",
    )

    def ask(self) -> None:
        self.rows = self._rows(self.data if self.is_bound else None)

    def _rows(self, data: Any = None, initial: list[dict[str, Any]] | None = None) -> FieldRows:
        # What was typed is never compared with what stands now: a row that somebody else saved alike would be lost.
        standing = [] if data is not None else _rows_of(self.agreement)
        return FieldRows(
            data,
            initial=standing if initial is None else initial,
            prefix="fields",
            form_kwargs={"schedule": self.agreement.schedule},
        )

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        return {"k": _disclosure(agreement).get("k")}

    def is_valid(self) -> bool:
        return all([self.rows.is_valid(), super().is_valid()])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.rows.is_valid():
            return given
        if given.get("k") and not any(row.cleaned_data["quasi"] for row in self.rows.answered()):
            self.add_error("k", "Tick a quasi-identifier above, or leave this empty: it would limit nothing")
        elif not self.errors:
            self._refuse_terms_nobody_can_carry_out()
        return given

    def _refuse_terms_nobody_can_carry_out(self) -> None:
        changed = self.changed()
        try:
            if changed.schedule.fields:
                changed.terms()
        except TermsUnusable as problem:
            self.add_error(None, f"What else is agreed about the file does not fit this list. {problem}")

    def changed(self) -> Agreement:
        answered = self.rows.answered()
        fields = tuple(row.scheduled() for row in answered)
        renamed = {row.cleaned_data["was"]: row.cleaned_data["name"] for row in answered}
        key = self.agreement.schedule.primary_key
        kept = tuple(renamed[name] for name in key) if set(key) <= set(renamed) else ()
        quasi = [row.cleaned_data["name"] for row in answered if row.cleaned_data["quasi"]]
        return replace(
            self.agreement,
            schedule=Schedule(fields=fields, primary_key=kept),
            handling=self._handling(quasi),
        )

    def _handling(self, quasi: list[str]) -> dict[str, Any]:
        asked = _disclosure(self.agreement) | {"quasi_identifiers": quasi, "k": self.cleaned_data.get("k")}
        disclosure = {key: value for key, value in asked.items() if value}
        before = {key: value for key, value in self.agreement.handling.items() if key != "disclosure"}
        return before | ({"disclosure": disclosure} if disclosure else {})

    def propose(self, found: Iterable[ScheduledField], quasi: Iterable[str]) -> int:
        """Put fields below what was typed, where they are not on the list yet; how many were new."""
        typed = self.rows.typed()
        there = {row["name"] for row in typed}
        new = [_row(each, quasi=each.name in quasi, was="") for each in found if each.name not in there]
        self.rows = self._rows(initial=[*typed, *new])
        return len(new)


def _disclosure(agreement: Agreement) -> dict[str, Any]:
    return dict(agreement.handling.get("disclosure", {}))


def _rows_of(agreement: Agreement) -> list[dict[str, Any]]:
    quasi = _disclosure(agreement).get("quasi_identifiers", ())
    return [_row(each, quasi=each.name in quasi, was=each.name) for each in agreement.schedule.fields]


def _row(field: ScheduledField, *, quasi: bool, was: str) -> dict[str, Any]:
    return {
        "was": was,
        "name": field.name,
        "type": field.type,
        "format": field.format,
        "personal": field.personal or "",
        "why": field.why,
        "codes": "\n".join(map(str, field.constraints.get("enum", ()))),
        "required": field.constraints.get("required") is True,
        "quasi": quasi,
    }
