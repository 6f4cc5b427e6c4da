"""What an agreement says beyond its fields, every party's signature, and the links they sign by."""

import django.db.models.deletion
from django.db import migrations, models


def by_party(apps, schema_editor):
    """The recipient's one signature becomes the first of several."""
    agreement = apps.get_model("register", "Agreement")
    for row in agreement.objects.filter(countersignature__isnull=False, recipient__isnull=False):
        row.countersignatures = {row.recipient.reference: row.countersignature}
        row.save(update_fields=["countersignatures"])


class Migration(migrations.Migration):
    dependencies = [("register", "0004_dpias_and_past_sharings")]

    operations = [
        migrations.AddField("agreement", "countersignatures", models.JSONField(blank=True, default=dict)),
        migrations.AddField("agreement", "notice", models.JSONField(blank=True, null=True)),
        migrations.AddField("agreement", "particulars", models.JSONField(blank=True, default=dict)),
        migrations.AddField("agreement", "edition", models.PositiveIntegerField(default=1)),
        migrations.AddField("agreement", "varies", models.CharField(blank=True, max_length=32)),
        migrations.RunPython(by_party, migrations.RunPython.noop),
        migrations.RemoveField("agreement", "countersignature"),
        migrations.AlterField(
            model_name="agreement",
            name="status",
            field=models.CharField(
                choices=[
                    ("recorded", "Recorded"),
                    ("draft", "Draft"),
                    ("active", "Active"),
                    ("suspended", "Suspended"),
                    ("superseded", "Superseded"),
                    ("ended", "Ended"),
                    ("closed", "Closed"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            "Comment",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("party_name", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="register.agreement",
                    ),
                ),
            ],
            options={"ordering": ("at", "pk")},
        ),
        migrations.CreateModel(
            "SigningLink",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret_sha256", models.CharField(max_length=64, unique=True)),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
                ("expires_on", models.DateField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="register.agreement",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="register.party"
                    ),
                ),
            ],
        ),
    ]
