"""An office on a disk that fills up, in a process of its own. Prints the statuses of its answers as JSON."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_office.config.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from builders.signed_in import signed_in_now  # noqa: E402
from sharewell_office.config import demo  # noqa: E402
from sharewell_office.ledger.verification import verify_now  # noqa: E402
from sharewell_office.people.models import User  # noqa: E402

FILLER = Path(os.environ["SHAREWELL_HOME"]) / "filler"


def fill() -> None:
    # What the write-ahead log already has of the disk would be room enough for the next few writes.
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with suppress(OSError), FILLER.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def ask() -> dict[str, int]:
    read = [browser.get(path).status_code for path in ("/record/", "/requests/", "/agreements/")]
    invite = {"name": "N", "email": f"n{len(said)}@example.org", "roles": ["ro.handler"], "party": ""}
    # Whoever proved themselves long ago is led to doing so again, and what they sent is kept in their session.
    return {
        "read": max(read),
        "write": browser.post("/people/invite/", invite).status_code,
        "session": tired.post("/people/invite/", invite).status_code,
    }


call_command("migrate", verbosity=0, interactive=False)
demo.load()
browser = signed_in_now(User.objects.get(username="d1"))
browser.raise_request_exception = False
tired = signed_in_now(User.objects.get(username="c1"), minutes_ago=60)
tired.raise_request_exception = False
said: dict[str, object] = {}
said["before"] = ask()
fill()
said["full"] = ask()
FILLER.unlink()
said["after"] = ask()
print(json.dumps(said | {"problems": verify_now().problems}))
