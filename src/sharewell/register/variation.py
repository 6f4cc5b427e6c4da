"""Varying an agreement: a new edition, what is different in it, and which yeses carry over.

The edition in force stays in force until the new one is. Where nothing material changed, the DPO's review and the
parties' signatures carry over to the new text, and only the owner signs again; otherwise everybody does (OPCC 6.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sharewell.register.agreement import Agreement, AgreementStatus, Approval
from sharewell.register.components import BY_ID

LABELS = {
    "title": "Title",
    "data_set": "Data set",
    "recipient_name": "Recipient",
    "purpose": "Purpose",
    "benefits": "Benefits",
    "legal_power": "Legal power",
    "lawful_basis": "Lawful basis",
    "disclosed": "Data disclosed",
    "method": "Method of transfer",
    "retention": "Retention",
    "starts": "First day",
    "ends": "Last day",
    "max_rows": "Most rows in a file",
    "handling": "Handling of the file",
}
# What may change without anybody but the owner saying yes again.
IMMATERIAL = frozenset({"title", "benefits", "words.isa.effect", "words.isa.annex"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that reads otherwise. `what` is its path, `label` what people call it."""

    what: str
    label: str
    before: str
    after: str

    @property
    def material(self) -> bool:
        return self.what not in IMMATERIAL


def differences(before: Agreement, after: Agreement) -> tuple[Difference, ...]:
    """Everything that reads otherwise in the second, in the order of the text."""
    return tuple(_differences(before, after))


def _differences(before: Agreement, after: Agreement) -> Iterator[Difference]:
    for name, label in LABELS.items():
        yield from _one(name, label, getattr(before, name), getattr(after, name))
    fields = [{each.name: each.descriptor() for each in one.schedule.fields} for one in (before, after)]
    for name in dict.fromkeys([*fields[0], *fields[1]]):
        yield from _one(f"field.{name}", f"Field {name}", fields[0].get(name, ""), fields[1].get(name, ""))
    # Our own screening is no part of what is agreed: another result asks nobody to sign again.
    documents = [replace(one.particulars, screening=None).document() for one in (before, after)]
    for name in documents[0]:
        yield from _particular(name, documents[0][name], documents[1][name])


def _particular(name: str, before: Any, after: Any) -> Iterator[Difference]:
    if not isinstance(before, dict) or not isinstance(after, dict):
        yield from _one(name, name.replace("_", " ").capitalize(), before, after)
        return
    for key in dict.fromkeys([*before, *after]):
        label = BY_ID[key].label if key in BY_ID else key.replace("_", " ").capitalize()
        yield from _one(f"{name}.{key}", label, before.get(key, ""), after.get(key, ""))


def _one(what: str, label: str, before: Any, after: Any) -> Iterator[Difference]:
    if before != after:
        yield Difference(what=what, label=label, before=in_words(before), after=in_words(after))


def in_words(value: Any) -> str:
    """A value of an agreement's record as people read it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "; ".join(f"{key}: {in_words(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(in_words, value))
    return "" if value is None else str(value)


def new_edition(agreement: Agreement) -> Agreement:
    """The draft that will take the agreement's place once it is in force: the same text, no yes to it yet."""
    base = agreement.reference.split(".")[0]
    edition = agreement.edition + 1
    return replace(
        agreement,
        reference=f"{base}.{edition}",
        status=AgreementStatus.DRAFT,
        edition=edition,
        varies=agreement.reference,
        notice=None,
        review=None,
        signature=None,
        countersignatures={},
    )


def with_yeses_carried(before: Agreement, draft: Agreement) -> Agreement:
    """The draft with the review and the parties' signatures of the edition before, where nothing material changed."""
    if any(each.material for each in differences(before, draft)):
        return draft
    digest = draft.digest()

    def carried(approval: Approval) -> Approval:
        return replace(approval, digest=digest)

    return replace(
        draft,
        notice=before.notice,
        review=before.review and carried(before.review),
        countersignatures={party: carried(each) for party, each in before.countersignatures.items()},
    )
