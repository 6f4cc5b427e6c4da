"""The gate's look at one file: what is asked of it, the attempt that comes of it, and what becomes of the file.

    what is wanted -> examined (treated into the vault, under its own digest) -> the columns of an attempt, an event

An attempt is never edited: whatever looks at the file again makes another one (see `bringing`, `large`, `mending`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sharewell.engine.examine import Progress, examine
from sharewell.engine.unusable import FileUnusable
from sharewell.register.authority import Authority
from sharewell.register.terms import TermsUnusable, Treatment
from sharewell.release import permission as core
from sharewell.release.checks import CHECKS
from sharewell.release.clearing import status_after
from sharewell.release.mending import in_words, narrowed
from sharewell.release.permission import AFTER_THE_GATE
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.event import Event
from sharewell_office.adapters import clock
from sharewell_office.register import store as register
from sharewell_office.release import keys, store, vault
from sharewell_office.release.models import Attempt, Release
from sharewell_office.release.services import index, lists
from sharewell_office.release.services.authorities import terms_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One examination to be made: this file, under that authority, with these mends."""

    name: str
    came_sha256: str
    under: Authority
    mends: tuple[Treatment, ...]
    by: str


def examined(wanted: Wanted, progress: Progress | None = None) -> dict[str, Any]:
    """The attempt that the gate's look at the file makes, as its columns. The treated file is in the vault then.

    Raises `FileUnusable`, also for terms that cannot be carried out; then only the file as it came is kept.
    """
    made = vault.aside()
    agreed = wanted.under.terms
    try:
        terms = narrowed(agreed, wanted.mends) if wanted.mends else agreed
        beside = lists.lay_beside(terms, authority=wanted.under.reference, data_set=wanted.under.data_set)
        before = index.released(wanted.under.data_set, wanted.under.recipient)
        report = examine(
            vault.file(wanted.came_sha256),
            terms,
            terms_sha256=terms_digest(terms),
            on=clock.today(),
            name=wanted.name,
            beside=replace(beside.beside, released=before, index_key=keys.index_key()),
            keep=made,
            progress=progress,
        )
        sha256 = vault.keep_made(made) if report.treated_sha256 else report.facts.sha256
    except TermsUnusable as problem:
        raise FileUnusable(
            f"The terms of {wanted.under.reference} cannot be carried out: {problem}"
        ) from None
    finally:
        made.unlink(missing_ok=True)
    told = report.as_dict()
    columns = {
        "file_name": wanted.name,
        "size": vault.file(wanted.came_sha256).stat().st_size,
        "came_sha256": wanted.came_sha256,
        "mends": [each.document() for each in wanted.mends],
        "terms": terms.document(),
        "terms_sha256": terms_digest(agreed),
        "lists": beside.digests,
        "withheld_sha256": beside.withheld_sha256,
        "report": told,
        "report_sha256": digest(told),
        "sha256": sha256,
        "rows": report.facts.rows,
        "pseudonym_key": beside.pseudonym_key,
        "footprint_sha256": index.keep(report.footprint),
        "compared_with": [each.reference for each in before] if report.footprint else [],
        "prepared_by": wanted.by,
        "prepared_at": clock.now(),
    }
    return columns | {"plan_sha256": plan_digest(Attempt(**columns))}


def plan_digest(attempt: Attempt) -> str:
    """What an attempt was examined by: the terms with every treatment, the lists, and the version of each check."""
    return digest(
        {
            "terms": attempt.terms,
            "lists": attempt.lists,
            "withheld": attempt.withheld_sha256,
            "pseudonym_key": attempt.pseudonym_key,
            "compared_with": attempt.compared_with,
            "checks": {check.id: check.version for check in CHECKS},
        }
    )


# --- on the record ----------------------------------------------------------------------------------------------------
def release_columns(reference: str, wanted: Wanted) -> dict[str, Any]:
    party = register.party(wanted.under.recipient)
    return {
        "reference": reference,
        "authority": wanted.under.reference,
        "recipient": wanted.under.recipient,
        "recipient_name": party.name if party else wanted.under.terms.recipient or "",
        "data_set": wanted.under.data_set,
    }


def examination(reference: str, columns: dict[str, Any], wanted: Wanted) -> Event:
    """The event that the gate looked at a file."""
    report = columns["report"]
    return Event(
        kind="release.blocked" if report["decision"] == "refuse" else "release.examined",
        about=reference,
        by=wanted.by,
        at=clock.now(),
        details={
            "authority": wanted.under.reference,
            "recipient": wanted.under.recipient,
            "decision": report["decision"],
            "plan_sha256": columns["plan_sha256"],
            "file_sha256": columns["sha256"],
            "report_sha256": columns["report_sha256"],
            "terms_sha256": columns["terms_sha256"],
            "rows": columns["rows"],
            "codes": sorted({finding["code"] for finding in report["findings"]}),
            "treatments": [
                in_words(Treatment(field=each["field"], do=each["do"], arguments=_arguments(each)))
                for each in columns["terms"].get("treatments", ())
            ],
        },
    )


def _arguments(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in ("field", "do")}


def treatments_of(documents: Sequence[dict[str, Any]]) -> tuple[Treatment, ...]:
    return tuple(
        Treatment(field=each["field"], do=each["do"], arguments=_arguments(each)) for each in documents
    )


def status_of(row: Release, attempt: Attempt) -> core.Status:
    """Where a release stands with that attempt: what was cleared for it is cleared still."""
    gate = AFTER_THE_GATE[attempt.report["decision"]]
    if gate is core.Status.REFUSED:
        return gate
    row.attempt = attempt
    return status_after(store.to_core(row))


# --- what is not needed any more --------------------------------------------------------------------------------------
def forget_attempt(columns: dict[str, Any]) -> None:
    """What is not on the record is not here either."""
    forget({columns["came_sha256"], columns["sha256"]})
    index.forget_unused({columns["footprint_sha256"]})


def forget(digests: Iterable[str]) -> None:
    """Destroy files in clear, except those that a release still waits for."""
    for each in digests:
        if each and not store.waits_for(each):
            vault.destroy(each)
