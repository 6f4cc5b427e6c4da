"""The gate's answer as a record and as JSON, in exactly the shape that INTERFACES promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sharewell.register.terms import Terms
from sharewell.release import headers
from sharewell.release.checks import CHECKS
from sharewell.release.finding import Finding
from sharewell.release.judgement import Facts, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the gate says about one file under one set of terms. It holds no value of the file."""

    terms: Terms
    facts: Facts
    judgement: Judgement
    engine: tuple[str, str]
    terms_sha256: str

    @property
    def passes(self) -> bool:
        return self.judgement.decision == "pass"

    def as_dict(self) -> dict[str, Any]:
        return {
            "decision": self.judgement.decision,
            "file": file_entry(self.facts),
            "treated": None,
            "findings": [finding.as_dict() for finding in self.judgement.findings],
            "disclosure": None,
            "profile": profile(self.facts, self.terms),
            "checks": [
                {"check": check.id, "version": check.version, "result": str(self.judgement.results[check.id])}
                for check in CHECKS
            ],
            "engine": {"name": self.engine[0], "version": self.engine[1]},
            "terms_sha256": self.terms_sha256,
        }


def look_dict(facts: Facts, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """What is told of a file without terms."""
    return {
        "decision": "look",
        "file": file_entry(facts),
        "profile": profile(facts, None),
        "findings": [finding.as_dict() for finding in findings],
        "disclosure": None,
    }


def file_entry(facts: Facts) -> dict[str, Any]:
    return {"name": facts.name, "sha256": facts.sha256, "rows": facts.rows, "columns": len(facts.headers)}


def profile(facts: Facts, terms: Terms | None) -> list[dict[str, Any]]:
    """Each column of the file: its name where it may be shown, type, cells filled, different values."""
    declared = {field.name: field for field in terms.schema.fields} if terms else {}
    names = headers.shown(facts.headers, declared)
    entries = []
    for header, name, column in zip(facts.headers, names, facts.columns, strict=True):
        field = declared.get(header)
        entries.append(
            {
                "field": name,
                "type": field.type if field else column.type,
                "filled": column.filled,
                "distinct": column.distinct,
                "personal": (field.personal if field else None) or "none",
                "share": None,
            }
        )
    return entries
