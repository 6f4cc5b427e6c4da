"""An entry is written without asking first how long the log is: one trip less in PostgreSQL, where each is dear.

What an event said was sealed with the number of its entry, which was not known before; its leaf's commitment tells
entries apart as well, and is known.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.db import migrations, models

# It gives the number of the entry; nothing where the key is not there any more; -1 where the tree has more nodes than so
# many entries make (of n, twice n less the ones among n's binary digits). Each statement within sees what was committed
# when it begins, so the lock comes first: its number is that of `store.log`.
APPEND = """
CREATE FUNCTION ledger_append(
    version smallint, kind text, commitment bytea, case_row bigint, at timestamptz, sealed bytea, case_key bytea
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    size bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(357694526021);
    PERFORM FROM ledger_casekey WHERE id = case_row AND key = case_key FOR SHARE;
    IF NOT FOUND THEN RETURN NULL; END IF;
    size := COALESCE((SELECT number FROM ledger_leaf ORDER BY number DESC LIMIT 1) + 1, 0);
    IF EXISTS (SELECT FROM ledger_node WHERE position >= 2 * size - bit_count(size::bit(64))) THEN RETURN -1; END IF;
    INSERT INTO ledger_leaf (number, version, kind, commitment) VALUES (size, version, kind, commitment);
    INSERT INTO ledger_words (leaf_id, case_id, at, sealed) VALUES (size, case_row, at, sealed);
    RETURN size;
END $$
"""
_NONCE, _AT_ONCE = 12, 500


def reseal(apps, schema_editor):
    words = apps.get_model("ledger", "Words")
    living = words.objects.filter(case__key__isnull=False).select_related("leaf", "case").order_by("pk")
    changed = []
    for row in living.iterator(chunk_size=2000):
        key = ChaCha20Poly1305(bytes(row.case.key))
        nonce, closed = bytes(row.sealed[:_NONCE]), bytes(row.sealed[_NONCE:])
        reference = row.case.reference.encode()
        try:
            said = key.decrypt(nonce, closed, b"%d %s" % (row.pk, reference))
        except InvalidTag:
            continue  # somebody changed it: whoever verifies the record is told
        nonce = secrets.token_bytes(_NONCE)
        row.sealed = nonce + key.encrypt(nonce, said, bytes(row.leaf.commitment) + reference)
        changed.append(row)
        if len(changed) == _AT_ONCE:
            words.objects.bulk_update(changed, ["sealed"])
            changed = []
    words.objects.bulk_update(changed, ["sealed"])


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(APPEND)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION ledger_append")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_keys_are_row_numbers")]

    operations = [
        migrations.AlterField(
            "words",
            "leaf",
            models.OneToOneField(
                "ledger.leaf",
                on_delete=models.PROTECT,
                primary_key=True,
                serialize=False,
                db_constraint=False,
            ),
        ),
        migrations.AlterField(
            "words",
            "case",
            models.ForeignKey("ledger.casekey", on_delete=models.PROTECT, db_constraint=False),
        ),
        migrations.RunPython(reseal, migrations.RunPython.noop),
        migrations.RunPython(create, drop),
    ]
