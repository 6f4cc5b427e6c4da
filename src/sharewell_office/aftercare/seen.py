"""Who sees the rows of this room: the rules are the core's. What is about a release hangs on who sees the release."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from sharewell.policy.seeing import (
    COPY,
    CORRECTION,
    INCIDENT,
    INCIDENT_QUESTION,
    NOTICE,
    PARCEL,
)
from sharewell_office.adapters.seeing import Table
from sharewell_office.aftercare import models

# A correction reaches the copies of one release after another: it is seen with the first.
_first = models.Notice.objects.filter(correction=OuterRef("pk")).order_by("pk").values("release")[:1]

TABLES = (
    Table(models.Parcel, PARCEL),
    Table(models.Copy, COPY),
    Table(models.Incident, INCIDENT, "reference"),
    Table(
        models.Question,
        INCIDENT_QUESTION,
        columns={"incident": "incident__reference", "party": "incident__party"},
    ),
    Table(models.Correction, CORRECTION, "reference", {"release": Subquery(_first)}),
    Table(models.Notice, NOTICE),
)
