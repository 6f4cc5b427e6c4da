"""Looks into an office from a process of its own, or does something there. Prints one JSON object.

rows      how many rows each table has, and a digest of them
load      put things on the record, one after another, until somebody closes what this reads from
record    put something on the record, take a number, and verify
destroy   destroy the words of one case        read    how many of its words can be read
forge     change an entry as somebody with the database would
older     make of it what an older version had: each word sealed with the number of its entry
migrate   bring it up to date, and verify
"""

from __future__ import annotations

import json
import os
import select
import sys
from datetime import UTC, datetime
from hashlib import sha256

import django
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_office.config.settings"
django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from sharewell.ledger.spelling import canonical  # noqa: E402
from sharewell.vocabulary.event import Event  # noqa: E402
from sharewell_office.ledger import models, services, store  # noqa: E402
from sharewell_office.ledger.verification import verify_now  # noqa: E402

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)


def rows() -> dict:
    with connection.cursor() as cursor:
        there = {}
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed:  # an index that only SQLite has: made of rows that are looked at
                continue
            table = model._meta.db_table
            cursor.execute(f"SELECT * FROM {table}")
            found = sorted(repr(tuple(map(_plain, row))) for row in cursor.fetchall())
            there[table] = {"count": len(found), "sha256": sha256("\n".join(found).encode()).hexdigest()}
        return there


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def case() -> str:
    return models.CaseKey.objects.order_by("pk").values_list("reference", flat=True)[0]


def readable() -> dict:
    return {"readable": models.Words.objects.filter(case__reference=case(), case__key__isnull=False).count()}


def record() -> dict:
    reference = services.next_reference("DSR", 2026)
    services.record([Event(kind="request.received", about=reference, by="h1", at=NOON)])
    return {"problems": verify_now().problems}


def destroy() -> dict:
    store.destroy_key(case(), at=NOON)
    return readable()


def forge() -> dict:
    models.Leaf.objects.filter(number=3).update(commitment=bytes(32))
    return {}


def load() -> dict:
    written = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        services.record([Event(kind="request.received", about=f"DSR-{written % 9}", by="h1", at=NOON)])
        services.checkpoint(at=NOON)
        written += 1
    return {"written": written}


def older() -> dict:
    call_command("migrate", "ledger", "0007_keys_are_row_numbers", verbosity=0)
    for row in store.every_word():
        said = store.opened(row)
        key, place = ChaCha20Poly1305(bytes(row.case.key)), f"{row.pk} {row.case.reference}".encode()
        row.sealed = bytes(12) + key.encrypt(bytes(12), said.salt + canonical(said.payload), place)
        row.save()
    return {"problems": verify_now().problems}


def migrate() -> dict:
    call_command("migrate", verbosity=0)
    return {"problems": verify_now().problems}


ACTIONS = {
    "rows": rows, "record": record, "destroy": destroy, "read": readable, "forge": forge, "older": older,
    "migrate": migrate, "load": load,
}  # fmt: skip
print(json.dumps(ACTIONS[sys.argv[1]]()))
