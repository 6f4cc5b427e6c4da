"""Who sees the rows of this room: the rules are the core's."""

from __future__ import annotations

from sharewell.policy.seeing import RELEASE, WITHHELD
from sharewell_office.adapters.seeing import Table
from sharewell_office.release import models

TABLES = (
    Table(models.Release, RELEASE, "reference"),
    Table(models.Attempt, RELEASE, columns={"data_set": "release__data_set"}),
    Table(models.WithheldPerson, WITHHELD, "reference"),
)
