"""The teams that a survey of the demonstration office asks, and a scrutiny review's table to take over.

The table has five areas, actions 1.1 to 5.1, with their days and updates: the kind that such a review prints, in posts
instead of names. Nothing of it is loaded: a newcomer takes it over at /assurance/actions/ and sees it tracked, and
printed back.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime

from sharewell.assurance.survey.roster import POSTS, Team
from sharewell_office.assurance.survey.services.launching import keep_team
from sharewell_office.people import store as people
from sharewell_office.register.demo import folder

SCRUTINY_REVIEW = "scrutiny-review.csv"
_TITLE = "Scrutiny review of data sharing"
_COLUMNS = ("Scrutiny review", "Area of interest", "Proposal", "Director", "Action number", "Action",
            "Officer responsible", "Due date", "Updates")  # fmt: skip
_DIRECTOR = "Director, Service Delivery"
_HEAD, _BOTH = "Head of Data Management", "Data Governance Officer/ Head of Data Management"
_AREAS = (
    (
        "Governance of data sharing",
        "A data sharing policy and principles of operation are needed, made with those whom sharing concerns.",
        (
            ("1.1", "The “Management of Information” standing order, and training on it, to be completed.", _HEAD,
             "30.06.17.", ""),
            ("1.2", "Is clause 2.3 of that standing order sufficient to cover data sharing?", _HEAD, "30.05.17.",
             "25.05.17. Update – Complete: the standing order is sufficient. Guidance and training follow, so that all "
             "employees know their responsibilities."),
        ),
    ),
    (
        "Central governance of data sharing",
        "Decide on structure and systems; then audit across the organisation what is shared, and under what.",
        (
            ("2.1", "Decide where responsibility for data sharing sits: with Data Management?", _HEAD, "30.05.17.",
             "25.05.17. Update – It is held by Data Management, who keep a register of sharing protocols; reviews of "
             "adherence are built into the processes."),
            ("2.2", "An audit of the amount, type and purpose of the data being shared.", _BOTH, "30.06.17.",
             "30.06.17. Update – Carried out, and the response was not good: it is escalated to middle managers."),
            ("2.3", "A further audit whether the standing order is followed, six months after its launch.", _HEAD,
             "28.02.18.", ""),
        ),
    ),
    (
        "Data sharing agreements",
        "Review the template of the agreement, with a view to making it simpler.",
        (
            ("3.1", "The template to be reviewed by Data Management and updated.", _HEAD, "30.06.17.",
             "30.06.17. Update – The new template is live. Communications release guidance a subject a day."),
        ),
    ),
    (
        "Data shared with other agencies",
        "Find a suitable way to manage and control data that are shared with partners.",
        (("4.1", "This will be addressed through Action 2.1", "", "Not Applicable", ""),),
    ),
    (
        "Notable good practice",
        "Consider good practice, and adopt what fits.",
        (("5.1", "Good practice to be considered when 2.1 is actioned.", _HEAD, "30.06.17.", ""),),
    ),
)  # fmt: skip


# Each with its service, then who answers for it, who does when they cannot, and the line above them.
_TEAMS = (
    ("Complaints", "Casework", "h1", "h2", "o1", "o1", "c1"),
    ("Home visits", "Casework", "h2", "h1", "o2", "o2", "c1"),
    ("Data Management", "Corporate", "k1", "d1", "o1", "o1", "c1"),
    ("Executive office", "Corporate", "o1", "k1", "c1", "c1", "c1"),
)


def load(at: datetime) -> None:
    """The teams; and the table, where a newcomer finds the files to try things with."""
    keeper = people.actor_by_id("k1", at.date())
    for name, service, *line in _TEAMS:
        team = Team(name=name, service=service, **dict(zip(POSTS, line, strict=True)))
        outcome = keep_team(team, by=keeper)
        assert outcome.permitted, outcome.refusals
        people.change(team.respondent, team=name)
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / SCRUTINY_REVIEW).write_text(as_table())


def as_table() -> str:
    """The review's table as CSV."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for title, proposal, actions in _AREAS:
        rows.writerows((_TITLE, title, proposal, _DIRECTOR, *action) for action in actions)
    return written.getvalue()
