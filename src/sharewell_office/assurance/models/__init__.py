"""What assurance keeps, a file for each noun."""

from sharewell_office.assurance.models.actions import Action, ActionUpdate, Review
from sharewell_office.assurance.models.adherence import AdherenceAudit
from sharewell_office.assurance.models.board import BoardReport, Standing
from sharewell_office.assurance.models.campaigns import Bite, Campaign, Reading
from sharewell_office.assurance.models.governance import GovernanceDecision, Practice
from sharewell_office.assurance.models.policies import Attestation, Policy, Source
from sharewell_office.assurance.models.samples import Mark, Sample, SampledCase
from sharewell_office.assurance.models.surveys import Flow, FlowCase, Return, Survey, Team

__all__ = [
    "Action",
    "ActionUpdate",
    "AdherenceAudit",
    "Attestation",
    "Bite",
    "BoardReport",
    "Campaign",
    "Flow",
    "FlowCase",
    "GovernanceDecision",
    "Mark",
    "Policy",
    "Practice",
    "Reading",
    "Return",
    "Review",
    "Sample",
    "SampledCase",
    "Source",
    "Standing",
    "Survey",
    "Team",
]
