"""What an agreement says beyond who gets which fields: roles, bases, who does what, data quality, wording.

Particulars  --document-->  JSON  --parse-->  the same Particulars
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

OURSELVES = "us"


class Template(StrEnum):
    """Whose wording it is: ours (in its four shapes), or the partner's own (OPCC 6.2)."""

    OURS = "ours"
    ONE_WAY = "one_way"
    JOINT = "joint"
    PARTNER = "partner"

    @property
    def label(self) -> str:
        return {
            "ours": "Our agreement, both ways",
            "one_way": "Our agreement, one way",
            "joint": "Our joint controller arrangement",
            "partner": "The partner’s own template",
        }[self.value]


class Relationship(StrEnum):
    """What the parties are to each other (OPCC 2.4, 2.5). A processor gets a contract, never an agreement."""

    SEPARATE = "separate"
    JOINT = "joint"

    @property
    def label(self) -> str:
        return "Joint controllers" if self is Relationship.JOINT else "Separate controllers"


class Direction(StrEnum):
    """Which way the data go, seen from us; what we receive counts as much as what we send."""

    OUT = "out"
    IN = "in"
    BOTH = "both"

    @property
    def label(self) -> str:
        return {"out": "We send", "in": "We receive", "both": "Both ways"}[self.value]


TASKS = {
    "collects": "Collects the data",
    "checks": "Checks them before they are sent",
    "sends": "Sends them",
    "answers": "Answers people’s requests about them",
    "corrects": "Corrects them and tells the others",
    "deletes": "Deletes them and certifies it",
    "reports": "Reports incidents",
}
QUALITY = {
    "format": "Which standard and version the data follow",
    "accuracy": "Where they come from, how old they are, how they were checked",
    "amendment": "How corrections travel, and to whom",
    "retention": "Why the recipient keeps them no longer than we do",
    "minimised": "Why every field and every person is needed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherParty:
    """A party beside us and the first recipient."""

    reference: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """On what a party sends, or receives: `party` is a reference, or `us`. `paragraph` is the one of Schedule 1 to the
    DPA 2018 that is relied on, if any.
    """

    party: str
    sends: bool
    basis: str
    condition: str = ""
    power: str = ""
    paragraph: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Where in the partner's file a component stands."""

    clause: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFile:
    """The partner's own text, by its digest, and where each component stands in it. `checked` is the digest of the
    version the DPO held against the list: another version of the file reopens the check (OPCC 6.3).
    """

    name: str
    sha256: str
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    checked: str = ""

    @property
    def is_checked(self) -> bool:
        return bool(self.sha256) and self.checked == self.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The criteria that were found to hold, and what they came to under the law of that day (OPCC 3.5a)."""

    triggers: tuple[str, ...]
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """See the module. `arrangement` says where the essence of an Article 26 arrangement is published; `dpia` is a
    reference, or the reason why there is none; `assurance` says what was looked at before trusting the recipient.
    `screening` is None until somebody screened it; it is ours, and no part of what is agreed.
    """

    template: Template = Template.OURS
    relationship: Relationship = Relationship.SEPARATE
    direction: Direction = Direction.OUT
    others: tuple[OtherParty, ...] = ()
    bases: tuple[Basis, ...] = ()
    tasks: Mapping[str, str] = field(default_factory=dict)
    quality: Mapping[str, str] = field(default_factory=dict)
    dpia: str = ""
    assurance: str = ""
    arrangement: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    partner_file: PartnerFile | None = None
    screening: Screening | None = None

    def document(self) -> dict[str, Any]:
        """As JSON; `parse` reads it back."""
        file = self.partner_file
        return {
            "template": self.template.value,
            "relationship": self.relationship.value,
            "direction": self.direction.value,
            "others": [{"reference": each.reference, "name": each.name} for each in self.others],
            "bases": [_basis_document(each) for each in self.bases],
            "tasks": dict(self.tasks),
            "quality": dict(self.quality),
            "dpia": self.dpia,
            "assurance": self.assurance,
            "arrangement": self.arrangement,
            "words": dict(self.words),
            "partner_file": file and _file_document(file),
        } | (
            {"screening": {"triggers": list(found.triggers), "result": found.result}}
            if (found := self.screening)
            else {}
        )

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Particulars:
        """Read back what `document` wrote; what is not there is as in a fresh draft."""
        if not document:
            return cls()
        return cls(
            template=Template(document["template"]),
            relationship=Relationship(document["relationship"]),
            direction=Direction(document["direction"]),
            others=tuple(OtherParty(**each) for each in document["others"]),
            bases=tuple(Basis(**each) for each in document["bases"]),
            tasks=dict(document["tasks"]),
            quality=dict(document["quality"]),
            dpia=document["dpia"],
            assurance=document["assurance"],
            arrangement=document["arrangement"],
            words=dict(document["words"]),
            partner_file=_file(document["partner_file"]),
            screening=_screening(document.get("screening")),
        )


def _screening(document: Mapping[str, Any] | None) -> Screening | None:
    return Screening(triggers=tuple(document["triggers"]), result=document["result"]) if document else None


def _basis_document(each: Basis) -> dict[str, Any]:
    return {
        "party": each.party,
        "sends": each.sends,
        "basis": each.basis,
        "condition": each.condition,
        "power": each.power,
        **({"paragraph": each.paragraph} if each.paragraph else {}),
    }


def _file_document(file: PartnerFile) -> dict[str, Any]:
    clauses = {id: {"clause": each.clause, "page": each.page} for id, each in file.clauses.items()}
    return {"name": file.name, "sha256": file.sha256, "clauses": clauses, "checked": file.checked}


def _file(document: Mapping[str, Any] | None) -> PartnerFile | None:
    if not document:
        return None
    clauses = {id: Clause(**each) for id, each in document["clauses"].items()}
    return PartnerFile(
        name=document["name"], sha256=document["sha256"], clauses=clauses, checked=document["checked"]
    )
