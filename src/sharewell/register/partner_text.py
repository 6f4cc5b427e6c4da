"""The partner's own text in place of our template (OPCC 6.2, 6.3).

    their file is brought --> the DPO says where each essential component stands in it --> the component check

What is pointed at is a clause and a page of one file, known by its digest. Another version of the file keeps the
pointers as a help and loses the check: until the DPO has held that version against the list, nobody signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sharewell.policy import rulebook
from sharewell.register.agreement import Agreement
from sharewell.register.components import BY_ID, ESSENTIAL, Component
from sharewell.register.lifecycle import UNSIGNED
from sharewell.register.particulars import Clause, PartnerFile, Template
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

DRAFTERS = frozenset({Role.HANDLER, Role.OWNER, Role.DPO, Role.REGISTER_KEEPER})
# What the partner's text has to hold; the signatures are given to it, not in it.
TO_POINT_AT: tuple[Component, ...] = tuple(each for each in ESSENTIAL if each.by != "signature")


def bring_file(agreement: Agreement, *, sha256: str, by: Actor, at: datetime) -> Outcome:
    """Say whether this file may stand in place of our template from now on."""
    before = agreement.particulars.partner_file
    event = Event(
        kind="isa.partner_file_brought",
        about=agreement.reference,
        by=by.person,
        at=at,
        details={"file_sha256": sha256, "replaces": before.sha256 if before else ""},
    )
    return decide((*_draft_only(agreement), *_belongs_to(DRAFTERS, by, agreement.data_set)), event)


def with_file(agreement: Agreement, *, name: str, sha256: str) -> Agreement:
    """The agreement in the partner's text. What was pointed at in the version before stays, unchecked."""
    before = agreement.particulars.partner_file
    file = PartnerFile(
        name=name,
        sha256=sha256,
        clauses=before.clauses if before else {},
        checked=before.checked if before else "",
    )
    return replace(
        agreement,
        particulars=replace(agreement.particulars, template=Template.PARTNER, partner_file=file),
    )


def point(agreement: Agreement, clauses: Mapping[str, Clause], *, by: Actor, at: datetime) -> Outcome:
    """Say whether the DPO may point at these clauses; what is still missing is on the record with them."""
    file = agreement.particulars.partner_file
    event = Event(
        kind="isa.components_mapped",
        about=agreement.reference,
        by=by.person,
        at=at,
        details={
            "file_sha256": file.sha256 if file else "",
            "missing": [each.label for each in TO_POINT_AT if each.id not in clauses],
        },
    )
    refusals = (
        *_draft_only(agreement),
        *_belongs_to({Role.DPO}, by, agreement.data_set),
        *_unusable(file, clauses),
    )
    return decide(refusals, event)


def with_clauses(agreement: Agreement, clauses: Mapping[str, Clause]) -> Agreement:
    """The agreement with the DPO's map. A map that was changed is checked again."""
    file = agreement.particulars.partner_file
    assert file is not None  # `point` refuses without one
    checked = file.checked if dict(file.clauses) == dict(clauses) else ""
    mapped = replace(file, clauses=dict(clauses), checked=checked)
    return replace(agreement, particulars=replace(agreement.particulars, partner_file=mapped))


def _unusable(file: PartnerFile | None, clauses: Mapping[str, Clause]) -> Iterator[Refusal]:
    if file is None:
        yield Refusal(
            rule=rulebook.AGREEMENT_COMPONENTS,
            reason="The partner’s own text is not here.",
            remedy="Upload the file first.",
            where="partner_file",
        )
    for id, each in clauses.items():
        if id not in BY_ID or not each.clause.strip() or each.page < 1:
            yield Refusal(
                rule=rulebook.AGREEMENT_COMPONENTS,
                reason="A component is pointed at without a clause, or on no page.",
                remedy="Give the clause as the partner numbers it, and its page from 1 on.",
                where=id,
            )


def _draft_only(agreement: Agreement) -> Iterator[Refusal]:
    if agreement.status not in UNSIGNED:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"The agreement is {agreement.status.value}; its text stands.",
            remedy="Vary it: a new edition is drafted, and this one stays in force until that is signed.",
        )


def _belongs_to(roles: frozenset[Role] | set[Role], by: Actor, data_set: str) -> Iterator[Refusal]:
    if not (by.about(data_set) if data_set else by).roles & roles:
        posts = " or ".join(sorted(role.label for role in roles))
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason=f"This belongs to the {posts}.{by.held_elsewhere(roles, data_set)}",
            remedy=f"Ask the {posts}.",
        )
