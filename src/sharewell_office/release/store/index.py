"""The differencing index: footprints of what left, and what the index is kept for."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from sharewell_office.release import models


def footprints(data_set: str, recipient: str) -> list[models.Footprint]:
    """What is remembered of the files of that data set that went to that recipient, oldest first."""
    found = models.Footprint.objects.select_related("release")
    return list(found.filter(data_set=data_set, recipient=recipient))


def every_footprint() -> list[models.Footprint]:
    return list(models.Footprint.objects.select_related("release"))


def footprint_of(release: str) -> models.Footprint | None:
    return models.Footprint.objects.select_related("release").filter(release__reference=release).first()


def remember(row: models.Release, *, key: str, released_on: date) -> None:
    """From now on later files for that recipient are compared with this one."""
    models.Footprint.objects.create(
        release=row,
        data_set=row.data_set,
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        key=key,
        sha256=row.current.footprint_sha256,
        released_on=released_on,
    )


def forget_footprint(release: str) -> None:
    models.Footprint.objects.filter(release__reference=release).delete()


def footprint_in_use(sha256: str) -> bool:
    """Whether the index or a release that is not over yet still needs the footprint of that digest."""
    waiting = models.Attempt.objects.filter(footprint_sha256=sha256).exclude(
        Q(release__status="sealed") | Q(release__status="withdrawn")
    )
    return models.Footprint.objects.filter(sha256=sha256).exists() or waiting.exists()


def index_purposes() -> dict[str, models.IndexPurpose]:
    return {each.data_set: each for each in models.IndexPurpose.objects.all()}


def note_purpose(data_set: str, *, ropa: str, dpia: str, by: str, at: datetime) -> None:
    models.IndexPurpose.objects.update_or_create(
        data_set=data_set, defaults={"ropa": ropa, "dpia": dpia, "noted_by": by, "noted_at": at}
    )
