"""The sections of a draft, each a form: what it asks, and the agreement with its answers.

A section is short enough to be filled in one sitting; each is saved by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from sharewell.policy.law import law_on
from sharewell.policy.screening import screening_of_agreement
from sharewell.register.agreement import Agreement
from sharewell.register.completeness import bases_needed
from sharewell.register.components import COMPONENTS
from sharewell.register.method import Method
from sharewell.register.particulars import (
    OURSELVES,
    QUALITY,
    TASKS,
    Basis,
    Direction,
    OtherParty,
    Relationship,
    Screening,
    Template,
)
from sharewell.register.terms import CERTIFICATES
from sharewell.vocabulary.when import Period, PeriodUnreadable
from sharewell_office.adapters import clock
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes, Radios
from sharewell_office.register import store
from sharewell_office.register.forms.handling import Handling
from sharewell_office.register.forms.schedule import Fields
from sharewell_office.register.forms.section import Section, text
from sharewell_office.register.services import templates


class Basics(Section):
    title = "Purpose, data and dates"
    NAMES = ("title", "purpose", "benefits", "disclosed", "method", "retention", "starts", "ends", "max_rows")

    data_set = forms.ChoiceField(label="Our data set", required=False, help_text="Its owner signs")
    purpose = text("Purpose", help_text="In precise terms: what is done with the data, and what for")
    benefits = text("Who benefits, and how")
    disclosed = text("What is shared, in a sentence")
    method = text("How it is sent", long=False)
    sealed_with = forms.ChoiceField(
        label="What is it sealed with?",
        choices=[(each.value, each.label) for each in Method],
        required=False,
        help_text="The recipient’s key is the strongest. What the others are too weak for, the gate refuses.",
    )
    certificate_level = forms.TypedChoiceField(
        label="How sure must we be that it was destroyed?",
        choices=[
            ("", "A signed certificate"),
            *((level, CERTIFICATES[level].capitalize()) for level in (1, 3, 4)),
        ],
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Special category data and files of a thousand rows need a signed certificate at least.",
    )
    retention = text(
        "How long may the recipient keep it?",
        long=False,
        help_text="As an ISO 8601 period: P24M is 24 months",
    )
    starts = DateField(label="First day", required=False)
    ends = DateField(label="Last day", required=False)
    max_rows = forms.IntegerField(label="Most rows in one file", required=False, min_value=1)
    field_order = ("title", "data_set")

    def ask(self) -> None:
        self.fields["title"] = text("Title", required=True, long=False)
        self.order_fields(["title", "data_set"])
        assets = [(each.data_set, each.title) for each in store.assets()]
        self.fields["data_set"].choices = [("", "Choose one"), *assets]  # type: ignore[attr-defined]

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        said = {name: getattr(agreement, name) for name in (*cls.NAMES, "data_set")}
        return said | {
            "sealed_with": agreement.handling.get("sealed_with", Method.KEY.value),
            "certificate_level": agreement.handling.get("certificate_level"),
        }

    def clean_retention(self) -> str:
        given: str = self.cleaned_data["retention"].strip().upper()
        try:
            if given:
                Period.parse(given)
        except PeriodUnreadable:
            raise forms.ValidationError("Write it as P24M (months), P6Y (years) or P90D (days)") from None
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", "The last day must be on or after the first")
        return given

    def changed(self) -> Agreement:
        said = dict(self.cleaned_data)
        chosen = {name: said.pop(name) for name in ("sealed_with", "certificate_level")}
        # What is as it is without being said is not said: the text that was signed stays the same.
        usual = {"sealed_with": ("", Method.KEY), "certificate_level": (None,)}
        handling = {key: value for key, value in self.agreement.handling.items() if key not in chosen}
        handling |= {key: value for key, value in chosen.items() if value not in usual[key]}
        return replace(self.agreement, **said, handling=handling)


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


class Quality(Section):
    title = "Data quality"

    def ask(self) -> None:
        self.fields.update({name: text(label) for name, label in QUALITY.items()})

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        return dict(agreement.particulars.quality)

    def changed(self) -> Agreement:
        return self._particulars(quality=dict(self.cleaned_data))


class Tasks(Section):
    title = "Who does what"

    def ask(self) -> None:
        self.fields.update({name: text(label, long=False) for name, label in TASKS.items()})

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        return dict(agreement.particulars.tasks)

    def changed(self) -> Agreement:
        return self._particulars(tasks=dict(self.cleaned_data))


class Checks(Section):
    title = "Impact assessment and assurance"

    triggers = forms.MultipleChoiceField(
        label="Screening: which of these hold?",
        widget=Checkboxes(small=True),
        required=False,
        help_text="What they come to is worked out, and stands on the agreement’s page.",
    )
    dpia = text("The DPIA’s reference, or why there is none", long=False)
    assurance = text(
        "What assures us of the recipient?",
        help_text="What you saw on its card: ICO registration, certificates, incidents, its key",
    )

    def ask(self) -> None:
        law = law_on(clock.today())
        listed = [(each.id, f"{each.title} ({each.citation})") for each in law.triggers]
        self.fields["triggers"].choices = [*listed, (NOTHING, "None of these")]  # type: ignore[attr-defined]

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        said = agreement.particulars
        ticked = list(said.screening.triggers or (NOTHING,)) if said.screening else []
        return {"dpia": said.dpia, "assurance": said.assurance, "triggers": ticked}

    def clean_triggers(self) -> Screening | None:
        ticked: list[str] = self.cleaned_data["triggers"]
        if NOTHING in ticked and len(ticked) > 1:
            raise forms.ValidationError("Tick what holds, or “None of these”, and not both")
        if not ticked:
            return None
        held = tuple(each for each in ticked if each != NOTHING)
        return Screening(triggers=held, result=screening_of_agreement(held, law_on(clock.today())))

    def changed(self) -> Agreement:
        given = dict(self.cleaned_data)
        return self._particulars(screening=given.pop("triggers"), **given)


NOTHING = "none"


class Wording(Section):
    title = "Wording"

    template = forms.ChoiceField(
        label="Whose wording is it?", choices=[(each.value, each.label) for each in Template], widget=Radios()
    )

    def ask(self) -> None:
        for each in COMPONENTS:
            if not each.by:
                self.fields[each.id] = text(each.label)

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        return {"template": agreement.particulars.template.value, **agreement.particulars.words}

    def changed(self) -> Agreement:
        given = dict(self.cleaned_data)
        template = Template(given.pop("template"))
        before = self.agreement.particulars.words
        given |= self._words_of_the_other(template, given)
        # An essential component that was emptied stays, and is asked for; what nobody ever wrote is not there.
        return self._particulars(
            template=template, words={k: v for k, v in given.items() if v or k in before}
        )

    def _words_of_the_other(self, template: Template, given: dict[str, str]) -> dict[str, str]:
        """Where another template is chosen: its words, in place of those that still stood as the old one has them."""
        old = self.agreement.particulars.template
        if template is old or template is Template.PARTNER:
            return {}
        (_, was), (_, now) = templates.wording(old), templates.wording(template)
        return {id: said for id, said in now.items() if given.get(id, "") in ("", was.get(id, ""))}


SECTIONS: dict[str, type[Section]] = {
    "basics": Basics,
    "parties": Parties,
    "lawful": Lawful,
    "fields": Fields,
    "handling": Handling,
    "quality": Quality,
    "tasks": Tasks,
    "checks": Checks,
    "wording": Wording,
}
