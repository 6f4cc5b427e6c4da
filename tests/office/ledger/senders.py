"""An office of its own whose worker is killed: `python senders.py fill N | send | count`.

`send` goes on until nothing waits any more; whoever starts it kills it. `count` prints the messages by state, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_office.config.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402

from sharewell.vocabulary.event import Event  # noqa: E402
from sharewell_office.adapters import clock  # noqa: E402
from sharewell_office.ledger import models  # noqa: E402
from sharewell_office.ledger.sending import send_waiting  # noqa: E402
from sharewell_office.ledger.services import Message, record  # noqa: E402

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)

match sys.argv[1]:
    case "fill":
        for room in ("ledger", "adapters"):  # a message says who we are
            call_command("migrate", room, verbosity=0, interactive=False)
        for number in range(int(sys.argv[2])):
            about = f"REL-2026-{number:04}"
            told = Message(to=f"party{number}@example.org", template="parcel-collected", about=about)
            record([Event(kind="release.delivered", about=about, by="h1", at=NOON)], messages=[told])
    case "send":
        with clock.set_to(NOON):
            while models.Message.objects.filter(state="waiting").exists():
                send_waiting(NOON)
    case "count":
        print(json.dumps(dict(models.Message.objects.values_list("state").annotate(Count("pk")))))
