"""Workers of an office of their own, on a real database.

python workers.py crowd WORKERS MOMENTS DIARY    so many processes run one job for so many moments; each run that
                                                 is done writes a line into DIARY
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from datetime import UTC, datetime, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_office.config.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from sharewell_office.adapters.jobs import Job, run_due  # noqa: E402

START, HOUR = datetime(2026, 3, 2, 12, tzinfo=UTC), timedelta(hours=1)
diary = sys.argv[4]


def write(at: datetime) -> str:
    with open(diary, "a") as file:
        file.write(f"{at.isoformat()}\n")
    return "written"


def work(moments: int) -> None:
    job = Job(name="write", every=HOUR, run=write)
    for hour in range(moments):
        run_due(START + hour * HOUR, jobs=[job])


call_command("migrate", "adapters", verbosity=0, interactive=False)
connection.close()
context = multiprocessing.get_context("fork")
crowd = [context.Process(target=work, args=(int(sys.argv[3]),)) for _ in range(int(sys.argv[2]))]
for each in crowd:
    each.start()
for each in crowd:
    each.join()
sys.exit(max(each.exitcode for each in crowd))
