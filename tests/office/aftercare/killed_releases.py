"""An office whose processes are killed while files leave it.

    python killed_releases.py prepare          the demonstration office, and what a handler's program needs, as JSON
    python killed_releases.py serve PORT       web processes behind gunicorn
    python killed_releases.py work             a worker
    python killed_releases.py count            one JSON object: what is there, and whether it hangs together

SHAREWELL_HOME is given. Each process that serves or works is the child of one that has everything loaded, so that
after a kill the next is there at once. `killing_releases.py` asks, and kills.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_office.config.settings"
django.setup()

from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from gunicorn.app.base import BaseApplication  # noqa: E402

from builders.office_release import the_agreement  # noqa: E402
from sharewell_office.adapters import clock  # noqa: E402
from sharewell_office.adapters.jobs import run_due  # noqa: E402
from sharewell_office.aftercare.models import Copy, Parcel  # noqa: E402
from sharewell_office.config import demo  # noqa: E402
from sharewell_office.config.office import bring_up_to_date  # noqa: E402
from sharewell_office.config.wsgi import application  # noqa: E402
from sharewell_office.ledger.models import Words  # noqa: E402
from sharewell_office.ledger.verification import verify_now  # noqa: E402
from sharewell_office.people.models import User  # noqa: E402
from sharewell_office.people.programs.services import make_key  # noqa: E402
from sharewell_office.register.demo import COUNCIL  # noqa: E402
from sharewell_office.release import vault  # noqa: E402
from sharewell_office.release.models import Release  # noqa: E402
from sharewell_office.release.services.sweeping import LEFT_FOR, sweep  # noqa: E402

SEALED_FILES = 4  # data.age, manifest.json, terms.json, seal.age


def prepare() -> None:
    bring_up_to_date()
    demo.load()
    handler, ends_on = User.objects.get(username="h1"), clock.today() + timedelta(days=30)
    key = make_key(handler, name="drill", may_write=True, ends_on=ends_on)
    print(json.dumps({"key": key, "authority": the_agreement()}))


class Office(BaseApplication):
    """Two web processes, as `sharewell serve` has them, but loaded once for all that come after a kill."""

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"127.0.0.1:{sys.argv[2]}", "workers": 2, "worker_class": "gthread", "threads": 8,
            "timeout": 120, "preload_app": True, "loglevel": "critical", "control_socket_disable": True,
        }  # fmt: skip
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        # What is loaded at the first answer only is loaded here; a connection is nobody's to inherit.
        for path in ("/api/v1/openapi.json", "/open/"):
            Client(SERVER_NAME="127.0.0.1").get(path)
        connections.close_all()
        return application


def work() -> None:
    """One worker; after a kill, the next."""
    while True:
        worker = os.fork()
        if not worker:
            _do_what_is_due()
        os.waitpid(worker, 0)


def _do_what_is_due() -> None:
    while True:
        run_due(datetime.now(tz=UTC))
        time.sleep(0.2)


def count() -> None:
    sweep(datetime.now(tz=UTC) + LEFT_FOR + timedelta(minutes=1))
    words = list(Words.objects.values_list("leaf__kind", "case__reference"))
    delivered = Counter(reference for kind, reference in words if kind == "release.delivered")
    collected = set(Parcel.objects.filter(state="collected").values_list("release", flat=True))
    sealed = Release.objects.filter(recipient=COUNCIL, status="sealed")
    folders = {row.parcel for row in sealed}
    answer = {
        "on_the_record": sorted(words),
        "collected": len(collected),
        "delivered_twice": [reference for reference, times in delivered.items() if times > 1],
        "delivered_and_not_collected": sorted(set(delivered) ^ collected),
        "collected_and_no_copy": sorted(collected - set(Copy.objects.values_list("reference", flat=True))),
        "sealed_and_not_whole": [
            name for name in folders if len(list(vault.parcel(name).iterdir())) != SEALED_FILES
        ],
        "parcels_that_are_nobodys": sorted(set(_names("parcels")) - folders),
        # Nobody waits for a file any more: whatever is still there lies there in clear.
        "in_clear": [each for folder in ("incoming", "quarantine", "work") for each in _names(folder)],
        "unfinished": sorted(
            Release.objects.exclude(status__in=("sealed", "withdrawn")).values_list("reference", flat=True)
        ),
        "problems_of_the_record": [str(each) for each in verify_now().problems],
    }
    print(json.dumps(answer))


def _names(folder: str) -> list[str]:
    return sorted(vault.untouched(folder, since=float("inf")))


if __name__ == "__main__":
    {"prepare": prepare, "serve": lambda: Office().run(), "work": work, "count": count}[sys.argv[1]]()
