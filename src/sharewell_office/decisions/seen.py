"""Who sees the rows of this room: the rules are the core's."""

from __future__ import annotations

from sharewell.policy.seeing import EMERGENCY, QUESTION_TO_THE_DPO, REQUEST
from sharewell_office.adapters.seeing import Table
from sharewell_office.decisions import models

TABLES = (
    Table(models.Request, REQUEST, "reference"),
    Table(models.Emergency, EMERGENCY, "reference"),
    Table(models.DpoQuestion, QUESTION_TO_THE_DPO, "reference", begins="DPQ-"),
)
