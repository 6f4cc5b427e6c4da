"""Local procedures and policies, each with the paragraph of the sharing policy that it carries out (OPCC 5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sharewell.policy import rulebook
from sharewell.register.registers.entry import (
    Ask,
    Entry,
    EntryStatus,
    Question,
    Register,
    Said,
    no,
)
from sharewell.vocabulary.outcome import Refusal

POLICY_DOCUMENT = "policy_document"


def covered(entries: Iterable[Entry]) -> frozenset[int]:
    """The paragraphs of Schedule 1 to the DPA 2018 that the policy documents in force cover."""
    held = [each for each in entries if each.status is EntryStatus.IN_FORCE]
    return frozenset(number for each in held for number in _paragraphs(each))


def _paragraphs(entry: Entry) -> tuple[int, ...]:
    if entry.said("kind") != POLICY_DOCUMENT:
        return ()
    said = (each.strip() for each in entry.said("paragraphs").split(","))
    return tuple(int(each) for each in said if each.isdecimal())


def _names_no_paragraph(entry: Entry) -> Iterator[Refusal]:
    if entry.said("kind") == POLICY_DOCUMENT and not _paragraphs(entry):
        yield no(
            rulebook.POLICY_DOCUMENT,
            "It is not said which paragraphs of Schedule 1 the policy document covers.",
            "Give their numbers, with commas between them: 6, 18",
            "paragraphs",
        )


def _added(before: Entry | None, after: Entry) -> Iterator[Said]:
    if (
        before is not None
        and before.status is not after.status is EntryStatus.IN_FORCE
        and _paragraphs(after)
    ):
        yield "apd.added", {"paragraphs": list(_paragraphs(after))}


PROCEDURES = Register(
    name="procedures",
    title="Procedures and policies",
    one="procedure",
    prefix="PRC",
    about="What our people follow when they share. Each cites the paragraph it carries out; one that cites none is "
    "found here, and does not come into force.",
    questions=(
        Question(
            id="kind",
            label="What is it?",
            ask=Ask.CHOICE,
            needed=True,
            choices=(
                ("policy", "A policy"),
                ("procedure", "A procedure"),
                ("standing_order", "A standing order"),
                ("framework", "A framework or a code"),
                (POLICY_DOCUMENT, "An appropriate policy document (DPA 2018 Schedule 1 Part 4)"),
            ),
        ),
        Question(
            id="paragraph",
            label="Which paragraph does it carry out?",
            citation="OPCC 5.5",
            needed=True,
            hint="Name the document and its paragraph: Information Sharing Policy 7.3",
        ),
        Question(
            id="paragraphs",
            label="Which paragraphs of Schedule 1 does it cover?",
            looked_at=True,
            hint="An appropriate policy document only: numbers, with commas between them",
            citation="DPA 2018 Sch 1 Part 4",
        ),
        Question(id="covers", label="What it covers", ask=Ask.TEXT, needed=True),
        Question(id="owner", label="Who answers for it (post)", needed=True),
        Question(id="version", label="Version", needed=True),
        Question(id="approved", label="Approved by, and on which day"),
        Question(id="kept_at", label="Where people find it", hint="An address or a place"),
    ),
    listed=("paragraph", "owner"),
    blocks=_names_no_paragraph,
    follows=_added,
)
