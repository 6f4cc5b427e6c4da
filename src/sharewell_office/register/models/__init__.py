"""What the register keeps, a module for each noun."""

from sharewell_office.register.models.agreement import (
    Agreement,
    AgreementFound,
    AgreementWords,
    Comment,
    SigningLink,
)
from sharewell_office.register.models.entry import Entry, NoticeEdition
from sharewell_office.register.models.imports import ColumnMapping, Import, ImportRow
from sharewell_office.register.models.papers import RECORDED, Dpia, DpiaCover, PastSharing
from sharewell_office.register.models.party import Asset, Duty, Incident, Party
from sharewell_office.register.models.seeing import CalendarLink, Publication, SavedSearch

__all__ = [
    "RECORDED",
    "Agreement",
    "AgreementFound",
    "AgreementWords",
    "Asset",
    "CalendarLink",
    "ColumnMapping",
    "Comment",
    "Dpia",
    "DpiaCover",
    "Duty",
    "Entry",
    "Import",
    "ImportRow",
    "Incident",
    "NoticeEdition",
    "Party",
    "PastSharing",
    "Publication",
    "SavedSearch",
    "SigningLink",
]
