"""The rules that people and life-cycles must keep, each with the paragraph it comes from.

A rule of the one-off flow or of the lawfulness tables is data and lives in `policy/law`; a check of the release gate
describes itself in `release`. What is left is here, a noun to a module and all of them under this name: who may act, in
which order, and what goes on the record. Citations: OPCC n is a clause of the Information Sharing Policy, WMFS n an
action of the scrutiny review.
"""

from sharewell.policy.rulebook.adherence import *
from sharewell.policy.rulebook.aftercare import *
from sharewell.policy.rulebook.agreements import *
from sharewell.policy.rulebook.assessments import *
from sharewell.policy.rulebook.emergencies import *
from sharewell.policy.rulebook.governance import *
from sharewell.policy.rulebook.people import *
from sharewell.policy.rulebook.release import *
from sharewell.policy.rulebook.requests import *
