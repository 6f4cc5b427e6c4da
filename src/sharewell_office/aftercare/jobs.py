"""What happens after the share by itself."""

from datetime import time

from sharewell_office.adapters.jobs import Daily, Job
from sharewell_office.aftercare.retention.services import chase

JOBS = (Job(name="chase-certificates", every=Daily(time(6, 30)), run=chase),)
