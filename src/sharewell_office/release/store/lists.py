"""Lists beside a file, and the people withheld."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count

from sharewell_office.release import models


# --- lists that terms name --------------------------------------------------------------------------------------------
def kept_lists(authority: str) -> list[models.KeptList]:
    return list(models.KeptList.objects.filter(authority=authority))


def kept_list(authority: str, name: str) -> models.KeptList | None:
    return models.KeptList.objects.filter(authority=authority, name=name).first()


def keep_list(authority: str, name: str, *, sha256: str, by: str, at: datetime) -> None:
    """This list in the place of the one of that name before, if there was one."""
    models.KeptList.objects.update_or_create(
        authority=authority, name=name, defaults={"sha256": sha256, "kept_by": by, "kept_at": at}
    )


def lists_in_use(sha256: str) -> bool:
    return models.KeptList.objects.filter(sha256=sha256).exists()


# --- people withheld --------------------------------------------------------------------------------------------------
def withheld(data_set: str) -> list[models.WithheldPerson]:
    """Everybody whose data in that data set do not leave today."""
    return list(models.WithheldPerson.objects.filter(data_set=data_set, lifted_at__isnull=True))


def withheld_counts() -> dict[str, int]:
    """How many people are withheld from each data set that has any."""
    today = models.WithheldPerson.objects.filter(lifted_at__isnull=True).order_by()
    return dict(today.values_list("data_set").annotate(people=Count("pk")))


def withheld_person(reference: str) -> models.WithheldPerson | None:
    return models.WithheldPerson.objects.filter(reference=reference, lifted_at__isnull=True).first()


def add_withheld(
    reference: str, data_set: str, known_by: Mapping[str, str], *, because: str, by: str, at: datetime
) -> None:
    models.WithheldPerson.objects.create(
        reference=reference,
        data_set=data_set,
        known_by=dict(known_by),
        because=because,
        added_by=by,
        added_at=at,
    )


def lift(reference: str, *, at: datetime) -> None:
    """Their data may leave again. Who it was is forgotten; that it was is on the record."""
    models.WithheldPerson.objects.filter(reference=reference).update(lifted_at=at, known_by={})
