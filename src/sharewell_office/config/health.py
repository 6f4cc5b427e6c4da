"""Whether the office is well, for the machines that look after it: no sign-in, no cookie, nothing about anybody.

/health/live     this process answers
/health/ready    it can read its database, and the tables are of this version
/metrics         a few numbers, in the text format of Prometheus; from this machine, or with the token
"""

from __future__ import annotations

import shutil
from hmac import compare_digest

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import standings
from sharewell_office.ledger import store
from sharewell_office.ledger.models import Look

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"live": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    why_not = not_ready()
    return JsonResponse({"ready": not why_not, "why_not": why_not}, status=503 if why_not else 200)


def not_ready() -> str:
    """Why no request can be served now; empty where it can."""
    try:
        return "the database waits for its migrations" if waiting_migrations() else ""
    except DatabaseError:
        return "the database does not answer"


def waiting_migrations() -> int:
    """How many migrations of this version the database has not had."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404, not 403, for whoever may not: an address that tells nothing is not worth trying."""
    if not _may_read(request):
        return HttpResponse("There is no such page.", status=404, content_type=_TEXT)
    lines = [line for name, (what, value) in _gauges().items() for line in _written(name, what, value)]
    return HttpResponse("\n".join(lines) + "\n", content_type=_TEXT)


def _may_read(request: HttpRequest) -> bool:
    token = settings.SHAREWELL_METRICS_TOKEN
    brought = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token:
        return compare_digest(brought.encode(), token.encode())
    # Behind a proxy every request comes from this machine.
    return request.META.get("REMOTE_ADDR") == "127.0.0.1" and "X-Forwarded-For" not in request.headers


def _gauges() -> dict[str, tuple[str, float]]:
    size, last, look = store.size(), store.last_checkpoint(), store.last_look()
    age = (clock.now() - last.signed_at).total_seconds() if last else -1
    disk = shutil.disk_usage(settings.SHAREWELL_HOME)
    return {
        "record_entries": ("Entries of the record", size),
        "record_unsigned_entries": ("Entries since the last checkpoint", size - (last.size if last else 0)),
        "record_checkpoint_age_seconds": ("Since the last checkpoint was signed; -1 before the first", age),
        "record_intact": (
            "What the monitor found last: 1 intact, 0 changed, -1 not looked yet",
            _found(look),
        ),
        "jobs_late": (
            "Jobs that missed two of their moments",
            sum(each.late for each in standings(clock.now())),
        ),
        "disk_free_bytes": ("Free on the disk of SHAREWELL_HOME", disk.free),
        "disk_total_bytes": ("Size of the disk of SHAREWELL_HOME", disk.total),
    }


def _found(look: Look | None) -> float:
    return -1 if look is None else float(not look.problems)


def _written(name: str, what: str, value: float) -> tuple[str, ...]:
    name = f"sharewell_{name}"
    return (f"# HELP {name} {what}", f"# TYPE {name} gauge", f"{name} {value:.0f}")
