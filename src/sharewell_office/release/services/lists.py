"""What lies beside a file: the lists that terms name, and the people whose data are withheld."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile

from sharewell.engine import pseudonym
from sharewell.engine.beside import Beside
from sharewell.engine.unusable import FileUnusable
from sharewell.policy import rulebook
from sharewell.register.authority import Authority
from sharewell.register.terms import Terms
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.release import keys, store, vault
from sharewell_office.release.models.lists import Because

LARGEST_LIST = 20_000_000  # bytes
MAY_KEEP = frozenset({Role.HANDLER, Role.OWNER})
MAY_WITHHOLD = frozenset({Role.HANDLER, Role.OWNER, Role.DPO})


# --- the lists that terms name ----------------------------------------------------------------------------------------
@acts
def keep_list(upload: UploadedFile, *, authority: Authority, name: str, by: Actor) -> Outcome:
    """Keep a list that the terms of that authority name, in the place of the one before."""
    refusals = (*your_step(by, MAY_KEEP), *_is_named(authority, name))
    if (upload.size or 0) > LARGEST_LIST:
        raise FileUnusable(f"{name}: it is larger than {LARGEST_LIST // 1_000_000} MB")
    content = upload.read()
    event = Event(
        kind="list.kept",
        about=authority.reference,
        by=by.person,
        at=clock.now(),
        details={"list": name},
    )
    outcome = decide(refusals, event)
    if outcome.permitted:
        before = store.kept_list(authority.reference, name)
        digest = vault.keep_list(content)
        record(
            outcome.events,
            save=lambda: store.keep_list(
                authority.reference, name, sha256=digest, by=by.person, at=clock.now()
            ),
        )
        if before and not store.lists_in_use(before.sha256):
            vault.destroy_list(before.sha256)
    return outcome


def _is_named(authority: Authority, name: str) -> Sequence[Refusal]:
    if name in authority.terms.files:
        return ()
    return [
        Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"The terms of {authority.reference} name no list '{name}'.",
            remedy="Upload the lists that the terms name; they are listed on this page.",
        )
    ]


# --- the people whose data are withheld -------------------------------------------------------------------------------
@acts
def withhold(data_set: str, known_by: Mapping[str, str], *, because: str, by: Actor) -> Outcome:
    """From now on nothing about that person leaves from that data set.

    `known_by` are fields of the data set and what stands in them for this person; everybody withheld from one data set
    is known by the same fields, because the gate compares the list row by row. Nothing of it goes on the record but
    that there is one person more, and why.
    """
    said = {name.strip(): value.strip() for name, value in known_by.items() if value.strip()}
    refusals = (*your_step(by, MAY_WITHHOLD), *_can_be_known(data_set, said), *_says_why(because))
    reference = "" if refusals else next_reference("WPN", clock.today().year)
    event = Event(
        kind="person.withheld",
        about=reference,
        by=by.person,
        at=clock.now(),
        details={"data_set": data_set, "because": because, "known_by": sorted(said)},
    )
    outcome = decide(refusals, event)
    if outcome.permitted:
        record(
            outcome.events,
            save=lambda: store.add_withheld(
                reference, data_set, said, because=because, by=by.person, at=clock.now()
            ),
        )
    return outcome


@acts
def lift(reference: str, *, by: Actor) -> Outcome:
    """Their data may leave again."""
    refusals = list(your_step(by, frozenset({Role.OWNER, Role.DPO})))
    if store.withheld_person(reference) is None:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="Nobody is withheld under that reference.",
                remedy="Look at the list of people withheld.",
            )
        )
    event = Event(kind="person.lifted", about=reference, by=by.person, at=clock.now())
    outcome = decide(refusals, event)
    if outcome.permitted:
        record(outcome.events, save=lambda: store.lift(reference, at=clock.now()))
    return outcome


def _can_be_known(data_set: str, known_by: Mapping[str, str]) -> list[Refusal]:
    fields = withheld_by(data_set)
    if known_by and (not fields or set(known_by) == set(fields)):
        return []
    wanted = ", ".join(fields) or "at least one field"
    return [
        Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"People withheld from '{data_set}' are known by {wanted}.",
            remedy=f"Give {wanted}, as it stands in the data set.",
        )
    ]


def _says_why(because: str) -> list[Refusal]:
    if because in Because.values:
        return []
    return [
        Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="Somebody is withheld for one of the reasons that the law knows.",
            remedy=f"Choose one: {', '.join(Because.labels)}.",
        )
    ]


def your_step(by: Actor, posts: frozenset[Role]) -> list[Refusal]:
    if by.roles & posts:
        return []
    labels = " or ".join(sorted(role.label for role in posts))
    return [
        Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason=f"This step belongs to the {labels}.",
            remedy=f"Ask the {labels}.",
        )
    ]


def withheld_by(data_set: str) -> tuple[str, ...]:
    """The fields by which people withheld from that data set are known; () where nobody is."""
    people = store.withheld(data_set)
    return tuple(sorted(people[0].known_by)) if people else ()


def withheld_list(data_set: str) -> bytes:
    """The list as the gate reads it, always the same bytes for the same people; b"" for nobody."""
    people = store.withheld(data_set)
    if not people:
        return b""
    fields = sorted(people[0].known_by)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(sorted({tuple(each.known_by[name] for name in fields) for each in people}))
    return written.getvalue().encode()


# --- beside a file ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class LyingBeside:
    """What an examination lays beside the file, and the digests of it for the plan."""

    beside: Beside
    digests: dict[str, str] = field(default_factory=dict)
    withheld_sha256: str = ""
    pseudonym_key: str = ""


def lay_beside(terms: Terms, *, authority: str, data_set: str) -> LyingBeside:
    """Everything that lies beside a file under these terms. Raises `FileUnusable` for a hierarchy nobody uploaded.

    Approved people that nobody uploaded are left out: the gate then says that it could not compare.
    """
    digests = {each.name: each.sha256 for each in store.kept_lists(authority)}
    digests = {name: digests[name] for name in terms.files if name in digests}
    hierarchies = {name: name for each in terms.treatments if (name := each.arguments.get("hierarchy"))}
    for name in hierarchies:
        if name not in digests:
            raise FileUnusable(f"The terms generalise by the list '{name}', and nobody has uploaded it yet.")
    withheld = withheld_list(data_set)
    known = {*terms.schema.names, *(each.field for each in terms.treatments)}
    comparable = bool(withheld) and known.issuperset(withheld_by(data_set))
    sha256 = vault.keep_list(withheld) if comparable else ""
    master = keys.pseudonym_master() if any(each.do == "pseudonymise" for each in terms.treatments) else None
    return LyingBeside(
        beside=Beside(
            approved=vault.list_file(digests[terms.scope.keys])
            if terms.scope.keys and terms.scope.keys in digests
            else None,
            withheld=vault.list_file(sha256) if sha256 else None,
            hierarchies={name: vault.list_file(digests[name]) for name in hierarchies},
            key=pseudonym.key_for(master, terms) if master else None,
        ),
        digests=digests,
        withheld_sha256=sha256,
        pseudonym_key=pseudonym.key_id(master, terms) if master else "",
    )
