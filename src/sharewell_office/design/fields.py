"""Form fields with the words GOV.UK asks for: `DateField` for any date, `PeriodField` for how long."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from django import forms

from sharewell.vocabulary.when import Period, PeriodUnreadable
from sharewell_office.design.widgets import DateParts

_PARTS = ("day", "month", "year")
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}


class PeriodField(forms.CharField):
    """How long: "24 months", as people say it. Gives the ISO 8601 period (P24M), or "" for nothing.

    What is stored is shown in words where these are read as the same again (not "P2W": it would come back as P14D).
    """

    EXAMPLE = "For example: 24 months"
    default_error_messages = {"unreadable": "Write how long as 24 months, 6 years or 90 days"}

    def __init__(self, **told: Any) -> None:
        super().__init__(**{"max_length": 40, "help_text": self.EXAMPLE} | told)

    def to_python(self, value: Any) -> str:
        given = str(super().to_python(value))
        try:
            return (str(Period.said(given)) if given[:1].isdigit() else _iso(given)) if given else ""
        except PeriodUnreadable:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable") from None

    def prepare_value(self, value: Any) -> Any:
        return _in_words(value) if isinstance(value, str) else value


def _iso(text: str) -> str:
    Period.parse(text.upper())
    return text.upper()


def _in_words(text: str) -> str:
    try:
        words = Period.parse(text).in_words()
        return words if str(Period.said(words)) == text else text
    except PeriodUnreadable:
        return text


class DateField(forms.Field):
    """A date in three boxes. Gives a `date`, or None where it is not required and all three are empty."""

    widget = DateParts
    default_error_messages = {
        "incomplete": "The date must include a %(missing)s",
        "unreal": "The date must be a real date, like 27 3 2026",
    }

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        if not all(parts):
            missing = " and a ".join(name for name, part in zip(_PARTS, parts, strict=True) if not part)
            raise forms.ValidationError(
                self.error_messages["incomplete"], code="incomplete", params={"missing": missing}
            )
        return self._real(*parts)

    def _real(self, day: str, month: str, year: str) -> date:
        try:
            if len(year) != 4:
                raise ValueError(year)
            return date(int(year), _MONTHS.get(month.lower()) or int(month), int(day))
        except ValueError:
            raise forms.ValidationError(self.error_messages["unreal"], code="unreal") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True
