"""Which column of somebody's spreadsheet is which of ours: asked once, and remembered for the next sheet like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from sharewell.exchange import register_columns, sheets
from sharewell.exchange.rows import Sheet, folded

_SHEETS: Mapping[str, Sheet] = {
    "assets": sheets.ASSETS,
    "dpias": sheets.DPIAS,
    "activity-log": sheets.ACTIVITY_LOG,
    "organisations": sheets.ORGANISATIONS,
    "people": sheets.PEOPLE,
}
IN_WORDS = {
    "source_id": "Their reference",
    "starts": "First day",
    "ends": "Last day",
    "review_on": "Review date",
}


class WhichColumn(forms.Form):
    """A question for each heading of the file. Each of our columns may be given once; some must be."""

    says_optional = False

    def __init__(
        self, *args: Any, kind: str, headings: Sequence[str], mapping: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headings = list(headings)
        known, self.required_columns, columns = _columns(kind)
        choices = [("", "Leave it out"), *((each, in_words(each)) for each in columns)]
        for number, heading in enumerate(self.headings):
            guess = mapping.get(heading, known.get(folded(heading), ""))
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=f"“{heading}”" if heading else f"Column {number + 1}, which has no heading",
                choices=choices,
                required=False,
                initial=guess,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = [given.get(f"column_{number}", "") for number in range(len(self.headings))]
        for number, column in enumerate(chosen):
            if column and column in chosen[:number]:
                self.add_error(f"column_{number}", f"“{in_words(column)}” was given to a heading above")
        missing = [in_words(each) for each in self.required_columns if each not in chosen]
        if missing:
            self.add_error("column_0", f"Say which heading is: {', '.join(missing)}")
        return given

    def mapping(self) -> dict[str, str]:
        """{heading: column of ours}; "" leaves a heading out that we would have known."""
        return {heading: self.cleaned_data[f"column_{n}"] for n, heading in enumerate(self.headings)}


def in_words(column: str) -> str:
    return IN_WORDS.get(column, column.replace("_", " ").capitalize())


def _columns(kind: str) -> tuple[Mapping[str, str], Sequence[str], Sequence[str]]:
    """What people call our columns of that kind, which must be there, and all of them."""
    if kind == "register":
        return register_columns.KNOWN, register_columns.REQUIRED, register_columns.OUR_COLUMNS
    sheet = _SHEETS[kind]
    return sheet.known, sheet.required, sheet.names
