"""The gate's answer as a record and as JSON, in exactly the shape that INTERFACES promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sharewell.register.terms import Terms
from sharewell.release import headers, personal
from sharewell.release.checks import CHECKS, Result
from sharewell.release.differencing import Footprint
from sharewell.release.finding import Finding
from sharewell.release.judgement import Facts, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the gate says about one file under one set of terms. It holds no value of the file.

    `facts` are of the file as it leaves, but for its name and digest, which are those of the file that came.
    Where the terms treat it, `arrived_columns` and `arrived_rows` are how many came and `treated_sha256` the digest of
    what leaves. `engines` says by which engine each check was answered, where it was not the same for all. `disclosure`
    are the measures (see `disclosure.Measures`), where the terms ask for them. `footprint` is for the office's index
    alone, and stands in no report.
    """

    terms: Terms
    facts: Facts
    judgement: Judgement
    engine: tuple[str, str]
    terms_sha256: str
    engines: Mapping[str, str] | None = None
    arrived_columns: int | None = None
    arrived_rows: int | None = None
    treated_sha256: str | None = None
    disclosure: Mapping[str, Any] | None = None
    footprint: Footprint | None = None

    @property
    def passes(self) -> bool:
        return self.judgement.decision == "pass"

    @property
    def columns(self) -> int:
        """How many columns the file had when it came."""
        return len(self.facts.headers) if self.arrived_columns is None else self.arrived_columns

    @property
    def rows(self) -> int:
        """How many rows the file had when it came."""
        return self.facts.rows if self.arrived_rows is None else self.arrived_rows

    @property
    def leaving(self) -> str:
        """What leaves of it, in words: the columns, and the rows where some were left out."""
        columns = f"{len(self.facts.headers)} columns"
        return columns if self.rows == self.facts.rows else f"{self.facts.rows} rows and {columns}"

    def engine_of(self, check: str) -> str | None:
        """By which engine a check was answered; None for one that needs none, or was not asked."""
        if self.engines is None or self.judgement.results[check] is Result.NOT_ASKED:
            return None
        return self.engines.get(check)

    def _treated(self) -> dict[str, Any] | None:
        if self.treated_sha256 is None:
            return None
        return {"sha256": self.treated_sha256, "rows": self.facts.rows, "columns": len(self.facts.headers)}

    def as_dict(self) -> dict[str, Any]:
        return {
            "decision": self.judgement.decision,
            "file": file_entry(self.facts) | {"rows": self.rows, "columns": self.columns},
            "treated": self._treated(),
            "findings": [finding.as_dict() for finding in self.judgement.findings],
            "disclosure": dict(self.disclosure) if self.disclosure is not None else None,
            "profile": profile(self.facts, self.terms),
            "checks": [
                {"check": check.id, "version": check.version, "result": str(self.judgement.results[check.id])}
                | ({} if self.engines is None else {"engine": self.engine_of(check.id)})
                for check in CHECKS
            ],
            "engine": {"name": self.engine[0], "version": self.engine[1]},
            "terms_sha256": self.terms_sha256,
        }


def look_dict(
    facts: Facts, findings: tuple[Finding, ...], disclosure: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What is told of a file without terms: `disclosure` over the fields by which somebody would be recognised."""
    names = dict(zip(facts.headers, headers.shown(facts.headers, ()), strict=True))
    measured = dict(disclosure) if disclosure else None
    if measured:
        measured["quasi_identifiers"] = [names[name] for name in measured["quasi_identifiers"]]
    return {
        "decision": "look",
        "file": file_entry(facts),
        "profile": profile(facts, None),
        "findings": [finding.as_dict() for finding in findings],
        "disclosure": measured,
    }


def file_entry(facts: Facts) -> dict[str, Any]:
    return {"name": facts.name, "sha256": facts.sha256, "rows": facts.rows, "columns": len(facts.headers)}


def profile(facts: Facts, terms: Terms | None) -> list[dict[str, Any]]:
    """Each column of the file: its name where it may be shown, type, cells filled, different values, and what
    personal data it holds.
    """
    declared = {field.name: field for field in terms.schema.fields} if terms else {}
    names = headers.shown(facts.headers, declared)
    entries = []
    for index, (header, name, column) in enumerate(zip(facts.headers, names, facts.columns, strict=True)):
        field = declared.get(header)
        here = [each for each in facts.seen if each.column == index]
        kind, share = personal.profiled(header, field.personal if field else None, column.filled, here)
        entries.append(
            {
                "field": name,
                "type": field.type if field else column.type,
                "filled": column.filled,
                "distinct": column.distinct,
                "personal": kind,
                "share": share,
            }
        )
    return entries
