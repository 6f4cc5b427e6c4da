"""Making a pack: gather, bind the papers to the record, then take the evidence of it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.template.loader import render_to_string

from sharewell.ledger import pack
from sharewell.ledger.evidence import write as evidence_written
from sharewell.policy import showing
from sharewell.policy.showing import Scope
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock, ourselves
from sharewell_office.desk.packs import gathering
from sharewell_office.desk.packs.gathering import Shown
from sharewell_office.ledger import services as ledger
from sharewell_office.ledger import store, verifier, witnessing
from sharewell_office.ledger.keys import signing_key
from sharewell_office.people import store as people

VERIFIER = "sharewell-verifier.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What came of making a pack: the file, under a reference of its own, or every reason why not."""

    reference: str = ""
    data: bytes = b""
    refusals: tuple[Refusal, ...] = ()


def make(scope: Scope, *, by: Actor, visits: Scope | None = None) -> Pack:
    """Make a pack of this scope.

    Raises `NothingOnTheRecord` where nothing is known of it, `TooMuchToShow`, and `LedgerForked`.
    """
    if refusals := _decided("", scope, {}, by, visits).refusals:
        return Pack(refusals=refusals)
    references = gathering.references(scope)
    if not references:
        raise ledger.NothingOnTheRecord
    at = clock.now()
    reference = ledger.next_reference("PACK", at.year)
    files = _files(reference, scope, [gathering.shown(each) for each in references], by)
    # In this order: the papers are final; then the record says so; then the evidence is taken, with that entry in it.
    outcome = _decided(reference, scope, files, by, visits)
    ledger.record(outcome.events)
    evidence = ledger.evidence_over(_numbers(scope, [*references, reference]), at=at)
    whole = files | {pack.MANIFEST: pack.manifest(files), pack.EVIDENCE: evidence_written(evidence)}
    return Pack(reference=reference, data=pack.write(whole))


def _decided(
    reference: str, scope: Scope, files: Mapping[str, bytes], by: Actor, visits: Scope | None
) -> Outcome:
    return showing.make_pack(
        reference,
        scope,
        manifest=sha256(pack.manifest(files)).hexdigest(),
        files=len(files),
        by=by,
        visits=visits,
        at=clock.now(),
    )


def _files(reference: str, scope: Scope, records: Sequence[Shown], by: Actor) -> dict[str, bytes]:
    papers = {paper.name: paper.make() for each in records for paper in each.papers}
    context = {
        "reference": reference,
        "scope": scope,
        "records": records,
        "by": people.people_by_id([by.person]).get(by.person, "whoever runs the office’s machine"),
        "at": clock.now(),
        "office": ourselves.name(),
        "key": str(signing_key().verifier()),
        "outside": witnessing.last_seen_outside(),
        "verifier": VERIFIER,
    }
    index = render_to_string("desk/packs/index.html", context)
    return papers | {"index.html": index.encode(), VERIFIER: verifier.page().encode()}


def _numbers(scope: Scope, references: Sequence[str]) -> list[int]:
    """Every entry about these records, and whatever else happened on the days of the scope."""
    found = {number for reference in references for number in store.numbers(about=reference)}
    if scope.first and scope.last:
        start, end = gathering.moments(scope.first, scope.last)
        found |= set(store.numbers(start=start, end=end))
    return sorted(found)
