"""Who sees the rows of this room: the rules are the core's. What describes the office itself (its registers, the
organisations it deals with, what was taken over from elsewhere) every one of ours reads.
"""

from __future__ import annotations

from sharewell.policy.seeing import (
    AGREEMENT,
    ASSESSMENT,
    CALENDAR,
    OF_THE_OFFICE,
    PAST_SHARING,
    SAVED_SEARCH,
)
from sharewell_office.adapters.seeing import Table
from sharewell_office.register import models

TABLES = (
    Table(models.Agreement, AGREEMENT, "reference", {"data_set": "asset__data_set"}),
    # The two indexes that a search starts from.
    Table(models.AgreementWords, AGREEMENT, columns={"data_set": "agreement__asset__data_set"}),
    Table(models.AgreementFound, AGREEMENT, columns={"data_set": "agreement__asset__data_set"}),
    Table(models.Dpia, ASSESSMENT, "reference"),
    Table(models.PastSharing, PAST_SHARING, "reference"),
    Table(models.SavedSearch, SAVED_SEARCH),
    Table(models.CalendarLink, CALENDAR),
    *(
        Table(each, OF_THE_OFFICE)
        for each in (models.Asset, models.Entry, models.Import, models.ImportRow, models.Party)
    ),
)
