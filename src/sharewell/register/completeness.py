"""Everything that still keeps an agreement from being in force: what the text lacks, and whose yes.

The text first: parties and their bases, fields, days, the five questions of data quality, who does what, the impact
assessment, what assures us, every essential component. Then the yeses, each to this text and to no other.
"""

from __future__ import annotations

from collections.abc import Iterator

from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.register.agreement import Agreement
from sharewell.register.components import ESSENTIAL, Component
from sharewell.register.particulars import OURSELVES, QUALITY, TASKS, Direction, Relationship, Template
from sharewell.vocabulary.outcome import Refusal, Rule


def missing(agreement: Agreement) -> tuple[Refusal, ...]:
    """Every reason why it is not in force, the text's and the yeses'."""
    return (*missing_from_text(agreement), *_missing_yeses(agreement))


def missing_from_text(agreement: Agreement) -> tuple[Refusal, ...]:
    """What has to be written before anybody signs."""
    return (
        *_essentials(agreement),
        *_bases(agreement),
        *_quality(agreement),
        *_tasks(agreement),
        *_settled(agreement),
        *components_missing(agreement),
    )


def _essentials(agreement: Agreement) -> Iterator[Refusal]:
    components = rulebook.AGREEMENT_COMPONENTS
    if not agreement.schedule.fields:
        yield _no(
            components,
            "The field schedule is empty, so the agreement allows no field to leave.",
            "List each field that may leave, with its type and why it is needed.",
            "isa.data_items",
        )
    if agreement.starts is None or agreement.ends is None:
        yield _no(
            components,
            "The agreement does not say from when until when it is in force.",
            "Give the first and the last day.",
            "isa.flow",
        )
    if not agreement.recipient:
        yield _no(
            components, "No other party is named.", "Name the party from the organisations.", "isa.parties"
        )
    if not agreement.data_set:
        yield _no(
            components,
            "No data set of ours is named.",
            "Name the data set, so that its owner can sign.",
            "isa.title",
        )


def bases_needed(agreement: Agreement) -> Iterator[tuple[str, str, bool]]:
    """For whom a lawful basis has to be named: the party, its name, and whether it is for sending."""
    direction = agreement.particulars.direction
    if direction is not Direction.IN:
        yield OURSELVES, "We", True
    if direction is not Direction.OUT:
        yield OURSELVES, "We", False
    for party in agreement.parties:
        if direction is not Direction.OUT:
            yield party.reference, party.name, True
        if direction is not Direction.IN:
            yield party.reference, party.name, False


def _bases(agreement: Agreement) -> Iterator[Refusal]:
    named = {(each.party, each.sends) for each in agreement.particulars.bases if each.basis.strip()}
    if agreement.lawful_basis:
        named |= {(OURSELVES, agreement.particulars.direction is not Direction.IN)}
    for party, name, sends in bases_needed(agreement):
        if (party, sends) not in named:
            verb = "send" if sends else "receive"
            verb = verb if party == OURSELVES else f"{verb}s"
            yield _no(
                rulebook.BASIS_OF_EACH_PARTY,
                f"{name} {verb}, and on which lawful basis is not said.",
                "Name the lawful basis and the legal power of each party, for each direction.",
                "isa.lawful",
            )


def _quality(agreement: Agreement) -> Iterator[Refusal]:
    for question, label in QUALITY.items():
        if not agreement.particulars.quality.get(question, "").strip():
            rule = rulebook.QUALITY[question]
            yield _no(
                rule, f"Not answered: {label[:1].lower()}{label[1:]}.", "Answer it.", f"quality.{question}"
            )


def _tasks(agreement: Agreement) -> Iterator[Refusal]:
    for task, label in TASKS.items():
        if not agreement.particulars.tasks.get(task, "").strip():
            yield _no(
                rulebook.WHO_DOES_WHAT,
                f"Nobody is named for: {label[:1].lower()}{label[1:]}.",
                "Say which party does it.",
                f"task.{task}",
            )


def _settled(agreement: Agreement) -> Iterator[Refusal]:
    said = agreement.particulars
    if not said.dpia.strip():
        yield _no(
            rulebook.DPIA_SETTLED,
            "Neither an impact assessment nor a reason for having none is named.",
            "Screen the sharing, and name the DPIA or the reason.",
            "isa.dpia",
        )
    if said.screening and said.screening.result == "required" and not said.dpia.startswith("DPIA-"):
        yield _no(
            rulebook.DPIA_SIGNED,
            "The screening requires an impact assessment, and none is named.",
            "Begin one from the agreement’s page, have it signed, and name it.",
            "isa.dpia",
        )
    if not said.assurance.strip():
        yield _no(
            rulebook.RECIPIENT_ASSURED,
            "It is not said what assures us of the recipient.",
            "Look at its card (registration, certificates, incidents), and write down what you saw.",
            "assurance",
        )
    if said.relationship is Relationship.JOINT and not said.arrangement.strip():
        yield _no(
            rulebook.JOINT_ARRANGEMENT,
            "Joint controllers need an arrangement whose essence people can read.",
            "Say where the essence of the arrangement is published.",
            "arrangement",
        )


def relied_on(agreement: Agreement) -> frozenset[int]:
    """The paragraphs of Schedule 1 to the DPA 2018 that we ourselves rely on."""
    return frozenset(
        each.paragraph
        for each in agreement.particulars.bases
        if each.party == OURSELVES and each.paragraph is not None
    )


def uncovered(agreement: Agreement, *, covered: frozenset[int], law: Law) -> tuple[int, ...]:
    """Those of them that need an appropriate policy document which we have not (Schedule 1 Part 4)."""
    needing = {number for number in relied_on(agreement) if law.paragraph[number].document != "no"}
    return tuple(sorted(needing - covered))


def no_policy_document(paragraph: int) -> Refusal:
    return _no(
        rulebook.POLICY_DOCUMENT,
        f"No appropriate policy document of ours covers Schedule 1 paragraph {paragraph}.",
        "Write one, and put it into the register of procedures and policies with the paragraphs it covers.",
        "isa.lawful",
    )


def components_missing(agreement: Agreement) -> tuple[Refusal, ...]:
    """The essential components that neither the record nor the wording holds (OPCC 6.3)."""
    if agreement.particulars.template is Template.PARTNER:
        return tuple(_partner_file(agreement))
    return tuple(
        _no(
            rulebook.AGREEMENT_COMPONENTS,
            f"The component is empty: {component.label}.",
            "Write it, or take over the wording of the template.",
            component.id,
        )
        for component in ESSENTIAL
        if not _is_filled(agreement, component)
    )


def _is_filled(agreement: Agreement, component: Component) -> bool:
    if not component.by:
        return bool(agreement.particulars.words.get(component.id, component.words).strip())
    # What these refuse is told above, each in its own words.
    told_above = {
        "quality",
        "schedule",
        "dpia",
        "starts",
        "recipient",
        "lawful_basis",
        "review_on",
        "signature",
    }
    return component.by in told_above or bool(str(getattr(agreement, component.by)).strip())


def _partner_file(agreement: Agreement) -> Iterator[Refusal]:
    file = agreement.particulars.partner_file
    if file is None:
        yield _no(
            rulebook.AGREEMENT_COMPONENTS,
            "The partner’s own text is not here.",
            "Upload the file, and have the DPO say where each component stands in it.",
            "partner_file",
        )
        return
    for component in ESSENTIAL:
        if component.id not in file.clauses and component.by != "signature":
            yield _no(
                rulebook.AGREEMENT_COMPONENTS,
                f"The partner’s text does not say where it has: {component.label}.",
                "Point at its clause and page, or ask the partner to add it.",
                component.id,
            )
    if not file.is_checked:
        yield _no(
            rulebook.AGREEMENT_COMPONENTS,
            "The Data Protection Officer has not held this version of the partner’s file against the components.",
            "Ask the Data Protection Officer for the component check.",
            "partner_file",
        )


def _missing_yeses(agreement: Agreement) -> Iterator[Refusal]:
    if agreement.notice is None:
        yield _no(
            rulebook.NOTICE_DECIDED,
            "What people are told has not been decided.",
            "The owner decides at sign-off: an additional notice, an update, or that the current one suffices.",
            "isa.transparency",
        )
    yield from _yes(
        agreement,
        agreement.review,
        rulebook.DPO_REVIEWS_AGREEMENT,
        "The Data Protection Officer",
        "reviewed this agreement",
    )
    yield from _yes(
        agreement, agreement.signature, rulebook.OWNER_SIGNS, "The owner of the data set", "signed"
    )
    for party in agreement.parties:
        signed = agreement.countersignatures.get(party.reference)
        yield from _yes(agreement, signed, rulebook.OWNER_SIGNS, party.name or "The other party", "signed")


def _yes(agreement: Agreement, approval: object, rule: Rule, who: str, did: str) -> Iterator[Refusal]:
    if approval is None:
        yield _no(rule, f"{who} has not {did}.", f"Ask {_in_a_sentence(who)}.", "isa.sign")
    elif not agreement.says_yes(approval):  # type: ignore[arg-type]
        yield _no(
            rulebook.YES_TO_THIS_TEXT,
            f"{who} has {did}, and the text was changed since.",
            f"Ask {_in_a_sentence(who)} again, for the text as it stands.",
            "isa.sign",
        )


def _in_a_sentence(who: str) -> str:
    return f"t{who[1:]}" if who.startswith("The ") else who


def _no(rule: Rule, reason: str, remedy: str, where: str) -> Refusal:
    return Refusal(rule=rule, reason=reason, remedy=remedy, where=where)
