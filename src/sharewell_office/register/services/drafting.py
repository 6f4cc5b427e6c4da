"""Drafting: a new agreement, its text, and the next edition of one in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sharewell.policy import rulebook
from sharewell.register import agreement as core
from sharewell.register import lifecycle
from sharewell.register.components import TEMPLATE_VERSION
from sharewell.register.variation import differences, new_edition, with_yeses_carried
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.register import store
from sharewell_office.register.services import templates
from sharewell_office.register.services.life import row_of

DRAFTERS = frozenset({Role.HANDLER, Role.OWNER, Role.DPO, Role.REGISTER_KEEPER})


def not_a_drafter(by: Actor, data_set: str = "") -> tuple[Refusal, ...]:
    """Why this person drafts nothing about that data set, if they do not. A draft begins without one."""
    if (by.about(data_set) if data_set else by).roles & DRAFTERS:
        return ()
    posts = " or ".join(sorted(role.label for role in DRAFTERS))
    reason = f"Drafting belongs to the {posts}.{by.held_elsewhere(DRAFTERS, data_set)}"
    return (Refusal(rule=rulebook.NOT_YOUR_STEP, reason=reason, remedy=f"Ask the {posts}."),)


@acts
def start(agreement: core.Agreement, *, by: Actor) -> str:
    """Put a new draft on the register in the wording of our template, and give its reference."""
    reference = next_reference("ISA", clock.today().year)
    version, words = templates.wording(agreement.particulars.template)
    worded = replace(agreement.particulars, words=words | dict(agreement.particulars.words))
    create(replace(agreement, reference=reference, particulars=worded), by=by, version=version)
    return reference


@acts
def create(agreement: core.Agreement, *, by: Actor, version: str = TEMPLATE_VERSION) -> None:
    """Put a draft on the register as it is; `version` is that of the template it was written in."""
    event = Event(
        kind="isa.created",
        about=agreement.reference,
        by=by.person,
        at=clock.now(),
        details={
            "title": agreement.title,
            "template": f"{agreement.particulars.template.value}/{version}",
        },
    )
    record([event], save=lambda: store.add(agreement))


@acts
def amend(reference: str, *, by: Actor, read_at_version: int, changed: core.Agreement) -> Outcome:
    """Change the text of a draft. Raises `store.SomebodyElseChangedIt` if it is not as this person read it.

    What was said yes to before is asked for again where the text differs; the record says which parts do.
    """
    before = store.to_core(row_of(reference))
    if before.status is core.AgreementStatus.RECORDED:
        changed = replace(changed, status=core.AgreementStatus.DRAFT)
    if before.varies and (older := store.agreement(before.varies)):
        changed = with_yeses_carried(older, changed) if changed.review is None else changed
    found = differences(before, changed)
    refusals = tuple(_objections_to_amending(before, by))
    event = Event(
        kind="isa.amended",
        about=reference,
        by=by.person,
        at=clock.now(),
        details={"parts": [each.label for each in found], "agreement_sha256": changed.digest()},
    )
    outcome = decide(refusals, event)
    if outcome.permitted and (found or changed != before):
        events = (event, *_screened(before, changed, by))
        record(events, save=lambda: store.save(changed, read_at_version=read_at_version))
    return outcome


def _screened(before: core.Agreement, changed: core.Agreement, by: Actor) -> Iterator[Event]:
    """The screening for an impact assessment, where it was done now or came out otherwise."""
    found = changed.particulars.screening
    if found is not None and found != before.particulars.screening:
        details: dict[str, JSON] = {
            "triggers": list(found.triggers),
            "result": found.result.replace("_", " "),
        }
        yield Event(
            kind="dpia.screened", about=changed.reference, by=by.person, at=clock.now(), details=details
        )


@acts
def take_new_wording(reference: str, *, by: Actor) -> Outcome:
    """Take over what the version of the template now in use says, in the parts nobody worded for this draft.

    Raises `store.SomebodyElseChangedIt`.
    """
    row = row_of(reference)
    before = store.to_core(row)
    words = dict(before.particulars.words) | templates.newer_words(before)
    changed = replace(before, particulars=replace(before.particulars, words=words))
    return amend(reference, by=by, read_at_version=row.version, changed=changed)


def _objections_to_amending(agreement: core.Agreement, by: Actor) -> Iterator[Refusal]:
    if agreement.status not in lifecycle.UNSIGNED:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"The agreement is {agreement.status.value}; its text stands.",
            remedy="Vary it: a new edition is drafted, and this one stays in force until that is signed.",
        )
    yield from not_a_drafter(by, agreement.data_set)


@acts
def vary(reference: str, *, by: Actor) -> Outcome:
    """Draft a new edition of an agreement in force; its reference is in the event. One at a time."""
    before = store.to_core(row_of(reference))
    draft = new_edition(before)
    event = Event(
        kind="isa.variation_drafted",
        about=draft.reference,
        by=by.person,
        at=clock.now(),
        details={"varies": reference, "edition": draft.edition},
    )
    outcome = decide(_objections_to_varying(before, draft, by), event)
    if outcome.permitted:
        record(outcome.events, save=lambda: store.add(draft))
    return outcome


def _objections_to_varying(before: core.Agreement, draft: core.Agreement, by: Actor) -> Iterator[Refusal]:
    running = {core.AgreementStatus.ACTIVE, core.AgreementStatus.SUSPENDED}
    if before.status not in running or store.row(draft.reference):
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="Only an agreement in force is varied, and one new edition at a time.",
            remedy=f"Look at {draft.reference}, or at the agreement's page.",
        )
    yield from not_a_drafter(by, before.data_set)
