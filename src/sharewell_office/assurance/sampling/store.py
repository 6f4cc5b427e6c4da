"""Samples as rows. Nothing else touches this app's models."""

from __future__ import annotations

from typing import Any

from sharewell_office.assurance import models


def samples() -> list[models.Sample]:
    """The latest samples, newest first (four a year: a page holds twenty years of them)."""
    return list(models.Sample.objects.all()[:80])


def sample(reference: str) -> models.Sample | None:
    return models.Sample.objects.filter(reference=reference).first()


def add(**columns: Any) -> models.Sample:
    return models.Sample.objects.create(**columns)
