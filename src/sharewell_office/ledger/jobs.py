"""What the record does by itself."""

from datetime import timedelta

from sharewell_office.adapters.jobs import Job
from sharewell_office.ledger.sending import send_waiting

JOBS = (Job(name="send-messages", every=timedelta(minutes=1), run=send_waiting),)
