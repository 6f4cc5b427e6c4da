"""What the office keeps of what becomes of data after the share, a module for each noun."""

from sharewell_office.aftercare.models.copy import Copy
from sharewell_office.aftercare.models.correction import Correction, Notice
from sharewell_office.aftercare.models.incident import Incident, Question
from sharewell_office.aftercare.models.key import GivenKey
from sharewell_office.aftercare.models.parcel import Parcel

__all__ = ["Copy", "Correction", "GivenKey", "Incident", "Notice", "Parcel", "Question"]
