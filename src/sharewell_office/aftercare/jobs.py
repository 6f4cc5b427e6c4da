"""What happens after the share by itself."""

from datetime import time, timedelta

from sharewell_office.adapters.jobs import Daily, Job
from sharewell_office.aftercare.corrections.services import chase as chase_notices
from sharewell_office.aftercare.disposal import dispose
from sharewell_office.aftercare.forgetting import forget
from sharewell_office.aftercare.incidents.services import watch
from sharewell_office.aftercare.retention.services import chase as chase_certificates

JOBS = (
    Job(name="chase-certificates", every=Daily(time(6, 30)), run=chase_certificates),
    Job(name="chase-notices", every=Daily(time(6, 35)), run=chase_notices),
    Job(name="destroy-sealed-parcels", every=timedelta(hours=1), run=dispose),
    Job(name="forget-subjects", every=Daily(time(4, 30)), run=forget),
    Job(name="watch-incidents", every=timedelta(minutes=30), run=watch),
)
