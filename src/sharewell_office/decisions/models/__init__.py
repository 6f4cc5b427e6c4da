"""What the decisions room keeps, one file for each noun. Only the stores touch it."""

from sharewell_office.decisions.models.absence import Absence
from sharewell_office.decisions.models.dpo_question import DpoQuestion
from sharewell_office.decisions.models.emergency import Emergency
from sharewell_office.decisions.models.law_adoption import LawAdoption
from sharewell_office.decisions.models.request import Advice, Answer, Decision, Request

__all__ = ["Absence", "Advice", "Answer", "Decision", "DpoQuestion", "Emergency", "LawAdoption", "Request"]
