"""An agreement's text in the order in which people read it: on the page where it is signed, and in its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sharewell.register.agreement import HANDLING, Agreement
from sharewell.register.components import COMPONENTS
from sharewell.register.method import Method
from sharewell.register.particulars import OURSELVES, QUALITY, TASKS, Template
from sharewell.register.schedule import ScheduledField
from sharewell.register.terms import CERTIFICATES
from sharewell.register.variation import in_words
from sharewell.vocabulary.when import Period


class Part(NamedTuple):
    """One component as it reads: its id, its heading, and what is said."""

    component: str
    heading: str
    lines: list[str]


def text_of(agreement: Agreement) -> list[Part]:
    """Every component, in the template's order."""
    parts = [Part(each.id, each.label, _lines(agreement, each.id)) for each in COMPONENTS]
    return [part for part in parts if any(part.lines)]


def _lines(agreement: Agreement, component: str) -> list[str]:
    file = agreement.particulars.partner_file
    if (
        agreement.particulars.template is not Template.PARTNER
        or file is None
        or component not in file.clauses
    ):
        return _recorded(agreement, component)
    at = file.clauses[component]
    pointed = f"Clause {at.clause}, page {at.page} of the partner’s text, SHA-256 {file.sha256}"
    # Their words stand in place of ours; what the record itself holds binds the gate and is told as well.
    return [pointed, *(_recorded(agreement, component) if component in _WRITTEN else ())]


def _recorded(agreement: Agreement, component: str) -> list[str]:
    """What the record itself holds of a component, or our words for it."""
    if write := _WRITTEN.get(component):
        return write(agreement)
    return [agreement.particulars.words.get(component, "")]


def _title(agreement: Agreement) -> list[str]:
    return [f"{agreement.reference}, edition {agreement.edition}: {agreement.title}"]


def _parties(agreement: Agreement) -> list[str]:
    said = agreement.particulars
    return [f"{said.relationship.label}. {said.direction.label}.", *(each.name for each in agreement.parties)]


def _purpose(agreement: Agreement) -> list[str]:
    return [agreement.purpose, agreement.benefits]


def _fields(agreement: Agreement) -> list[str]:
    fields = [
        f"{each.name} ({looks_like(each)}): {each.why or 'no reason given'}"
        for each in agreement.schedule.fields
    ]
    return [*fields, *handling_of(agreement)]


_IN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "required": lambda said: "in every row" if said else "",
    "unique": lambda said: "each value once" if said else "",
    "enum": lambda said: f"one of {', '.join(map(str, said))}",
    "pattern": lambda said: f"of the form {said}",
}


def looks_like(field: ScheduledField) -> str:
    """What a cell of the field may hold, in words: everything about it that the gate enforces."""
    kind = "text" if field.type == "string" else field.type
    told = [f"{kind} ({field.format})" if field.format else kind]
    for key, said in field.constraints.items():
        told.append(_IN_WORDS[key](said) if key in _IN_WORDS else f"{key} {said}")
    return "; ".join(filter(None, told))


def kind_in_words(personal: str) -> str:
    """A kind of personal data as people say it."""
    return _KINDS.get(personal, personal)


_KINDS = {
    "dob": "date of birth",
    "nhs_number": "NHS number",
    "nino": "National Insurance number",
    "ip": "IP address",
}


def handling_of(agreement: Agreement) -> list[str]:
    """What a file is held to beyond its fields: it is signed as well, so it is told as well."""
    told = [f"At most {agreement.max_rows:,} rows in a file"] if agreement.max_rows else []
    for key in HANDLING:
        if held := agreement.handling.get(key):
            told.append(
                _HELD[key](held) if key in _HELD else f"{key.capitalize()} of the file: {in_words(held)}"
            )
    return told


_HELD: Mapping[str, Callable[[Any], str]] = {
    "sealed_with": lambda said: f"{Method(said).label}.",
    "certificate_level": lambda said: f"Its destruction is certified at level {said}: {CERTIFICATES[said]}.",
}


def _bases(agreement: Agreement) -> list[str]:
    names = {each.reference: each.name for each in agreement.parties} | {OURSELVES: "We"}
    told = [
        f"{names.get(each.party, each.party)}, {'sending' if each.sends else 'receiving'}: {each.basis}"
        + (f"; {each.condition}" if each.condition else "")
        for each in agreement.particulars.bases
    ]
    return told or [agreement.lawful_basis]


def _powers(agreement: Agreement) -> list[str]:
    return list(dict.fromkeys([agreement.legal_power, *(each.power for each in agreement.particulars.bases)]))


def _dates(agreement: Agreement) -> list[str]:
    days = [day_in_words(day) or "not set" for day in (agreement.starts, agreement.ends)]
    return [f"In force from {days[0]} to {days[1]}, both days included."]


def day_in_words(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _retention(agreement: Agreement) -> list[str]:
    if not agreement.retention:
        return [""]
    return [f"The recipient keeps the data for {Period.parse(agreement.retention).in_words()} at the most."]


def _review(agreement: Agreement) -> list[str]:
    return ["Reviewed within a year, and every year after."]


def _tasks(agreement: Agreement) -> list[str]:
    tasks = agreement.particulars.tasks
    return [agreement.particulars.words.get("isa.governance", "")] + [
        f"{label}: {tasks[name]}" for name, label in TASKS.items() if tasks.get(name)
    ]


def _quality(*names: str) -> Callable[[Agreement], list[str]]:
    def lines(agreement: Agreement) -> list[str]:
        answered = agreement.particulars.quality
        return [f"{QUALITY[name]}: {answered[name]}" for name in names if answered.get(name)]

    return lines


_WRITTEN: Mapping[str, Callable[[Agreement], list[str]]] = {
    "isa.title": _title,
    "isa.parties": _parties,
    "isa.purpose": _purpose,
    "isa.data_items": _fields,
    "isa.data_standard": _quality("format"),
    "isa.lawful": _bases,
    "isa.power": _powers,
    "isa.dpia": lambda agreement: [agreement.particulars.dpia],
    "isa.flow": _dates,
    "isa.method": lambda agreement: [agreement.method],
    "isa.quality": _quality("accuracy", "minimised"),
    "isa.amend": _quality("amendment"),
    "isa.retention": _retention,
    "isa.governance": _tasks,
    "isa.review": _review,
    "isa.sign": lambda agreement: [],
}
