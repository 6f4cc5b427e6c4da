"""Processors: who processes for us (or we for whom), what their contract says, and the Authority it yields.

Each clause of Article 28 is present, with where it stands, or it is missing; one that is missing keeps the contract
from coming into force, and nothing goes to, or is collected by, a processor without one (OPCC 2.5). A processor or a
sub-processor abroad is put to the Data Protection Officer first (OPCC 8.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sharewell.policy import rulebook
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.registers.clauses import CLAUSES, Clause
from sharewell.register.registers.entry import (
    KEEPERS,
    Ask,
    Entry,
    EntryStatus,
    Question,
    Register,
    Said,
    no,
)
from sharewell.register.schedule import Schedule
from sharewell.register.terms import Terms
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Role

THEY, WE = "they_for_us", "we_for_them"


def _asked(clause: Clause) -> Iterator[Question]:
    yield Question(
        id=clause.id,
        label=clause.label,
        citation=clause.citation,
        ask=Ask.CHOICE,
        choices=(("present", "Present"), ("absent", "Absent")),
        looked_at=True,
        group="What the contract has to say (Article 28)",
    )
    yield Question(id=f"{clause.id}.where", label="Where it stands", hint="Clause and page", looked_at=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A clause held against the contract: whether it is there, and where."""

    clause: Clause
    present: bool
    where: str

    @property
    def there(self) -> bool:
        return self.present and bool(self.where)


def checklist(entry: Entry) -> tuple[Held, ...]:
    """Article 28, clause by clause."""
    return tuple(
        Held(clause=each, present=entry.said(each.id) == "present", where=entry.said(f"{each.id}.where"))
        for each in CLAUSES
    )


def follows(before: Entry | None, after: Entry) -> Iterator[Said]:
    """What others look for on the record: the checklist gone through, a transfer and the DPO consulted on it, the
    contract active.
    """
    if before is None or checklist(before) != checklist(after):
        yield (
            "processor.checklist",
            {"missing": [each.clause.id for each in checklist(after) if not each.there]},
        )
    if goes_abroad(after) and (before is None or not goes_abroad(before)):
        yield "transfer.assessed", {"transfers": after.said("transfers")}
    if after.said("dpo_consulted") and (
        before is None or before.said("dpo_consulted") != after.said("dpo_consulted")
    ):
        yield "transfer.dpo_consulted", {"mechanism": after.said("mechanism")}
    if before is not None and before.status is not after.status is EntryStatus.IN_FORCE:
        yield "contract.activated", {}


def _missing(held: Held) -> Refusal:
    if held.present:
        reason, remedy = (
            f"It is not said where the contract has: {held.clause.label}.",
            "Give the clause and the page.",
        )
    else:
        reason = f"The contract does not say: {held.clause.label} ({held.clause.citation})."
        remedy = "Have it added, then say where it stands."
    return no(rulebook.PROCESSOR_CLAUSES, reason, remedy, held.clause.id)


def _unsigned(entry: Entry) -> Iterator[Refusal]:
    for question, who in (("signed_ours", "We have"), ("signed_theirs", "The other side has")):
        if not entry.said(question):
            yield no(
                rulebook.PROCESSOR_CONTRACT,
                f"{who} not signed the contract.",
                "Say who signed, in which post, and on which day.",
                question,
            )


def goes_abroad(entry: Entry) -> bool:
    return entry.said("transfers").casefold().rstrip(".") not in ("", "none", "no")


def _abroad(entry: Entry) -> Iterator[Refusal]:
    if not goes_abroad(entry):
        return
    if entry.said("mechanism") in ("", "none"):
        yield no(
            rulebook.TRANSFER_GROUND,
            "Data go abroad, and what allows that is not said.",
            "Say which of the ways the law offers is used, or keep the data in the United Kingdom.",
            "mechanism",
        )
    if not entry.said("dpo_consulted"):
        yield no(
            rulebook.TRANSFER_CONSULTED,
            "Data go abroad, and the Data Protection Officer was not asked.",
            "Ask the Data Protection Officer to write down here what was advised.",
            "dpo_consulted",
        )


def blocks(entry: Entry) -> Iterator[Refusal]:
    yield from _unsigned(entry)
    yield from _abroad(entry)
    yield from (_missing(each) for each in checklist(entry) if not each.there)


MECHANISMS = (
    (
        "approved_by_regulations",
        "The country is approved by regulations (for the US: the host is on the list)",
    ),
    ("appropriate_safeguards", "Safeguards: the Agreement or Addendum, with the data protection test"),
    ("derogation", "A derogation for a specific situation"),
)
CONTRACTS = Register(
    name="processors",
    title="Processors",
    one="processor contract",
    prefix="PRO",
    about="Who processes personal data for us, or we for whom, and whether their contract says all that Article 28 "
    "asks for. Those who collect data for us count as well.",
    questions=(
        Question(id="party", label="The other side", ask=Ask.PARTY, needed=True),
        Question(
            id="side",
            label="Who processes for whom?",
            ask=Ask.CHOICE,
            needed=True,
            choices=((THEY, "They process for us"), (WE, "We process for them")),
        ),
        Question(id="data_set", label="Our data set", ask=Ask.DATA_SET, hint="Where they process for us"),
        Question(id="service", label="What is done, for how long, and why", ask=Ask.TEXT, needed=True),
        Question(id="people", label="Whom the data are about", needed=True),
        Question(id="data", label="Kinds of personal data", needed=True),
        Question(id="collects", label="Do they collect data from people for us?", citation="OPCC 2.5"),
        Question(id="subprocessors", label="Sub-processors, or none", needed=True),
        Question(
            id="transfers",
            label="Transfers outside the United Kingdom, or none",
            needed=True,
            hint="To which countries, theirs and their sub-processors’; or: None",
        ),
        Question(
            id="mechanism",
            label="What allows the transfer",
            citation="UK GDPR Articles 45 to 49",
            ask=Ask.CHOICE,
            choices=MECHANISMS,
            looked_at=True,
        ),
        Question(
            id="dpo_consulted",
            label="What the Data Protection Officer said of the transfer",
            citation="OPCC 8.1",
            hint="Only the Data Protection Officer writes this",
            ask=Ask.TEXT,
            looked_at=True,
            only=Role.DPO,
        ),
        Question(id="security", label="Security, in a few words", ask=Ask.TEXT, needed=True),
        Question(id="starts", label="First day", ask=Ask.DAY, needed=True),
        Question(id="ends", label="Last day", ask=Ask.DAY, needed=True),
        Question(
            id="fields",
            label="Columns of a file that may be sent to them",
            ask=Ask.FIELDS,
            citation="OPCC 3.4(e)",
            hint="One on a line, as the file’s first line has it. After commas: its type (date, integer), its kind of "
            "personal data (email, phone, none), required. With no column, no file can be sent under this contract",
            group="What may be sent through the gate",
        ),
        Question(
            id="most_rows",
            label="The most rows of one file",
            hint="Left out, there is no limit",
            ask=Ask.COUNT,
        ),
        Question(
            id="keep",
            label="How long they keep each file",
            ask=Ask.PERIOD,
            hint="Left out: until the last day of the contract",
        ),
        Question(
            id="special",
            label="Are any of the data of a special category, or about offences?",
            ask=Ask.CHOICE,
            choices=(("yes", "Yes"), ("no", "No")),
            hint="Left open, they are handled as if they were",
        ),
        Question(
            id="part3",
            label="Do we hold any of the data for law enforcement (Part 3)?",
            ask=Ask.CHOICE,
            citation="DPA 2018 ss.38, 59",
            choices=(("yes", "Yes"), ("no", "No")),
            hint="Then each file leaves with a note of how sure the data are and whom they are about. Left open, they "
            "are handled as if we did",
        ),
        Question(id="kept_at", label="Where the signed contract is kept", needed=True),
        Question(id="signed_ours", label="Signed for us: name, post and day", looked_at=True),
        Question(id="signed_theirs", label="Signed for them: name, post and day", looked_at=True),
        *(question for clause in CLAUSES for question in _asked(clause)),
    ),
    listed=("party", "side", "ends"),
    blocks=blocks,
    follows=follows,
    # A case handler or an owner who wants a supplier writes the contract down; who owns the data brings it into force.
    keepers=KEEPERS | {Role.HANDLER, Role.OWNER},
    deciders=KEEPERS | {Role.OWNER},
)


# --- what a contract lets leave ---------------------------------------------------------------------------------------
def lets_leave(entry: Entry, *, on: date) -> bool:
    """Whether a file may be brought under this contract on that day."""
    found = authority(entry, name="", on=on)
    return (
        found is not None
        and not found.standing
        and entry.said("starts") <= on.isoformat() <= entry.said("ends")
    )


def authority(entry: Entry, *, name: str, on: date) -> Authority | None:
    """The authority this contract with the body called `name` yields on that day: live only with an empty `standing`
    and within its dates.

    None where we process for them, and where it names no columns: then it says nothing about any file.
    """
    schedule = Schedule.from_lines(entry.said("fields"))
    if entry.said("side") != THEY or not schedule.fields:
        return None
    return Authority(
        kind=AuthorityKind.CONTRACT,
        reference=entry.reference,
        recipient=entry.said("party"),
        data_set=entry.said("data_set"),
        terms=_terms(entry, schedule, name),
        standing=tuple(_standing(entry, on)),
        # What is sent to a processor is a transmission like any other, and section 38 asks for the note in all of them.
        law_enforcement=entry.said("part3") != "no",
        special_category=entry.said("special") != "no",
    )


def _terms(entry: Entry, schedule: Schedule, name: str) -> Terms:
    """What may be sent, as the gate reads it. What they need not destroy earlier is destroyed on the last day."""
    keep, most = entry.said("keep"), entry.said("most_rows")
    document = {
        "contract": entry.reference,
        "recipient": name,
        "valid_from": entry.said("starts"),
        "valid_until": entry.said("ends"),
        "retention": keep,
        "destroy_by": "" if keep else entry.said("ends"),
        "schema": schedule.table_schema(),
        "scope": {"max_rows": int(most)} if most else {},
    }
    return Terms.parse({key: value for key, value in document.items() if value})


def _standing(entry: Entry, on: date) -> Iterator[Refusal]:
    if entry.status is not EntryStatus.IN_FORCE:
        yield no(
            rulebook.AUTHORITY_IN_FORCE,
            f"The contract {entry.reference} is {entry.status.label.lower()}.",
            "Only a contract in force lets a file leave: see on its page what is missing.",
        )
    if entry.late(on):
        yield no(
            rulebook.REVIEW_IN_TIME,
            f"The contract {entry.reference} was due for review on {entry.review_on}.",
            "Review the contract; releases under it resume when the review is recorded.",
        )
