"""Who sees the rows of this room: the rules are the core's. The log of letters is another list than the inbox."""

from __future__ import annotations

from sharewell.policy.seeing import ENTRY, LETTER, MESSAGE
from sharewell_office.adapters.seeing import Table
from sharewell_office.ledger import models

TABLES = (
    Table(models.Words, ENTRY, columns={"about": "case__reference"}),
    Table(models.Message, MESSAGE),
    Table(models.Message, LETTER),
)
