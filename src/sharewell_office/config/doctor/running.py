"""What the office needs to run from day to day: jobs in time, room on the disk, and something to draw pages with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sharewell_office.config.doctor.database import no_tables
from sharewell_office.config.doctor.finding import Finding, Result, ok, wrong


def jobs() -> Iterator[Finding]:
    from sharewell_office.adapters import clock
    from sharewell_office.adapters.jobs import standings

    if no_tables():
        return
    standing = standings(clock.now())
    if all(each.last is None for each in standing):
        yield Finding(
            area="jobs", result=Result.NOTE, what="No job has ever run.",
            remedy="`sharewell serve` runs them, unless told --no-jobs; then run `sharewell worker`.",
        )  # fmt: skip
        return
    late = [each.job.name for each in standing if each.late]
    for name in late:
        yield wrong(
            "jobs",
            f"{name} is late.",
            "Look at /jobs/ for what it said, and whether `sharewell worker` runs.",
        )
    if not late:
        yield ok("jobs", f"All {len(standing)} jobs run in time.")


_LEAST_FREE = 1 << 30


def disk() -> Iterator[Finding]:
    from django.conf import settings

    home = Path(settings.SHAREWELL_HOME)
    disk = shutil.disk_usage(home)
    free = f"{disk.free / 2**30:.1f} GiB of {disk.total / 2**30:.1f} GiB are free"
    if disk.free < _LEAST_FREE:
        yield wrong(
            "disk", f"Only {free}.", "Make room: below 1 GiB an upload may not fit, and steps are refused."
        )
    else:
        yield ok("disk", f"{free}.")
    if not os.access(home, os.W_OK):
        yield wrong(
            "disk", "SHAREWELL_HOME cannot be written.", "Give the folder to the user that runs Sharewell."
        )


def pages() -> Iterator[Finding]:
    from django.contrib.staticfiles import finders

    for needed in ("govuk/govuk-frontend.min.css", "moj/moj-frontend.min.css"):
        if finders.find(needed) is None:
            yield wrong(
                "pages",
                f"{needed} is not here: pages would be unstyled.",
                "Run `make run` once, or set SHAREWELL_FRONTEND.",
            )
