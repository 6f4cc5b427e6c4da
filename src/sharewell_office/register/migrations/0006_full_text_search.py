"""Agreements are found by their words: FTS5 on SQLite, a generated tsvector with GIN on PostgreSQL."""

import re

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE register_agreement_search USING fts5("
    "words, content='register_agreementwords', content_rowid='agreement_id', tokenize='unicode61')",
    "CREATE TRIGGER register_agreement_search_insert AFTER INSERT ON register_agreementwords BEGIN "
    "INSERT INTO register_agreement_search(rowid, words) VALUES (new.agreement_id, new.words); END",
    "CREATE TRIGGER register_agreement_search_delete AFTER DELETE ON register_agreementwords BEGIN "
    "INSERT INTO register_agreement_search(register_agreement_search, rowid, words) "
    "VALUES ('delete', old.agreement_id, old.words); END",
    "CREATE TRIGGER register_agreement_search_update AFTER UPDATE OF words ON register_agreementwords BEGIN "
    "INSERT INTO register_agreement_search(register_agreement_search, rowid, words) "
    "VALUES ('delete', old.agreement_id, old.words); "
    "INSERT INTO register_agreement_search(rowid, words) VALUES (new.agreement_id, new.words); END",
)
POSTGRESQL = (
    "ALTER TABLE register_agreementwords ADD COLUMN searched tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED",
    "CREATE INDEX agreement_by_words ON register_agreementwords USING gin (searched)",
)


def index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def fill(apps, schema_editor):
    words = apps.get_model("register", "AgreementWords")
    for row in apps.get_model("register", "Agreement").objects.select_related("recipient").iterator():
        names = [row.recipient.name] if row.recipient else [each["name"] for each in row.controllers]
        text = " ".join([row.reference, row.title, row.purpose, *names]).lower()
        words.objects.create(agreement=row, words=" ".join(re.findall(r"\w+", text)))


class Migration(migrations.Migration):
    dependencies = [("register", "0005_the_whole_agreement")]

    operations = [
        migrations.CreateModel(
            "AgreementWords",
            [
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="register.agreement",
                    ),
                ),
                ("words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            "AgreementFound",
            [
                (
                    "agreement",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="register.agreement",
                    ),
                ),
            ],
            options={"db_table": "register_agreement_search", "managed": False},
        ),
        migrations.AddIndex(
            "agreement", models.Index(fields=["asset", "-reference"], name="agreement_by_asset")
        ),
        migrations.RunPython(index, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
