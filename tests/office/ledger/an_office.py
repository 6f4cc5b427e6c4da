"""An office of its own in a process of its own, on a real database, for tests that break it or crowd it.

    python an_office.py crowd WRITERS EACH       so many processes put events on the record at once
    python an_office.py destroying WRITERS EACH  so many write about one case, whose key is destroyed again and again
    python an_office.py break before|after       the commit fails: before, or after, the database kept it
    python an_office.py killed TIMES SEED        so many writers, one after another, each killed (-9) in the middle
    python an_office.py write MANY               so many entries, one after another
    python an_office.py failing MANY             so many, whatever fails: each is tried once
    python an_office.py look                     nothing

Prints one JSON object that says what is there afterwards.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import django

# The settings people run, whatever the tests run with.
os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_office.config.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, OperationalError, connection, transaction  # noqa: E402

from sharewell.vocabulary.event import Event  # noqa: E402
from sharewell_office.ledger import models, store  # noqa: E402
from sharewell_office.ledger.services import Message, checkpoint, next_reference, record  # noqa: E402
from sharewell_office.ledger.verification import verify_now  # noqa: E402

A_MESSAGE = Message(to="d1", template="parcel-collected", about="REL-2026-0001")
ACKNOWLEDGED: list[str] = []
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def write(writer: int, each: int) -> None:
    """One of the crowd: references, several events at once, and a checkpoint now and then."""
    for number in range(each):
        reference = next_reference("DSR", 2026)
        event = Event(
            kind="request.submitted", about=reference, by=f"w{writer}", at=NOON, details={"n": number}
        )
        record([event, event] if number % 5 == 0 else [event], messages=[A_MESSAGE])
        if number % 7 == 0:
            checkpoint(at=NOON)


def write_about_one(writer: int, each: int) -> None:
    """One of those who write about one case. The first of them destroys its key each time before."""
    event = Event(kind="request.submitted", about="DSR-1", by=f"w{writer}", at=NOON)
    for number in range(each):
        record([event, event])
        if writer == 0 and number % 5 == 0:
            with transaction.atomic():
                store.lock()
                store.destroy_key("DSR-1", at=NOON)


def write_after_somebody_destroyed() -> None:
    """The key is gone that this process remembers: what it writes next lies under another."""
    event = Event(kind="request.submitted", about="DSR-1", by="h1", at=NOON)
    record([event])
    models.CaseKey.objects.update(key=None, destroyed_at=NOON)
    record([event])


def crowd(writers: int, each: int, doing: Callable[[int, int], None] = write) -> None:
    context = multiprocessing.get_context("fork")
    crowd = [context.Process(target=doing, args=(writer, each)) for writer in range(writers)]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join()
    assert all(process.exitcode == 0 for process in crowd)


def broken_commit(when: str) -> None:
    real = connection._commit

    def broken() -> None:
        if when == "after":
            real()
        raise OperationalError

    connection._commit = broken
    with suppress(OperationalError):
        record(
            [Event(kind="request.submitted", about="DSR-1", by="h1", at=NOON)],
            save=some_state,
            messages=[A_MESSAGE],
        )
    connection.close()


def killed(times: int, seed: int) -> None:
    """Each writer says through a pipe what was acknowledged; whatever it said must be there afterwards."""
    chance = random.Random(seed)
    for _ in range(times):
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            write_until_killed(writing)
        os.close(writing)
        select.select([reading], [], [], 10)  # it has acknowledged something: from now on anything may happen
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading) as said:
            ACKNOWLEDGED.extend(said.read().split("\n")[:-1])


def write_until_killed(writing: int) -> None:
    while True:
        reference = next_reference("DSR", 2026)
        record(
            [Event(kind="request.submitted", about=reference, by="h1", at=NOON)],
            save=some_state_of(reference),
        )
        os.write(writing, f"{reference}\n".encode())


def write_whatever_fails(many: int) -> None:
    """What the disk refuses is not acknowledged; the next one is tried all the same."""
    for number in range(many):
        with suppress(DatabaseError):
            reference = f"DSR-{number}"
            record([Event(kind="request.submitted", about=reference, by="h1", at=NOON)])
            ACKNOWLEDGED.append(reference)
        if connection.in_atomic_block or connection.errors_occurred:
            connection.close()


def some_state_of(reference: str) -> Callable[[], None]:
    number = int(reference.rpartition("-")[2])
    return lambda: models.Counter.objects.create(prefix=f"S{number}", year=2026, last=number) and None


def lost() -> int:
    """Acknowledged entries that are not there, and state without its entry or entries without their state."""
    there = set(models.CaseKey.objects.values_list("reference", flat=True))
    states = {f"DSR-2026-{row.last:04}" for row in models.Counter.objects.filter(prefix__startswith="S")}
    return len(set(ACKNOWLEDGED) - there) + len(there ^ states)


def some_state() -> None:
    models.Counter.objects.create(prefix="STATE", year=2026, last=1)


def what_is_there() -> dict[str, object]:
    check = verify_now()
    return {
        "database": connection.vendor,
        "state": models.Counter.objects.filter(prefix="STATE").count(),
        "leaves": models.Leaf.objects.count(),
        "words": models.Words.objects.count(),
        "messages": models.Message.objects.count(),
        "numbers": list(models.Leaf.objects.order_by("number").values_list("number", flat=True)),
        "about": list(models.Words.objects.order_by("pk").values_list("case__reference", flat=True)),
        "erased": check.erased,
        "keys": models.CaseKey.objects.count(),
        "references": models.CaseKey.objects.values("reference").distinct().count(),
        "checkpoints": check.checkpoints,
        "problems": check.problems,
    }


if sys.argv[1] != "failing":  # that one has its tables, and nothing of theirs should fail
    call_command("migrate", "ledger", verbosity=0, interactive=False)
connection.close()
if sys.argv[1] == "crowd":
    crowd(int(sys.argv[2]), int(sys.argv[3]))
elif sys.argv[1] == "destroying":
    crowd(int(sys.argv[2]), int(sys.argv[3]), write_about_one)
    write_after_somebody_destroyed()
elif sys.argv[1] == "killed":
    killed(int(sys.argv[2]), int(sys.argv[3]))
elif sys.argv[1] == "failing":
    write_whatever_fails(int(sys.argv[2]))
    print(json.dumps(ACKNOWLEDGED))
    sys.exit()
elif sys.argv[1] == "look":
    pass
elif sys.argv[1] == "write":
    write(0, int(sys.argv[2]))
else:
    broken_commit(sys.argv[2])
print(
    json.dumps(what_is_there() | {"acknowledged": len(ACKNOWLEDGED), "lost": lost() if ACKNOWLEDGED else 0})
)
