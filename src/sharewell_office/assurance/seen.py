"""Who sees the rows of this room: they are about the office itself, and every one of ours reads them; a dip sample
names cases of every area, and is for those who mark it and for those whose posts reach everything."""

from __future__ import annotations

from sharewell.policy.seeing import OF_THE_OFFICE, SAMPLE
from sharewell_office.adapters.seeing import Table
from sharewell_office.assurance import models

TABLES = (
    Table(models.Sample, SAMPLE, "reference"),
    *(
        Table(each, OF_THE_OFFICE)
        for each in (
            models.Action,
            models.AdherenceAudit,
            models.Campaign,
            models.GovernanceDecision,
            models.Policy,
            models.Practice,
            models.Return,
            models.Review,
            models.Survey,
            models.Team,
        )
    ),
)
