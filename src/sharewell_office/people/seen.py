"""Who sees the rows of this room: who is here, and who stands in for whom, every one of ours reads."""

from __future__ import annotations

from sharewell.policy.seeing import OF_THE_OFFICE
from sharewell_office.adapters.seeing import Table
from sharewell_office.people import models

TABLES = (Table(models.User, OF_THE_OFFICE), Table(models.Delegation, OF_THE_OFFICE))
