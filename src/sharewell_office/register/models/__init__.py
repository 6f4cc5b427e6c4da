"""What the register keeps, a module for each noun."""

from sharewell_office.register.models.agreement import (
    Agreement,
    AgreementFound,
    AgreementWords,
    Comment,
    SigningLink,
)
from sharewell_office.register.models.papers import RECORDED, Dpia, DpiaCover, PastSharing
from sharewell_office.register.models.party import Asset, Duty, Incident, Party

__all__ = [
    "RECORDED",
    "Agreement",
    "AgreementFound",
    "AgreementWords",
    "Asset",
    "Comment",
    "Dpia",
    "DpiaCover",
    "Duty",
    "Incident",
    "Party",
    "PastSharing",
    "SigningLink",
]
