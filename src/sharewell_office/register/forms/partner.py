"""The partner's own text: its file, and where each component stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from sharewell.register.particulars import Clause
from sharewell.register.partner_text import TO_POINT_AT


class FileForm(forms.Form):
    file = forms.FileField(
        label="The partner’s file",
        help_text="PDF, Word or OpenDocument. It is kept aside and never opened here.",
    )


class MapForm(forms.Form):
    """For each essential component its clause and page. One without both is missing, and blocks the agreement."""

    says_optional = False

    def __init__(self, *args: Any, clauses: Mapping[str, Clause], **kwargs: Any) -> None:
        initial = {f"{id}.clause": each.clause for id, each in clauses.items()}
        initial |= {f"{id}.page": each.page for id, each in clauses.items()}  # type: ignore[misc]
        super().__init__(*args, initial=initial, **kwargs)
        for each in TO_POINT_AT:
            self.fields[f"{each.id}.clause"] = forms.CharField(label="Clause", required=False, max_length=100)
            self.fields[f"{each.id}.page"] = forms.IntegerField(
                label="Page", required=False, min_value=1, max_value=9999
            )

    def rows(self) -> Iterator[tuple[Any, Any, Any]]:
        """Each component with its two fields."""
        for each in TO_POINT_AT:
            yield each, self[f"{each.id}.clause"], self[f"{each.id}.page"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for each in TO_POINT_AT:
            clause, page = given.get(f"{each.id}.clause"), given.get(f"{each.id}.page")
            if clause and not page and f"{each.id}.page" not in self.errors:
                self.add_error(f"{each.id}.page", f"Give the page of: {each.label}")
            if page and not clause:
                self.add_error(f"{each.id}.clause", f"Give the clause of: {each.label}")
        return given

    def clauses(self) -> dict[str, Clause]:
        """What was pointed at; a component left empty is not in it."""
        given = self.cleaned_data
        return {
            each.id: Clause(clause=given[f"{each.id}.clause"], page=given[f"{each.id}.page"])
            for each in TO_POINT_AT
            if given[f"{each.id}.clause"]
        }
