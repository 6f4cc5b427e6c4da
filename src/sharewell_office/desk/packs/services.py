"""Making a pack: gather, bind the papers to the record, then take the evidence of it all.

The papers are printed one after the other and lie on disk until they are sent: what a pack takes in memory is its
largest paper, its index and its evidence, and the evidence is bounded (`gathering.MOST_ENTRIES`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.template.loader import render_to_string

from sharewell.ledger import pack
from sharewell.ledger.evidence import Evidence
from sharewell.ledger.evidence import write as evidence_written
from sharewell.policy import showing
from sharewell.policy.seeing import Viewer
from sharewell.policy.showing import Scope
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock, ourselves
from sharewell_office.adapters.acting import acts
from sharewell_office.desk.packs import gathering
from sharewell_office.desk.packs.spool import Spool
from sharewell_office.ledger import services as ledger
from sharewell_office.ledger import verifier, witnessing
from sharewell_office.ledger.keys import signing_key
from sharewell_office.people import store as people

VERIFIER = "sharewell-verifier.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What came of making a pack: its pieces to send, under a reference of its own, or every reason why not."""

    reference: str = ""
    about: Sequence[str] = ()
    evidence: Evidence | None = None
    pieces: Iterator[bytes] = field(default_factory=lambda: iter(()))
    refusals: tuple[Refusal, ...] = ()


@acts
def make(scope: Scope, *, by: Actor, viewer: Viewer | None = None, visits: Scope | None = None) -> Pack:
    """Make a pack of this scope: of what `viewer` sees, or of everything.

    Raises `NothingOnTheRecord` where nothing is known of it, `TooMuchToShow`, and `LedgerForked`.
    """
    if refusals := _decided("", scope, {}, by, visits).refusals:
        return Pack(refusals=refusals)
    references = gathering.references(scope, viewer)
    if not references:
        raise ledger.NothingOnTheRecord
    numbers = gathering.numbers(scope, references, viewer)
    at = clock.now()
    # Where the record was changed this says so, before anything is said to have been made.
    ledger.evidence_over(numbers, at=at)
    reference = ledger.next_reference("PACK", at.year)
    spool = _printed(reference, scope, references, by)
    # In this order: the papers are final; then the record says so; then the evidence is taken, with that entry in it.
    outcome = _decided(reference, scope, spool.digests, by, visits)
    ledger.record(outcome.events)
    made = gathering.numbers(Scope(references=(reference,)), [reference], None)
    evidence = ledger.evidence_over(sorted({*numbers, *made}), at=at)
    spool.put(pack.MANIFEST, pack.manifest(spool.digests))
    spool.put(pack.EVIDENCE, evidence_written(evidence))
    pieces = pack.pieces(spool.names, spool.get)
    return Pack(reference=reference, about=references, evidence=evidence, pieces=pieces)


def _decided(
    reference: str, scope: Scope, digests: Mapping[str, str], by: Actor, visits: Scope | None
) -> Outcome:
    return showing.make_pack(
        reference,
        scope,
        manifest=sha256(pack.manifest(digests)).hexdigest(),
        files=len(digests),
        by=by,
        visits=visits,
        at=clock.now(),
    )


def _printed(reference: str, scope: Scope, references: Sequence[str], by: Actor) -> Spool:
    """Every paper, and the page to read them by; each record is printed and let go before the next."""
    spool, titles, told = Spool(), list[tuple[str, str]](), list[str]()
    for each in gathering.in_turn(references):
        for paper in each.papers:
            spool.put(paper.name, paper.make())
        titles.append((each.reference, each.title))
        told.append(render_to_string("desk/packs/index_record.html", {"each": each}))
    context = {
        "reference": reference,
        "scope": scope,
        "titles": titles,
        "told": told,
        "by": people.people_by_id([by.person]).get(by.person, "whoever runs the office’s machine"),
        "at": clock.now(),
        "office": ourselves.name(),
        "key": str(signing_key().verifier()),
        "outside": witnessing.last_seen_outside(),
        "verifier": VERIFIER,
    }
    spool.put("index.html", render_to_string("desk/packs/index.html", context).encode())
    spool.put(VERIFIER, verifier.page().encode())
    return spool
