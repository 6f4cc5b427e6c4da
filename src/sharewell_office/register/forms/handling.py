"""What is done to a file before it leaves, and what it is held to beyond its fields: one section of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms

from sharewell.register.agreement import Agreement
from sharewell.register.unusable import TermsUnusable
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes
from sharewell_office.register.forms.section import Section

# The treatments people choose from; what was agreed otherwise stays a choice of its own.
TREATMENTS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "pseudonymise": ("Replace it by a pseudonym", {"do": "pseudonymise"}),
    "mask-3": ("Keep the last 3 characters", {"do": "mask", "keep": 3}),
    "mask-4": ("Keep the last 4 characters", {"do": "mask", "keep": 4}),
    "band-5": ("A band of 5 years", {"do": "band", "years": 5}),
    "band-10": ("A band of 10 years", {"do": "band", "years": 10}),
    "district": ("The postcode district", {"do": "district"}),
    "round-5": ("Round to 5", {"do": "round", "to": 5}),
    "round-10": ("Round to 10", {"do": "round", "to": 10}),
    "suppress": ("Empty it where a group is too small", {"do": "suppress", "below_k": True}),
}
_OTHERWISE = "as-agreed"
_SCOPE = ("min_rows", "period_field", "period_from", "period_to")


class Handling(Section):
    """Each answer may stay empty: then nothing is held to it."""

    title = "Treatment and limits"
    says_optional = False

    drop = forms.CharField(
        label="Which fields are taken out before it leaves?",
        required=False,
        max_length=1000,
        help_text="Headers of the file as it is brought, separated by commas. They are in no field schedule.",
    )
    sensitive = forms.MultipleChoiceField(
        label="Which fields say something about a person that others must not learn from their group?",
        required=False,
        help_text="Disclosure control calls them sensitive attributes: a risk level, a reason for a visit",
        widget=Checkboxes(),
    )
    l = forms.IntegerField(  # noqa: E741 - the disclosure-control term
        label="Fewest different values of each in a group (l)",
        required=False,
        min_value=2,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
        help_text="So that being in a group does not give the value away",
    )
    t = forms.FloatField(
        label="Most that a group may differ from everybody (t)",
        required=False,
        min_value=0,
        max_value=1,
        widget=forms.NumberInput({"class": "govuk-input--width-3", "step": "any"}),
        help_text="Between 0 and 1: 0.3 is a usual limit. So that being in a group does not make a value likely",
    )
    key = forms.MultipleChoiceField(
        label="Which fields together say which row it is?",
        required=False,
        help_text="No two rows of a file may agree in all of them (OPCC 3.4a)",
        widget=Checkboxes(),
    )
    min_rows = forms.IntegerField(
        label="Fewest rows in one file",
        required=False,
        min_value=0,
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
        help_text="0 lets an empty file go",
    )
    period_field = forms.ChoiceField(label="Which date limits the period?", required=False)
    period_from = DateField(label="From", required=False)
    period_to = DateField(label="To", required=False)
    fresh_field = forms.ChoiceField(label="Which date says how old a row is?", required=False)
    fresh_days = forms.IntegerField(
        label="How many days old may a row be?",
        required=False,
        min_value=1,
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
    )

    def ask(self) -> None:
        names = [each.name for each in self.agreement.schedule.fields]
        dates = [each.name for each in self.agreement.schedule.fields if each.type in {"date", "datetime"}]
        for place in ("period_field", "fresh_field"):
            self.fields[place].choices = [("", "None"), *((each, each) for each in dates)]  # type: ignore[attr-defined]
        for place in ("sensitive", "key"):
            self.fields[place].choices = [(each, each) for each in names]  # type: ignore[attr-defined]
        standing = _standing(self.agreement)
        for number, name in enumerate(names):
            choices = [
                ("", "Nothing: it leaves as it is"),
                *((key, words) for key, (words, _) in TREATMENTS.items()),
            ]
            if name in standing and _key_of(standing[name]) == _OTHERWISE:
                choices.append((_OTHERWISE, f"As agreed: {_in_words(standing[name])}"))
            self.fields[f"treat_{number}"] = forms.ChoiceField(
                label=f"What is done to “{name}”?", choices=choices, required=False
            )
            self.fields[f"full_{number}"] = _share(name)
        treats, shares = ([f"{kind}_{number}" for number in range(len(names))] for kind in ("treat", "full"))
        limits = [each for each in self.base_fields if each != "drop"]
        self.order_fields([*treats, "drop", *limits, *shares])

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        handling, standing = agreement.handling, _standing(agreement)
        disclosure, scope = handling.get("disclosure", {}), handling.get("scope", {})
        fresh = handling.get("freshness", {})
        treated = {
            f"treat_{number}": _key_of(standing[each.name])
            for number, each in enumerate(agreement.schedule.fields)
            if each.name in standing
        }
        filled = {
            f"full_{number}": round(100 * handling["completeness"][each.name], 4)
            for number, each in enumerate(agreement.schedule.fields)
            if each.name in handling.get("completeness", {})
        }
        return (
            treated
            | filled
            | {
                "key": list(agreement.schedule.primary_key),
                "drop": ", ".join(
                    each["field"] for each in handling.get("treatments", ()) if each["do"] == "drop"
                ),
                "sensitive": list(disclosure.get("sensitive", ())),
                "l": disclosure.get("l"),
                "t": disclosure.get("t"),
                **{name: scope.get(name) for name in _SCOPE},
                "fresh_field": fresh.get("field"),
                "fresh_days": _days(fresh.get("max_age", "")),
            }
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if bool(given.get("fresh_field")) != bool(given.get("fresh_days")):
            self.add_error("fresh_days", "Say both which date and how many days, or neither")
        if given.get("period_field") and not (given.get("period_from") or given.get("period_to")):
            self.add_error("period_from", "Say from when or until when")
        if not self.errors:
            self._refuse_what_the_gate_cannot_do()
        return given

    def _refuse_what_the_gate_cannot_do(self) -> None:
        changed = self.changed()
        try:
            if changed.schedule.fields:
                changed.terms()
        except TermsUnusable as problem:
            if problem.where in {"disclosure.l", "disclosure.t"}:
                place = problem.where.removeprefix("disclosure.")
                self.add_error(place, _NO_GROUP if not _grouped(changed) else _NOTHING_TOLD)
            else:
                self.add_error(None, f"The gate could not carry this out. {problem}")

    def changed(self) -> Agreement:
        given, before = self.cleaned_data, self.agreement.handling
        said = {
            "treatments": self._treatments(),
            "disclosure": _filled(
                dict(before.get("disclosure", {}))
                | {"sensitive": given["sensitive"], "l": given["l"], "t": given["t"]}
            ),
            "completeness": self._completeness(),
            "scope": _filled(
                dict(before.get("scope", {})) | {name: _written(given[name]) for name in _SCOPE}
            ),
            "freshness": {"field": given["fresh_field"], "max_age": f"P{given['fresh_days']}D"}
            if given["fresh_field"]
            else {},
        }
        kept = {key: value for key, value in before.items() if key not in said}
        key = self._key()
        return replace(
            self.agreement,
            handling=kept | {name: value for name, value in said.items() if value},
            schedule=replace(self.agreement.schedule, primary_key=key),
        )

    def _key(self) -> tuple[str, ...]:
        """The fields ticked, in the order in which they were agreed before, and then that of the schedule."""
        before, ticked = self.agreement.schedule.primary_key, self.cleaned_data["key"]
        return tuple(each for each in dict.fromkeys((*before, *ticked)) if each in ticked)

    def _completeness(self) -> dict[str, float]:
        given = {
            each.name: self.cleaned_data.get(f"full_{number}")
            for number, each in enumerate(self.agreement.schedule.fields)
        }
        return {name: round(share / 100, 6) for name, share in given.items() if share is not None}

    def _treatments(self) -> list[dict[str, Any]]:
        """What is dropped first, then what is done to each field in the order of the schedule."""
        standing = _standing(self.agreement)
        dropped = [name.strip() for name in self.cleaned_data["drop"].split(",") if name.strip()]
        done: list[dict[str, Any]] = [{"field": name, "do": "drop"} for name in dict.fromkeys(dropped)]
        for number, each in enumerate(self.agreement.schedule.fields):
            chosen = self.cleaned_data.get(f"treat_{number}")
            if chosen == _OTHERWISE:
                done.append(dict(standing[each.name]))
            elif chosen:
                done.append({"field": each.name, **TREATMENTS[chosen][1]})
        return done


_NO_GROUP = "Tick a quasi-identifier among the fields first: without one there is no group"
_NOTHING_TOLD = "Tick above which fields others must not learn from a group: without one it limits nothing"


def _grouped(agreement: Agreement) -> bool:
    return bool(agreement.handling.get("disclosure", {}).get("quasi_identifiers"))


def _share(name: str) -> forms.FloatField:
    return forms.FloatField(
        label=f"Of a hundred rows, how many at least have “{name}”?",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput({"class": "govuk-input--width-3", "step": "any"}),
    )


def _standing(agreement: Agreement) -> dict[str, Mapping[str, Any]]:
    """The treatment agreed for each field that stays in the file."""
    return {each["field"]: each for each in agreement.handling.get("treatments", ()) if each["do"] != "drop"}


def _key_of(treatment: Mapping[str, Any]) -> str:
    said = {name: value for name, value in treatment.items() if name != "field"}
    return next((key for key, (_, known) in TREATMENTS.items() if known == said), _OTHERWISE)


def _in_words(treatment: Mapping[str, Any]) -> str:
    # By name: PostgreSQL keeps the names of a JSON object in an order of its own.
    said = [f"{name} {value}" for name, value in sorted(treatment.items()) if name not in {"field", "do"}]
    return ", ".join([str(treatment["do"]), *said])


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _written(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _days(period: str) -> int | None:
    return (
        int(period[1:-1])
        if period.startswith("P") and period.endswith("D") and period[1:-1].isdigit()
        else None
    )
