"""What the release room does by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sharewell_office.adapters.jobs import Job
from sharewell_office.release.services import index, large
from sharewell_office.release.services.sweeping import sweep


def forget_certified(at: datetime) -> str:
    """Nothing is remembered of a parcel that the recipient certified as destroyed."""
    return f"{index.forget_certified()} footprints forgotten"


def resume_examinations(at: datetime) -> str:
    """An examination whose process was lost is begun anew."""
    return f"{large.resume_stopped()} examinations begun anew"


JOBS = (
    Job(name="resume-examinations", every=timedelta(minutes=1), run=resume_examinations),
    Job(name="sweep-vault", every=timedelta(hours=1), run=sweep),
    Job(name="forget-certified-footprints", every=timedelta(hours=1), run=forget_certified),
)
