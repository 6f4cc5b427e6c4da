"""What we signed and who signed beside us: checkpoints, co-signatures both ways, and what the monitor found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from sharewell_office.ledger import models


def add_checkpoint(*, size: int, verifier_key: str, note: str, at: datetime) -> None:
    models.Checkpoint.objects.get_or_create(
        size=size, verifier_key=verifier_key, defaults={"note": note, "signed_at": at}
    )


def checkpoints() -> QuerySet[models.Checkpoint]:
    """The checkpoints we signed, smallest first."""
    return models.Checkpoint.objects.order_by("size", "pk")


def last_checkpoint() -> models.Checkpoint | None:
    return checkpoints().last()


def cosignatures(size: int, verifier_key: str) -> list[tuple[str, str]]:
    """The witnesses of one of our checkpoints: their keys and their lines."""
    there = models.Cosignature.objects.filter(checkpoint__size=size, checkpoint__verifier_key=verifier_key)
    return list(there.order_by("pk").values_list("witness", "line"))


def last_cosignature(witness: str = "") -> models.Cosignature | None:
    """The largest checkpoint that anybody outside (or that witness) co-signed."""
    there = models.Cosignature.objects.select_related("checkpoint").order_by("checkpoint__size", "at")
    return (there.filter(witness=witness) if witness else there).last()


def add_cosignature(checkpoint: models.Checkpoint, *, witness: str, line: str, at: datetime) -> None:
    models.Cosignature.objects.get_or_create(
        checkpoint=checkpoint, witness=witness, defaults={"line": line, "at": at}
    )


def add_stamp(checkpoint: models.Checkpoint, *, token: str, at: datetime) -> None:
    models.TimeStamp.objects.get_or_create(checkpoint=checkpoint, defaults={"token": token, "at": at})


def stamps(sizes: Iterable[int], verifier_key: str) -> list[str]:
    """The time stamps over our checkpoints of these sizes, as evidence holds them."""
    there = models.TimeStamp.objects.filter(
        checkpoint__size__in=list(sizes), checkpoint__verifier_key=verifier_key
    )
    return list(there.order_by("checkpoint__size").values_list("token", flat=True))


def last_stamped(verifier_key: str, *, below: int | None = None) -> models.Checkpoint | None:
    """The largest checkpoint of that key that somebody outside stamped."""
    there = checkpoints().filter(verifier_key=verifier_key, stamp__isnull=False)
    return (there if below is None else there.filter(size__lt=below)).last()


def witnessed(origin: str) -> tuple[int, bytes] | None:
    """The size and root of a partner's log as we co-signed it last."""
    row = models.WitnessedLog.objects.filter(origin=origin).first()
    return (row.size, bytes(row.root)) if row else None


def keep_witnessed(origin: str, *, size: int, root: bytes) -> None:
    models.WitnessedLog.objects.update_or_create(origin=origin, defaults={"size": size, "root": root})


def keep_look(*, at: datetime, entries: int, problems: list[str]) -> None:
    models.Look.objects.create(at=at, entries=entries, problems=problems)


def last_look() -> models.Look | None:
    """What the monitor found last."""
    return models.Look.objects.order_by("pk").last()
