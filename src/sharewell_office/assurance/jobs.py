"""What assurance does by itself."""

from datetime import time

from sharewell_office.adapters.jobs import Daily, Job
from sharewell_office.assurance.actions.shouting import shout
from sharewell_office.assurance.adherence.services import watch as watch_adherence
from sharewell_office.assurance.board.standing import keep as keep_what_stands
from sharewell_office.assurance.campaigns.services import send_bites
from sharewell_office.assurance.policies.chasing import chase as chase_policies
from sharewell_office.assurance.policies.watching import look_at_all
from sharewell_office.assurance.survey.services.chasing import chase as chase_teams

JOBS = (
    Job(name="tell-overdue-actions", every=Daily(time(18, 0)), run=shout),
    Job(name="chase-policy-reviews", every=Daily(time(6, 40)), run=chase_policies),
    Job(name="send-campaign-bites", every=Daily(time(8, 0)), run=send_bites),
    Job(name="watch-sources", every=Daily(time(5, 20)), run=look_at_all),
    Job(name="watch-adherence", every=Daily(time(6, 50)), run=watch_adherence),
    Job(name="keep-what-stands", every=Daily(time(23, 40)), run=keep_what_stands),
    Job(name="chase-teams", every=Daily(time(7, 0)), run=chase_teams),
)
