"""What the office keeps of releases, a module for each noun. Never a file: files are in the vault."""

from sharewell_office.release.models.incidents import IncidentDecision
from sharewell_office.release.models.index import Footprint, IndexPurpose
from sharewell_office.release.models.lists import KeptList, WithheldPerson
from sharewell_office.release.models.release import Attempt, Clearance, Release

__all__ = [
    "Attempt",
    "Clearance",
    "Footprint",
    "IncidentDecision",
    "IndexPurpose",
    "KeptList",
    "Release",
    "WithheldPerson",
]
