"""An office of its own in a process of its own, on a real database, in which several decide one request at once.

    python two_deciders.py ROUNDS     so many times: a request is submitted, and three processes decide it

Prints one JSON object: for each round what each process was told, and what is on the record afterwards.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_office.config.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from sharewell.decisions.lifecycle import Action  # noqa: E402
from sharewell.vocabulary.people import Role  # noqa: E402
from sharewell_office.adapters import clock  # noqa: E402
from sharewell_office.decisions import demo, models, services  # noqa: E402
from sharewell_office.ledger import models as ledger  # noqa: E402
from sharewell_office.ledger.verification import verify_now  # noqa: E402
from sharewell_office.people import models as people  # noqa: E402
from sharewell_office.people.store import actor_by_id  # noqa: E402
from sharewell_office.register import models as register  # noqa: E402

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
EACH_DECIDES = (Action.APPROVE, Action.REFUSE, Action.APPROVE_REDUCED)


def somebody(username: str, role: Role) -> people.User:
    user = people.User.objects.create(
        username=username, name=username, email=f"{username}@northshire.example", trained_until=NOON.date()
    )
    people.Post.objects.create(user=user, role=role.value)
    return user


def an_office() -> None:
    for username in ("h1", "h2"):
        somebody(username, Role.HANDLER)
    people.Ownership.objects.create(user=somebody("o1", Role.OWNER), data_set="complaints")
    register.Party.objects.create(reference=demo.COUNCIL, name="Northshire Council", kind="public_authority")
    register.Asset.objects.create(data_set="complaints", title="Complaints", owner="o1", retention="P6Y")


def decide(reference: str, action: Action, together: Any, told: Any) -> None:
    by = actor_by_id("o1", NOON.date())
    services.read(reference)
    together.wait()  # everybody has read it; now all decide
    keep = frozenset({"full_name"}) if action is Action.APPROVE_REDUCED else None
    outcome = services.decide(reference, action=action, reasons="It is needed.", keep=keep, by=by)
    told.put("decided" if outcome.permitted else [one.rule.code for one in outcome.refusals])


def a_round() -> dict[str, Any]:
    demo._to_decide(NOON)
    reference = models.Request.objects.latest("pk").reference
    connection.close()  # a connection is not shared between processes
    context = multiprocessing.get_context("fork")
    together, told = context.Barrier(len(EACH_DECIDES)), context.Queue()
    deciders = [
        context.Process(target=decide, args=(reference, action, together, told)) for action in EACH_DECIDES
    ]
    for one in deciders:
        one.start()
    said = [told.get(timeout=60) for _ in deciders]
    for one in deciders:
        one.join()
    return {"told": said, **on_record(reference)}


def on_record(reference: str) -> dict[str, Any]:
    request = models.Request.objects.get(reference=reference)
    kinds = Counter(
        ledger.Words.objects.filter(case__reference=reference).values_list("leaf__kind", flat=True)
    )
    decided = {kind: count for kind, count in kinds.items() if kind.startswith("decision.")}
    return {
        "decisions": list(models.Decision.objects.filter(request=request).values_list("outcome", flat=True)),
        "status": request.status,
        "entries": decided,
    }


call_command("migrate", verbosity=0, interactive=False)
with clock.set_to(NOON):
    an_office()
    rounds = [a_round() for _ in range(int(sys.argv[1]))]
print(json.dumps({"database": connection.vendor, "rounds": rounds, "problems": verify_now().problems}))
