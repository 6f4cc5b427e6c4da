"""What this room does by itself."""

from datetime import timedelta

from sharewell_office.adapters.jobs import Job
from sharewell_office.people.programs.once import forget_answers

JOBS = (Job(name="forget-api-answers", every=timedelta(hours=1), run=forget_answers),)
