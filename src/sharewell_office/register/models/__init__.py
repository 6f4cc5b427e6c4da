"""What the register keeps, a module for each noun."""

from sharewell_office.register.models.agreement import (
    Agreement,
    AgreementFound,
    AgreementWords,
    Comment,
    SigningLink,
)
from sharewell_office.register.models.papers import Dpia, PastSharing
from sharewell_office.register.models.party import Asset, Duty, Incident, Party

__all__ = [
    "Agreement",
    "AgreementFound",
    "AgreementWords",
    "Asset",
    "Comment",
    "Dpia",
    "Duty",
    "Incident",
    "Party",
    "PastSharing",
    "SigningLink",
]
