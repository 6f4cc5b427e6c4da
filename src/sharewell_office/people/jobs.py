"""What this room does by itself."""

from datetime import time, timedelta

from sharewell_office.adapters.jobs import Daily, Job
from sharewell_office.people.programs.once import forget_answers
from sharewell_office.people.training.services import keep_current

JOBS = (
    Job(name="forget-api-answers", every=timedelta(hours=1), run=forget_answers),
    Job(name="keep-training-current", every=Daily(time(5, 40)), run=keep_current),
)
