"""The parties of a draft, what they are to each other, and on what each of them rests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from sharewell.policy.law import law_on
from sharewell.register.agreement import Agreement
from sharewell.register.completeness import bases_needed
from sharewell.register.particulars import (
    OURSELVES,
    Basis,
    Direction,
    OtherParty,
    Relationship,
)
from sharewell_office.adapters import clock
from sharewell_office.design.widgets import Checkboxes, Radios
from sharewell_office.register import store
from sharewell_office.register.forms.section import Section, text


class Parties(Section):
    title = "Parties, roles and direction"

    recipient = forms.ChoiceField(label="The other party", required=False)
    others = forms.MultipleChoiceField(label="Further parties", required=False, widget=Checkboxes(small=True))
    direction = forms.ChoiceField(
        label="Which way do the data go?",
        choices=[(each.value, each.label) for each in Direction],
        widget=Radios(inline=True),
    )
    relationship = forms.ChoiceField(
        label="What are the parties to each other?",
        choices=[(each.value, each.label) for each in Relationship]
        + [("processor", "They only act for us: a processor")],
        widget=Radios(hints={"joint": "They decide together why and how: UK GDPR Article 26"}),
    )
    arrangement = text(
        "Where is the essence of the joint arrangement published?",
        long=False,
        help_text="Joint controllers only",
    )

    def ask(self) -> None:
        known = [(each.reference, each.name) for each in store.parties()]
        self.fields["recipient"].choices = [("", "Choose one"), *known]  # type: ignore[attr-defined]
        self.fields["others"].choices = known  # type: ignore[attr-defined]

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        said = agreement.particulars
        return {
            "recipient": agreement.recipient,
            "others": [each.reference for each in said.others],
            "direction": said.direction.value,
            "relationship": said.relationship.value,
            "arrangement": said.arrangement,
        }

    def clean_relationship(self) -> str:
        given: str = self.cleaned_data["relationship"]
        if given == "processor":
            raise forms.ValidationError(
                "A processor gets a contract, not an agreement between controllers (OPCC 2.5)"
            )
        return given

    def changed(self) -> Agreement:
        given = self.cleaned_data
        names = {each.reference: each.name for each in store.parties()}
        others = tuple(
            OtherParty(reference=each, name=names[each])
            for each in given["others"]
            if each != given["recipient"]
        )
        changed = self._particulars(
            others=others,
            direction=Direction(given["direction"]),
            relationship=Relationship(given["relationship"]),
            arrangement=given["arrangement"],
        )
        return replace(
            changed, recipient=given["recipient"], recipient_name=names.get(given["recipient"], "")
        )


class Lawful(Section):
    title = "Lawful basis and power of each party"

    lawful_basis = text("Our lawful basis, in a line", long=False, help_text="As the register publishes it")
    legal_power = text("Our legal power, in a line", long=False)

    def ask(self) -> None:
        for party, name, sends in bases_needed(self.agreement):
            verb = "sending" if sends else "receiving"
            key = _basis_key(party, sends)
            self.fields[f"basis_{key}"] = text(f"{name}, {verb}: lawful basis", long=False)
            self.fields[f"condition_{key}"] = text(
                f"{name}, {verb}: condition", long=False, help_text="Special category or offence data only"
            )
            self.fields[f"power_{key}"] = text(f"{name}, {verb}: legal power", long=False)
            if party == OURSELVES:
                self.fields[f"paragraph_{key}"] = forms.TypedChoiceField(
                    label=f"{name}, {verb}: paragraph of Schedule 1",
                    choices=[("", "None is relied on"), *_paragraphs()],
                    help_text="Where the condition rests on one. Most need an appropriate policy document",
                    required=False,
                    coerce=int,
                    empty_value=None,
                )

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        found: dict[str, Any] = {"lawful_basis": agreement.lawful_basis, "legal_power": agreement.legal_power}
        for each in agreement.particulars.bases:
            key = _basis_key(each.party, each.sends)
            found |= {
                f"basis_{key}": each.basis,
                f"condition_{key}": each.condition,
                f"power_{key}": each.power,
                f"paragraph_{key}": each.paragraph,
            }
        return found

    def changed(self) -> Agreement:
        given = self.cleaned_data
        bases = tuple(
            Basis(
                party=party,
                sends=sends,
                basis=given[f"basis_{_basis_key(party, sends)}"],
                condition=given[f"condition_{_basis_key(party, sends)}"],
                power=given[f"power_{_basis_key(party, sends)}"],
                paragraph=given.get(f"paragraph_{_basis_key(party, sends)}"),
            )
            for party, _, sends in bases_needed(self.agreement)
        )
        changed = self._particulars(bases=bases)
        return replace(changed, lawful_basis=given["lawful_basis"], legal_power=given["legal_power"])


def _paragraphs() -> list[tuple[int, str]]:
    law = law_on(clock.today())
    return [(number, f"{number}: {each.title}") for number, each in sorted(law.paragraph.items())]


def _basis_key(party: str, sends: bool) -> str:
    return f"{party}_{'sends' if sends else 'receives'}"
