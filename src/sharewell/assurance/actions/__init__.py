"""What a review asked for, and whether it was done: areas, the proposal in each, and the actions under it.

    OPEN --close--> CLOSED --reopen--> OPEN

An action keeps the day it was first due, however often that day is moved. It may be *addressed by* another ("this will
be addressed through Action 2.1"), by its own words or by a step, and then closes with it; or be *tied to* another ("to
be considered when 2.1 is actioned"), which it must not wait for silently, so it stays open. What nobody gets done is
escalated to the director who answers for the area: by whoever sees it, or by itself, ten working days after it was due.
WMFS 0-5.
"""

from sharewell.assurance.actions.lateness import PATIENCE, escalate_late, tell_overdue, told_overdue
from sharewell.assurance.actions.opening import ActionForNobody, opened, settled
from sharewell.assurance.actions.record import Action, Area, Review, Update, closing_with, linked
from sharewell.assurance.actions.steps import KEEPERS, Step, apply, open_to, take_step

__all__ = [
    "KEEPERS",
    "PATIENCE",
    "Action",
    "ActionForNobody",
    "Area",
    "Review",
    "Step",
    "Update",
    "apply",
    "closing_with",
    "escalate_late",
    "linked",
    "open_to",
    "opened",
    "settled",
    "take_step",
    "tell_overdue",
    "told_overdue",
]
