"""An office whose processes are killed in the middle of releases: `python killed_releases.py …`, SHAREWELL_HOME given.

release MANY     go on until so many parcels were collected; each step is printed once it was acknowledged
work             what the worker does, again and again
count            one JSON object: what is there, and whether it hangs together
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_office.config.settings"
django.setup()

from builders.office_release import an_upload, somebody, the_agreement  # noqa: E402
from sharewell.aftercare.collection import Acceptance  # noqa: E402
from sharewell_office.adapters.jobs import run_due  # noqa: E402
from sharewell_office.aftercare import services as aftercare  # noqa: E402
from sharewell_office.aftercare.models import Copy, Parcel  # noqa: E402
from sharewell_office.ledger.models import Leaf, Words  # noqa: E402
from sharewell_office.ledger.verification import verify_now  # noqa: E402
from sharewell_office.register.demo import COUNCIL  # noqa: E402
from sharewell_office.release import services, store, vault  # noqa: E402
from sharewell_office.release.models import Release  # noqa: E402
from sharewell_office.release.services.sweeping import LEFT_FOR, sweep  # noqa: E402


def acknowledged(step: str, reference: str) -> None:
    print(json.dumps([step, reference]), flush=True)


def release(many: int) -> None:
    acknowledged("ready", "")
    while Parcel.objects.filter(state="collected").count() < many:
        go_on_with(begun() or brought())


def begun() -> str:
    """A release that somebody was killed over, and that can be gone on with."""
    waiting = Release.objects.filter(status__in=("ready", "permitted", "sealed"), collected_at__isnull=True)
    return waiting.values_list("reference", flat=True).first() or ""


def brought() -> str:
    result = services.bring(an_upload(), under=the_agreement(), by=somebody("h1"))
    assert not result.refusals, result.refusals
    acknowledged("release.examined", result.reference)
    return result.reference


def go_on_with(reference: str) -> None:
    take = {"ready": services.release, "permitted": services.seal}.get(store.row(reference).status)
    if take:
        outcome = take(reference, by=somebody("h1"))
        assert outcome.permitted, outcome.refusals
        acknowledged("release.sealed", reference)
    made = aftercare.offer(reference, by=somebody("h1"))
    acknowledged("release.offered", reference)
    said = Acceptance(code=made.code, name="Rhea Castell", post="Manager", accepts=True)
    result = aftercare.collect(made.token, said)
    assert result.content, result.refusals
    assert result.content.read()
    acknowledged("release.delivered", reference)


def work() -> None:
    while True:
        run_due(datetime.now(tz=UTC))
        time.sleep(0.5)


def count() -> None:
    sweep(datetime.now(tz=UTC) + LEFT_FOR + timedelta(minutes=1))
    delivered = Counter(
        Words.objects.filter(leaf__kind="release.delivered").values_list("case__reference", flat=True)
    )
    collected = set(Parcel.objects.filter(state="collected").values_list("release", flat=True))
    releases = Release.objects.filter(recipient=COUNCIL)
    sealed = releases.filter(status="sealed")
    answer = {
        "on_the_record": sorted(
            [kind, reference]
            for kind, reference in Words.objects.values_list("leaf__kind", "case__reference")
        ),
        "collected": len(collected),
        "delivered_twice": [reference for reference, times in delivered.items() if times > 1],
        "delivered_and_not_collected": sorted(set(delivered) ^ collected),
        "collected_and_no_copy": sorted(collected - set(Copy.objects.values_list("reference", flat=True))),
        "sealed_and_not_whole": [
            row.reference for row in sealed if len(list(vault.parcel(row.parcel).iterdir())) != 4
        ],
        "in_clear_though_sealed": [
            row.reference
            for row in sealed
            if vault.file(row.sha256).exists() and not store.waits_for(row.sha256)
        ],
        "leaves": Leaf.objects.count(),
        "intact": not verify_now().problems,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    {"release": lambda: release(int(sys.argv[2])), "work": work, "count": count}[sys.argv[1]]()
