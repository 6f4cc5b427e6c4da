"""An assessment as its row holds it ↔ the record of the core; and what the register's own columns say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sharewell.policy.law.record import Law
from sharewell.register.dpia.record import (
    Advised,
    Consultation,
    Dpia,
    Effect,
    Level,
    Measure,
    Risk,
    Status,
)

# The register's columns (exchange.sheets.DPIA_STEPS), and the parts of the template whose answers they show.
_STEPS: Mapping[str, tuple[str, ...]] = {
    "aim": ("1.aim",),
    "why": ("1.why_dpia",),
    "nature": ("2.nature",),
    "scope": ("2.scope",),
    "context": ("2.context",),
    "purposes": ("2.purposes",),
    "consultation": ("3.views", "3.internal"),
    "lawful_basis": ("4.lawful",),
    "necessity": ("4.achieves", "4.creep"),
    "data_quality": ("4.quality",),
    "information": ("4.inform",),
    "processors": ("4.processors",),
    "transfers": ("4.transfers",),
    "benefits": ("8.benefits", "8.weighed"),
    "reputation": ("8.harm", "8.reputation"),
}


def columns(dpia: Dpia, *, law: Law, names: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a row, the register's own included. `names` are people's names by id."""
    return {
        "title": dpia.title,
        "controller": dpia.controller,
        "data_set": dpia.data_set,
        "status": dpia.status.value,
        "answers": dict(dpia.answers),
        "risks": [_plain(asdict(risk)) for risk in dpia.risks],
        "advice": dpia.advice and _plain(asdict(dpia.advice)),
        "consultation": dpia.consultation and _plain(asdict(dpia.consultation)),
        "drafted_by": sorted(dpia.drafted_by),
        "signer": dpia.signed_by,
        "signed_at": dpia.signed_at,
        "measures_open": len(dpia.open_measures),
        **_registered(dpia, law, names),
    }


def _registered(dpia: Dpia, law: Law, names: Mapping[str, str]) -> dict[str, Any]:
    overall = max((risk.overall(law) for risk in dpia.risks), key=lambda one: one.rank, default=None)
    return {
        "dpo": names.get(dpia.advice.by, "") if dpia.advice else "",
        "overall_risk": overall.value if overall else "",
        "residual_risk": dpia.residual.value if dpia.risks else "",
        "signed_by": names.get(dpia.signed_by, dpia.signed_by),
        "signed_on": dpia.signed_at.date() if dpia.signed_at else None,
        "review_on": dpia.review_by,
        "steps": {name: text for name, text in _steps(dpia).items() if text},
    }


def _steps(dpia: Dpia) -> dict[str, str]:
    said = {
        name: "\n".join(filter(None, (dpia.answers.get(f"dpia.{part}", "").strip() for part in parts)))
        for name, parts in _STEPS.items()
    }
    return said | {
        "risks": "\n".join(risk.source for risk in dpia.risks),
        "measures": "\n".join(one.what for one in dpia.measures),
        "dpo_advice": dpia.advice.words if dpia.advice else "",
    }


def dpia_of(row: Any, *, owners: frozenset[str], about: tuple[str, ...]) -> Dpia:
    """The record of the core."""
    return Dpia(
        reference=row.reference,
        title=row.title,
        controller=row.controller,
        data_set=row.data_set,
        owners=owners,
        about=about,
        answers=row.answers,
        risks=tuple(_risk(one) for one in row.risks),
        status=Status(row.status),
        drafted_by=frozenset(row.drafted_by),
        advice=row.advice and Advised(**{**row.advice, "at": datetime.fromisoformat(row.advice["at"])}),
        consultation=row.consultation and _consultation(row.consultation),
        signed_by=row.signer,
        signed_at=row.signed_at,
        review_by=row.review_on,
        version=row.version,
    )


def _risk(kept: Mapping[str, Any]) -> Risk:
    measures = tuple(_measure(one) for one in kept["measures"])
    return Risk(**{**kept, "residual": Level(kept["residual"]), "measures": measures})


def _measure(kept: Mapping[str, Any]) -> Measure:
    days = {"due": date.fromisoformat(kept["due"]), "done": _day(kept["done"])}
    return Measure(**{**kept, **days, "effect": Effect(kept["effect"])})


def _consultation(kept: Mapping[str, Any]) -> Consultation:
    return Consultation(**{**kept, "asked": _day(kept["asked"]), "answered": _day(kept["answered"])})


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _plain(value: Any) -> Any:
    """As JSON has it."""
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
        case _:
            return value
