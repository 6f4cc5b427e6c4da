"""What assurance keeps, a file for each noun."""

from sharewell_office.assurance.models.actions import Action, ActionUpdate, Review
from sharewell_office.assurance.models.governance import GovernanceDecision, Practice
from sharewell_office.assurance.models.policies import Attestation, Policy, Source
from sharewell_office.assurance.models.samples import Sample

__all__ = [
    "Action",
    "ActionUpdate",
    "Attestation",
    "GovernanceDecision",
    "Policy",
    "Practice",
    "Review",
    "Sample",
    "Source",
]
