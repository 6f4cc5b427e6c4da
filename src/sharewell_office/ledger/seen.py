"""Who sees the rows of this room: the rules are the core's. The log of letters is another list than the inbox."""

from __future__ import annotations

from sharewell.policy.seeing import ENTRY, LETTER, MESSAGE, PACK
from sharewell_office.adapters.seeing import Table
from sharewell_office.ledger import models

TABLES = (
    Table(models.Words, ENTRY, columns={"about": "case__reference"}),
    # A pack has no table of its own: the key of its words is the one thing that is kept of it.
    Table(models.CaseKey, PACK, "reference", begins="PACK-"),
    Table(models.Message, MESSAGE),
    Table(models.Message, LETTER),
)
