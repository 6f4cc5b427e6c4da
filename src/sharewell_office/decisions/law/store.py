"""Rows of adoptions ↔ records of the core."""

from __future__ import annotations

from dataclasses import asdict

from sharewell.policy.law.adoption import Adoption, Status
from sharewell_office.decisions import models

_SAME = ("version", "digest", "advice", "advised_by", "decided_by", "decided_at", "reasons")


def adoptions() -> list[Adoption]:
    """Every version that somebody was asked about."""
    return [to_core(row) for row in models.LawAdoption.objects.order_by("version")]


def adoption(version: str) -> Adoption | None:
    row = models.LawAdoption.objects.filter(version=version).first()
    return row and to_core(row)


def to_core(row: models.LawAdoption) -> Adoption:
    return Adoption(status=Status(row.status), **{name: getattr(row, name) for name in _SAME})


class SomebodyElseChangedIt(Exception):
    """The adoption no longer stands where it was read."""


def save(before: Adoption | None, after: Adoption) -> None:
    """Write an adoption, if nobody wrote since `before` was read. Raises `SomebodyElseChangedIt`."""
    columns = asdict(after) | {"status": after.status.value}
    if before is None:
        models.LawAdoption.objects.create(**columns)
        return
    read = models.LawAdoption.objects.filter(version=before.version, status=before.status.value)
    if not read.update(**columns):
        raise SomebodyElseChangedIt(before.version)
