"""Widgets that say more than Django's own: choices with a hint each, and a date in three boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms


class _Hinted(forms.RadioSelect):
    """Choices where each may carry a hint of its own, by value. `inline` sets two short ones side by side."""

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        choices: Sequence[tuple[str, str]] = (),
        *,
        hints: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(dict(attrs or {}), choices)
        self.hints = hints or {}
        self.inline = inline
        self.small = small

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"inline": self.inline, "small": self.small}
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class Radios(_Hinted):
    """Radio buttons: `Radios(hints={"yes": "…"}, inline=True)`."""


class Checkboxes(_Hinted, forms.CheckboxSelectMultiple):
    """Checkboxes: `Checkboxes(hints={"legal": "…"})`."""


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes, as GOV.UK asks for a date people know by heart."""

    template_name = "design/forms/date.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        boxes = {
            part: forms.TextInput(
                {"class": f"govuk-input govuk-date-input__input govuk-input--width-{width}"}
            )
            for part, width in (("day", 2), ("month", 2), ("year", 4))
        }
        super().__init__(boxes, dict(attrs or {}))

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Django lays the field's class over the boxes' own; they need both: "wrong" from it, a width each from them.
        context = super().get_context(name, value, attrs)
        for part, box in zip(self.widgets, context["widget"]["subwidgets"], strict=True):
            box["attrs"]["class"] = f"{part.attrs['class']} {(attrs or {}).get('class', '')}".strip()
        return context

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}_0" if id_ else ""
